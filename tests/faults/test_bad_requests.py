"""Bad requests by the thousand (R15): bodies of every operation that were changed somewhere, and bytes, addresses, queries and
headers that nobody would send. No answer is a failure of ours, shows markup again, or says what only the inside knows."""
import contextlib
import copy
import json
import multiprocessing
import os
import random
import socket
import time
import urllib.parse

from core.test_bad_json import VALID, changed, pointers
from core.test_random_requests import BITE, OPERATIONS
from harness.contract import inside
from harness.people import People
from harness.record import tell

REQUESTS = int(os.environ.get("MOTCUA_TEST_BAD_REQUESTS", 1_000_000 if os.environ.get("LONG") else 3_000))
SEED = int(os.environ.get("MOTCUA_TEST_SEED", random.randrange(1 << 32)))
PROCESSES = 2
FRESH = 20_000  # requests after which a process signs in anew: tokens end
STRANGE = [*BITE, "K\u0300\u0301" * 40, "\u00ed\u00a0\u0080", "1e999", "\u2066x\u2069", "x" * 5000, "{{7*7}}",
           "${jndi:ldap://x}", "<img src=x onerror=alert(1)>", "\r\nX-Injected: 1", "null\u0000byte"]
VALUES = [*STRANGE, None, True, -1, 0, 2**63, 10**400, -1e308, 0.1, [], {}, [[]], {"": {}}, [None] * 300]
HEADERS = ["Accept", "Accept-Language", "If-Match", "If-None-Match", "Idempotency-Key", "Tus-Resumable", "Upload-Length",
           "Upload-Offset", "Upload-Metadata", "Upload-Checksum", "traceparent", "X-Request-Id", "webhook-id",
           "webhook-timestamp", "webhook-signature", "Range", "Content-Encoding", "Cookie", "X-Forwarded-For", "Authorization",
           "X-Sendfile-Type"]
NO_JSON = [b"", b"{", b"\xff\xfe", b"[" * 5000, b'{"a":1,"a":2}', b"\x00", b"nul", b'{"x":"\\ud800"}', b'"\xc0\x80"',
           b'{"n":' + b"9" * 500 + b"}"]


