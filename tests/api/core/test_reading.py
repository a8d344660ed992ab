"""The ledger of reading: what the staff reads of other people leaves exactly the rows that the contract's x-read-log says; no
answer without its row; one's own matters leave none. MOTCUA_TEST_READS: how many random reads."""
import contextlib
import hashlib
import json
import os
import random
import time
from collections import Counter, namedtuple

import pytest

from harness.contract import Contract
from harness.people import ADDRESS, COPIES

READS = int(os.environ.get("MOTCUA_TEST_READS", "2000"))
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
    """The build refuses one that does not; here: no read of one dossier is declared to open nothing, but for the link to it, which
    its own people alone are given."""
    for operation in OPERATIONS.values():
        if operation.id != "getTrackingLink" and operation.method == "GET" and ("/v1/dossiers/{id}" in operation.path or "/v1/shipments/" in operation.path):
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
    assert people.officer_binh.search("không có ai tên như vậy").json["items"] == []
    assert [row[6] for row in ledger.rows()] == [[]]


def test_a_search_leaves_one_row_with_a_mark_of_its_words(people, things, ledger, service):
    """The mark is one for the same words in whatever order the members of the body stand; the words are nowhere."""
    phone = things["citizen"].account["phone"]
    for body in ({"words": phone, "limit": 3}, {"limit": 3, "words": phone}):
        shown = [item["id"] for item in people.officer_binh.post("/v1/inbox/searches", body).json["items"]]
        assert things["id"] in shown
    mark = hashlib.sha256(b"/v1/inbox/searches " + json.dumps({"limit": 3, "words": phone}, separators=(",", ":")).encode()).hexdigest()
    assert ledger.rows() == [("searchInbox", "listing", "H99.32", None, "Nguyễn Văn Bình", mark, shown)] * 2
    assert service.sql("select count(*) from reading r where r::text like '%%' || %s || '%%'", phone) == [(0,)]


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


# ---- random reads -------------------------------------------------------------------------------------------------------

# units: where the reader has posts, and below: what he sees besides as a leader. parties: for whom he acts.
Reader = namedtuple("Reader", "person name units below parties")
# A dossier: what names it and its parts, who holds it, who is to decide, whom else it involved, whose it is.
Matter = namedtuple("Matter", "values holder unit involved parties")


def reader(person, units=(), below=(), parties=()):
    return Reader(person, person.get("/v1/me").json["full_name"], units, set(below), set(parties))


@pytest.fixture(scope="module")
def readers(people, service, things):
    """Who works there, leads there, passed it on, leads above, works elsewhere, acts for its applicant, administers, or files."""
    above, acting = people.newcomer(full_name="Lê Thị Trên"), people.officer_commune
    service.sql("insert into post (id, account_id, unit_code, role, valid_from) values (uuid_v7(), %s, 'H99', 'leader', local_day(now()))",
                above.account["id"])
    service.sql("insert into acting (account_id, party_id, capacity) values (%s, (select party_id from account where id = %s), "
                "'representative')", acting.get("/v1/me").json["id"], things["citizen"].account["id"])
    return [reader(people.officer_binh, ("H99.32", "H99.32.01")), reader(people.leader_binh, ("H99.32", "H99.32.01")),
            reader(people.officer_chung, ("H99.33", "H99.33.01")), reader(people.officer_land, ("H99.21.02",)),
            reader(people.leader_land, ("H99.21", "H99.21.02")), reader(people.admin, ("H99",)),
            reader(above.refresh(above.login), ("H99",), ("H99.32", "H99.33", "H99.21.02")),
            reader(acting, ("H99.34", "H99.35", "H99.36", "H99.38"), (), ("citizen",)), reader(things["citizen"], (), (), ("citizen",)),
            reader(people.citizen_elder)]


@pytest.fixture(scope="module")
def matters(people, things):
    """One with all that it can have; one that is elsewhere; one of another commune and another citizen."""
    whole = {name: value for name, value in things.items() if name != "citizen"}
    away = things["citizen"].file(COPIES, unit="H99.32")
    people.officer_binh.do(away, "accept")
    people.officer_binh.do(away, "forward", unit_code="H99.21.02", reason="Cần trích lục bản đồ địa chính.")
    other = people.citizen_elder.file(COPIES, unit="H99.33")
    return [Matter(whole, "H99.32", "H99.32", {"H99.32"}, {"citizen"}),
            Matter({**whole, "id": away}, "H99.21.02", "H99.32", {"H99.32", "H99.21.02"}, {"citizen"}),
            Matter({**whole, "id": other}, "H99.33", "H99.33", {"H99.33"}, {"elder"})]


def opened(who, operation, matter):
    """The row that the rule wants, or none: for the staff's reading of what their units have to do with and is not their own."""
    seen = {*who.units, *who.below}
    if not seen & matter.involved or who.parties & matter.parties:
        return None
    post = min(who.units, key=lambda unit: (unit != matter.holder, unit != matter.unit, unit))
    return (operation.id, "handling" if matter.holder in seen else "following", post, matter.values["id"], who.name, None, None)


def test_random_reads_leave_exactly_the_rows_that_the_rule_says(service, readers, matters, ledger):
    """By every route that reads, of every reader, whether he has had the same answer before or not."""
    chance, tags, expected, asked = random.Random(20261125), {}, [], Counter()
    routes = [*OPENING, *(OPERATIONS[name] for name in ("listInbox", "getMe", "listDossiers", "listNotifications"))]
    for _ in range(READS):
        who, operation = chance.choice(readers), chance.choice(routes)
        # A letter is the first one's.
        matter = matters[0] if operation.read_log == "shipment" else chance.choice(matters)
        target = operation.fill(**matter.values) + (chance.choice(("", "?limit=2", "?view=passed_on")) if operation.id == "listInbox" else "")
        tag = tags.get((who.name, target)) if chance.random() < 0.5 else None
        answer = who.person.get(target, headers={"If-None-Match": tag} if tag else {})
        tags[who.name, target] = answer.headers.get("etag")
        asked[operation.id, answer.status] += 1
        if operation.read_log == "list" and answer.status == 200:
            expected.append((operation.id, "listing", min(who.units), None, who.name, hashlib.sha256(target.encode()).hexdigest(),
                             tuple(item["id"] for item in answer.json["items"])))
        elif operation in OPENING and answer.status != 403:
            row = opened(who, operation, matter)
            assert row or answer.status in (200, 304, 404) and (not who.units or answer.status == 404 or who.parties & matter.parties)
            expected += [row] if row else []
    found = Counter(row[:6] + (None if row[6] is None else tuple(row[6]),) for row in ledger.rows())
    print(f"\nreads: {READS} by {len(routes)} routes, {len(expected)} rows expected, {found.total()} found")
    assert found == Counter(expected), (list((found - Counter(expected)).items())[:3], list((Counter(expected) - found).items())[:3])
    assert len(expected) > READS / 5 and all(asked[operation.id, 200] for operation in routes)
    assert asked["listInbox", 304] and asked["getDossier", 304]
