"""kill -9 of the API in the middle of 1,000 submissions: clients that try again with the same keys end with exactly 1,000
dossiers, each with its file and a receipt that verifies (R1)."""
import hashlib
import http.client
import os
import threading
import time

from harness.client import Client, checksum, metadata
from harness.people import COPIES, UNIT, pdf, sha256
from harness.receipt import verify

ROUNDS = int(os.environ.get("MOTCUA_TEST_KILL_ROUNDS", "1"))  # of 1,000 dossiers and about 15 kills; a longer run has more
DOSSIERS, CLIENTS, FILES = 1000 * ROUNDS, 8, 10
LIMIT = 180 * ROUNDS  # seconds; on a machine of its own a round takes about 15
DATA = [pdf(f"tệp {number}") for number in range(FILES)]


class Citizen(threading.Thread):
    """Files its share of the dossiers. Whatever breaks, it asks again: with the same key where the request has one."""

    def __init__(self, service, contract, people, numbers):
        super().__init__(daemon=True)
        person = people.newcomer()
        self.client = Client(service, contract, person.token)
        self.example = person.form(COPIES)["example"]
        self.numbers = numbers
        self.receipts = {}
        self.retries = self.acked = 0
        self.unexpected = []
        self.start()

    def ask(self, status, method, target, **more):
        while True:
            try:
                answer = self.client(method, target, check=False, **more)
            except (OSError, http.client.HTTPException):
                self.client.close()
                answer = None
            if answer is not None and answer.status == status:
                self.acked += 1
                return answer
            if answer is not None and answer.status not in (503,) and answer.code not in ("idempotency-in-progress",):
                self.unexpected.append(answer)
                raise SystemExit
            self.retries += 1
            time.sleep(0.02)

    def file(self, number):
        data = DATA[number % FILES]
        dossier = self.ask(201, "POST", "/v1/dossiers", key=f"draft {number}", json_body={
            "procedure_code": COPIES, "unit_code": UNIT, "answers": self.example, "return_channel": "counter"}).json["id"]
        # Creation with the whole file; one that was made and not answered is an orphan that expires.
        upload = self.ask(201, "POST", "/v1/uploads", body=data, headers={
            "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": metadata("tệp.pdf", data),
            "Content-Type": "application/offset+octet-stream", "Upload-Checksum": checksum(data)}).headers["location"]
        self.ask(200, "PUT", f"/v1/dossiers/{dossier}/components/GT-CU", json_body={"upload_ids": [upload[-36:]]})
        filed = self.ask(201, "POST", f"/v1/dossiers/{dossier}/submission", key=f"submission {number}").json
        self.receipts[filed["id"]] = (filed, sha256(data), len(data))

    def run(self):
        for number in self.numbers:
            self.file(number)


def tell(text):
    """For whoever reads the output, and for the notes of a longer run."""
    print("\n" + text)
    with open(os.environ.get("NOTES", os.devnull), "a", encoding="utf-8") as notes:
        notes.write(text + "\n")


def test_a_thousand_submissions_survive_kill_9(service, contract, people):
    """The API is killed after every fifteenth of a round's 4,000 requests, whatever the machine's speed."""
    begin = time.monotonic()
    citizens = [Citizen(service, contract, people, range(first, DOSSIERS, CLIENTS)) for first in range(CLIENTS)]
    kills = 0
    while any(citizen.is_alive() for citizen in citizens):
        time.sleep(0.003 * (1 + kills % 5))
        assert time.monotonic() - begin < LIMIT, "it takes too long"
        if sum(citizen.acked for citizen in citizens) < (kills + 1) * 4 * DOSSIERS / (15 * ROUNDS):
            continue
        service.api.kill()
        kills += 1
        service.start_api(wait=False)
        service.wait_ready()
    took = time.monotonic() - begin
    assert not [answer for citizen in citizens for answer in citizen.unexpected]
    retries = sum(citizen.retries for citizen in citizens)
    receipts = {dossier: entry for citizen in citizens for dossier, entry in citizen.receipts.items()}
    tell(f"{DOSSIERS} submissions, {kills} x kill -9, {retries} requests tried again: {took:.1f} s")
    assert kills >= 10 * ROUNDS and retries >= kills

    # Exactly as many as were meant, no code twice, none left half-done.
    assert len(receipts) == DOSSIERS
    assert service.sql("select state, count(*), count(distinct code) from dossier group by state") == [
        ("registered", DOSSIERS, DOSSIERS)]
    # Each dossier was given one code a day, however often its submission was cut off and sent again.
    assert service.sql("""select count(distinct dossier_id), count(*) - count(distinct (dossier_id, local_day(given_at)))
        from dossier_code""") == [(DOSSIERS, 0)]
    for table in ("receipt", "charge"):
        assert service.sql(f"select count(*), count(distinct dossier_id) from {table}") == [(DOSSIERS, DOSSIERS)]
    assert service.sql("select count(*), count(distinct dossier_id) from dossier_event where kind = 'submit'") == [
        (DOSSIERS, DOSSIERS)]
    assert service.sql("select count(*) from custody") == [(DOSSIERS,)]
    assert service.sql("select count(*) from notification n join outbox o on o.subject_id = n.id") == [(DOSSIERS,)]

    # Each acknowledged receipt is the stored one, verifies with the published key, and lists the one file sent.
    keys = Client(service, contract).get("/.well-known/jwks.json").json
    kept = dict(service.sql("select dossier_id::text, jws from receipt"))
    files = {row[0]: row[1:] for row in service.sql(
        "select f.dossier_id::text, b.sha256, b.size from dossier_file f join blob b on b.sha256 = f.blob_sha256")}
    assert len(files) == DOSSIERS
    for dossier, (filed, digest, size) in receipts.items():
        assert kept[dossier] == filed["receipt"]
        _, payload = verify(filed["receipt"], keys)
        assert payload["code"] == filed["code"] and payload["dossier_id"] == dossier
        assert [(f["sha256"], f["size"]) for f in payload["files"]] == [(digest, size)]
        assert files[dossier] == (digest, size)
    # The bytes themselves are in the store, whole.
    blobs = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (service.folder / "blobs").rglob("*")
             if path.is_file()}
    assert {sha256(data) for data in DATA} <= blobs
