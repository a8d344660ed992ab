"""A unit that ends hands its dossiers on: they stay in the sight of whoever saw them, and the next unit goes on with them."""
import pytest

from harness.people import COPIES

UNIT = {"kind": "commune", "name": "Xã Cũ", "parent": "H99", "valid_from": "2025-07-01"}


def send(people, *units, **more):
    answer = people.admin.put("/v1/admin/catalogue", {"basis": "NQ 9/NQ-HĐND", **({"units": units} if units else {}), **more})
    assert answer.status == 200, answer
    return answer.json["changes"]


def day(service, offset):
    return str(service.sql("select local_day(now()) + %s", offset)[0][0])


@pytest.fixture
def ended(service, people):
    """A unit with a filed dossier and a draft, as their applicant left them."""
    code = f"H99.7{service.sql('select count(*) from unit')[0][0] % 10}"
    send(people, {**UNIT, "code": code})
    people.staff(code)
    citizen = people.newcomer()
    filed = citizen.draft(COPIES, unit=code)
    citizen.submit(filed)
    return code, citizen, filed, citizen.draft(COPIES, unit=code)


def test_open_dossiers_and_drafts_go_to_the_successor(service, people, ended):
    code, citizen, filed, draft = ended
    assert people.officer.get(f"/v1/dossiers/{filed}").status == 404
    before = citizen.dossier(filed)
    changes = send(people, {**UNIT, "code": code, "valid_until": day(service, 0), "successor": "H99.31"})
    gone = next(change for change in changes if change["what"] == "dossiers")
    assert {member["name"]: member["after"] for member in gone["members"]} == {"holder": "H99.31", "count": "1"}
    after = citizen.dossier(filed)
    assert (after["code"], after["unit"]["code"], after["state"]) == (before["code"], "H99.31", "registered")
    events = citizen.get(f"/v1/dossiers/{filed}/events").json["items"]
    assert "succeed" in [event["kind"] for event in events]
    custody = citizen.get(f"/v1/dossiers/{filed}/custody").json["items"]
    assert [link["unit"]["code"] for link in custody] == [code, "H99.31"]
    assert any("Mẫu An" in told["body"] for told in citizen.get("/v1/notifications").json["items"])
    assert people.officer.get(f"/v1/dossiers/{filed}").status == 200
    assert people.officer.act(filed, "accept").json["state"] == "received"
    assert citizen.dossier(draft)["unit"]["code"] == "H99.31"
    assert citizen.submit(draft)["state"] == "registered"
    gone = people.nobody.get(f"/v1/units/{code}").json
    assert (gone["valid_until"], gone["successor"]) == (day(service, 0), "H99.31")


def test_a_unit_that_ends_later_keeps_them_until_that_day(service, people, ended):
    """The days pass here by moving what is stored; the worker then does what the import left."""
    code, citizen, filed, _ = ended
    send(people, {**UNIT, "code": code, "valid_until": day(service, 20), "successor": "H99.31"})
    assert citizen.dossier(filed)["unit"]["code"] == code
    service.sql("update unit set valid_until = local_day(now()) where code = %s", code)
    service.start_worker()
    service.stop_worker()
    assert citizen.dossier(filed)["unit"]["code"] == "H99.31"


def test_without_a_successor_the_unit_above_goes_on(service, people, ended):
    code, citizen, filed, draft = ended
    send(people, {**UNIT, "code": code, "valid_until": day(service, 0)})
    assert citizen.dossier(filed)["unit"]["code"] == "H99"
    answer = citizen.post(f"/v1/dossiers/{draft}/submission", key=True)
    assert (answer.status, answer.code) == (422, "unit-unknown")


def test_a_draft_waits_while_its_unit_is_closed(service, people, ended):
    code, citizen, _, draft = ended
    send(people, closures=[{"unit": code, "valid_from": day(service, 0), "valid_until": day(service, 7), "reason": "Bão số 9"}])
    answer = citizen.post(f"/v1/dossiers/{draft}/submission", key=True)
    assert (answer.status, answer.code) == (409, "procedure-closed") and "Bão số 9" in answer.json["detail"]
    service.sql("update closure set valid_from = valid_from - 7, valid_until = valid_until - 7 where unit_code = %s", code)
    assert citizen.submit(draft)["state"] == "registered"


