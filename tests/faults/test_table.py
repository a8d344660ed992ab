"""Each row of table.yaml: people file, something goes wrong, somebody sees it, and in the end nothing that was acknowledged is
lost or doubled, nothing is half done, and everybody is served again by itself."""
import collections
import contextlib
import http.client
import os
import pathlib
import threading

import pytest
import yaml

from figures import ALERTS, Lookout, holds, page_of, values
from harms import HARMS
from harness.patient import Patient, check_kept, end
from harness.record import tell
from worlds import wait_for

TESTS = pathlib.Path(__file__).resolve().parents[1]
ROWS = yaml.safe_load((TESTS / "faults/table.yaml").read_text(encoding="utf-8"))["rows"]
HERE = [row for row in ROWS if "test" not in row]
PEOPLE, READERS = 3, 4
PAUSE = 0.2  # seconds between two tries of somebody who is refused
REST = 0.1  # between two looks of a reader, and two dossiers of one person, but
RESTS = {"letters": 0.7}
FIXTURES = {"between": "fitted", "letters": "posting"}
LONG = bool(os.environ.get("LONG"))
TRIES = 150  # of each, at most, once the fault is over


class Reader(threading.Thread):
    """Looks at a dossier again and again, whatever comes of it."""

    def __init__(self, person):
        super().__init__(daemon=True)
        self.client, self.dossier = person.client.copy(), next(iter(person.receipts))
        self.ended = threading.Event()
        self.start()

    def run(self):
        while not self.ended.wait(REST):
            try:
                self.client.get(f"/v1/dossiers/{self.dossier}", check=False)
            except (OSError, http.client.HTTPException):
                self.client.close()


@contextlib.contextmanager
def read_by(people):
    readers = [Reader(people[number % len(people)]) for number in range(READERS)]
    try:
        yield
    finally:
        for reader in readers:
            reader.ended.set()
        for reader in readers:
            reader.join(60)


def name_of(row):
    return f"{row['fault']}: {row['victim']}"


def seen_by(row):
    return row.get("alert") or row.get("unseen") or f"motcua_{row['figure']}_total"


def grown(world, row):
    """What a row's figure has come to."""
    figure = f"motcua_{row.get('figure')}_total"
    return sum(sum(values(page, figure)) for page in map(page_of, world.targets) if page)


def beginners(world, rest):
    """People who have filed once: with papers, without papers, and all with a mail address."""
    people = [Patient(world.newcomer(), nginx=world.nginx, papers=number < PEOPLE - 1 and "its own", pause=PAUSE, rest=rest)
              for number in range(PEOPLE)]
    served(people, 1)
    return people


def served(people, more, seconds=60):
    """Until each has filed so many more; how often the one with most bad luck tried again meanwhile."""
    wanted = {person: len(person.receipts) + more for person in people}
    before = {person: person.retries for person in people}
    wait_for(lambda: all(len(person.receipts) >= count or not person.is_alive() for person, count in wanted.items()), seconds)
    assert all(person.is_alive() for person in people), [person.unexpected for person in people]
    return max(person.retries - before[person] for person in people)


def letters(world, people, row):
    """Each person's letters have come: one for each dossier filed."""
    for person in people:
        address = person.account["email"]
        wait_for(lambda: len({str(letter["message-id"]) for letter in world.mailbox.to(address)}) >= len(person.receipts), 90)
        sent = collections.Counter(str(letter["message-id"]) for letter in world.mailbox.to(address))
        assert len(sent) == len(person.receipts)
        assert "letters" in row or set(sent.values()) == {1}, sent


def looking_out(world, row):
    """Somebody who looks, and sees nothing yet of what the row is to be seen by."""
    alert = row.get("alert")
    if alert and alert != "api-errors":  # which tells of the last five minutes
        wait_for(lambda: not holds(ALERTS[alert], "".join(page_of(target) or "" for target in world.targets)))
    return Lookout(world.targets)


def befall(world, row, people, lookout):
    """It goes wrong, is seen, and is over."""
    before = grown(world, row)
    log = len(world.watched()) if row.get("lasts") else 0
    with read_by(people), HARMS[row["fault"], row["victim"]](world):
        if "alert" in row:
            lookout.wait_for(row["alert"])
        if LONG and row.get("lasts"):  # long enough to be told to a person
            wait_for(lambda: f'"event":"alert","message":"{row["alert"]}' in world.watched()[log:])
        if "figure" in row:
            wait_for(lambda: grown(world, row) > before)
        if "meanwhile" in row:
            served(people if row["meanwhile"] == "all" else people[-1:], 2)


@pytest.mark.parametrize("row", [pytest.param(row, marks=pytest.mark.xdist_group(row["world"]), id=name_of(row)) for row in HERE])
def test_row(row, request):
    world = request.getfixturevalue(FIXTURES.get(row["world"], "province"))
    if "disk" in row["victim"] and world.disk is None:
        pytest.skip("who runs the tests may not mount a disk that fills up: run them as root")
    lookout, people = looking_out(world, row), beginners(world, RESTS.get(row["world"], REST))
    try:
        befall(world, row, people, lookout)
        tries = served(people, 2)
    finally:
        lookout.stop()
        for person in people:
            person.ended.set()
    end(people)
    met = sum((person.met for person in people), collections.Counter())
    assert not any(person.hasty for person in people), met
    told = {code for code in met if not code[0].isupper()} - {"idempotency-in-progress", "overloaded"}
    assert told <= set(row.get("told", [])) and tries <= TRIES, met
    count = check_kept(world, people)
    letters(world, people, row)
    tell(f"{name_of(row)}: {count} filed, each kept once; refused {dict(met) or 'none'}; {seen_by(row)}; "
         f"served again after {tries} tries")


def test_rows_name_what_there_is():
    """Alerts with their pages of the runbook, harms, and tests elsewhere."""
    for row in ROWS:
        if "test" in row:
            path, name = row["test"].split("::")
            assert f"\ndef {name}(" in (TESTS / path).read_text(encoding="utf-8"), row
        else:
            assert (row["fault"], row["victim"]) in HARMS, row
            assert ("alert" in row or "figure" in row) != ("unseen" in row), row
            assert "alert" not in row or (TESTS.parent / f"runbook/alerts/{row['alert']}.md").exists() and row["alert"] in ALERTS
    assert {(row["fault"], row["victim"]) for row in HERE} == set(HARMS)
