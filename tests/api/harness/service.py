"""A private PostgreSQL cluster with one loaded template, and the real program on sockets of its own."""
import contextlib
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

import psycopg2

from harness.client import Connection
from harness.contract import ROOT

PASSWORD = "mot cau dai de nho 2026"  # of the accounts that tests make
SANITIZERS = ("asan", "ubsan")
# More than anybody does: of every class whose accounts are counted, and of what is counted in the database, for one account
# or for all.
BUSY_RATES = " ".join(f"{name}=4000000000/4000000000" for name in ("key", "list", "search", "write", "heavy", "bulk"))
ALLOW_MUCH = """insert into quota (account_id, quota, most, why)
	select a.id, q, 1000000000000, 'tests' from account a,
		unnest('{open_uploads,loose_bytes,open_drafts,drafts_a_day,filings_a_day}'::text[]) q
	where %s::uuid is null or a.id = %s::uuid"""


def binary():
    chosen = os.environ.get("MOTCUA_TEST_BINARY")
    found = [pathlib.Path(chosen)] if chosen else [ROOT / "build" / preset / "motcua" for preset in ("debug", "release")]
    for path in found:
        if path.exists():
            return path.resolve()
    raise FileNotFoundError(f"none of {[str(p) for p in found]} is there: build first")


def plain_environment():
    """Ours without settings: the program refuses a MOTCUA_ variable that it does not know."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}


def postmaster_of(folder):
    """The first process of the cluster whose data are in a folder. The number that one left behind when it was killed may be
    somebody else's by now, who does not work in that folder."""
    pid = int((folder / "postmaster.pid").read_text().splitlines()[0])
    with contextlib.suppress(FileNotFoundError):
        if os.readlink(f"/proc/{pid}/cwd") == os.path.realpath(folder):
            return pid
    raise ProcessLookupError(f"the database in {folder} does not run")


class Cluster:
    def __init__(self, folder):
        self.folder = folder
        self.start()
        self.socket = self.script("socket").stdout.strip()

    def script(self, command, *arguments):
        return subprocess.run([ROOT / "scripts/database", command, self.folder, *arguments], check=True, text=True,
                              stdout=subprocess.PIPE, env=plain_environment())

    def start(self):
        # A test's data need not outlive a power cut; what a crash of the program loses would show all the same.
        self.script("start", "fsync=off", "full_page_writes=off", "autovacuum_naptime=5s", "log_checkpoints=off")

    def stop(self):
        self.script("stop")

    def url(self, role, database):
        return f"host='{self.socket}' dbname={database} user=motcua_{role}"

    def postmaster(self):
        return postmaster_of(self.folder / "pg")

    def discard(self):
        """Ends it without writing anything more: the folder is thrown away."""
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):
            os.kill(self.postmaster(), signal.SIGQUIT)

    def connect(self, database="postgres", user="postgres"):
        connection = psycopg2.connect(host=self.socket, dbname=database, user=user)
        connection.autocommit = True
        return connection

    def clone(self, template, database):
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(f"create database {database} owner motcua_owner template {template}")
            # Rights on a database itself are not copied with it.
            cursor.execute(f"revoke all on database {database} from public")
            cursor.execute(f"grant connect on database {database} to motcua_api, motcua_worker, motcua_readonly")


class Program:
    """One process of the program, the one that is tested unless another is named."""

    def __init__(self, command, environment, log, program=None):
        self.log = log
        with open(log, "ab") as out:
            self.process = subprocess.Popen([program or binary(), command], env=environment, stdout=out, stderr=out,
                                            stdin=subprocess.DEVNULL)

    @property
    def running(self):
        return self.process.poll() is None

    def stop(self, seconds=120):
        """Ends it as an operator does; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self):
        self.process.kill()
        self.process.wait(10)


# What looks like an e-mail address, a phone number, a personal number, or anything that people write with marks.
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w|(?<![\w.])0[35789]\d{8}(?!\w)|(?<![\w.])0\d{11}(?!\w)|[\u00c0-\u1ef9]")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64}")


def check_nobody_in(path):
    """A log has no line with what is a person's, the sample's people and whomever tests made up, nor with a secret."""
    people = json.loads((ROOT / "schema/sample/accounts.json").read_text(encoding="utf-8"))
    words = [person[member] for person in people for member in ("full_name", "phone", "email", "personal_id")
             if person.get(member)] + ["Bearer ", PASSWORD, "argon2", "whsec_", "eyJ", "phone_last4"]
    with open(path, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            found = [word for word in words if word in line] + PERSONAL.findall(IDS.sub("", line))
            assert not found, f"{path.name} holds {found}: {line[:300]}"


def tail(path, count=10):
    return "\n".join(path.read_text(errors="replace").splitlines()[-count:])


def as_new(connection):
    """A connection that was used, without what it was told; None if the database has ended it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("discard all")
        return connection
    except psycopg2.Error:
        connection.close()
        return None


