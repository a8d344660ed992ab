"""What the bench measures on: a private PostgreSQL with a province's dossiers, and the program serving over loopback."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid

import stock

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ACCOUNTS = 20064
CALLERS = 64
EVERY = 12  # dossiers.sql: each twelfth dossier belongs to a caller
PASSWORD_OF = "0909999999"
DATABASE_SETTINGS = ("shared_buffers = 1GB", "effective_cache_size = 4GB", "max_wal_size = 4GB",
                     "synchronous_commit = on", "full_page_writes = on", "max_connections = 200")


def say(text):
    print(text, file=sys.stderr, flush=True)


def fail(what, log=None):
    say(f"\nFAILED: {what}")
    if log is not None and log.exists():
        say("   " + "\n   ".join(log.read_text(errors="replace").splitlines()[-15:]))
    sys.exit(1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def statement(name):
    """The text of a query file without its comments: what the program prepares."""
    lines = next((ROOT / "schema").glob(f"*/queries/{name}.sql")).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def http(port, method, path, body=None, headers=None, timeout=10):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method, headers=headers or {},
                                     data=None if body is None else json.dumps(body).encode())
    if body is not None:
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


class Process:
    """A program of ours: its output goes to a log, it is ended with the bench."""
    running = []

    def __init__(self, name, command, folder, env=None, ready=None):
        self.name = name
        self.log = folder / "log" / f"{name}.log"
        with open(self.log, "wb") as log:
            self.started = time.monotonic()
            self.child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                          env=env, start_new_session=True)
        Process.running.append(self)
        if ready is not None:
            self.wait_for(ready)

    def wait_for(self, port, path=None, limit=20):
        """Until the port accepts (or the path answers 200); returns the seconds since the program was started."""
        while time.monotonic() - self.started < limit:
            if self.child.poll() is not None:
                fail(f"{self.name} ended at once", self.log)
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as connection:
                    if path is None:
                        return time.monotonic() - self.started
                    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
                    if connection.recv(4096).startswith(b"HTTP/1.1 200 "):
                        return time.monotonic() - self.started
            except OSError:
                pass
            time.sleep(0.002)
        fail(f"{self.name} does not answer on port {port}", self.log)

    def stop(self):
        if self in Process.running:
            Process.running.remove(self)
        if self.child.poll() is None:
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.child.pid, signal.SIGKILL)
                self.child.wait()

    @classmethod
    def stop_all(cls):
        for process in list(cls.running):
            process.stop()


class Instance:
    def __init__(self, folder, program, dossiers):
        self.folder, self.program, self.dossiers = folder, program, dossiers
        self.lookup, self.work, self.admin = free_port(), free_port(), free_port()
        self.tokens = folder / "tokens"
        self.password_file = folder / "password"
        self.api = self.signer = self.socket = None
        for name in ("log", "keys", "receipt-keys", "published", "blobs", "uploads", "outbox"):
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name).chmod(0o755 if name == "log" else 0o700)

    # ---- the database -------------------------------------------------------------------------

    def database(self, command, *more):
        done = subprocess.run([ROOT / "scripts/database", command, self.folder, *more], capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"scripts/database {command}: {done.stderr.strip()}")
        return done.stdout.strip()

    def psql(self, *arguments, database="motcua", user="postgres"):
        command = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", user, "-d", database,
                   *arguments]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            fail(f"psql: {done.stderr.strip()}")
        return done.stdout.strip()

    def url(self, user, database="motcua"):
        return f"host={self.socket} dbname={database} user={user}"

    def environment(self, database="motcua", user="motcua_system"):
        return {**{name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")},
                "MOTCUA_DATABASE_URL": self.url(user, database),
                "MOTCUA_OWNER_DATABASE_URL": self.url("motcua_owner", database),
                "MOTCUA_LOOKUP_LISTEN": f"127.0.0.1:{self.lookup}", "MOTCUA_WORK_LISTEN": f"127.0.0.1:{self.work}",
                "MOTCUA_ADMIN_LISTEN": f"127.0.0.1:{self.admin}", "MOTCUA_BASE_URL": "http://127.0.0.1",
                "MOTCUA_KEY_DIR": str(self.folder / "keys"), "MOTCUA_BLOB_DIR": str(self.folder / "blobs"),
                "MOTCUA_RECEIPT_KEY_DIR": str(self.folder / "receipt-keys"), "MOTCUA_PUBLISHED_DIR": str(self.folder / "published"),
                "MOTCUA_SIGN_SOCKET": str(self.folder / "sign.sock"), "MOTCUA_HEAD_SOCKET": str(self.folder / "head.sock"),
                "MOTCUA_HEAD_DIR": str(self.folder / "heads"),
                "MOTCUA_UPLOAD_DIR": str(self.folder / "uploads"), "MOTCUA_OUTBOX_DIR": str(self.folder / "outbox"),
                "MOTCUA_WEBHOOK_SECRETS_FILE": str(self.folder / "keys/webhook-secrets.json"),
                "MOTCUA_SITE_DIR": str(ROOT / "schema/sample/site"), "MALLOC_ARENA_MAX": "4",
                # One account asks as fast as it is answered; each request is counted all the same.
                "MOTCUA_CLASS_RATES": " ".join(f"{name}=4000000000/4000000000" for name in
                                               ("key", "list", "search", "write", "heavy", "bulk"))}

    def motcua(self, *arguments, database="motcua", user="motcua_owner"):
        done = subprocess.run([self.program, *arguments], env=self.environment(database, user), capture_output=True,
                              text=True)
        if done.returncode != 0:
            fail(f"motcua {' '.join(map(str, arguments))}: {(done.stderr or done.stdout).strip()[-800:]}")

    def fingerprint(self):
        """Changes with everything that the loaded database depends on."""
        digest = hashlib.sha256(f"{self.dossiers} {ACCOUNTS} {CALLERS}".encode())
        files = [HERE / name for name in ("accounts.sql", "dossiers.sql", "documents.sql")]
        for file in files + sorted(path for path in (ROOT / "schema").rglob("*") if path.is_file()):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
        return digest.hexdigest()

    def load(self):
        """The database motcua_base, loaded once and kept until schema or generator change."""
        stamp = self.folder / "loaded"
        if stamp.exists() and stamp.read_text() == self.fingerprint():
            return
        stamp.unlink(missing_ok=True)
        say(f"Loading the sample and {self.dossiers} dossiers (some minutes; kept for the next run) ...")
        self.database("stop")
        self.database("start", *DATABASE_SETTINGS, "fsync = off")
        for name in ("motcua", "motcua_base"):
            self.psql("-c", f"drop database if exists {name}", database="postgres")
        self.database("create", "motcua_base")
        self.motcua("migrate", database="motcua_base")
        places = subprocess.run([ROOT / "scripts/places/fetch"], capture_output=True, text=True)
        if places.returncode != 0:
            fail(f"scripts/places/fetch: {places.stderr}")
        for what in (["places", places.stdout.strip()],
                     ["calendars", sorted((ROOT / "schema/reference").glob("calendar-*.json"))[0], "--basis", "mẫu"],
                     ["catalogue", ROOT / "schema/sample", "--basis", "mẫu"]):
            self.motcua("import", *what, database="motcua_base")
        self.make_accounts()
        stock.load(self.run_files, self.dossiers, HERE / "dossiers.sql", HERE / "documents.sql", accounts=ACCOUNTS, callers=CALLERS)
        self.psql("-c", "vacuum analyze", database="motcua_base")
        self.database("stop")
        stamp.write_text(self.fingerprint())

    def run_files(self, files, values):
        self.psql(*(word for name, value in values.items() for word in ("-v", f"{name}={value}")),
                  *(word for file in files for word in ("-f", file)), database="motcua_base")

    def make_accounts(self):
        """One account through the API, for the hash of its password; the others get the same."""
        password = secrets.token_urlsafe(18)
        self.start_api(database="motcua_base")
        status, _, body = http(self.work, "POST", "/v1/accounts", {"full_name": "Nguyễn Thị Đo", "phone": PASSWORD_OF,
                               "password": password}, {"Idempotency-Key": str(uuid.uuid4())})
        if status != 201:
            fail(f"POST /v1/accounts: {status} {body[:300]}")
        self.stop_api()
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(password)
        self.psql("-v", f"accounts={ACCOUNTS}", "-v", f"password_of={PASSWORD_OF}", "-f", HERE / "accounts.sql",
                  database="motcua_base")

    def open(self):
        """A fresh copy of the loaded database, durable: fsync and synchronous_commit on."""
        self.database("start", *DATABASE_SETTINGS, "fsync = on")
        self.socket = self.database("socket")
        subprocess.run([ROOT / "scripts/webhook-secrets", self.folder / "keys/webhook-secrets.json"], check=True)
        self.motcua("keys")
        self.motcua("keys", "receipts")
        self.load()
        self.database("start", *DATABASE_SETTINGS, "fsync = on")
        say("Copying the loaded database ...")
        self.psql("-c", "drop database if exists motcua", database="postgres")
        self.psql("-c", "create database motcua template motcua_base strategy file_copy owner motcua_owner",
                  database="postgres")
        self.database("create", "motcua")  # who may connect is not copied
        self.psql("-c", "create extension if not exists pg_prewarm",
                  "-c", "select pg_prewarm(c.oid) from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')"
                        " and relname ~ '^(dossier|account|charge|dossier_document|.*_pkey)$'", "-c", "checkpoint")
        settings = self.psql("-At", "-c", "select string_agg(name || ' ' || setting, ', ' order by name)"
                             " from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')")
        if settings != "fsync on, full_page_writes on, synchronous_commit on":
            fail(f"the database is not durable: {settings}")

    def close(self):
        """Ends what was started; only the loaded database stays."""
        Process.stop_all()
        if self.socket is not None:
            self.psql("-c", "drop database if exists motcua with (force)", database="postgres")
        self.database("stop")

    # ---- the program --------------------------------------------------------------------------

    def start_api(self, database="motcua", **more):
        if self.signer is None:
            self.signer = Process("signer", [self.program, "sign"], self.folder, self.environment(database))
        self.api = Process("api", [self.program, "serve"], self.folder,
                           {**self.environment(database), **more})
        took = self.api.wait_for(self.lookup, "/readyz")
        self.api.wait_for(self.work)
        return took

    def stop_api(self):
        self.api.stop()
        self.api = None

    def login(self, account):
        status, _, body = http(self.work, "POST", "/v1/sessions", {
            "login": f"09{10000000 + account}", "password": self.password_file.read_text()}, timeout=30)
        if status not in (200, 201):
            fail(f"POST /v1/sessions: {status} {body[:300]}")
        return json.loads(body)["access_token"]

    def write_tokens(self):
        """Signs the callers in; their tokens hold for ten minutes."""
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            tokens = list(pool.map(self.login, range(1, CALLERS + 1)))
        self.tokens.touch(mode=0o600)
        self.tokens.write_text("".join(f"{token}\n" for token in tokens))

    def public_key(self):
        """The key that verifies tokens, as PEM, for the peers."""
        keys = sorted((self.folder / "keys").glob("*.pem"))
        file = self.folder / "public.pem"
        subprocess.run(["openssl", "pkey", "-in", keys[-1], "-pubout", "-out", file], check=True)
        return file

    def readable_dossiers(self):
        return self.dossiers // EVERY


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            fail(f"{program} is not installed: scripts/install bench")
