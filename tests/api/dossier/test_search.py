"""The desk finds all that its units have or had to do with, by whatever is known of it; what it looks for is written nowhere."""
import contextlib

import pytest

from harness.client import Client
from harness.edge import Edge
from harness.people import ADDRESS, BIRTH, COPIES

HERE, OTHER = "H99.31", "H99.32"
NAME, NUMBER = "Lò Thị Mỷ Tìm", "012193004567"


@pytest.fixture(scope="module")
def things(people, service):
    """A dossier with all that it can be known by, brought to its end by H99.31: what it is called, and by whom it was filed."""
    citizen, officer = people.newcomer(full_name=NAME, personal_id=NUMBER), people.officer
    dossier = citizen.file(COPIES, return_channel="post", return_address=ADDRESS)
    officer.do(dossier, "accept")
    receipt = officer.pay_cash(dossier)["receipt_number"]
    officer.finish(dossier)
    number = officer.post(f"/v1/dossiers/{dossier}/shipments", {"carrier": "demo"}, key=True).json["tracking_number"]
    unit, day, last = citizen.dossier(dossier)["code"].split("-")
    service.work_through_documents()
    return {"id": dossier, "citizen": citizen, "phone": citizen.account["phone"], "number": number, "receipt": receipt,
            "unit": unit, "day": day, "last": last}


def phone(sign):
    return lambda it: sign.join((it["phone"][1:4], it["phone"][4:7], it["phone"][7:]))


TYPED = {
    "a code": lambda it: f"{it['unit']}-{it['day']}-{it['last']}",
    "a code in small letters with blanks": lambda it: f" {it['unit'].lower()} {it['day']} {it['last']}",
    "a code without signs": lambda it: f"{it['unit'].replace('.', '')}{it['day']}{it['last']}",
    "a code with its label": lambda it: f"Mã hồ sơ: {it['unit']}-{it['day']}-{it['last']}.",
    "a code without its unit": lambda it: f"{it['day']}-{it['last']}",
    "a code without its unit and signs": lambda it: it["day"] + it["last"],
    "the last digits": lambda it: it["last"][-3:],
    "the beginning of a code": lambda it: f"{it['unit']}-{it['day']}",
    "a unit's code alone": lambda it: it["unit"],
    "a phone": lambda it: it["phone"],
    "a phone with +84": lambda it: "+84" + it["phone"][1:],
    "a phone with 84": lambda it: "84" + it["phone"][1:],
    "a phone with 0084 and blanks": lambda it: "0084 " + phone(" ")(it),
    "a phone with dots": lambda it: "0" + phone(".")(it),
    "an identity number": lambda it: NUMBER,
    "an identity number in groups": lambda it: "012 193 004 567",
    "a receipt": lambda it: it["receipt"],
    "a receipt in small letters": lambda it: "biên lai " + it["receipt"].lower().replace("-", " "),
    "a letter": lambda it: it["number"],
    "a letter in groups": lambda it: f"{it['number'][:2].lower()} {it['number'][2:5]} {it['number'][5:]}",
    "a name": lambda it: NAME,
    "a name without marks": lambda it: "lo thi my tim",
    "a part of a name": lambda it: "MỶ TÌ",
    "a name of two letters": lambda it: "mỷ",
    "a procedure": lambda it: COPIES,
    "a procedure in words": lambda it: "trích lục hộ tịch",
    "a procedure in words without marks": lambda it: "ban sao trich luc ho tich",
}


@pytest.mark.parametrize("how", TYPED)
def test_a_dossier_is_found_by_whatever_is_known_of_it(people, things, how):
    """Before: "0977120000, 001185700000, BL-..., RM...VN, "khai sinh", "0002": each 0 hits"."""
    assert things["id"] in people.officer.found(TYPED[how](things))
    assert things["id"] not in people.officer_chung.found(TYPED[how](things)), "of a unit that never had to do with it"


@pytest.mark.parametrize("how", ["a code", "a phone", "an identity number", "a receipt", "a letter", "a name"])
def test_what_names_one_finds_no_other(people, things, how):
    assert people.officer.found(TYPED[how](things)) == [things["id"]]
    assert people.leader.found(TYPED[how](things)) == [things["id"]]


