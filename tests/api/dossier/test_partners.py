"""Waiting for a system or office of somebody else: its time is booked to it by name, it has a promise of its own to keep, and
the citizen's day moves only where a law says so."""
from datetime import datetime

import pytest

from harness import working_time
from harness.people import BIRTH, COPIES

LAND = "1.013831"


@pytest.fixture()
def citizen(people):
    return people.newcomer()


@pytest.fixture()
def taken(people, moment, citizen):
    """Files and accepts at nine."""
    def file(procedure=COPIES):
        moment.set("2027-03-10 09:00")
        dossier = citizen.file(procedure)
        people.officer.do(dossier, "accept")
        return dossier
    return file


def entries(service, dossier):
    return service.sql("""select cause, partner_code, stands, minutes from time_entry where dossier_id = %s order by number""", dossier)


def promises(service, dossier):
    return service.sql("""select promised, partner_code, iso_time(due_at), ended_why, late_minutes from promise
        where dossier_id = %s order by number""", dossier)


@pytest.mark.parametrize("law, moves", [("civil_status", True), (None, False)])
def test_a_partner_s_time_is_booked_to_it_by_name_and_it_is_late_by_its_own_limit(people, service, moment, citizen, taken, law, moves):
    """Nothing could wait for the shared civil-status system: its days were the office's."""
    service.sql("update procedure_version set law = %s where procedure_code = %s", law, COPIES)
    dossier = taken()
    number = f"HT-2027-{law}"
    before = working_time.parse(citizen.dossier(dossier)["due_at"])
    told = people.officer.do(dossier, "await_partner", partner="ho-tich", external_id=number)
    assert told["state"] == "received" and told["clock_stands"] == moves and "finish" not in told["actions"]
    assert told["waits_for"]["partner"] == {"code": "ho-tich", "name": "Hệ thống hộ tịch điện tử dùng chung",
                                            "name_en": "The shared civil-status system"}
    assert working_time.parse(told["waits_for"]["since"]) == datetime(2027, 3, 10, 2)
    assert working_time.parse(told["waits_for"]["until"]) == datetime(2027, 3, 11, 2)  # a working day
    assert citizen.dossier(dossier)["waits_for"] == told["waits_for"]
    notice = next(n for n in citizen.get("/v1/notifications").json["items"] if n["dossier_id"] == dossier)
    assert "Đang chờ Hệ thống hộ tịch điện tử dùng chung trả lời" in notice["body"] and "không phải làm gì" in notice["body"]
    assert ("vẫn là" in notice["body"]) != moves
    assert people.officer.act(dossier, "finish", upload_ids=[people.officer.upload()]).code == "partner-pending"
    moment.set("2027-03-12 09:00")
    answered = people.officer.do(dossier, "partner_answered", external_id=f"TB {law}", note="Có trong sổ năm 1990.")
    assert answered["waits_for"] is None and not answered["clock_stands"]
    after = working_time.parse(citizen.dossier(dossier)["due_at"])
    assert after == (working_time.add_seconds(before, 2 * 8 * 3600) if moves else before)
    moment.set("2027-03-12 10:00")
    people.officer.finish(dossier)
    assert entries(service, dossier) == [("partner", "ho-tich", moves, 960), ("office", None, False, 60)]
    assert [row for row in promises(service, dossier) if row[0] == "partner"] == [
        ("partner", "ho-tich", "2027-03-11T02:00:00.000Z", "kept", 480)]
    assert service.sql("select source, value, at is not null from external_id where kind = 'dossier' and id = %s order by at, value",
                       dossier) == [("ho-tich", number, True), ("ho-tich", f"TB {law}", True)]
    events = {event["kind"]: event["note"] for event in citizen.get(f"/v1/dossiers/{dossier}/events").json["items"]}
    assert events["await_partner"] == f"Hệ thống hộ tịch điện tử dùng chung, số {number}"
    assert events["partner_answered"] == f"Hệ thống hộ tịch điện tử dùng chung, số TB {law}\nCó trong sổ năm 1990."
    times = citizen.get(f"/v1/dossiers/{dossier}/times").json
    assert [(e["cause"], (e["partner"] or {}).get("code")) for e in times["entries"]] == [("partner", "ho-tich"), ("office", None)]
    service.sql("update procedure_version set law = 'civil_status' where procedure_code = %s", COPIES)


