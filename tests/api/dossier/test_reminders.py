"""What comes round by itself: citizens are reminded before their time to supply is over and their dossiers closed after it,
officers are alerted to online filings without an answer; each once, whenever a worker is killed."""
import time

import pytest

from harness.people import BIRTH, COPIES

REASON = "Bản chụp bị mờ, không đọc được ngày sinh."
ASKED = {"reason": REASON, "fields": ["copies"]}


@pytest.fixture()
def citizen(people):
    return people.newcomer()


@pytest.fixture()
def round_(service):
    """The worker's chores, once."""
    def run():
        service.start_worker()
        service.stop_worker()
    return run


def told(person, dossier, word):
    """What somebody was told about a dossier that says so, the latest first."""
    return [n for n in person.pages("/v1/notifications", limit=100) if n["dossier_id"] == dossier and word in n["title"]]


def asked(people, citizen, moment):
    """A dossier that waits for its citizen until 25 March 2027, 17:00."""
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(BIRTH)
    people.officer.do(dossier, "request_supplement", **ASKED)
    return dossier


def test_what_is_not_supplied_is_closed_and_is_no_refusal(people, service, moment, citizen, round_):
    """'NĐ 118 art. 19.5: the one-stop officer closes the dossier' was `rejected`: "Hồ sơ không được nhận", and waited for an
    officer to press a button."""
    dossier = asked(people, citizen, moment)
    moment.set("2027-03-22 16:59")
    round_()
    assert not told(citizen, dossier, "sắp hết hạn bổ sung")
    for at in ("2027-03-22 17:00", "2027-03-24 09:00"):  # three days before, and once
        moment.set(at)
        round_()
        reminder, = told(citizen, dossier, "sắp hết hạn bổ sung")
        assert "25/03/2027" in reminder["body"] and "nộp lại" in reminder["body"]
    moment.set("2027-03-25 17:00")
    round_()
    assert citizen.dossier(dossier)["state"] == "supplement_requested"
    moment.set("2027-03-25 17:01")
    for _ in range(2):
        round_()
        closed = citizen.dossier(dossier)
        assert (closed["state"], closed["state_code"], closed["ended_why"]) == ("stopped", 8, "not_supplied")
        assert closed["state_name"] == "Đóng do quá hạn bổ sung" and REASON in closed["reason"] and closed["actions"] == []
        after, = told(citizen, dossier, "được đóng do quá hạn bổ sung")
        assert "không phải là từ chối" in after["body"] and "Nộp lại thủ tục này" in after["body"]
    event = citizen.get(f"/v1/dossiers/{dossier}/events").json["items"][-1]
    assert (event["kind"], event["to_state"], event["actor_name"]) == ("expire_supplement", "stopped", None)
    listed = next(i for i in citizen.get("/v1/dossiers", query={"limit": 100}).json["items"] if i["id"] == dossier)
    assert listed["ended_why"] == "not_supplied" and listed["state_name"] == closed["state_name"]
    tracked = people.nobody.follow(citizen.link(dossier)).json
    assert people.nobody.track(closed["code"], citizen.login["login"][-4:]).json["state_name"] == closed["state_name"]
    assert tracked["state_name"] == tracked["events"][-1]["state_name"] == closed["state_name"]
    item = next(i for i in people.officer.pages("/v1/inbox", limit=100, state="stopped") if i["id"] == dossier)
    assert item["ended_why"] == "not_supplied"
    entries = service.sql("select cause, minutes from time_entry where dossier_id = %s", dossier)
    assert entries == [("citizen", 11 * 480 + 360)]
    assert citizen.get(f"/v1/dossiers/{citizen.file(BIRTH)}").json["state"] == "registered"  # and filed again


def test_who_supplies_in_time_is_neither_reminded_nor_closed(people, moment, citizen, round_):
    dossier = asked(people, citizen, moment)
    moment.set("2027-03-20 09:00")
    citizen.supply(dossier, copies=3)
    moment.set("2027-03-25 17:01")
    round_()
    assert citizen.dossier(dossier)["state"] == "registered" and not told(citizen, dossier, "bổ sung")[1:]
    assert not told(citizen, dossier, "sắp hết hạn")


def test_a_worker_killed_while_it_closes_leaves_each_closed_once(people, service, moment, citizen):
    dossiers = [asked(people, citizen, moment) for _ in range(12)]
    moment.set("2027-03-25 17:01")
    for _ in range(4):
        service.start_worker()
        time.sleep(0.05)
        service.kill_worker()
    service.start_worker()
    service.stop_worker()
    for dossier in dossiers:
        assert citizen.dossier(dossier)["ended_why"] == "not_supplied"
        kinds = [e["kind"] for e in citizen.get(f"/v1/dossiers/{dossier}/events").json["items"]]
        assert kinds.count("expire_supplement") == 1
        assert len(told(citizen, dossier, "được đóng")) == 1


def alerts(service, unit):
    return service.sql("""select n.account_id::text, n.told ->> 'count', n.told ->> 'due'
        from notification n join notice_template t on t.id = n.template_id
        where t.notice = 'intake_waits' and n.told ->> 'unit' = (select name from unit where code = %s)
        order by n.created_at""", unit)


def test_officers_are_alerted_within_two_hours_once(people, service, moment, citizen, round_):
    """An online filing lay in the queue, and nothing told anybody that its eight hours ran."""
    unit = "H99.32"
    moment.set("2027-03-10 08:00")
    waits, answered = citizen.file(COPIES, unit=unit), citizen.file(COPIES, unit=unit)
    moment.set("2027-03-10 09:30")
    another = citizen.file(COPIES, unit=unit)
    people.officer_binh.do(answered, "accept")
    moment.set("2027-03-10 09:49")
    before = alerts(service, unit)
    round_()
    assert alerts(service, unit) == before
    moment.set("2027-03-10 09:51")  # before the two hours are over: a worker comes round every five minutes
    officers = {row[0] for row in service.sql("select account_id::text from post where unit_code = %s and role = 'officer'", unit)}
    for _ in range(2):
        round_()
        found = alerts(service, unit)[len(before):]
        assert {row[0] for row in found} == officers and len(found) == len(officers)
        assert {row[1] for row in found} == {"1"}
        heard = people.officer_binh.get("/v1/notifications").json["items"][0]
        assert heard["title"].startswith("1 hồ sơ trực tuyến chờ tiếp nhận") and "08:00 11/03/2027" in heard["body"]
    shown = {i["id"]: i["alerted_at"] for i in people.officer_binh.pages("/v1/inbox", limit=100)}
    assert shown[waits] == "2027-03-10T02:51:00.000Z" and shown[another] is None and shown[answered] is None
    people.officer_binh.do(waits, "accept")
    shown = {i["id"]: i["alerted_at"] for i in people.officer_binh.pages("/v1/inbox", limit=100)}
    assert shown[waits] is None


def test_a_unit_without_officers_has_its_leader_alerted_or_the_people_above(service):
    """In one transaction that is undone."""
    above = "update post set unit_code = (select parent_code from unit where code = 'H99.32') where unit_code = 'H99.31';"
    for role, own in (("leader", True), ("admin", False)):
        of_unit, watchers = service.sql(f"""begin; {above} update post set role = '{role}' where unit_code = 'H99.32';
            select array(select distinct account_id::text from post where unit_code = 'H99.32'),
                array(select w::text from unit_watchers('H99.32') w)""")[0]
        assert watchers and (set(watchers) == set(of_unit) if own else not set(watchers) & set(of_unit))
