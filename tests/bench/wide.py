"""P7 wide: how long a victim's key read takes while the worst eight requests of a class are in flight, class by class,
as they are and with a table locked that they need."""
import base64
import contextlib
import hashlib
import hmac
import json
import os
import pathlib
import re
import subprocess
import time
import urllib.parse

from instance import CALLERS, HERE, ROOT, fail, http, say
from load import end_wrk, median, start_wrk

ASKERS = 8
DOSSIER = "/v1/dossiers/01910000-0000-7000-8000-%d"
QUESTIONS = ("lam lai khai sinh", "giaays khai sinh", "dang ky ket hon thuong tru tam tru", "cap lai giay to bi mat")
CLASSES = re.findall(r'^MC_CLASS\(\w+, "(\w+)"', (ROOT / "api/core/classes.def").read_text(encoding="utf-8"), re.M)
# What a migration or a careless session could lock to block the class; the victim's own read needs none of it.
LOCKS = {"key": "custody", "list": "notification", "search": "procedure_phrase", "write": "their drafts",
         "login": "session", "heavy": "receipt", "bulk": "upload", "partner": "bank_notice"}
DRAFTS = "do $$ begin perform from dossier where id::text like '01920000-%' and state = 'draft' for update; end $$"


def raw(method, path, body=b"", token=None, **headers):
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += [f"Content-Length: {len(body)}"] if body or method in ("POST", "PATCH") else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Wide:
    def __init__(self, bench):
        self.bench, self.instance = bench, bench.instance
        self.tokens = self.instance.tokens.read_text().split()
        self.file = bench.folder / "requests"
        self.secrets = json.loads((bench.folder / "keys/webhook-secrets.json").read_text())
        self.first = bench.stock(2 * ASKERS)

    def token(self, number):
        return self.tokens[number % CALLERS]

    def own(self, index):
        """A filed dossier of the caller whose token has this index."""
        return DOSSIER % (100000000000 + 12 * (CALLERS + index))

    def draft(self, number):
        return f"/v1/dossiers/01920000-0000-7000-8000-{100000000000 + number}"

    def submitted(self):
        """Dossiers that have a receipt to be drawn."""
        for number in range(self.first, self.first + ASKERS):
            status, _, body = http(self.instance.work, "POST", self.draft(number) + "/submission", {}, {
                "Authorization": f"Bearer {self.token(number)}", "Idempotency-Key": f"wide-{number}"}, timeout=30)
            if status != 201:
                fail(f"submission: {status} {body[:300]}")
            yield number

    # ---- the worst requests of each class -----------------------------------------------------

    def key(self):
        for index in range(ASKERS):
            yield raw("GET", self.own(index) + ("/custody", "/events")[index % 2], token=self.token(index))
        yield raw("GET", "/openapi.json")

    def list(self):
        yield raw("GET", "/v1/procedures?limit=100")
        yield raw("GET", "/v1/places?parent=01")
        for index in range(ASKERS):
            yield raw("GET", "/v1/notifications?limit=100", token=self.token(index))
            yield raw("GET", "/v1/dossiers?limit=100", token=self.token(index))

    def search(self):
        for question in QUESTIONS:
            yield raw("GET", "/v1/procedures?q=" + urllib.parse.quote(question))
        yield raw("GET", "/v1/places?q=a")

    def write(self):
        for number in range(self.first + ASKERS, self.first + 2 * ASKERS):
            body = json.dumps({"return_channel": "online"}).encode()
            yield raw("PATCH", self.draft(number), body, self.token(number), Content_Type="application/json", If_Match="*")

    def login(self):
        password = self.instance.password_file.read_text()
        for index in range(ASKERS):
            body = json.dumps({"login": f"09{10000000 + 1 + index}", "password": password}).encode()
            yield raw("POST", "/v1/sessions", body, Content_Type="application/json")

    def heavy(self):
        for number in self.receipts:
            yield raw("GET", self.draft(number) + "/papers/receipt.pdf", token=self.token(number))

    def bulk(self):
        piece = b"%PDF-1.4\n" + os.urandom(1024 * 1024 - 9)
        for index in range(ASKERS):
            yield raw("POST", "/v1/uploads", piece, self.token(index), Tus_Resumable="1.0.0", Upload_Length=2 * len(piece),
                      Content_Type="application/offset+octet-stream")

    def partner(self):
        for index in range(ASKERS):
            body = json.dumps({"transaction_id": f"FT{time.time_ns()}{index}", "amount": 1, "content": "khac",
                               "received_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}).encode()
            identity, at = f"msg_{time.time_ns()}{index}", str(int(time.time()))
            secret = base64.b64decode(self.secrets["banks"]["demo"].removeprefix("whsec_"))
            signature = hmac.new(secret, f"{identity}.{at}.".encode() + body, hashlib.sha256).digest()
            yield raw("POST", "/v1/webhooks/banks/demo", body, Content_Type="application/json", webhook_id=identity,
                      webhook_timestamp=at, webhook_signature="v1," + base64.b64encode(signature).decode())

    def health(self):
        yield raw("GET", "/readyz")

    # ---- measuring ----------------------------------------------------------------------------

    def write_requests(self, name):
        with open(self.file, "wb") as out:
            for request in getattr(self, name)():
                out.write(f"{len(request)}\n".encode() + request)

    @contextlib.contextmanager
    def locked(self, name):
        command = ["psql", "-XqAt", "-h", self.instance.socket, "-U", "postgres", "-d", "motcua", "-v", "ON_ERROR_STOP=1"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            lock = DRAFTS if name == "write" else f"lock table {LOCKS[name]} in access exclusive mode"
            holder.stdin.write(f"begin; {lock}; select 'locked';\n")
            holder.stdin.flush()
            if holder.stdout.readline() != "locked\n":
                fail(f"{LOCKS[name]} could not be locked")
            yield
            holder.stdin.close()

    def beside(self, name, seconds, lock=False):
        """(the victim's figures, the askers') while eight ask."""
        port = self.instance.lookup if name == "key" else self.instance.work
        self.write_requests(name)
        with self.locked(name) if lock else contextlib.nullcontext():
            asking = start_wrk(port, "ask.lua", seconds + 2, [self.file], ASKERS, 1)
            time.sleep(1)
            victim = self.victim(seconds)
            return victim, end_wrk(asking, may_be_refused=True)

    def victim(self, seconds):
        arguments = [self.instance.tokens, self.instance.readable_dossiers()]
        return end_wrk(start_wrk(self.instance.lookup, "read.lua", seconds, arguments, 1, 1))

    def clear(self):
        for path in pathlib.Path(self.bench.folder / "uploads").iterdir():
            path.unlink()

    def run(self, seconds, rounds):
        """{what the victim had beside it: ([its figures], [the askers'])}, round after round."""
        say("   six thousand procedures ...")
        self.instance.psql("-f", HERE / "procedures.sql")
        self.receipts = list(self.submitted())
        self.bench.settle()
        runs = {}
        for number in range(rounds):
            runs.setdefault("nothing", []).append((self.victim(seconds), None))
            for name in CLASSES:
                for lock in (False, True)[:1 + (name in LOCKS)]:
                    what = f"{name}, {LOCKS[name]} locked" if lock else name
                    runs.setdefault(what, []).append(self.beside(name, seconds, lock))
                    say(f"   round {number + 1}: beside {what} p95 {runs[what][-1][0].p95:.2f} ms")
                self.clear()
        return {what: (median([one for one, _ in found]), found[0][1] and median([two for _, two in found]))
                for what, found in runs.items()}
