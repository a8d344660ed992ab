"""Whoever works on a dossier sees beside each step whether its people were told of it and how, so that he can call them."""
import time
import uuid

import pytest

from harness.delivery import wait, work
from harness.people import ADDRESS, COPIES

COPY = 8000
REASON = "Số bản chưa rõ."


@pytest.fixture()
def citizen(people):
    return people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")


def notices(person, dossier, **more):
    answer = person.get(f"/v1/dossiers/{dossier}/notices", **more)
    assert answer.status == 200, answer
    return answer.json["items"]


def told(person, dossier):
    """The latest: its state and what became of each message."""
    notice = notices(person, dossier)[0]
    return notice["state"], {message["channel"]: (message["state"], message["cause"]) for message in notice["messages"]}


def test_the_desk_sees_that_a_message_is_on_its_way_went_or_was_refused(people, citizen, gateway, mailbox, service):
    dossier = citizen.file(COPIES)
    assert told(people.officer, dossier) == ("waiting", {})
    gateway.rules({"fault": "refuse", "cause": "number_blocked"})
    mailbox.refuse = {citizen.account["email"]: "550 5.1.1 no such mailbox"}
    work(service, mailbox, **gateway.settings())
    assert told(people.officer, dossier) == ("failed", {"mail": ("failed", "mailbox_unknown"), "sms": ("failed", "number_blocked")})
    service.run("worker", "outbox", "retry", "--all")
    assert told(people.officer, dossier) == ("waiting", {"mail": ("waiting", None), "sms": ("waiting", None)})
    mailbox.refuse = {}
    work(service, mailbox, **gateway.settings())
    assert told(people.officer, dossier) == ("sent", {"mail": ("sent", None), "sms": ("failed", "number_blocked")})


def test_of_one_that_is_tried_again_it_says_when_to_the_desk_and_to_its_reader(people, citizen, gateway, mailbox, service):
    gateway.rules({"report": "none"})
    dossier = citizen.file(COPIES)
    mailbox.refuse = {citizen.account["email"]: "451 4.3.0 not now"}
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url, **gateway.settings())
    wait(lambda: service.sql("select 1 from outbox where channel = 'mail' and attempts > 0 and last_error is not null"))
    service.stop_worker()
    due, = service.sql("update outbox set available_at = date_trunc('second', now() + interval '10 minutes') "
                       "returning to_char(available_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.000\"Z\"')")
    for item in (notices(people.officer, dossier)[0], citizen.get("/v1/notifications").json["items"][0]):
        mail, sms = sorted(item["messages"], key=lambda message: message["channel"])
        assert (mail["state"], mail["next_at"], sms["state"], sms["next_at"]) == ("waiting", *due, "sent", None)
    # What failed is not tried again, what is due goes at once.
    for change in ("failed_at = now()", "failed_at = null, available_at = now()"):
        service.sql(f"update outbox set {change}")
        assert [message["next_at"] for message in notices(people.officer, dossier)[0]["messages"]] == [None, None]
    mailbox.refuse = {}
    work(service, mailbox, **gateway.settings())
    assert told(people.officer, dossier) == ("sent", {"mail": ("sent", None), "sms": ("sent", None)})


def test_whose_reader_has_no_address_is_told_apart_from_what_waits_and_what_was_given_up(people, citizen, service):
    citizen.account["phone"], = service.sql("update account set email = null, phone = '0243' || right(phone, 7) where id = %s "
                                            "returning phone", citizen.account["id"])[0]
    dossier = citizen.file(COPIES)
    service.sql("update outbox set failed_at = now() where topic = 'notice'")
    assert told(people.officer, dossier) == ("failed", {})
    service.sql("update outbox set failed_at = null where topic = 'notice'")
    assert told(people.officer, dossier) == ("waiting", {})
    service.start_worker()
    wait(lambda: told(people.officer, dossier) == ("none", {}))
    service.stop_worker()


def test_whether_it_was_read_is_seen_and_no_address(people, citizen):
    dossier = citizen.file(COPIES)
    notice, = notices(people.officer, dossier)
    assert notice["read_at"] is None and notice["full_name"] == citizen.account["full_name"]
    own = citizen.get("/v1/notifications").json["items"][0]
    assert citizen.put(f"/v1/notifications/{notice['id']}/read").status == 204
    notice, = notices(people.officer, dossier)
    assert notice["read_at"] == citizen.get("/v1/notifications").json["items"][0]["read_at"] is not None
    assert (notice["title"], notice["told_at"]) == (own["title"], own["created_at"])
    english, = notices(people.officer, dossier, headers={"Accept-Language": "en"})
    assert english["title"].startswith("We have dossier")
    said = str(people.officer.get(f"/v1/dossiers/{dossier}/notices").json)
    assert citizen.account["phone"] not in said and citizen.account["email"] not in said