def test_a_receipt_is_not_taken_for_the_dossier_of_its_number(people, things):
    """Both are numbered by unit and day: "BL-H99.31-261125-0001" is rarely of the dossier H99.31-261125-0001."""
    mark, _, code = things["receipt"].partition("-")
    assert mark == "BL" and people.officer.found(things["receipt"]) == [things["id"]]
    assert people.officer.found("BL-H99.31-990101-0001") == [] and people.officer.found(code) != people.officer.found("BL " + code) or \
        code == f"{things['unit']}-{things['day']}-{things['last']}"


def test_who_is_helped_and_who_handed_it_in_are_found(people):
    helped = {"full_name": "Giàng Thị Sênh", "phone": "0987001001", "personal_id": "012145000017", "evidence": "CCCD"}
    handing = {"full_name": "Giàng A Pó", "phone": "0987001002"}
    made = people.officer.post("/v1/dossiers", {
        "procedure_code": COPIES, "unit_code": HERE, "return_channel": "counter", "channel": "counter", "answers": {},
        "applicant": helped, "submitter": handing, "mandate": "Giấy ủy quyền"}, key=True)
    assert made.status == 201, made
    for words in ("0987001001", "0987001002", "012145000017"):
        assert made.json["id"] not in people.officer.found(words), "a draft is nobody's dossier yet"


def test_what_was_passed_on_is_found_and_says_who_holds_it(people):
    """Before: "His queue: gone. Search by its exact code: "Có 0 hồ sơ" ... the desk says there is no such dossier"."""
    dossier = people.citizen_elder.file(BIRTH)
    code = people.officer.do(dossier, "accept")["code"]
    [held] = people.officer.search(code).json["items"]
    assert held["passed_on"] is False and held["unit"]["code"] == HERE
    people.officer.do(dossier, "forward", unit_code=OTHER)
    for person in (people.officer, people.leader):
        [item] = person.search(code).json["items"]
        assert item["passed_on"] is True and item["unit"]["code"] == OTHER
        assert dossier in [one["id"] for one in person.pages("/v1/inbox", limit=2, view="passed_on")]
        assert dossier not in [one["id"] for one in person.pages("/v1/inbox", limit=100)]
    [there] = people.officer_binh.search(code).json["items"]
    assert there["passed_on"] is False
    assert dossier not in [one["id"] for one in people.officer_binh.pages("/v1/inbox", limit=100, view="passed_on")]
    people.officer.do(dossier, "take_back", reason="Chuyển nhầm nơi.")
    assert people.officer.search(code).json["items"][0]["passed_on"] is False
    assert dossier not in [one["id"] for one in people.officer.pages("/v1/inbox", limit=100, view="passed_on")]


def test_what_ended_elsewhere_is_shown_as_passed_on_for_a_while(people, service):
    dossier = people.citizen_elder.file(BIRTH)
    people.officer.do(dossier, "accept")
    people.officer.do(dossier, "forward", unit_code=OTHER)
    people.officer_binh.do(dossier, "stop", reason="Trùng với hồ sơ đã nộp.")

    def passed_on():
        return [item["id"] for item in people.officer.pages("/v1/inbox", limit=100, view="passed_on")]
    assert dossier in passed_on()
    assert dossier in [one["id"] for one in people.officer.pages("/v1/inbox", limit=100, view="passed_on", state="stopped")]
    assert dossier not in [one["id"] for one in people.officer.pages("/v1/inbox", limit=100, view="passed_on", state="received")]
    service.sql("update unit_dossier set ended_at = now() - interval '40 days' where dossier_id = %s and ended_at is not null", dossier)
    assert dossier not in passed_on()


def test_what_came_online_is_in_the_queue_at_once_and_found_by_its_name_when_the_worker_has_been(people, service):
    citizen = people.newcomer(full_name="Vàng Thị Chờ", personal_id="012193004568")
    dossier = citizen.file(COPIES)
    code = citizen.dossier(dossier)["code"]
    assert dossier in [one["id"] for one in people.officer.pages("/v1/inbox", limit=100)]
    assert people.officer.found(code) == people.officer.found(citizen.account["phone"]) == [dossier]
    service.work_through_documents()
    assert people.officer.found("vang thi cho") == people.officer.found(code) == [dossier]
    assert people.officer_binh.found("vang thi cho") == []