class Sender:
    """One process: makes requests from its seed, sends each over a connection that is kept, and looks at the answer."""

    def __init__(self, number, people):
        self.random = random.Random(f"{SEED} {number}")
        self.people = people
        self.lines = {}
        self.statuses = {}
        self.bad = []
        self.busy = 0

    # ---- what is sent ----

    def value(self):
        if self.random.random() < 0.05:
            depth = self.random.choice([10, 33, 200])
            return json.loads("[" * depth + "]" * depth)
        return self.random.choice(VALUES)

    def body(self, operation):
        """JSON that was right until it was changed somewhere; or no JSON."""
        dice = self.random.random()
        if operation.id not in VALID or dice < 0.1:
            return self.random.choice([*NO_JSON, self.random.randbytes(200)])
        body = copy.deepcopy(self.random.choice(VALID[operation.id]))
        places = list(pointers(body))
        for _ in range(self.random.choice([1, 1, 2, 4])):
            with contextlib.suppress(LookupError, TypeError, ValueError):  # a place that the one before took away
                if places and self.random.random() < 0.8:
                    body = changed(body, self.random.choice(places), self.value())
                else:
                    body[self.random.choice(STRANGE)] = self.value()
        # A lone half of a pair and the like are sent as escapes.
        return json.dumps(body, ensure_ascii=self.random.random() < 0.5).encode("utf-8", "surrogatepass")

    def address(self, operation):
        path = operation.fill()
        if "{" in operation.path and self.random.random() < 0.4:
            parts = path.split("/")
            parts[self.random.randrange(2, len(parts))] = urllib.parse.quote(self.random.choice(STRANGE)[:400], safe="")
            path = "/".join(parts)
        if self.random.random() < 0.3:
            names = [parameter["name"] for parameter in operation.parameters if parameter["in"] == "query"] + ["q", "limit", "x"]
            path += "?" + "&".join(f"{self.random.choice(names)}={urllib.parse.quote(self.random.choice(STRANGE)[:400])}"
                                   for _ in range(self.random.randint(1, 3)))
        return path

    def request(self, operation):
        person = self.people.allowed(operation)
        headers = {"Host": "localhost", "Content-Type": "application/json", "Idempotency-Key": f"{self.random.random()}",
                   "If-Match": "*", "webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,x"}
        if person.token:
            headers["Authorization"] = "Bearer " + person.token
        if self.random.random() < 0.3:
            text = self.random.choice(STRANGE)[:400].encode().decode("latin-1")
            headers[self.random.choice(HEADERS)] = "".join(letter for letter in text if letter >= " " and letter != "\x7f")
        body = self.body(operation) if operation.body else b""
        headers["Content-Length"] = str(len(body))
        head = f"{operation.method} {self.address(operation)} HTTP/1.1\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return head.encode("latin-1", "replace") + b"\r\n" + body

    # ---- what comes back ----

    def line(self, address, anew=False):
        if anew or address not in self.lines:
            line = socket.socket(socket.AF_UNIX)
            line.settimeout(60)
            line.connect(address[5:])
            self.lines[address] = line.makefile("rwb")
            line.close()
        return self.lines[address]

    def exchange(self, address, request, head):
        for anew in (False, True):
            stream = self.line(address, anew)
            try:
                stream.write(request)
                stream.flush()
                status = stream.readline()
                if status:
                    break
            except ConnectionError:
                continue
        length = ends = 0
        while (line := stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.lower().partition(b":")
            length = int(value) if name == b"content-length" else length
            ends |= name == b"connection" and b"close" in value
        body = stream.read(length) if length and not head else b""
        if ends:
            self.line(address, anew=True)
        return int(status.split()[1]), body

    def send(self):
        operation = self.random.choice(OPERATIONS)
        if operation.id in ("createSession", "createAccount") and self.random.random() < 0.9:
            return self.send()  # what looks right there costs a hash
        request = self.request(operation)
        address = self.people.service.lookup if operation.cost_class == "key" else self.people.service.work
        while True:
            status, body = self.exchange(address, request, operation.method == "HEAD")
            if status != 503:
                break
            self.busy += 1
            time.sleep(0.1)
        text = body.decode("utf-8", "replace")
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status >= 500 or status >= 400 and "<script" in text or operation.id != "getContract" and inside(text):
            self.bad.append((operation.id, request[:2000], status, text[:500]))

    def run(self, count, results):
        try:
            for number in range(count):
                if number % FRESH == 0:
                    self.people.sign_out()
                self.send()
        finally:
            results.put((self.statuses, self.busy, self.bad[:5], len(self.bad)))


def test_no_bad_request_is_answered_with_a_failure_of_ours(opened, contract):
    begin = time.monotonic()
    results = multiprocessing.Queue()
    share = REQUESTS // PROCESSES
    senders = [multiprocessing.Process(target=Sender(number, People(opened, contract, opened.logins)).run, args=(share, results))
               for number in range(PROCESSES)]
    for sender in senders:
        sender.start()
    told = [results.get() for _ in senders]
    for sender in senders:
        sender.join()
    statuses = {}
    for counts, _, _, _ in told:
        for status, count in counts.items():
            statuses[status] = statuses.get(status, 0) + count
    failed = sum(count for status, count in statuses.items() if status >= 500)
    tell(f"R15: {sum(statuses.values())} bad requests in {time.monotonic() - begin:.0f} s: {dict(sorted(statuses.items()))}, "
         f"{failed} x 5xx, {sum(bad for _, _, _, bad in told) - failed} with markup or words of the inside (seed {SEED}; "
         f"{sum(busy for _, busy, _, _ in told)} asked again of a busy machine)")
    assert sum(statuses.values()) == share * PROCESSES
    assert not any(bad for _, _, bad, _ in told), [bad for _, _, bad, _ in told]
