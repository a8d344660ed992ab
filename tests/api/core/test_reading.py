"""The ledger of reading: what the staff reads of other people leaves exactly the rows that the contract's x-read-log says; no
answer without its row; one's own matters leave none."""
import contextlib
import hashlib
import random
import time

import pytest

from harness.contract import Contract
from harness.people import ADDRESS, COPIES

OPERATIONS = Contract().operations
PROBLEM = {"type", "title", "status", "detail", "instance", "code"}
OPENING = [op for op in OPERATIONS.values() if op.read_log in ("dossier", "shipment")]


@pytest.fixture(scope="module")
def things(people):
    """A dossier with all that can be read of it, at a commune with an officer and a leader of its own."""
    citizen, officer = people.newcomer(), people.officer_binh
    dossier = citizen.file(COPIES, unit="H99.32", return_channel="post", return_address=ADDRESS)
    officer.do(dossier, "accept")
    officer.pay_cash(dossier)
    result = officer.finish(dossier)["results"][0]["id"]
    number = officer.post(f"/v1/dossiers/{dossier}/shipments", {"carrier": "demo"}, key=True).json["tracking_number"]
    return {"citizen": citizen, "id": dossier, "file_id": result, "tracking_number": number}


def address(things, operation):
    return operation.fill(**{name: value for name, value in things.items() if name != "citizen"})


class Ledger:
    """The rows since it was last asked."""

    def __init__(self, service):
        self.service = service
        self.seen = self.count()

    def count(self):
        return self.service.sql("select count(*) from reading")[0][0]

    def rows(self):
        found = self.service.sql(
            "select r.operation, r.purpose, r.unit_code, r.dossier_id::text, p.name, r.asked, r.shown::text[] from reading r "
            "join account a on a.id = r.account_id join party p on p.id = a.party_id order by r.id offset %s", self.seen)
        self.seen += len(found)
        return found


@pytest.fixture()
def ledger(service):
    return Ledger(service)


def test_every_read_of_the_staff_says_what_it_opens():
    """The build refuses one that does not; here: no read of one dossier is declared to open nothing."""
    for operation in OPERATIONS.values():
        if operation.method == "GET" and ("/v1/dossiers/{id}" in operation.path or "/v1/shipments/" in operation.path):
            assert operation in OPENING, operation.id
    assert len(OPENING) >= 12


@pytest.mark.parametrize("operation", OPENING, ids=lambda op: op.id)
def test_opening_what_is_another_s_leaves_one_row(people, things, ledger, operation):
    target = address(things, operation)
    assert people.officer_binh.get(target).status == 200
    assert ledger.rows() == [(operation.id, "handling", "H99.32", things["id"], "Nguyễn Văn Bình", None, None)]
    # His own; a label is for the desk alone.
    assert things["citizen"].get(target).status == (200 if "citizen" in operation.roles else 403)
    assert people.officer_chung.get(target).status == 404  # of another commune: nothing was read
    assert ledger.rows() == []


def test_whoever_had_part_in_it_follows_it(people, things, ledger, service):
    """The unit that forwarded it still reads it; the row says that it is not in its hands."""
    dossier = things["citizen"].file(COPIES, unit="H99.32")
    people.officer_binh.do(dossier, "accept")
    service.sql("update dossier set holder_unit_code = 'H99.33' where id = %s", dossier)
    ledger.rows()
    assert people.officer_binh.dossier(dossier)
    assert [row[:3] for row in ledger.rows()] == [("getDossier", "following", "H99.32")]


def test_a_list_leaves_one_row_with_whom_it_showed(people, things, ledger):
    target = "/v1/inbox?limit=3"
    answer = people.officer_binh.get(target)
    shown = [item["id"] for item in answer.json["items"]]
    assert shown and ledger.rows() == [("listInbox", "listing", "H99.32", None, "Nguyễn Văn Bình",
                                        hashlib.sha256(target.encode()).hexdigest(), shown)]
    again = people.officer_binh("GET", target, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304 and ledger.rows() == []
    other = people.officer_binh("GET", target, headers={"If-None-Match": '"something-else"'})
    assert other.status == 200 and len(ledger.rows()) == 1


def test_an_empty_list_leaves_a_row_too(people, ledger):
    assert people.officer_binh.get("/v1/inbox", query={"q": "không có ai tên như vậy"}).json["items"] == []
    assert [row[6] for row in ledger.rows()] == [[]]


@pytest.mark.parametrize("target", ["/v1/me", "/v1/notifications", "/v1/dossiers"])
def test_reading_one_s_own_leaves_none(people, ledger, target):
    assert people.officer_binh.get(target).status == 200
    assert ledger.rows() == []


def test_no_answer_without_its_row(people, things, service, ledger):
    """While the ledger cannot be written, nothing of other people is shown."""
    with contextlib.closing(service.cluster.connect(service.database)) as holder, holder.cursor() as cursor:
        cursor.execute("begin; lock table reading in exclusive mode")
        for target in (f"/v1/dossiers/{things['id']}", "/v1/inbox"):
            answer = people.officer_binh.get(target)
            assert (answer.status, answer.code) == (503, "overloaded") and set(answer.json) <= PROBLEM
        assert things["citizen"].dossier(things["id"])  # one's own does not depend on it
    assert ledger.rows() == []
    deadline = time.monotonic() + 20
    while people.officer_binh.get(f"/v1/dossiers/{things['id']}").status != 200:
        assert time.monotonic() < deadline


@pytest.mark.parametrize("change", ["update reading set purpose = 'following'", "delete from reading", "truncate reading"])
def test_nobody_changes_the_ledger(service, things, change):
    with pytest.raises(Exception, match="refused"):
        service.sql(change)


def test_random_reads_leave_exactly_the_rows_that_the_rule_says(people, things, ledger):
    chance = random.Random(20261125)
    readers = [(people.officer_binh, True), (people.officer_chung, False), (things["citizen"], None)]
    expected = []
    for _ in range(300):
        reader, may = chance.choice(readers)
        operation = chance.choice([*OPENING, OPERATIONS["listInbox"], OPERATIONS["getMe"]])
        answer = reader.get(address(things, operation))
        if operation.id == "listInbox" and may is not None or operation in OPENING and may:
            assert answer.status == 200
            expected.append(operation.id)
    assert len(expected) > 50
    assert [row[0] for row in ledger.rows()] == expected
