"""The one-stop desk: the queue, every step that takes a dossier further, who sees it, who holds it, until when."""
import hashlib
import json
import pytest

from harness import working_time
from harness.people import BIRTH, COPIES, UNIT, pdf

REASON = "Bản chụp bị mờ, không đọc được ngày sinh."


@pytest.fixture()
def citizen(people):
    return people.citizen_elder


@pytest.fixture()
def officer(people):
    return people.officer


@pytest.fixture()
def received(citizen, officer):
    """A free dossier that the desk has accepted."""
    dossier = citizen.file(BIRTH)
    officer.do(dossier, "accept")
    return dossier


def states(person, dossier):
    return [event["to_state"] for event in person.get(f"/v1/dossiers/{dossier}/events").json["items"]]


def last_notice(citizen, dossier):
    return next(n for n in citizen.get("/v1/notifications").json["items"] if n["dossier_id"] == dossier)


def check_custody(person, dossier):
    """Every hand-over is chained to the one before, as the contract says."""
    links = person.get(f"/v1/dossiers/{dossier}/custody").json["items"]
    assert [link["sequence"] for link in links] == list(range(1, len(links) + 1))
    assert all(a["since"] <= b["since"] for a, b in zip(links, links[1:]))
    return links


def test_the_common_way_accept_forward_finish_return(citizen, officer):
    dossier = citizen.file(BIRTH)
    submitted = citizen.dossier(dossier)
    assert submitted["state_code"] == 1 and submitted["actions"] == ["request_withdrawal"]
    within = working_time.working_hours(working_time.parse(submitted["submitted_at"]), 8)
    assert abs((working_time.parse(submitted["step_due_at"]) - within).total_seconds()) <= 1
    queue = officer.get("/v1/inbox", query={"state": "registered", "unit": UNIT}).json["items"]
    item = next(item for item in queue if item["id"] == dossier)
    assert item["applicant_name"] == "Đỗ Thị Hòa" and item["step_due_at"] == submitted["step_due_at"]

    accepted = officer.do(dossier, "accept", note="đủ giấy tờ")
    assert accepted["state"] == "received" and accepted["holder"]["officer_name"] == "Trần Văn Một"
    case = citizen.get(f"/v1/procedures/{BIRTH}").json["cases"][0]
    time = next(c["time"] for c in case["channels"] if c["channel"] == "online")
    assert time["unit"] in ("working_day", "working_hour")
    at = working_time.parse(accepted["submitted_at"])
    due = working_time.working_days(at, time["amount"], time.get("cutoff")) if time["unit"] == "working_day" \
        else working_time.working_hours(at, time["amount"])
    assert abs((working_time.parse(accepted["due_at"]) - due).total_seconds()) <= 1
    assert citizen.get(f"/v1/dossiers/{dossier}/papers/appointment.pdf").body.startswith(b"%PDF-")
    assert "đã được tiếp nhận" in last_notice(citizen, dossier)["title"]

    forwarded = officer.do(dossier, "forward", note="kính chuyển")
    assert forwarded["state"] == "processing" and forwarded["holder"]["officer_id"] is None
    result = pdf("kết quả")
    finished = officer.finish(dossier, result)
    assert finished["state"] == "finished" and "return" in finished["actions"]
    file = citizen.dossier(dossier)["results"][0]
    assert file["sha256"] == hashlib.sha256(result).hexdigest()
    assert citizen.get(f"/v1/dossiers/{dossier}/files/{file['id']}").body == result
    returned = officer.do(dossier, "return", receiver_name="Đỗ Thị Hòa", receiver_personal_id="036145000017")
    assert returned["state"] == "returned" and returned["returned_at"] and returned["actions"] == []

    assert states(citizen, dossier) == ["registered", "received", "processing", "finished", "returned"]
    events = citizen.get(f"/v1/dossiers/{dossier}/events").json["items"]
    assert [e["actor_role"] for e in events] == ["citizen"] + ["officer"] * 4
    # What officers say to each other when they pass it on stays with them.
    assert next(e for e in events if e["kind"] == "forward")["note"] is None
    seen = officer.get(f"/v1/dossiers/{dossier}/events").json["items"]
    assert next(e for e in seen if e["kind"] == "forward")["note"] == "kính chuyển"
    links = check_custody(citizen, dossier)
    assert [link["state"] for link in links] == ["registered", "received", "processing", "finished", "returned"]
    assert dossier not in [i["id"] for i in officer.get("/v1/inbox", query={"limit": 100}).json["items"]]
    assert dossier in [i["id"] for i in officer.get("/v1/inbox", query={"state": "returned"}).json["items"]]


