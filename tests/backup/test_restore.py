"""The runbook's pages on copies, run as written: file, copy, file more, destroy, go back to a moment in between, file again.
No code, number or receipt is given twice, every receipt ever given verifies, every file is whole (R25)."""
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date, timedelta

import pytest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / name) for name in ("scripts", "api")]
from harness.folder import passing_folder  # noqa: E402
from harness.people import ADDRESS, BIRTH, COPIES  # noqa: E402
from harness.receipt import verify  # noqa: E402
import installed  # noqa: E402
from runbook import Page, blocks, hand_over, moment, tell  # noqa: E402
from upgraded import check_upgrade  # noqa: E402

# more than one: the second goes back through the history that the first began
ROUNDS = 12 if os.environ.get("LONG") else 2
FILINGS = 4
# What the database counts, and whether people see it. The numbers of units stand in code_lease.
COUNTERS = {"shipment_number": "on letters", "notice_template_id_seq": "nowhere: rows refer to it"}
TODAY = "local_day(now())"


class Installed(installed.Installed):
    def destroy(self):
        """As a disk that is gone: nobody may say or copy anything more."""
        for pid in (self.process.pid, self.postmaster(), self.pid("backup")):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        until = time.monotonic() + 30
        while self.processes() and time.monotonic() < until:
            time.sleep(0.1)
        assert self.processes() == []
        shutil.rmtree(self.folder)


class Given:
    """All that people have in their hands: it stays true whatever happens to the installation."""

    def __init__(self):
        self.codes, self.numbers, self.letters = [], [], []
        self.receipts = []
        self.files = {}

    def file(self, people, count):
        """Papers, fees and letters; the ids of the dossiers."""
        citizen, officer, filed = people.citizen_mother, people.officer, []
        for turn in range(count):
            birth = people.citizen.file(BIRTH)
            self.keep(people.citizen, birth)
            paid = citizen.file(COPIES, return_channel="post", return_address=ADDRESS)
            self.keep(citizen, paid)
            officer.do(paid, "accept")
            self.numbers.append(officer.pay_cash(paid)["receipt_number"])
            if turn == 0:
                officer.finish(paid)
                sent = officer.post(f"/v1/dossiers/{paid}/shipments", {"carrier": "demo"}, key=True)
                assert sent.status == 201, sent
                self.letters.append(sent.json["tracking_number"])
            filed += [birth, paid]
        return filed

    def keep(self, person, dossier):
        receipt = person.get(f"/v1/dossiers/{dossier}/receipt").json
        self.codes.append(receipt["payload"]["code"])
        self.receipts.append(receipt["receipt"])
        self.files[dossier] = [file["sha256"] for file in receipt["payload"]["files"]]

    def doubled(self):
        return sum(len(texts) - len(set(texts)) for texts in (self.codes, self.numbers, self.letters))


@pytest.fixture()
def base():
    with passing_folder("backup", room=1 << 30) as folder:
        yield folder


@pytest.fixture()
def installed(base):
    running = Installed(base / "run")
    yield running
    if running.process is not None and running.process.poll() is None:
        running.stop()


@pytest.fixture()
def page(base, installed):
    return Page(MOTCUA_RUN=installed.folder, REPOSITORY=base / "copies", IDENTITY=base / "identity",
                READERS="backup" if os.getuid() == 0 else "")


def check_files(people, given, there):
    """How many files of those dossiers are whole."""
    whole = 0
    for dossier in there:
        for person in (people.citizen, people.citizen_mother):
            answer = person.get(f"/v1/dossiers/{dossier}")
            if answer.status == 200:
                break
        assert answer.status == 200, answer
        for file in [file for component in answer.json["components"] for file in component["files"]]:
            body = person.get(f"/v1/dossiers/{dossier}/files/{file['id']}").body
            assert hashlib.sha256(body).hexdigest() in given.files[dossier]
            whole += 1
    return whole


