"""People who keep at it: whatever breaks, each asks again, with the same key where the request has one, until it is answered.
What was acknowledged must then be there, once and whole."""
import collections
import contextlib
import hashlib
import http.client
import itertools
import threading
import time

import yaml

from harness.client import Client, checksum, metadata
from harness.contract import ROOT
from harness.people import COPIES, UNIT, Person, pdf, sha256
from harness.receipt import verify
from harness.service import PASSWORD

FILES = 10  # that all have
LIMITS = yaml.safe_load((ROOT / "schema/vocabulary/limits.yaml").read_text(encoding="utf-8"))["entries"]
A_DAY = LIMITS["filings_a_day"]["value"]
PAPERS = 4  # of neighbours' dossiers one in so many has a paper


class Patient(threading.Thread):
    """Files dossiers, as many as there are numbers, or until told to end; each with a paper that others send too, with one of its
    own, or without one. Takes a pause before it tries again, and a rest between two dossiers (seconds)."""

    def __init__(self, person, numbers=None, nginx=None, papers="of all", pause=0.02, rest=0.0):
        super().__init__(daemon=True)
        self.person, self.account = person, person.account
        self.accounts = [person.account] if person.account else []
        self.client = Client(person.service, person.contract, person.token, nginx, person.source)
        self.example = person.form(COPIES)["example"]
        self.numbers = itertools.count() if numbers is None else numbers
        self.papers, self.pause, self.rest = papers, pause, rest
        self.ended = threading.Event()
        self.receipts = {}  # dossier -> what filing was answered with, the paper's digest and size (None without one)
        self.acked = self.retries = 0
        self.met = collections.Counter()  # what a request was answered with instead: a problem's code, or the name of an error
        self.hasty = 0  # refusals that did not say when to come back
        self.unexpected = []
        self.start()

    def ask(self, status, method, target, done=None, **more):
        """What is answered with that status, or with a problem which says that it was done before."""
        while True:
            try:
                answer = self.client(method, target, check=False, **more)
            except (OSError, http.client.HTTPException) as error:
                self.client.close()
                answer = None
                self.met[type(error).__name__] += 1
            if answer is not None and (answer.status == status or done and answer.code == done):
                self.acked += 1
                return answer
            if answer is not None and answer.status == 401:
                # as a client does when its token has come to its end, or a clock thinks so
                with contextlib.suppress(AssertionError):
                    self.client.token = self.person.copy().refresh(self.person.login).token
            elif answer is not None and answer.status not in (429, 503) and answer.code != "idempotency-in-progress":
                self.unexpected.append(answer)
                raise SystemExit
            if answer is not None:
                self.met[answer.code] += 1
                self.hasty += answer.status in (429, 503) and "retry-after" not in answer.headers
            self.retries += 1
            time.sleep(self.pause)

    def file(self, number):
        dossier = self.ask(201, "POST", "/v1/dossiers", key=f"draft {number}", json_body={
            "procedure_code": COPIES, "unit_code": UNIT, "answers": self.example, "return_channel": "counter"}).json["id"]
        paper = None
        if self.papers:
            data = pdf(f"tệp {number % FILES}" if self.papers == "of all" else f"{self.account['id']} {number}")
            # Creation with the whole file; one that was made and not answered is an orphan that expires.
            upload = self.ask(201, "POST", "/v1/uploads", body=data, headers={
                "Tus-Resumable": "1.0.0", "Upload-Length": str(len(data)), "Upload-Metadata": metadata("tệp.pdf", data),
                "Content-Type": "application/offset+octet-stream", "Upload-Checksum": checksum(data)}).headers["location"]
            self.ask(200, "PUT", f"/v1/dossiers/{dossier}/components/GT-CU", json_body={"upload_ids": [upload[-36:]]})
            paper = (sha256(data), len(data))
        filed = self.ask(201, "POST", f"/v1/dossiers/{dossier}/submission", key=f"submission {number}").json
        self.receipts[filed["id"]] = (filed, paper)

    def run(self):
        for number in self.numbers:
            if self.ended.is_set():
                return
            self.file(number)
            time.sleep(self.rest)