def test_the_chain_of_custody_can_be_recomputed(received, officer, service):
    officer.do(received, "forward")
    rows = service.sql("""select sequence, unit_code, coalesce(officer_id::text, ''), coalesce(officer_name, ''), state, iso_time(since),
        coalesce(iso_time(until), ''), submission_sha256, hash from custody where dossier_id = %s order by sequence""", received)
    before = "0" * 64
    for sequence, unit, holder, name, state, since, until, said, digest in rows:
        text = "|".join([before, received, str(sequence), unit, holder, name, state, since, until, said])
        assert hashlib.sha256(text.encode()).hexdigest() == digest
        before = digest


def test_refused_at_the_door(citizen, officer):
    dossier = citizen.file(BIRTH)
    refused = officer.do(dossier, "refuse", reason="Không thuộc thẩm quyền của phường.")
    assert refused["state"] == "rejected" and refused["state_code"] == 3
    assert citizen.dossier(dossier)["reason"] == "Không thuộc thẩm quyền của phường."
    assert "thẩm quyền" in last_notice(citizen, dossier)["body"]
    assert officer.act(dossier, "accept").code == "wrong-state"


def test_stopped(received, citizen, officer):
    stopped = officer.do(received, "stop", reason="Người nộp đã qua đời.")
    assert stopped["state"] == "stopped" and citizen.dossier(received)["reason"] == "Người nộp đã qua đời."
    assert citizen.act(received, "request_withdrawal", reason="không cần nữa").code == "wrong-state"


def test_recalled_a_result_is_no_longer_there(received, citizen, officer):
    officer.finish(received)
    file = citizen.dossier(received)["results"][0]["id"]
    recalled = officer.do(received, "recall", reason="Sai ngày sinh trong kết quả.")
    assert recalled["state"] == "processing" and recalled["results"] == []
    assert citizen.get(f"/v1/dossiers/{received}/files/{file}").code == "not-found"
    again = officer.finish(received)
    assert len(again["results"]) == 1 and again["results"][0]["id"] != file


def test_a_supplement_before_acceptance_starts_the_desk_hours_anew(citizen, officer):
    dossier = citizen.file(BIRTH)
    component = citizen.papers(BIRTH)[0]
    asked = officer.do(dossier, "request_supplement", reason=REASON, components=[component], fields=["child_name"])
    assert asked["state"] == "supplement_requested"
    shown = citizen.dossier(dossier)
    assert shown["supplement"]["reason"] == REASON and shown["supplement"]["components"] == [component]
    limit = working_time.calendar_days(working_time.parse(shown["supplement"]["requested_at"]), 15)
    assert working_time.parse(shown["supplement"]["limit_at"]) == limit
    assert shown["actions"] == ["supply", "request_withdrawal"]
    new = citizen.upload(pdf("rõ hơn"), "rõ hơn.pdf")
    assert citizen.put(f"/v1/dossiers/{dossier}/components/{component}", {"upload_ids": [new]}).status == 200
    changed = citizen.patch(f"/v1/dossiers/{dossier}", {"answers": {"child_name": "Nguyễn Bình An"}},
                            etag=citizen.etag(dossier))
    assert changed.status == 200
    # Only the answers: what else was filed stays.
    assert citizen.patch(f"/v1/dossiers/{dossier}", {"return_channel": "online"}, etag="*").code == "wrong-state"
    supplied = citizen.do(dossier, "supply")
    assert supplied["state"] == "registered" and supplied["supplement"] is None
    within = working_time.working_hours(working_time.parse(supplied["updated_at"]), 8)
    assert abs((working_time.parse(supplied["step_due_at"]) - within).total_seconds()) <= 2
    assert [f["name"] for c in supplied["components"] if c["code"] == component for f in c["files"]] == ["rõ hơn.pdf"]


def test_a_supplement_that_never_comes_ends_as_closed_and_not_as_refused(citizen, officer, moment):
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(BIRTH)
    officer.do(dossier, "request_supplement", reason=REASON, fields=["child_name"])
    moment.set("2027-03-25 17:00")
    assert officer.act(dossier, "expire_supplement").code == "wrong-state"
    moment.set("2027-03-25 17:01")
    expired = officer.do(dossier, "expire_supplement")
    assert (expired["state"], expired["state_code"], expired["ended_why"]) == ("stopped", 8, "not_supplied")
    assert expired["state_name"] == "Đóng do quá hạn bổ sung" and REASON in expired["reason"]
    assert citizen.act(dossier, "supply").code == "wrong-state"