def give_at_the_edge(installed):
    """A unit one number before a thousand, and a range that another machine holds: both known by the marks alone."""
    installed.sql(f"select number_next('H99.32', 'receipt', {TODAY}) from generate_series("
                  f"(select coalesce(max(taken), 0) % 1000 from code_lease where unit_code = 'H99.32' and kind = 'receipt' "
                  f"and day = {TODAY}) + 1, 999)")
    installed.sql("update code_lease set taken = last where unit_code = 'H99.32' and kind = 'dossier'")
    assert installed.sql(f"select code_lease_take('H99.32', 'dossier', {TODAY}, 500, 'another machine')") == [(True,)]
    return (installed.sql(f"select max(taken) from code_lease where unit_code = 'H99.32' and kind = 'receipt' and day = {TODAY}")[0][0],
            installed.sql("select first, last from code_lease where holder = 'another machine' order by first"))


def check_the_edge(installed, last, ranges):
    (receipt,), = installed.sql(f"select number_next('H99.32', 'receipt', {TODAY})")
    number = int(receipt.rsplit("-", 1)[1])
    assert number % 1000 == 0 and last + 1000 <= number < last + 2000
    assert installed.sql("select first, last from code_lease where holder = 'another machine' order by first") == ranges
    (code,), = installed.sql(f"select number_next('H99.32', 'dossier', {TODAY})")
    assert int(code.rsplit("-", 1)[1]) >= ranges[-1][1] + 1000