@pytest.mark.parametrize("worker", ["before", "after"])
def test_what_is_moved_or_ends_before_the_worker_has_been_is_found_alike(people, service, worker):
    """By its step, and the worker adds nothing to it."""
    name = f"Hờ A Vội {worker}"
    citizen = people.newcomer(full_name=name)
    moved, ended, other = citizen.file(BIRTH), citizen.file(COPIES), citizen.file(COPIES)
    if worker == "before":
        service.work_through_documents()
    people.officer.do(moved, "accept")
    people.officer.do(moved, "forward", unit_code=OTHER)
    people.officer.do(ended, "accept")
    people.officer.do(ended, "stop", reason="Trùng với hồ sơ đã nộp.")

    def rows():
        return service.sql("select dossier_id::text, unit_code, name, code, passed_at is not null, ended_at from unit_dossier"
                           " where dossier_id::text = any (%s) order by 1, 2", [moved, ended])
    found = rows()
    assert [row[:2] + row[4:] for row in found] == sorted([(moved, HERE, True, None), (moved, OTHER, False, None), (ended, HERE, False, None)])
    service.work_through_documents()
    assert rows() == found
    assert set(people.officer.found(name)) == {moved, ended, other} and people.officer_binh.found(name) == [moved]


def test_pages_are_those_of_the_whole(people, things):
    for words in ("H99.31", "khai sinh", "thi"):
        whole = people.officer.found(words)
        assert whole == sorted(whole, reverse=True) and len(whole) == len(set(whole)), words
        assert people.officer.found(words, limit=1) == whole, words


@pytest.mark.parametrize("body, code, pointers", [
    ({}, "invalid-body", {"/words": "required"}), ({"words": ""}, "invalid-body", {"/words": "minLength"}),
    ({"words": " \u00a0\u200b"}, "invalid-body", {"/words": "required"}), ({"words": 7}, "invalid-body", {"/words": "type"}),
    ({"words": "x" * 201}, "invalid-body", {"/words": "maxLength"}), ({"words": "x", "limit": 0}, "invalid-body", {"/limit": "minimum"}),
    ({"words": "x", "limit": 101}, "invalid-body", {"/limit": "maximum"}),
    ({"words": "x", "q": "y"}, "invalid-body", {"/q": "additionalProperties"}),
    ({"words": "x", "cursor": "y"}, "bad-cursor", {})], ids=str)
def test_a_bad_search_is_told_what_is_wrong(people, body, code, pointers):
    answer = people.officer.post("/v1/inbox/searches", body)
    assert (answer.code, answer.pointers) == (code, pointers), answer


def test_only_who_works_at_a_desk_searches(people):
    assert people.nobody.search("x").code == "unauthenticated"
    for person in (people.citizen, people.admin):
        assert person.search("x").code == "forbidden"
    assert people.officer.get("/v1/inbox", query={"q": "x"}).code == "bad-query"
    assert people.officer.get("/v1/inbox", query={"view": "mine"}).code == "bad-query"


def test_what_was_looked_for_is_written_nowhere(people, service, things):
    """Neither in the program's log nor in nginx' nor in the database's, with a search that fails either."""
    words = ["0977654321", "Phàn Thị Rất Riêng", "012193009876", "H99.31-991231-7654", "BL-H99.31-991231-7655", "RR473124829VN"]
    for one in words:
        assert people.officer.search(one).status == 200
        assert people.officer.search(one, cursor="sai").code == "bad-cursor"
        assert people.officer.search(one, limit=0).code == "invalid-body"
        assert people.citizen.search(one).code == "forbidden"
    edge = Edge(service)
    through = Client(service, people.officer.contract, people.officer.token, edge.address)
    for one in words:
        assert through.post("/v1/inbox/searches", {"words": one}).status == 200
    edge.stop()
    with contextlib.closing(service.cluster.connect(service.database)) as holder, holder.cursor() as cursor:
        cursor.execute("begin; lock table unit_dossier in access exclusive mode")
        for one in words:
            assert people.officer.search(one).code == "overloaded"
    logs = [*service.folder.rglob("*.log"), *service.cluster.folder.rglob("*.log")]
    texts = {log: log.read_text(errors="replace") for log in logs}
    for told in ("searchInbox", "POST /v1/inbox/searches 200", "canceling statement due to lock timeout"):
        assert any(told in text for text in texts.values())
    assert not [(log, one) for log, text in texts.items() for one in words if one in text]