def test_withdrawal_is_asked_for_declined_and_accepted(received, citizen, officer):
    asked = citizen.do(received, "request_withdrawal", reason="Tôi nộp nhầm thủ tục.")
    assert asked["state"] == "received" and asked["withdrawal_requested_at"] and asked["actions"] == []
    assert citizen.act(received, "request_withdrawal", reason="lần nữa").code == "wrong-state"
    item = next(i for i in officer.get("/v1/inbox", query={"limit": 100}).json["items"] if i["id"] == received)
    assert item["withdrawal_requested"]
    declined = officer.do(received, "decline_withdrawal", reason="Kết quả đã được ký.")
    assert declined["withdrawal_requested_at"] is None and declined["state"] == "received"
    assert "tiếp tục" in last_notice(citizen, received)["title"]
    citizen.do(received, "request_withdrawal", reason="Vẫn xin rút.")
    withdrawn = officer.do(received, "accept_withdrawal")
    assert withdrawn["state"] == "withdrawn" and withdrawn["state_code"] == 7
    assert states(citizen, received)[-1] == "withdrawn"


def test_a_dossier_passed_to_another_unit_is_seen_there_too(received, people, citizen):
    officer, other = people.officer, people.officer_binh
    assert other.get(f"/v1/dossiers/{received}").code == "not-found"
    moved = officer.do(received, "forward", unit_code="H99.32", officer_id=other.get("/v1/me").json["id"])
    assert moved["holder"]["unit"]["code"] == "H99.32" and moved["holder"]["officer_name"] == "Nguyễn Văn Bình"
    assert other.dossier(received)["state"] == "processing"
    mine = other.get("/v1/inbox", query={"mine": "true", "unit": "H99.32"}).json["items"]
    assert received in [item["id"] for item in mine]
    # The unit that received it still reads it, but the step is no longer its own.
    assert officer.dossier(received)["actions"] == ["take_back"]
    assert officer.act(received, "stop", reason="không được phép").status == 409
    assert people.officer_chung.get(f"/v1/dossiers/{received}").code == "not-found"
    # Finished there, the result goes back to where the dossier was received.
    other.finish(received)
    assert officer.dossier(received)["holder"]["unit"]["code"] == UNIT
    officer.do(received, "return", receiver_name="Đỗ Thị Hòa")
    holders = [link["unit"]["code"] for link in check_custody(citizen, received)]
    assert holders == [UNIT, UNIT, "H99.32", UNIT, UNIT]


def test_leaders_see_what_their_units_hold_and_no_other(received, people, citizen):
    assert people.leader.dossier(received)["id"] == received
    assert people.leader_binh.get(f"/v1/dossiers/{received}").code == "not-found"
    assert people.admin.get(f"/v1/dossiers/{received}").code == "not-found"
    assert received in [i["id"] for i in people.leader.get("/v1/inbox", query={"limit": 100}).json["items"]]


def test_who_held_a_dossier_to_its_end_finds_it_among_what_was_his(received, people, citizen, officer):
    citizen.do(received, "request_withdrawal", reason="Nhầm thủ tục.")
    officer.do(received, "accept_withdrawal")
    for person, query, listed in ((officer, {}, True), (officer, {"mine": "true"}, True), (people.leader, {}, True),
                                  (people.leader, {"mine": "true"}, False)):
        items = person.get("/v1/inbox", query={**query, "state": "withdrawn", "limit": 100}).json["items"]
        assert (received in [item["id"] for item in items]) == listed, (person, query)
    assert received not in [item["id"] for item in officer.get("/v1/inbox", query={"mine": "true", "limit": 100}).json["items"]]


def test_the_queue_is_filtered_and_paged(received, people, officer, service):
    for query in ({"state": "received"}, {"mine": "true"}):
        items = officer.get("/v1/inbox", query={**query, "limit": 100}).json["items"]
        assert received in [item["id"] for item in items], query
    assert officer.get("/v1/inbox", query={"unit": "H99.32"}).json["items"] == []
    assert officer.get("/v1/inbox", query={"state": "draft"}).code == "bad-query"
    assert received not in [i["id"] for i in officer.get("/v1/inbox", query={"overdue": "true"}).json["items"]]
    service.sql("update dossier set step_due_at = now() - interval '1 hour' where id = %s", received)
    overdue = officer.get("/v1/inbox", query={"overdue": "true"}).json["items"]
    assert [item["overdue"] for item in overdue if item["id"] == received] == [True]
    for query in ({}, {"state": "rejected"}):
        whole = [item["id"] for item in officer.get("/v1/inbox", query={**query, "limit": 100}).json["items"]]
        assert [item["id"] for item in officer.pages("/v1/inbox", **query)] == whole, query