def as_user(user, *command):
    """The command as another user, where we may; its exit status."""
    words = ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"] if os.getuid() == 0 else []
    return subprocess.run([*words, *map(str, command)], cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode


def check_vault(base, installed, page):
    """The repository is fetched by another user; those of the running system delete all that they can; what was there
    before is brought back (R30). How many files of dossiers came back."""
    vault = base / "vault"
    pull, lay_out = blocks("vault.md")
    vault.mkdir()
    if os.getuid() == 0:
        shutil.chown(vault, "backup", "backup")
    as_vault = "setpriv --reuid backup --regid backup --clear-groups " if os.getuid() == 0 else ""
    variables = {"SOURCE": str(base / "copies"), "VAULT": str(vault / "kept"), "FOLDER": str(vault / "before")}
    assert "; 0 were changed" in page(as_vault + pull, **variables)
    wanted = {row[0] for row in installed.sql("select sha256 from blob")}
    assert wanted and wanted <= {path.stem for path in (vault / "kept/now/files").glob("*/*.age")}
    before = moment(installed)
    time.sleep(1.1)
    for user in ("motcua-api", "motcua-worker", "motcua-nginx", "postgres"):
        as_user(user, "find", base / "copies", "-mindepth", "2", "-delete")
        if os.getuid() == 0:
            assert as_user(user, "find", vault / "kept", "-delete") != 0
            assert as_user(user, "touch", vault / "kept/now/secret.age") != 0
    if os.getuid() == 0:
        # Files and keys are copied by root: no part touches the copies. Here its worst enemy is root himself.
        assert wanted <= {path.stem for path in (base / "copies/files").glob("*/*.age")}
        subprocess.run(["find", base / "copies", "-mindepth", "2", "-delete"], check=False)
    assert not list((base / "copies/files").glob("*/*.age")) and not (base / "copies/pgbackrest/backup").exists()
    gone = int(re.search(r"(\d+) were changed or gone", page(as_vault + pull, **variables)).group(1))
    assert gone > len(wanted)
    page(as_vault + lay_out, MOMENT=before, **variables)
    vault.chmod(0o755)
    command, = blocks("restore.md")
    said = page(command.strip() + " --drill", MOMENT="latest", REPOSITORY=str(vault / "before"), MOTCUA_RUN=str(base / "drill"))
    whole = int(re.search(r"files: (\d+) whole, 0 lost", said).group(1))
    assert whole == len(wanted) and "Restored in" in said
    return whole, gone


def check_forgotten(base, installed, page, copy):
    """Files that were deleted leave the copies with the last copy of the database that may name them, and not before."""
    copies = base / "copies/files"
    wanted = {row[0] for row in installed.sql("select sha256 from blob")}
    assert "Kept " in page(copy)
    gone = {path.name for path in (copies / ".gone").iterdir()}
    assert gone and not gone & wanted and {path.stem for path in copies.glob("*/*.age")} == gone | wanted
    for path in (copies / ".gone").iterdir():
        os.utime(path, (0, 0))
    page(copy)
    assert {path.stem for path in copies.glob("*/*.age")} == wanted


def check_other_timeline(base, page, later, blobs):
    """Whoever went back too far takes the history from before, in a drill: so many files were there at that moment."""
    command, = blocks("restore.md")
    said = page(command.strip() + " --drill --timeline 1", MOMENT=later, MOTCUA_RUN=str(base / "other"))
    assert f"files: {blobs} whole, 0 lost" in said and "Restored in" in said


def sign_after(installed):
    """As if a day had been signed after the moment, beside the head that the worker makes when it first starts."""
    later = date.today() + timedelta(days=2)
    until = time.monotonic() + 60
    while not installed.sql("select 1 from custody_head"):
        assert time.monotonic() < until
        time.sleep(0.1)
    (installed.folder / f"heads/{later}.jws").write_text("a head of what is gone afterwards")
    copies = installed.folder.parent / "copies/heads"
    while not list(copies.glob(f"{later}-*.age")):
        assert time.monotonic() < until
        time.sleep(0.1)


def go_back(installed, page, given, kept):
    """One round: file before and after a moment and beyond what is copied, destroy, go back to the moment."""
    people = installed.people()
    kept = kept + given.file(people, FILINGS)
    then = moment(installed)
    lost = given.file(people, FILINGS)
    sign_after(installed)
    later, blobs = moment(installed), installed.sql("select count(*) from blob")[0][0]
    edge = give_at_the_edge(installed)
    hand_over(installed)
    lost += given.file(people, 1)
    logins = (installed.folder / "sample-logins.json").read_bytes()
    installed.destroy()
    command, = blocks("restore.md")
    said = page(command, MOMENT=then)
    assert "Restored in" in said and "LOST" not in said
    assert re.search(r"^heads: [1-9]\d* in force, 1 of what came after the moment$", said, re.M)
    looked = dict(re.findall(r"^(\w+) .* (\d+) looked at .* 0 lost$", said, re.M))
    assert {"contents", "custody", "heads", "receipts", "ledger"} <= {name for name, count in looked.items() if int(count) > 0}, said
    (installed.folder / "sample-logins.json").write_bytes(logins)
    installed.start()
    assert installed.ready(), installed.text()
    there = {row[0] for row in installed.sql("select id::text from dossier where state <> 'draft'")}
    assert set(kept) <= there and not there & set(lost)
    check_the_edge(installed, *edge)
    return kept, lost, (later, blobs)


def test_the_pages_bring_everything_back_and_nothing_is_given_twice(base, installed, page, capsys):
    turn_on, copy, look = blocks("backup.md")
    page(turn_on)
    assert installed.start().ready(), installed.text()
    given, kept, lost, whole, later = Given(), [], 0, 0, None
    kept += given.file(installed.people(), 1)
    assert "Kept " in page(copy)
    for turn in range(ROUNDS):
        if turn == 1:
            took = check_upgrade(installed, page, kept)
        kept, gone, then = go_back(installed, page, given, kept)
        later = later or then
        lost += len(gone)
        people = installed.people()
        whole += check_files(people, given, kept)
        kept += given.file(people, FILINGS)
    keys = people.nobody.get("/.well-known/receipt-keys.json").json
    for receipt in given.receipts:
        verify(receipt, keys)
    assert given.doubled() == 0
    assert {row[0] for row in installed.sql("select sequencename from pg_sequences where schemaname = 'public'")} == COUNTERS.keys()
    hand_over(installed)
    said = page(look)
    files, all_files = map(int, re.search(r"files with a second copy: (\d+) of (\d+)", said).groups())
    assert files == all_files > 0
    check_other_timeline(base, page, *later)
    check_forgotten(base, installed, page, copy)
    fetched, gone = check_vault(base, installed, page)
    tell(capsys, f"between them another PostgreSQL in {took:.1f} s, after it was ended in three of its steps")
    tell(capsys, f"{fetched} of {all_files} files fetched by another user; {gone} files of the copies deleted by the system's own "
                 f"users; {fetched} whole after it")
    tell(capsys, f"{ROUNDS} restores: {len(given.codes)} codes, {len(given.numbers)} numbers of receipts and "
                 f"{len(given.letters)} of letters, {given.doubled()} doubled; {len(given.receipts)} receipts verify, also of "
                 f"{lost} dossiers that are gone; {whole} files whole; second copies {files} of {all_files}")
