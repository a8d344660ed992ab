"""R27: random histories of uploads, drafts and what becomes of them, in which API, worker and check are ended in the middle of
anything. Afterwards one round of chores and checks leaves no byte without a row, no row without its bytes, nothing of what was
deleted, and everything that was told to be there."""
import contextlib
import http.client
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor

from harness.client import metadata
from harness.crash import Crash, Fuse
from harness.people import COPIES, UNIT, pdf, sha256
from harness.record import tell
from harness.service import Program
from harness.stores import differences, make_old, verify, work

HISTORIES = int(os.environ.get("MOTCUA_TEST_HISTORIES", 10))
SEED = int(os.environ.get("MOTCUA_TEST_SEED", random.randrange(1 << 32)))
TOGETHER = 5  # histories between two looks at everything
TUS = {"Tus-Resumable": "1.0.0"}
CUT_OFF = (OSError, http.client.HTTPException)
BODY = {"procedure_code": COPIES, "unit_code": UNIT, "return_channel": "counter"}


def somebody_new(people):
    """A person, and what he fills in. A busy machine is asked again; all of them come from one address, which is not what is tried."""
    people.service.sql("delete from budget where kind = 'sign-up'")
    for _ in range(50):
        with contextlib.suppress(AssertionError, KeyError):
            person = people.newcomer()
            return person, person.answers(COPIES)
        time.sleep(0.2)
    raise AssertionError("nobody can sign up")