def whole_life(people, citizen, service):
    """From filing to the letter at the door, with a supplement, another fee, a reminder and money."""
    officer = people.officer
    dossier = citizen.file(COPIES, answers={**citizen.answers(COPIES), "copies": 1}, return_channel="post", return_address=ADDRESS)
    officer.do(dossier, "request_supplement", reason=REASON, fields=["copies"])
    service.sql("set session_replication_role = replica; update promise set due_at = now() + interval '1 day' "
                "where dossier_id = %s and promised = 'supplement'", dossier)
    service.start_worker()
    # And its second, by which it is found, is over.
    wait(lambda: service.sql("select 1 from promise where dossier_id = %s and reminded_at < now() - interval '1 s'", dossier))
    service.stop_worker()
    citizen.supply(dossier, copies=2)
    officer.do(dossier, "accept")
    shown = citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True).json
    assert people.bank(shown["transfer_content"], 2 * COPY).json["outcome"] == "settled"
    officer.finish(dossier)
    letter = officer.post(f"/v1/dossiers/{dossier}/shipments", {"carrier": "demo"}, key=True).json["tracking_number"]
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    assert people.carrier(letter, "delivery_failed", at=now).status == 200
    assert people.carrier(letter, "delivered", at=now, proof={"receiver_name": "Nguyễn Thị Mẫu", "id_seen": True}).status == 200
    return dossier


def ended_before(people, citizen):
    """Refused after it was paid, and one whose money came when nothing was due any more."""
    dossiers = [citizen.file(COPIES) for _ in range(2)]
    people.officer.pay_cash(dossiers[0])
    shown = citizen.post(f"/v1/dossiers/{dossiers[1]}/payments", {"method": "vietqr"}, key=True).json
    for dossier in dossiers:
        people.officer.do(dossier, "refuse", reason="Không thuộc thẩm quyền.")
    assert people.bank(shown["transfer_content"], shown["amount"]).json["outcome"] == "no_longer_due"
    return dossiers


def test_all_that_its_people_were_told_is_found_beside_the_step_that_told_it(people, citizen, service):
    dossiers = [whole_life(people, citizen, service), *ended_before(people, citizen)]
    said = []
    for dossier in dossiers:
        # Each once, in the order in which it was told.
        known = [str(row[0]) for row in service.sql("select id from notification where dossier_id = %s order by id desc", dossier)]
        items = notices(people.officer, dossier)
        assert [item["id"] for item in items] == known
        events = {event["id"]: event["kind"] for event in people.officer.get(f"/v1/dossiers/{dossier}/events").json["items"]}
        named = dict(service.sql("select n.id::text, t.notice from notification n join notice_template t on t.id = n.template_id "
                                 "where n.dossier_id = %s", dossier))
        said.append([(events.get(item["event_id"]), named[item["id"]]) for item in reversed(items)])
    assert said[0] == [
        ("submit", "submitted_unpaid"), ("request_supplement", "request_supplement"), (None, "supplement_ends"),
        ("supply", "fee_rises"), ("accept", "accept_promised"), ("pay_bank", "paid"), ("finish", "finish_by_post"),
        ("ship", "shipped"), ("delivery_failed", "delivery_failed"), ("deliver", "delivered")]
    assert said[1] == [("submit", "submitted_unpaid"), ("pay_cash", "paid"), ("refuse", "fee_to_refund"), ("refuse", "refuse")]
    assert said[2] == [("submit", "submitted_unpaid"), ("refuse", "refuse"), (None, "paid_in_vain")]


def test_those_who_act_for_the_applicant_are_told_apart_and_the_staff_of_others_sees_nothing(people, citizen, service):
    helper = people.newcomer(full_name="Lò Văn Giúp")
    service.sql("insert into acting (account_id, party_id, capacity) select %s, party_id, 'representative' from account where id = %s",
                helper.account["id"], citizen.account["id"])
    dossier = citizen.file(COPIES)
    assert {item["full_name"] for item in notices(people.officer, dossier)} == {"Lò Văn Giúp", citizen.account["full_name"]}
    read = service.sql("select count(*) from reading where dossier_id = %s and operation = 'listDossierNotices'", dossier)
    assert read == [(1,)]
    assert people.staff("H99.32").get(f"/v1/dossiers/{dossier}/notices").code == "not-found"
    for person in (citizen, helper):
        assert person.get(f"/v1/dossiers/{dossier}/notices").code == "forbidden"
    # Nobody was told of what somebody without an account brought to the counter.
    brought = people.officer.file(COPIES, answers={**people.officer.form(COPIES)["example"], "applicant_name": "Vàng Thị Mẫu"},
                                  channel="counter", applicant={"full_name": "Vàng Thị Mẫu", "phone": "0987001122",
                                                                "personal_id": "001187991122", "evidence": "Thẻ căn cước"})
    assert notices(people.officer, brought) == []