class Neighbours(Patient):
    """All behind one address, through nginx, one after the other: each makes an account, files as many dossiers as one may in a
    day, and is followed by the next. None may more than people may."""

    def __init__(self, service, contract, number, **more):
        self.number = number
        super().__init__(Person(service, contract, None, service.nginx, f"127.0.1.{number + 1}"), nginx=service.nginx, **more)

    def move_in(self, turn, instead=0):
        """Whoever was cut off at every one of his tries to sign in waits for an hour as if he had guessed; another moves in."""
        self.person.login = {"login": f"0913{self.number:02d}{turn + 1000 * instead:04d}", "password": PASSWORD}
        self.client.token = None
        self.ask(201, "POST", "/v1/accounts", done="reply-not-kept", key=self.person.login["login"], json_body={
            "full_name": "Phạm Thị Thử Nghiệm", "phone": self.person.login["login"], "password": PASSWORD})
        session = self.ask(201, "POST", "/v1/sessions", done="too-many-sign-ins", json_body=self.person.login)
        if session.status != 201:
            self.move_in(turn, instead + 1)
            return
        self.client.token = session.json["access_token"]
        self.account = self.ask(200, "GET", "/v1/me").json
        self.accounts.append(self.account)

    def file(self, number):
        if number % A_DAY == 0:
            self.move_in(number // A_DAY)
        self.papers = "its own" if number % PAPERS == 0 else None
        super().file(number)


def end(patients, seconds=60):
    """Each files to the end what it has begun, so that nothing is in doubt."""
    for patient in patients:
        patient.ended.set()
    for patient in patients:
        patient.join(seconds)
        assert not patient.is_alive(), patient.met
    assert not [answer for patient in patients for answer in patient.unexpected], patients[0].unexpected


def check_kept(service, patients):
    """Each acknowledged dossier is there once, with its one receipt, charge, event, hand-over and notice, and its file byte for
    byte; nobody has one more."""
    receipts = {dossier: entry for patient in patients for dossier, entry in patient.receipts.items()}
    mine = f"""(select dossier_id from dossier_party p join account a using (party_id)
        where p.role = 'applicant' and a.id in ({', '.join(f"'{account['id']}'" for p in patients for account in p.accounts)}))"""
    count = len(receipts)
    assert count == sum(len(patient.receipts) for patient in patients)
    assert service.sql(f"select state, count(*), count(distinct code) from dossier where id in {mine} group by state") == [
        ("registered", count, count)]
    # Each dossier was given one code a day, however often its submission was cut off and sent again.
    assert service.sql(f"""select count(distinct dossier_id), count(*) - count(distinct (dossier_id, local_day(given_at)))
        from dossier_code where dossier_id in {mine}""") == [(count, 0)]
    for table, more in (("receipt", ""), ("charge", ""), ("dossier_event", "and kind = 'submit'"), ("custody", ""),
                        ("notification", "")):
        assert service.sql(f"select count(*), count(distinct dossier_id) from {table} where dossier_id in {mine} {more}") == [
            (count, count)], table

    # Each receipt is the stored one, verifies with the published key, and lists the file that was sent.
    keys = patients[0].ask(200, "GET", "/.well-known/receipt-keys.json").json
    kept = dict(service.sql(f"select dossier_id::text, jws from receipt where dossier_id in {mine}"))
    files = {row[0]: row[1:] for row in service.sql(f"""select f.dossier_id::text, b.sha256, b.size
        from dossier_file f join blob b on b.sha256 = f.blob_sha256 where f.dossier_id in {mine}""")}
    for dossier, (filed, paper) in receipts.items():
        assert kept[dossier] == filed["receipt"]
        _, payload = verify(filed["receipt"], keys)
        assert payload["code"] == filed["code"] and payload["dossier_id"] == dossier
        assert [(f["sha256"], f["size"]) for f in payload["files"]] == ([paper] if paper else [])
        assert files.get(dossier) == paper
    # The bytes themselves are in the store, whole.
    blobs = {hashlib.sha256(path.read_bytes()).hexdigest() for path in (service.folder / "blobs").rglob("*") if path.is_file()}
    assert {paper[0] for _, paper in receipts.values() if paper} <= blobs
    return count
