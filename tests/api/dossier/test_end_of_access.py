"""End of access: a unit that once held a dossier follows it until it ends and, as the dated rule says, for thirty days after; then
it is not there for anybody of that unit, nor for the leaders above. Who keeps the record goes on reading it."""
import pytest
import yaml

from harness.contract import ROOT, Contract
from harness.people import ADDRESS, COPIES

OPENING = [op for op in Contract().operations.values() if op.read_log in ("dossier", "shipment")]
HERE, ELSEWHERE = "H99.32", "H99.21.02"
RULE = yaml.safe_load((ROOT / "schema/vocabulary/rules.yaml").read_text(encoding="utf-8"))["entries"]["reading_after_end"]
REASON = "Cần ý kiến của văn phòng đăng ký đất đai."


@pytest.fixture()
def passed_on(people):
    """A dossier that was at another unit for a while and came back, with its result; what can be asked of it."""
    citizen, here = people.newcomer(), people.officer_binh
    dossier = citizen.file(COPIES, unit=HERE, return_channel="post", return_address=ADDRESS)
    here.do(dossier, "accept")
    here.pay_cash(dossier)
    here.do(dossier, "forward", unit_code=ELSEWHERE, reason=REASON)
    people.officer_land.do(dossier, "forward", unit_code=HERE)
    file = here.finish(dossier)["results"][0]["id"]
    number = here.post(f"/v1/dossiers/{dossier}/shipments", {"carrier": "demo"}, key=True).json["tracking_number"]
    return {"id": dossier, "file_id": file, "tracking_number": number, "citizen": citizen}


def deliver(people, things):
    proof = {"receiver_name": "Người Nhận"}
    assert people.carrier(things["tracking_number"], "delivered", proof=proof).status == 200
    assert things["citizen"].dossier(things["id"])["state"] == "returned"


def days_pass(service, dossier, days):
    """By moving what is stored."""
    service.sql("set session_replication_role = replica; update dossier_party set from_at = from_at - make_interval(days => %s), "
                "until_at = until_at - make_interval(days => %s) where dossier_id = %s", days, days, dossier)


def statuses(person, things):
    values = {name: value for name, value in things.items() if name != "citizen"}
    return {person.get(op.fill(**values)).status for op in OPENING if person is not things["citizen"] or "citizen" in op.roles}


def ends(service, dossier):
    """The units that have to do with it, and in how many days they no longer have."""
    return dict(service.sql("select unit_code, extract(day from until_at - now())::integer from dossier_party "
                            "where dossier_id = %s and role = 'involved'", dossier))


def test_a_past_holder_reads_until_thirty_days_after_the_end_by_every_route(people, service, passed_on):
    """Before: "every unit that ever held it and the leaders of all units above read it for ever (no end in `involved_units`); the
    forwarding unit still reads after handing over (200)"."""
    past, keeping = (people.officer_land, people.leader_land), (people.officer_binh, people.leader_binh, passed_on["citizen"])
    for person in (*past, *keeping):
        assert statuses(person, passed_on) == {200}, "it has not ended"
    deliver(people, passed_on)
    assert ends(service, passed_on["id"]) == {HERE: None, ELSEWHERE: RULE["values"][0]["amount"] - 1}
    days_pass(service, passed_on["id"], RULE["values"][0]["amount"] - 1)
    for person in (*past, *keeping):
        assert statuses(person, passed_on) == {200}, "the days have not passed"
    days_pass(service, passed_on["id"], 1)
    for person in past:
        assert statuses(person, passed_on) == {404}
        assert person.act(passed_on["id"], "take").code == "not-found"
        assert person.found(keeping[0].dossier(passed_on["id"])["code"]) == []
        assert passed_on["id"] not in [item["id"] for item in person.pages("/v1/inbox", limit=100, view="passed_on")]
    for person in keeping:
        assert statuses(person, passed_on) == {200}, "who keeps the record, and whose it is"


def test_what_has_not_ended_is_followed_however_long_it_takes(people, service, passed_on):
    days_pass(service, passed_on["id"], 400)
    assert ends(service, passed_on["id"]) == {HERE: None, ELSEWHERE: None}
    people.officer_binh.do(passed_on["id"], "recall", reason="Kết quả có lỗi, xem xét lại.")
    assert people.officer_land.dossier(passed_on["id"])["state"] == "processing"


@pytest.mark.parametrize("end", ["stop", "withdraw", "refuse"])
def test_every_end_begins_the_days_and_who_ended_it_keeps_it(people, service, end):
    """The unit that held it at its end keeps it beside the one that took it in; of three the one between loses sight."""
    citizen = people.newcomer()
    dossier = citizen.file(COPIES, unit=HERE)
    if end == "refuse":
        people.officer_binh.do(dossier, "refuse", reason="Không thuộc thẩm quyền của xã.")
        assert ends(service, dossier) == {HERE: None}
        return
    people.officer_binh.do(dossier, "accept")
    people.officer_binh.do(dossier, "forward", unit_code=ELSEWHERE, reason=REASON)
    people.officer_land.do(dossier, "forward", unit_code="H99.33")
    if end == "stop":
        people.officer_chung.do(dossier, "stop", reason="Hai bên đã thỏa thuận khác.")
    else:
        citizen.do(dossier, "request_withdrawal", reason="Tôi không cần nữa.")
        people.officer_chung.do(dossier, "accept_withdrawal")
    assert ends(service, dossier) == {HERE: None, "H99.33": None, ELSEWHERE: RULE["values"][0]["amount"] - 1}
    days_pass(service, dossier, RULE["values"][0]["amount"])
    assert people.officer_chung.dossier(dossier) and people.officer_binh.dossier(dossier)
    assert people.officer_land.get(f"/v1/dossiers/{dossier}").code == "not-found"


def test_the_successor_of_a_unit_that_ended_keeps_what_it_closed(people, service):
    code = "H99.67"
    unit = {"code": code, "kind": "commune", "name": "Xã Hết", "parent": "H99", "valid_from": "2025-07-01"}

    def send(**more):
        assert people.admin.put("/v1/admin/catalogue", {"basis": "NQ 9/NQ-HĐND", "units": [{**unit, **more}]}).status == 200
    send()
    gone, dossier = people.staff(code), people.newcomer().file(COPIES, unit=code)
    gone.do(dossier, "accept")
    send(valid_until=str(service.sql("select local_day(now())")[0][0]), successor="H99.33")
    people.officer_chung.do(dossier, "stop", reason="Người nộp đã có bản sao.")
    days_pass(service, dossier, RULE["values"][0]["amount"])
    assert people.officer_chung.dossier(dossier)["state"] == "stopped"