def test_a_partner_without_a_time_of_its_own_promises_nothing(people, service, moment, taken):
    dossier = taken(BIRTH)
    assert people.officer.do(dossier, "await_partner", partner="dan-cu")["waits_for"]["until"] is None
    moment.set("2027-03-10 11:00")
    people.officer.do(dossier, "partner_answered")
    assert entries(service, dossier) == [("partner", "dan-cu", True, 120)]
    assert not [row for row in promises(service, dossier) if row[0] == "partner"]


def test_while_a_partner_is_waited_for_other_steps_go_on_and_an_end_ends_the_waiting(people, service, moment, citizen, taken):
    dossier = taken()
    people.officer.do(dossier, "await_partner", partner="ho-tich")
    moment.set("2027-03-10 10:00")
    people.officer.do(dossier, "request_supplement", reason_code="paper_unreadable", fields=["copies"])
    moment.set("2027-03-10 11:00")
    assert citizen.supply(dossier, copies=4)["waits_for"]["partner"]["code"] == "ho-tich"
    moment.set("2027-03-10 13:30")
    people.officer.do(dossier, "stop", reason_code="conditions_not_met", reason="Không có trong sổ gốc.")
    assert citizen.dossier(dossier)["waits_for"] is None
    assert [row[0::3] for row in entries(service, dossier)] == [("partner", 60), ("citizen", 60), ("partner", 30)]
    assert [row[3] for row in promises(service, dossier) if row[0] == "partner"] == ["void"]


@pytest.mark.parametrize("body, code", [
    ({"partner": "thue"}, "partner-unknown"), ({"partner": "khong-co"}, "partner-unknown"), ({}, "invalid-body"),
    ({"partner": "Thuế"}, "invalid-body"), ({"partner": "ho-tich", "external_id": ""}, "invalid-body"),
    ({"partner": "ho-tich", "external_id": "   "}, "invalid-body"), ({"partner": "ho-tich", "external_id": "x" * 201}, "invalid-body"),
    ({"partner": "ho-tich", "external_id": 7}, "invalid-body"), ({"partner": "ho-tich", "days": 3}, "invalid-body")])
def test_a_partner_must_be_one_of_the_procedure_s(people, taken, body, code):
    dossier = taken()
    assert people.officer.act(dossier, "await_partner", **body).code == code
    assert people.officer.dossier(dossier)["waits_for"] is None


def test_a_number_is_that_of_one_dossier_and_one_partner_is_waited_for_at_a_time(people, taken):
    first, second = taken(), taken()
    people.officer.do(first, "await_partner", partner="ho-tich", external_id="HT-9")
    assert people.officer.act(first, "await_partner", partner="ho-tich").code == "wrong-state"
    assert people.officer.act(second, "partner_answered").code == "wrong-state"
    assert people.officer.act(second, "await_partner", partner="ho-tich", external_id="HT-9").code == "external-id-taken"
    people.officer.do(first, "partner_answered", external_id="HT-9")  # said again


def test_what_procedures_wait_for_holds_by_days(people, service, moment, taken):
    partner = {"code": "quoc-phong", "name": "Bộ chỉ huy quân sự tỉnh", "time": {"amount": 5, "unit": "working_day"},
               "procedures": [BIRTH], "legal_basis": "Chưa đối chiếu", "unconfirmed": ["legal_basis"], "valid_from": "2027-03-01",
               "valid_until": "2027-03-10"}
    sent = people.admin.put("/v1/admin/catalogue", {"basis": "QĐ 4", "partners": [partner]})
    assert [(c["what"], c["code"], c["change"]) for c in sent.json["changes"]] == [("partner", "quoc-phong", "new")]
    assert people.admin.put("/v1/admin/catalogue", {"basis": "QĐ 4", "partners": [partner]}).json["changes"] == []
    dossier = taken(BIRTH)  # on the first day without
    assert people.officer.act(dossier, "await_partner", partner="quoc-phong").code == "partner-unknown"
    known = people.officer.get(f"/v1/procedures/{BIRTH}").json["partners"]
    assert [(p["code"], p["time"], p["unconfirmed"]) for p in known] == [
        ("dan-cu", {"amount": None, "unit": "none"}, ["time", "legal_basis"])]
