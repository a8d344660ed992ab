"""R2: uploads that are cut off, end too early, come twice or are not what was said of them, while the API is killed now and then.
What is accepted is what was sent, byte for byte; what is complete can be used."""
import collections
import os
import random
import socket
import threading
import time

from harness.client import checksum, metadata
from harness.people import COPIES, UNIT, pdf, sha256
from harness.record import tell

UPLOADS = int(os.environ.get("MOTCUA_TEST_UPLOADS", 2000 if os.environ.get("LONG") else 90))
SENDERS, KILL_EVERY = 6, 30
SEED = int(os.environ.get("MOTCUA_TEST_SEED", random.randrange(1 << 32)))
TUS = {"Tus-Resumable": "1.0.0"}
KINDS = ["whole", "cut", "cut", "doubled", "too early", "other bytes", "other length", "wrong sum", "empty"]


class Sender(threading.Thread):
    """Sends its share of files; remembers which were accepted, and what was to be refused and was not."""

    def __init__(self, number, world):
        super().__init__(daemon=True)
        self.random = random.Random(f"{SEED} {number}")
        self.person, self.world = world.newcomer(), world
        self.dossier = None
        self.accepted = {}  # dossier -> digests of what was sent, in their order
        self.kinds = collections.Counter()
        self.wrong = []
        self.number = number
        self.done = 0
        self.start()

    def ask(self, method, target, **more):
        """Until it is answered. A piece may have been taken before its answer was lost: who sends it asks first."""
        while True:
            try:
                answer = self.person(method, target, check=False, **more)
                if answer.status == 401:  # its token has come to its end
                    self.person.token = self.person.copy().refresh(self.person.login).token
                elif answer.status not in (429, 503) and answer.code != "idempotency-in-progress":
                    return answer
            except Exception:  # a connection that broke, in whatever way
                self.person.close()
            time.sleep(0.05)

    def create(self, length, meta):
        return self.ask("POST", "/v1/uploads", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": meta})

    def offset(self, location):
        return int(self.ask("HEAD", location, headers=TUS).headers.get("upload-offset", -1))

    def piece(self, location, at, data, sum_of=None):
        return self.ask("PATCH", location, body=data, headers={
            **TUS, "Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream",
            "Upload-Checksum": checksum(sum_of or data)})

    def cut(self, location, at, data):
        """A piece whose connection ends in the middle."""
        head = (f"PATCH {location} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.person.token}\r\nTus-Resumable: 1.0.0\r\n"
                f"Upload-Offset: {at}\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {len(data)}\r\n\r\n")
        through_nginx = self.random.random() < 0.5
        try:
            with socket.socket(socket.AF_INET if through_nginx else socket.AF_UNIX) as line:
                line.connect(("127.0.0.1", int(self.world.nginx.split(":")[1])) if through_nginx else self.world.work[5:])
                line.sendall(head.encode() + data[:self.random.randrange(len(data))])
        except OSError:
            pass

    def rest(self, location, data, cuts=0, twice=False):
        """As a client goes on after a lost connection: asks how far it is, sends from there; the last answer."""
        answer = None
        for _ in range(400):
            at = self.offset(location)
            if at >= len(data) or at < 0:
                return answer
            part = data[at:at + self.random.choice([len(data), len(data) // 2 + 1, 700])]
            if cuts > 0:
                cuts -= 1
                self.cut(location, at, part)
                continue
            answer = self.piece(location, at, part)
            if twice and answer.status == 204:
                again = self.piece(location, at, part)
                if again.status != 409:
                    self.wrong.append(("doubled", again))
            if answer.status not in (204, 409):
                return answer
        raise AssertionError("an upload has no end")

    def send(self, kind):
        data = pdf(f"{self.number} {self.done} " + "x" * self.random.randrange(6000))
        declared = metadata("a.pdf", data)
        if kind == "empty":
            return self.refused(kind, self.create(0, metadata("a.pdf")))
        if kind == "other length":
            created = self.create(len(data) + 9, declared)
            self.rest(created.headers["location"], data)
            return self.not_taken(kind, created.headers["location"])
        created = self.create(len(data), declared)
        location = created.headers["location"]
        if kind == "other bytes":
            other = data[:-30] + bytes([data[-30] ^ 1]) + data[-29:]
            self.rest(location, other)
            return self.not_taken(kind, location)
        if kind == "wrong sum":
            if self.piece(location, 0, data, sum_of=data + b"x").status != 460 or self.offset(location) != 0:
                self.wrong.append((kind, location))
        if kind == "too early":
            self.piece(location, 0, data[:len(data) // 2])
            return self.not_taken(kind, location)
        self.rest(location, data, cuts=2 * (kind == "cut"), twice=kind == "doubled")
        return self.take(location, data)

    def refused(self, kind, answer):
        if answer.status < 400:
            self.wrong.append((kind, answer))

    def attach(self, location):
        # No two bodies alike: the same paper twice would be one.
        if self.dossier is None or len(self.accepted[self.dossier]) >= 3:  # of which a paper may have three
            self.dossier = self.ask("POST", "/v1/dossiers", key=True, json_body={
                "procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"}).json["id"]
            self.accepted[self.dossier] = []
            self.uploads = []
        return self.ask("PUT", f"/v1/dossiers/{self.dossier}/components/GT-CU",
                        json_body={"upload_ids": [*self.uploads, location[-36:]]})

    def not_taken(self, kind, location):
        self.refused(kind, self.attach(location))

    def take(self, location, data):
        """Told to be complete, so it can be used."""
        answer = self.attach(location)
        if answer.status != 200:
            self.wrong.append(("complete and unusable", answer))
        else:
            self.uploads.append(location[-36:])
            self.accepted[self.dossier].append((sha256(data), len(data)))

    def run(self):
        for _ in range(UPLOADS // SENDERS):
            kind = self.random.choice(KINDS)
            self.kinds[kind] += 1
            self.send(kind)
            self.done += 1


def test_what_is_accepted_is_what_was_sent(opened):
    world, begin, kills = opened, time.monotonic(), 0
    senders = [Sender(number, world) for number in range(SENDERS)]
    while any(sender.is_alive() for sender in senders):
        time.sleep(0.02)
        if sum(sender.done for sender in senders) >= (kills + 1) * KILL_EVERY:
            world.api.kill()
            kills += 1
            world.start_api()
    assert all(sender.done == UPLOADS // SENDERS for sender in senders), "somebody gave up"
    differ = taken = 0
    for sender in senders:
        for dossier, sent in sender.accepted.items():
            rows = world.sql("""select b.sha256, b.size from dossier_file f join blob b on b.sha256 = f.blob_sha256
                where f.dossier_id = %s""", dossier)
            differ += sorted(rows) != sorted(sent)
            taken += len(sent)
            for digest, size in sent:
                data = (world.folder / "blobs" / digest[:2] / digest).read_bytes()
                differ += (sha256(data), len(data)) != (digest, size)
    kinds = sum((sender.kinds for sender in senders), collections.Counter())
    wrong = [entry for sender in senders for entry in sender.wrong]
    tell(f"R2: {sum(kinds.values())} uploads ({', '.join(f'{count} {kind}' for kind, count in sorted(kinds.items()))}), "
         f"{kills} x kill -9: {taken} accepted, {differ} that differ from what was sent, {len(wrong)} taken or refused "
         f"wrongly in {time.monotonic() - begin:.0f} s (seed {SEED})")
    assert differ == 0 and not wrong, wrong[:3]