def test_a_chain_of_mergers_leads_to_the_unit_that_is_there(service, people, ended):
    code, citizen, filed, _ = ended
    send(people, {**UNIT, "code": "H99.69", "valid_until": day(service, 0), "successor": "H99.31"},
         {**UNIT, "code": code, "valid_until": day(service, 0), "successor": "H99.69"})
    assert citizen.dossier(filed)["unit"]["code"] == "H99.31"


def test_whatever_state_they_are_in_the_next_unit_takes_the_next_step(service, people):
    """A unit that ends while it holds dossiers of every kind, its own and one that another passed on to it."""
    code = "H99.68"
    send(people, {**UNIT, "code": code})
    officer, citizen, next_one, reason = people.staff(code), people.newcomer(), people.officer_chung, "Cần xem xét thêm hồ sơ này."
    steps = {"registered": "accept", "received": "finish", "processing": "stop", "supplement_requested": "supply",
             "payment_requested": "take_cash", "finished": "return", "passed on": "finish", "ended": None}
    held = {state: citizen.file(COPIES, unit="H99.32" if state == "passed on" else code) for state in steps}
    for state, dossier in held.items():
        first = people.officer_binh if state == "passed on" else officer
        if state in ("received", "processing", "finished", "passed on"):
            first.do(dossier, "accept")
        if state in ("processing", "passed on"):
            first.do(dossier, "forward", unit_code=code)
        if state == "supplement_requested":
            first.do(dossier, "request_supplement", reason=reason, fields=["copies"])
        if state == "payment_requested":
            first.do(dossier, "request_payment", reason=reason)
        if state == "finished":
            first.pay_cash(dossier)
            first.finish(dossier)
        if state == "ended":
            first.do(dossier, "refuse", reason=reason)
    assert next_one.get(f"/v1/dossiers/{held['ended']}").status == 404
    send(people, {**UNIT, "code": code, "valid_until": day(service, 0), "successor": "H99.33"})
    for state, step in steps.items():
        holder = citizen.dossier(held[state])["holder"]["unit"]["code"]
        assert holder == (code if state == "ended" else "H99.33"), state
        assert next_one.dossier(held[state])["code"], "what has ended is the next unit's to read too"
        if step == "supply":
            citizen.supply(held[state], copies=4)
        elif step == "take_cash":
            next_one.pay_cash(held[state])
        elif step:
            more = {"finish": {"upload_ids": [next_one.upload()]}, "stop": {"reason": reason}, "return": {"receiver_name": "Người Nhận"}}
            next_one.do(held[state], step, **more.get(step, {}))


def test_what_a_unit_had_is_handed_on_in_parts(service, people):
    """However much it was: each part goes on where the one before it ended, and the last says that there is no more."""
    code = f"H99.6{service.sql('select count(*) from unit')[0][0] % 7}"
    send(people, {**UNIT, "code": code})
    officer, citizen = people.staff(code), people.newcomer()
    held = [citizen.file(COPIES, unit=code) for _ in range(5)]
    drafts = [citizen.draft(COPIES, unit=code) for _ in range(3)]
    for dossier in held[:2]:
        officer.do(dossier, "refuse", reason="Không thuộc địa bàn của xã.")
    service.sql("update unit set valid_until = local_day(now()), successor_code = 'H99.33' where code = %s", code)
    parts = []
    while not parts or parts[-1] == 2:
        parts.append(service.sql("select coalesce(sum(seen), 0) from units_succeed(null, 2)")[0][0])
    assert parts == [2, 2, 2, 1]  # two of three drafts; the third, and two of five dossiers; two; one
    assert service.sql("select succeeded from unit where code = %s", code) == [(True,)]
    for number, dossier in enumerate(held):
        assert citizen.dossier(dossier)["holder"]["unit"]["code"] == (code if number < 2 else "H99.33")
        assert people.officer_chung.get(f"/v1/dossiers/{dossier}").status == 200
    assert {citizen.dossier(draft)["unit"]["code"] for draft in drafts} == {"H99.33"}
    assert service.sql("select * from units_succeed(null, 2)") == []