class History:
    """What one person does, and what was told to be so."""

    def __init__(self, number, service, people, crash, fuse):
        self.random = random.Random(f"{SEED} {number}")
        self.number, self.service = number, service
        self.person, self.answers = somebody_new(people)
        self.crash, self.fuse = crash, fuse  # of the API; of the worker or the check
        self.uploads = {}   # location -> bytes
        self.complete = {}  # location -> bytes, told to be complete
        self.dossiers = {}  # id -> digests of its files as last told; None: not known
        self.crashes = 0

    # ---- what may happen ----

    def begin_draft(self):
        answer = self.person.post("/v1/dossiers", {**BODY, "answers": self.answers}, key=True)
        if answer.status == 201:
            self.dossiers[answer.json["id"]] = []

    def begin_upload(self):
        # Now and then the bytes of another one, so that a blob has several names.
        data = pdf(f"{self.number % 3} {self.random.randrange(4)} " + "x" * 2000)
        answer = self.person("POST", "/v1/uploads", headers={
            **TUS, "Upload-Length": str(len(data)), "Upload-Metadata": metadata("a.pdf", data)})
        if answer.status == 201:
            self.uploads[answer.headers["location"]] = data
            self.send(answer.headers["location"])

    def send(self, location=None):
        location = location or self.random.choice(list(self.uploads) or [None])
        if location is None:
            return
        data = self.uploads[location]
        at = int(self.person("HEAD", location, headers=TUS).headers.get("upload-offset", len(data)))
        size = self.random.choice([len(data), len(data) // 2 + 1, 700])
        for at in range(at, len(data), size):
            answer = self.person.append(location, at, data[at:at + size])
            if answer.status == 204 and int(answer.headers["upload-offset"]) == len(data):
                self.complete[location] = data

    def send_twice(self):
        """Two connections send the same rest of the same upload."""
        location = self.random.choice(list(self.uploads) or [None])
        if location is None:
            return
        data, people = self.uploads[location], [self.person.copy(), self.person.copy()]
        at = int(self.person("HEAD", location, headers=TUS).headers.get("upload-offset", len(data)))
        with ThreadPoolExecutor(2) as pool:
            for answer in pool.map(lambda person: person.append(location, at, data[at:]), people):
                if answer.status == 204:
                    self.complete[location] = data

    def give_up(self):
        location = self.random.choice(list(self.uploads) or [None])
        if location is not None:
            self.complete.pop(location, None)
            self.uploads.pop(location)
            self.person("DELETE", location, headers=TUS)

    def attach(self):
        if not self.dossiers or not self.complete:
            return
        dossier = self.random.choice(list(self.dossiers))
        chosen = self.random.sample(list(self.complete), min(len(self.complete), self.random.randint(1, 2)))
        self.dossiers[dossier] = None
        answer = self.person.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": [c[-36:] for c in chosen]})
        if answer.status == 200:
            self.dossiers[dossier] = sorted(sha256(self.complete[c]) for c in chosen)
            for location in chosen:
                self.complete.pop(location), self.uploads.pop(location)

    def submit(self):
        if self.dossiers:
            dossier = self.random.choice(list(self.dossiers))
            answer = self.person.post(f"/v1/dossiers/{dossier}/submission", key=True)
            assert answer.code != "paper-lost", answer

    def throw_away(self):
        if self.dossiers:
            dossier = self.random.choice(list(self.dossiers))
            told = self.dossiers.pop(dossier)
            if self.person.delete(f"/v1/dossiers/{dossier}").status != 204:
                self.dossiers[dossier] = told

    def a_day_passes(self):
        """For some of what there is."""
        self.service.sql("update upload set completed_at = completed_at - interval '25 hours' where id::text ~ %s",
                         f"[{self.random.choice(['0-7', '8-f', '0-f'])}]$")
        self.uploads, self.complete = {}, {}

    def an_upload_expires(self):
        self.service.sql("update upload set expires_at = now() - interval '1 hour' where blob_sha256 is null and id::text ~ %s",
                         f"[{self.random.choice(['0-7', '8-f'])}]$")
        self.uploads = dict(self.complete)

    def the_worker_is_killed(self):
        self.fuse.arm(self.random.randint(20, 90))
        log = self.service.folder / "worker-killed.log"
        worker = Program("work", self.service.environment("worker", **self.fuse.settings), log)
        deadline = time.monotonic() + self.random.uniform(0.2, 2)
        while worker.running and time.monotonic() < deadline:
            time.sleep(0.02)
        self.fuse.arm(0)
        worker.kill()
        self.crashes += 1

    def the_check_is_killed(self):
        make_old(self.service.folder / "uploads")
        self.fuse.arm(self.random.randint(5, 40))
        status, _, _ = verify(self.service, "uploads", "blobs", **self.fuse.settings)
        self.fuse.arm(0)
        self.crashes += status < 0

    # ---- a history ----

    def run(self):
        weights = {self.begin_draft: 2, self.begin_upload: 5, self.send: 2, self.send_twice: 1, self.give_up: 1, self.attach: 4,
                   self.submit: 1, self.throw_away: 2, self.a_day_passes: 1, self.an_upload_expires: 1,
                   self.the_worker_is_killed: 0.5, self.the_check_is_killed: 0.5}
        for what in self.random.choices(list(weights), list(weights.values()), k=14):
            armed = what.__name__.startswith("the_") or self.random.random() > 0.3
            if not armed:
                self.crash.arm(self.random.randint(1, 25))
            try:
                what()
            except CUT_OFF:
                pass
            if not armed:
                self.crashes += self.crash.crashed()
        return self.crashes

    def check_told(self):
        """What was told to be there is there: files attached, byte for byte."""
        for dossier, told in self.dossiers.items():
            components = self.get(f"/v1/dossiers/{dossier}").json["components"]
            files = [file for component in components for file in component["files"]]
            if told is not None:
                assert sorted(file["sha256"] for file in files) == told
            for file in files:
                assert sha256(self.get(f"/v1/dossiers/{dossier}/files/{file['id']}").body) == file["sha256"]

    def get(self, target):
        """A busy machine says so."""
        while (answer := self.person.get(target)).status == 503:
            time.sleep(0.1)
        assert answer.status == 200, answer
        return answer


def settle(service):
    """A day later: a worker that lives, and a check."""
    service.sql("update upload set completed_at = now() - interval '25 hours' where blob_sha256 is not null")
    service.sql("update upload set expires_at = now() - interval '1 hour' where blob_sha256 is null and id::text ~ '[0-7]$'")
    work(service, lambda: service.sql("""select (select count(*) from blob_loose), (select count(*) from upload
        where completed_at < now() - interval '24 hours' or blob_sha256 is null and expires_at < now())""") == [(0, 0)])
    for folder in ("blobs", "uploads"):
        make_old(service.folder / folder)
    status, counts, losses = verify(service)
    assert (status, losses) == (0, []), losses
    return sum(mended for _, mended, _ in counts.values())


def test_random_histories_leave_nothing_and_lose_nothing(service, people):
    crash, fuse = Crash(service), Fuse(service.folder / "crash-worker-at")
    crashes = mended = 0
    found = []
    for first in range(0, HISTORIES, TOGETHER):
        histories = [History(number, service, people, crash, fuse)
                     for number in range(first, min(first + TOGETHER, HISTORIES))]
        crashes += sum(history.run() for history in histories)
        for history in histories:
            history.check_told()
        mended += settle(service)
        found += differences(service)
        for history in histories:
            history.check_told()
    tell(f"{HISTORIES} random histories, {crashes} x kill -9, {mended} things mended: {len(found)} differences (seed {SEED})")
    assert not found
    assert crashes >= HISTORIES // 2