class Service:
    """An installation: database, keys, folders, and the program's processes."""

    def __init__(self, cluster, database, folder, keys, **settings):
        self.cluster = cluster
        self.database = database
        self.folder = folder
        for name in ("blobs", "uploads", "outbox"):
            (folder / name).mkdir(parents=True)
        for name in ("keys", "receipt-keys", "published"):
            shutil.copytree(keys / name, folder / name)
        self.instances = []  # beside the first one
        self.lookup = f"unix:{folder}/lookup.sock"
        self.work = f"unix:{folder}/work.sock"
        self.secrets_file = folder / "keys/webhook-secrets.json"
        subprocess.run([ROOT / "scripts/webhook-secrets", self.secrets_file], check=True)
        self.secrets = json.loads(self.secrets_file.read_text())
        self.settings = {
            "MOTCUA_BASE_URL": "https://motcua.example", "MOTCUA_BLOB_DIR": folder / "blobs",
            "MOTCUA_LOOKUP_LISTEN": self.lookup, "MOTCUA_WORK_LISTEN": self.work,
            "MOTCUA_UPLOAD_DIR": folder / "uploads", "MOTCUA_KEY_DIR": folder / "keys",
            "MOTCUA_RECEIPT_KEY_DIR": folder / "receipt-keys", "MOTCUA_PUBLISHED_DIR": folder / "published",
            "MOTCUA_SIGN_SOCKET": folder / "sign.sock", "MOTCUA_HEAD_SOCKET": folder / "head.sock",
            "MOTCUA_HEAD_DIR": folder / "heads",
            "MOTCUA_OUTBOX_DIR": folder / "outbox", "MOTCUA_WEBHOOK_SECRETS_FILE": self.secrets_file,
            "MOTCUA_BANK_ACCOUNT": "970436:0011001234567:KHO BAC TINH MAU", "MOTCUA_SITE_DIR": ROOT / "schema/sample/site",
            "MOTCUA_CLASS_RATES": BUSY_RATES, **settings}
        self.api = None
        self.signer = None
        self.workers = []
        self.connections = {}

    def environment(self, role, **more):
        options = {name: f"{os.environ.get(name.upper() + '_OPTIONS', '')}:log_path={self.folder}/{name}-report"
                   for name in SANITIZERS}
        # A small quarantine of freed memory, so that the growth of a process tells of the program.
        return {**plain_environment(),
                "ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=1:quarantine_size_mb=16:" + options["asan"],
                "UBSAN_OPTIONS": "print_stacktrace=1:halt_on_error=1:" + options["ubsan"],
                "MALLOC_ARENA_MAX": "4",
                **{name: str(value) for name, value in {**self.settings, **more}.items()},
                "MOTCUA_DATABASE_URL": self.cluster.url(role, self.database)}

    def run(self, role, *arguments):
        done = subprocess.run([binary(), *map(str, arguments)], env=self.environment(role), text=True,
                              capture_output=True)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def start_signer(self, wait=True):
        self.signer = Program("sign", self.environment("system"), self.folder / "signer.log")
        while wait and not self.signer_answers():
            assert self.signer.running, tail(self.signer.log)
            time.sleep(0.01)

    def signer_answers(self):
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as asking:
            return asking.connect_ex(str(self.folder / "sign.sock")) == 0

    def start_api(self, wait=True, **settings):
        if self.signer is None:
            self.start_signer()
        self.api = Program("serve", self.environment("system", **settings), self.folder / "api.log")
        if wait:
            self.wait_ready()

    def wait_ready(self, seconds=30):
        deadline = time.monotonic() + seconds
        while True:
            if self.ask("/readyz") == 200:
                return
            assert self.api.running, f"the API ended with {self.api.process.returncode}:\n{tail(self.api.log)}"
            assert time.monotonic() < deadline, f"the API does not get ready:\n{tail(self.api.log)}"
            time.sleep(0.02)

    def ask(self, path, listener=None):
        """The status of a GET, at the listener of work unless said otherwise; None if nobody answers."""
        connection = Connection(listener or self.work, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()

    def add_instance(self):
        """Another instance of the API, which is not started yet."""
        self.instances.append(Instance(self, f"api-{len(self.instances) + 2}"))
        return self.instances[-1]

    def start_worker(self, **settings):
        """Starts a worker and waits until it is at work: before that a signal would end it as it ends any program."""
        log = self.folder / f"worker-{len(self.workers)}.log"
        before = log.stat().st_size if log.exists() else 0
        worker = Program("work", self.environment("worker", **settings), log)
        while '"event":"started"' not in log.read_bytes()[before:].decode(errors="replace"):
            assert worker.running, tail(log)
            time.sleep(0.02)
        self.workers.append(worker)

    def stop_worker(self):
        """Ends the workers, whether there is one or more."""
        while self.workers:
            worker = self.workers.pop()
            self.check_ended(worker.stop(), worker.log)

    def work_through_documents(self, seconds=60):
        """By a worker, until no dossier waits for its document and what the desks search by."""
        self.start_worker()
        until = time.monotonic() + seconds
        while self.sql("select 1 from outbox where topic = 'document'"):
            assert time.monotonic() < until, "documents still wait"
            time.sleep(0.05)
        self.stop_worker()

    def kill_worker(self):
        self.workers.pop().kill()

    def stop_api(self):
        self.check_ended(self.api.stop(), self.api.log)

    def sql(self, statement, *values, user="postgres"):
        """Rows of a statement that runs beside the program, as the superuser unless said otherwise."""
        with self.beside(user) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    @contextlib.contextmanager
    def beside(self, user):
        """A connection of its own as long as it is used, then kept for the next: to make one takes longer than most statements."""
        kept = self.connections.setdefault((self.cluster.socket, self.database, user), [])
        connection = as_new(kept.pop()) if kept else None
        if connection is None:
            connection = self.cluster.connect(self.database, user)
        try:
            yield connection
        finally:
            kept.append(connection)

    def dump(self):
        """All that the database holds, as text."""
        done = subprocess.run(["pg_dump", "-h", self.cluster.socket, "-U", "postgres", "--inserts", self.database], text=True,
                              capture_output=True, check=True)
        assert "INSERT INTO public.account " in done.stdout
        return done.stdout

    def stop(self):
        """Ends what runs. It must end well, without a report of a sanitizer, with logs that tell nobody's secrets."""
        for program in (*self.workers, self.api, self.signer, *(instance.program for instance in self.instances)):
            if program is not None and program.running:
                self.check_ended(program.stop(), program.log)
        for connection in itertools.chain(*self.connections.values()):
            connection.close()
        self.connections.clear()
        self.check_reports()
        self.check_log()

    def check_ended(self, status, log):
        self.check_reports()
        assert status == 0, f"ended with {status}:\n{tail(log)}"

    def check_reports(self):
        reports = [path for path in self.folder.iterdir() if re.match(r"(asan|ubsan)-report", path.name)]
        assert not reports, "sanitizer:\n" + "\n".join(path.read_text(errors="replace") for path in reports)

    def check_log(self):
        """Logs hold ids alone, those of nginx too: nothing of a person, no token or password, and no failure of our own."""
        for path in self.folder.rglob("*.log"):
            check_nobody_in(path)
            assert '"problem":"internal"' not in path.read_text(errors="replace"), [
                line for line in path.read_text(errors="replace").splitlines() if '"internal"' in line][:5]


class Instance:
    """One of several that serve one installation: its listeners, as a client wants them, and its process."""

    def __init__(self, service, name):
        self.service = service
        self.name = name
        self.lookup = f"unix:{service.folder}/{name}-lookup.sock"
        self.work = f"unix:{service.folder}/{name}-work.sock"
        self.program = None

    def start(self, program=None):
        self.program = Program("serve", self.service.environment("system", MOTCUA_LOOKUP_LISTEN=self.lookup,
                                                                 MOTCUA_WORK_LISTEN=self.work),
                               self.service.folder / f"{self.name}.log", program)
        while self.service.ask("/readyz", self.work) != 200:
            assert self.program.running, tail(self.program.log)
            time.sleep(0.02)
        for listener in (self.lookup, self.work):
            # Under root nginx' workers are another user than the program, whose sockets are its own.
            os.chmod(listener[5:], 0o777)

    def sql(self, statement, *values):
        return self.service.sql(statement, *values)

    def stop(self):
        self.service.check_ended(self.program.stop(), self.program.log)


class Template:
    """The database that every module's own one is copied from: migrated and loaded with the sample once."""

    def __init__(self, cluster, folder):
        self.cluster = cluster
        self.database = "template_motcua"
        self.folder = folder
        self.keys = folder  # the folders of keys are in it
        cluster.script("create", self.database)
        self.places = subprocess.run([ROOT / "scripts/places/fetch"], check=True, text=True, stdout=subprocess.PIPE,
                                     env=plain_environment()).stdout.strip()
        environment = {**plain_environment(), "MOTCUA_DATABASE_URL": cluster.url("owner", self.database),
                       "MOTCUA_KEY_DIR": str(folder / "keys"), "MOTCUA_RECEIPT_KEY_DIR": str(folder / "receipt-keys"),
                       "MOTCUA_PUBLISHED_DIR": str(folder / "published")}
        (folder / "published").mkdir()
        self.logins_file = folder / "logins.json"
        for arguments in (("keys",), ("keys", "receipts"), ("migrate",), ("import", "places", self.places),
                          ("import", "calendars", ROOT / "schema/reference/calendar-2026.json", "--basis", "mẫu"),
                          ("import", "catalogue", ROOT / "schema/sample", "--basis", "mẫu"),
                          ("import", "accounts", ROOT / "schema/sample/accounts.json", self.logins_file)):
            subprocess.run([binary(), *map(str, arguments)], env=environment, check=True, stdout=subprocess.DEVNULL)
        self.logins = json.loads(self.logins_file.read_text())
        self.allow_much()

    def allow_much(self):
        """The sample's people do in minutes what takes others weeks."""
        with contextlib.closing(self.cluster.connect(self.database)) as connection, connection.cursor() as cursor:
            cursor.execute(ALLOW_MUCH, [None, None])
