"""The runbook's page on the replica, run as written: the primary is killed while people file, the replica takes over, the old
one comes back and follows. What was confirmed is there, once (R5)."""
import contextlib
import http.client
import itertools
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

import psycopg2
import pytest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / name) for name in ("scripts", "api")]
from harness.client import Client  # noqa: E402
from harness.folder import passing_folder  # noqa: E402
from harness.people import COPIES, UNIT  # noqa: E402
from harness.receipt import verify  # noqa: E402
from installed import Installed  # noqa: E402
from runbook import Page, blocks, hand_over, moment, tell  # noqa: E402

ROUNDS = 50 if os.environ.get("LONG") else 4
FILERS = 4
WRITES_AGAIN = 30  # seconds
MAKE, GONE, STATUS, PROMOTE, REJOIN, ALONE, END = blocks("replica.md")
TURN_ON, COPY, _ = blocks("backup.md")
RESTORE, = blocks("restore.md")
UPGRADE, *_ = blocks("postgresql.md")


class Pair(Installed):
    """An installation with two instances of the API and two databases, one of which follows the other."""

    def __init__(self, base):
        super().__init__(base / "run", None, "--instances", "2")
        self.second = base / "second"
        self.confirmed = {}  # codes by id, of all that was ever filed here

    @property
    def replica(self):
        return self.second if self.primary == self.folder else self.folder

    def other_instance(self):
        """As people's programs see the second instance of the API."""
        return Listeners(self.folder / "api/api-2-lookup.sock", self.folder / "api/api-2-work.sock")

    def ask(self, folder, statement):
        with contextlib.closing(self.connect(folder=folder)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def cluster(self, folder):
        """The processes of a cluster, the first one last."""
        first = self.postmaster(folder)
        children = subprocess.run(["pgrep", "-P", str(first)], text=True, stdout=subprocess.PIPE, check=False).stdout.split()
        return [*map(int, children), first]

    def signal(self, folder, number):
        for pid in self.cluster(folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def figures(self):
        connection = Client(self, None).connection("list")
        with contextlib.closing(type(connection)(f"unix:{self.folder}/watch/api-admin.sock")) as admin:
            admin.request("GET", "/metrics")
            text = admin.getresponse().read().decode()
        return {name: float(value) for name, value in re.findall(r"^motcua_replica_(\w+) (\S+)$", text, re.M)}


class Listeners:
    def __init__(self, lookup, work):
        self.lookup, self.work = f"unix:{lookup}", f"unix:{work}"


class Filer(threading.Thread):
    """Files one dossier after the other. Whatever breaks, it asks again with the same key, until that one is confirmed."""

    def __init__(self, person, service):
        super().__init__(daemon=True)
        self.person = person
        self.client = Client(service, person.contract, person.token)
        self.answers = person.form(COPIES)["example"]
        self.ended = threading.Event()
        self.confirmed = []  # what was said, and when
        self.odd = []
        self.last = None  # of what was answered; None: nothing
        self.start()

    def ask(self, target, key, body=None):
        while True:
            try:
                answer = self.client("POST", target, key=key, json_body=body, check=False)
            except (OSError, http.client.HTTPException):
                self.client.close()
                answer = None
            self.last = answer
            if answer is not None and answer.status == 201:
                return answer.json
            if answer is not None and answer.status != 503 and answer.code != "idempotency-in-progress":
                self.odd.append(answer)
                raise SystemExit
            time.sleep(0.05)

    def run(self):
        for number in itertools.count():
            if self.ended.is_set():
                break
            draft = self.ask("/v1/dossiers", f"draft {number}", {
                "procedure_code": COPIES, "unit_code": UNIT, "answers": self.answers, "return_channel": "counter"})
            filed = self.ask(f"/v1/dossiers/{draft['id']}/submission", f"submission {number}")
            self.confirmed.append((filed, time.monotonic()))
            self.ended.wait(0.3)


def wait_until(what, seconds=60, filers=()):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, [(filer.is_alive(), filer.last, filer.odd) for filer in filers]
        time.sleep(0.1)


@pytest.fixture(scope="module")
def base():
    with passing_folder("replica", room=2 << 30) as folder:
        yield folder


@pytest.fixture(scope="module")
def page(base):
    return Page(MOTCUA_RUN=base / "run", FOLDER=base / "second", GONE="alone", REPOSITORY=base / "copies",
                IDENTITY=base / "identity", READERS="")


@pytest.fixture(scope="module")
def pair(base, page):
    """Made by the pages, with copies too."""
    running = Pair(base)
    page(TURN_ON)
    assert running.start().ready(), running.text()
    page(COPY)
    assert "follows from the next start" in page(MAKE)
    running.stop()
    assert running.start().ready(), running.text()
    wait_until(lambda: in_both(page))
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture(scope="module")
def people(pair):
    return pair.people()


def in_both(page):
    with contextlib.suppress(AssertionError):
        return "all that is confirmed is in both" in page(STATUS)
    return False


def told_alone(page):
    return "goes on alone since" in page(STATUS, status=1)


# ---- the primary is lost ----------------------------------------------------------------------

def killed(pair):
    """At once: the page's command comes before scripts/run has started it again."""
    pair.signal(pair.primary, signal.SIGKILL)


def back_again(pair):
    """It was started again when the page's command comes, and had what nobody had been told of yet."""
    pair.signal(pair.primary, signal.SIGKILL)
    time.sleep(2.5)


def frozen(pair):
    pair.signal(pair.primary, signal.SIGSTOP)
    time.sleep(1)


def crashed(pair):
    """One process of it alone."""
    (pid,), = pair.ask(pair.primary, "select pid from pg_stat_activity where backend_type = 'checkpointer'")
    os.kill(pid, signal.SIGKILL)


FAULTS = [killed, frozen, back_again, crashed]


def fail_over(pair, page, people, fault):
    """One round; what was confirmed in it, and how many seconds after the command somebody's filing was confirmed again."""
    before = pair.primary
    filers = [Filer(people.newcomer(), service) for service in (pair, pair.other_instance()) for _ in range(FILERS // 2)]
    wait_until(lambda: sum(len(filer.confirmed) for filer in filers) >= FILERS)
    fault(pair)
    started = time.monotonic()
    page(PROMOTE)
    done = time.monotonic()
    wait_until(lambda: any(at > done for filer in filers for _, at in filer.confirmed), 60, filers)
    took = min(at for filer in filers for _, at in filer.confirmed if at > done) - started
    for filer in filers:
        filer.ended.set()
    for filer in filers:
        filer.join(60)
        assert not filer.is_alive() and not filer.odd
    assert pair.primary != before and (before / "fenced").exists()
    confirmed = [filed for filer in filers for filed, _ in filer.confirmed]
    pair.confirmed.update((filed["id"], filed["code"]) for filed in confirmed)
    assert dict(pair.sql("select id::text, code from dossier where state <> 'draft'")) == pair.confirmed
    assert "follows" in page(REJOIN) and not (before / "fenced").exists()
    wait_until(lambda: in_both(page))
    return confirmed, took


def test_nothing_confirmed_is_lost_when_the_replica_takes_over(pair, page, people, capsys):
    confirmed, took = [], []
    for turn in range(ROUNDS):
        more, seconds = fail_over(pair, page, people, FAULTS[turn % len(FAULTS)])
        confirmed += more
        took.append(seconds)
    there = dict(pair.sql("select d.id::text, r.jws from dossier d join receipt r on r.dossier_id = d.id"))
    keys = people.nobody.get("/.well-known/receipt-keys.json").json
    lost = [filed for filed in confirmed if there.get(filed["id"]) != filed["receipt"]]
    for filed in confirmed:
        verify(filed["receipt"], keys)
    codes = {filed["code"] for filed in confirmed}
    tell(capsys, f"{ROUNDS} times another primary: {len(confirmed)} filings confirmed, {len(lost)} lost, "
                 f"{len(confirmed) - len(codes)} doubled; confirmed again {max(took):.1f} s after the command at most")
    assert not lost and len(codes) == len(confirmed)
    assert max(took) <= WRITES_AGAIN
    # who was fenced did not end again and again: it starts at once when it may follow
    refused = [line for log in ("postgresql.log", "replica.log") for line in (pair.folder / "log" / log).read_text().splitlines()
               if "FATAL" in line and "lock file" in line or "pre-existing" in line]
    assert set(re.findall(r"(?:postgresql|replica) ended unexpectedly .* again in (\d+) s", pair.text())) <= {"1"}, refused


# ---- the replica is gone ----------------------------------------------------------------------

@contextlib.contextmanager
def without_replica(pair, page, first=lambda: None):
    """It is stopped and stays so meanwhile; afterwards it follows again, and `first` is done while it comes."""
    fence = pair.replica / "fenced"
    fence.write_text("by the test\n")
    pair.signal(pair.replica, signal.SIGKILL)
    try:
        yield
    finally:
        fence.unlink()
        first()
        wait_until(lambda: in_both(page))


def try_to_file(pair, person, key):
    answer = person.post("/v1/dossiers", {"procedure_code": COPIES, "unit_code": UNIT, "answers": person.form(COPIES)["example"],
                                          "return_channel": "counter"}, key=key)
    return answer.status


def nothing_is_promised_early(pair, page):
    """Whether a commit waits is the checkpointer's to say, whatever all others have read: one that is busy is waited for."""
    (pid,), = pair.ask(pair.primary, "select pid from pg_stat_activity where backend_type = 'checkpointer'")
    os.kill(pid, signal.SIGSTOP)
    try:
        wait_until(lambda: pair.ask(pair.primary, "show synchronous_standby_names") != [("",)])
        time.sleep(6)
        assert told_alone(page)
    finally:
        os.kill(pid, signal.SIGCONT)


def test_filing_goes_on_alone_where_that_is_set(pair, page, people):
    person = people.newcomer()
    page(GONE, GONE="alone")
    assert pair.figures() == {"missing": 0, "alone": 0, "stopped": 0}
    with without_replica(pair, page, lambda: nothing_is_promised_early(pair, page)):
        wait_until(lambda: try_to_file(pair, person, "alone") == 201)
        assert pair.figures() == {"missing": 1, "alone": 1, "stopped": 0}
        assert told_alone(page)
        assert "goes on alone" in (pair.folder / "log/replica-watch.log").read_text().splitlines()[-1]
        said = page(PROMOTE, status=1)
        assert "may lack what was confirmed" in said and pair.primary != pair.replica
    wait_until(lambda: pair.figures() == {"missing": 0, "alone": 0, "stopped": 0})


def test_filing_stops_where_that_is_set_and_reading_goes_on(pair, page, people):
    person = people.newcomer()
    page(GONE, GONE="stop")
    try:
        with without_replica(pair, page):
            wait_until(lambda: pair.figures().get("stopped") == 1)
            began = time.monotonic()
            assert try_to_file(pair, person, "stopped") == 503 and time.monotonic() - began < 5
            assert person.get("/v1/me").status == 200
            assert pair.figures() == {"missing": 1, "alone": 0, "stopped": 1}
            assert "filing has stopped" in page(STATUS, status=1)
            wait_until(lambda: pair.get("/readyz")[0] == 503)
        wait_until(lambda: try_to_file(pair, person, "stopped") == 201)
        # whoever cannot wait decides by hand
        with without_replica(pair, page):
            wait_until(lambda: pair.figures().get("stopped") == 1)
            page(ALONE)
            wait_until(lambda: try_to_file(pair, person, "by hand") == 201)
            assert told_alone(page)
    finally:
        page(GONE, GONE="alone")


# ---- the old primary is not ended -------------------------------------------------------------

def test_a_primary_that_nobody_could_end_confirms_nothing(pair, page, people):
    """Somebody makes the replica the primary by hand while the old one runs, which nobody can reach to end it: what it is asked
    to write waits for ever, the programs leave it for the newer history, and a start of its own lets nobody in."""
    filers = [Filer(people.newcomer(), service) for service in (pair, pair.other_instance()) for _ in range(FILERS // 2)]
    wait_until(lambda: sum(len(filer.confirmed) for filer in filers) >= FILERS)
    old, new = pair.primary, pair.replica
    pair.ask(new, "alter system set synchronous_standby_names = ''")
    pair.ask(new, "select pg_promote()")
    page(f"scripts/database admit {new}")
    promoted = time.monotonic()
    wait_until(lambda: any(at > promoted + 1 for filer in filers for _, at in filer.confirmed))
    for filer in filers:
        filer.ended.set()
    for filer in filers:
        filer.join(60)
        assert not filer.is_alive() and not filer.odd
    pair.confirmed.update((filed["id"], filed["code"]) for filer in filers for filed, _ in filer.confirmed)
    statement = "select id::text, code from dossier where state <> 'draft'"
    assert dict(pair.ask(new, statement)) == pair.confirmed
    assert dict(pair.ask(old, statement)).items() < pair.confirmed.items()
    # not alone of its own accord, though that is set
    assert not (pair.folder / "replica/alone").exists()
    # started anew it waits for a replica that will not come
    pair.signal(old, signal.SIGKILL)
    wait_until(lambda: ready(pair, old))
    time.sleep(12)
    with pytest.raises(psycopg2.OperationalError, match="no pg_hba.conf entry"):
        pair.connect("motcua_system", old)
    assert pair.get("/readyz")[0] == 200
    # the operator's command ends it
    pair.ask(new, "alter system reset synchronous_standby_names")
    mend(pair, page, new)


def ready(pair, folder):
    with contextlib.suppress(psycopg2.OperationalError, FileNotFoundError):
        return pair.ask(folder, "select 1") == [(1,)]
    return False


def mend(pair, page, new):
    """Says who the primary is, as promote would have."""
    (pair.folder / "replica/alone").write_text("by hand\n")
    (pair.folder / "replica/primary").write_text(f"{new}\n")
    page(REJOIN)
    wait_until(lambda: in_both(page))


# ---- copies go on -----------------------------------------------------------------------------

def test_moments_before_and_after_another_primary_can_be_restored(base, pair, page, people):
    """Copies go on into the next history, and it is one to whoever restores."""
    person = people.newcomer()
    moments = []
    for turn in range(3):
        filed = person.submit(person.draft())
        pair.confirmed[filed["id"]] = filed["code"]
        moments.append((moment(pair), len(pair.confirmed)))
        if turn == 0:
            # before what was written is handed over
            pair.signal(pair.primary, signal.SIGKILL)
            page(PROMOTE)
            page(REJOIN)
            wait_until(lambda: in_both(page))
            pair.wait_until_ready()
        elif turn == 1:
            assert "Kept " in page(COPY)
    # a moment can be restored when something was committed after it
    filed = person.submit(person.draft())
    pair.confirmed[filed["id"]] = filed["code"]
    hand_over(pair)
    for number, (then, count) in enumerate(moments):
        said = page(RESTORE.strip() + " --drill", MOMENT=then, MOTCUA_RUN=str(base / f"drill-{number}"))
        looked = dict(re.findall(r"^(\w+) .* (\d+) looked at .* 0 lost$", said, re.M))
        assert "Restored in" in said and int(looked["receipts"]) == count, said
        shutil.rmtree(base / f"drill-{number}")


# ---- another version of PostgreSQL ------------------------------------------------------------

def test_another_version_comes_to_the_primary_and_from_there_to_the_replica(pair, page, people):
    """Whichever of the two is the primary. Until the other one has a copy of it nobody makes that one the primary."""
    person, version = people.newcomer(), (pair.primary / "pg/PG_VERSION").read_text().strip()
    filed = person.submit(person.draft())
    pair.confirmed[filed["id"]] = filed["code"]
    (before,) = pair.ask(pair.primary, "select system_identifier from pg_control_system()")
    assert pair.stop() == 0
    assert "scripts/replica rejoin --anew" in page(UPGRADE.strip() + " --again", VERSION=version)
    assert pair.start().ready(), pair.text()
    assert told_alone(page) and "may lack what was confirmed" in page(PROMOTE, status=1)
    filed = person.submit(person.draft())
    pair.confirmed[filed["id"]] = filed["code"]
    assert "follows" in page(REJOIN.strip() + " --anew")
    wait_until(lambda: in_both(page))
    for folder in (pair.folder, pair.second):
        assert pair.ask(folder, "select system_identifier from pg_control_system()") != [before]
        assert dict(pair.ask(folder, "select id::text, code from dossier where state <> 'draft'")) == pair.confirmed


# ---- one database again -----------------------------------------------------------------------

def test_the_replica_can_be_ended_while_people_file(pair, page, people):
    person, other = people.newcomer(), people.newcomer()
    if pair.primary != pair.folder:
        said = page(END, status=1)
        assert "would be what is left" in said and in_both(page)
        page(PROMOTE)
    else:
        pair.signal(pair.replica, signal.SIGKILL)  # one that is gone can be ended too
    filer = Filer(other, pair)
    wait_until(lambda: filer.confirmed, filers=[filer])
    assert "has one database" in page(END)
    ended = time.monotonic()
    wait_until(lambda: filer.confirmed[-1][1] > ended + 1, filers=[filer])
    filer.ended.set()
    filer.join(60)
    assert not filer.odd and pair.figures() == {} and pair.get("/readyz")[0] == 200
    assert "has no replica" in page(STATUS, status=1)
    assert pair.sql("select (select count(*) from pg_replication_slots), (select count(*) from pg_roles where rolname = 'motcua_replica')") == \
        [(0, 0)]
    assert not (pair.second / "pg").exists() and not (pair.folder / "pids/replica").exists()
    # nobody waits for it after a start either
    before = pair.postmaster()
    pair.signal(pair.folder, signal.SIGKILL)
    wait_until(lambda: ready(pair, pair.folder) and pair.postmaster() != before)
    wait_until(lambda: try_to_file(pair, person, "alone again") == 201)
    pair.confirmed.update((filed["id"], filed["code"]) for filed, _ in filer.confirmed)
    assert dict(pair.sql("select id::text, code from dossier where state <> 'draft'")) == pair.confirmed
    assert pair.process.poll() is None