def test_what_the_desk_shows_as_possible_is_possible_and_nothing_else(citizen, people):
    """Each action tried in each state: it succeeds exactly where `actions` lists it."""
    officer = people.officer
    body = {"accept": {}, "refuse": {"reason": REASON}, "request_supplement": {"reason": REASON, "fields": ["child_name"]},
            "stop": {"reason": REASON}, "recall": {"reason": REASON}, "forward": {}, "expire_supplement": {},
            "return": {"receiver_name": "Đỗ Thị Hòa"}, "accept_withdrawal": {},
            "decline_withdrawal": {"reason": REASON}, "request_payment": {"reason": REASON}}
    ways = [(), ("accept",), ("accept", "forward"), ("accept", "request_supplement"), ("refuse",), ("accept", "finish"),
            ("accept", "finish", "return"), ("accept", "stop")]
    for way in ways:
        dossier = citizen.file(BIRTH)
        for step in way:
            officer.finish(dossier) if step == "finish" else officer.do(dossier, step, **body[step])
        shown = officer.dossier(dossier)["actions"]
        for action, more in body.items():
            if action not in shown:
                answer = officer.act(dossier, action, **more)
                assert answer.code in ("wrong-state", "nothing-due"), (way, action, answer)
        for action in shown:
            if action in body:
                assert action not in ("expire_supplement",)
        for applicants in ("supply", "request_withdrawal"):
            more = {"reason": REASON} if applicants == "request_withdrawal" else {}
            assert officer.act(dossier, applicants, **more).code == "forbidden"
        assert citizen.act(dossier, "accept").code == "forbidden"


def test_the_applicant_cannot_take_the_desk_s_steps(people, service):
    """Not even an officer for a dossier of his own, or of somebody for whom he acts."""
    officer, neighbour = people.officer_binh, people.newcomer()
    dossier = neighbour.file(BIRTH, unit="H99.32")
    service.sql("""insert into acting (account_id, party_id, capacity) values (%s,
        (select party_id from account where id = %s), 'representative')""", officer.get("/v1/me").json["id"], neighbour.account["id"])
    assert dossier in [one["id"] for one in officer.pages("/v1/dossiers")]
    assert officer.act(dossier, "accept").code == "forbidden"
    assert officer.dossier(dossier)["state"] == "registered"
    assert people.leader_binh.do(dossier, "accept")["state"] == "received"


def test_everything_a_step_does_is_in_one_transaction(received, citizen, officer, service):
    """A step that fails late leaves nothing behind: no event, no notice, no mail."""
    def counts():
        return service.sql("""select (select count(*) from dossier_event where dossier_id = %(d)s),
            (select count(*) from custody where dossier_id = %(d)s), (select count(*) from notification where dossier_id = %(d)s),
            (select count(*) from outbox), (select count(*) from idempotency_key), (select version from dossier where id = %(d)s)
            """.replace("%(d)s", f"'{received}'"))
    before = counts()
    for action, more in (("finish", {"upload_ids": ["01900000-0000-7000-8000-000000000000"]}),
                         ("forward", {"unit_code": "H99.99"}), ("request_supplement", {
                             "reason": REASON, "components": ["KHONG-CO"]}), ("return", {"receiver_name": "Hòa"})):
        assert officer.act(received, action, **more).status in (409, 422)
        assert counts() == before


def test_answers_in_english_when_asked(citizen):
    answer = citizen.get("/v1/dossiers/01900000-0000-7000-8000-000000000000", headers={"Accept-Language": "en-GB"})
    assert answer.json["title"].startswith("This was not found")
    assert json.loads(answer.body)["code"] == "not-found"


def test_a_free_dossier_has_nothing_to_pay(received, citizen, officer):
    assert citizen.get(f"/v1/dossiers/{received}/payments").json == {
        "state": "none", "total": 0, "paid": 0, "to_refund": 0, "charges": [], "items": []}
    for person, method in ((citizen, "vietqr"), (officer, "cash")):
        assert person.post(f"/v1/dossiers/{received}/payments", {"method": method}, key=True).code == "nothing-due"
    assert officer.act(received, "request_payment", reason="nộp phí").code == "nothing-due"


def test_a_dossier_for_another_unit_cannot_be_given_to_a_stranger(received, people, officer):
    other = people.officer_chung.get("/v1/me").json["id"]
    answer = officer.act(received, "forward", unit_code="H99.32", officer_id=other)
    assert answer.code == "action-invalid"
