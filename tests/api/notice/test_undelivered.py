"""What became of messages: beside the notice for its reader, and all that failed for the administrator, who has it tried again."""
import json
import time
import uuid

import pytest

from harness.delivery import work
from harness.people import COPIES


@pytest.fixture()
def citizen(people):
    return people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")


def states(messages):
    return {message["channel"]: (message["state"], message["cause"]) for message in messages}


def told(person):
    return states(person.get("/v1/notifications").json["items"][0]["messages"])


def undelivered(people, **query):
    answer = people.admin.get("/v1/admin/messages", query=query)
    assert answer.status == 200, answer
    return answer.json


def test_a_notice_says_what_became_of_each_message(people, citizen, gateway, mailbox, service):
    gateway.rules({"report": "none"})
    citizen.file(COPIES)
    assert citizen.get("/v1/notifications").json["items"][0]["messages"] == []  # not on its way yet
    work(service, mailbox, **gateway.settings())
    assert told(citizen) == {"mail": ("sent", None), "sms": ("sent", None)}
    message = gateway.taken(citizen.account["phone"])[0]
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
    people.notice("gateways", {"id": message["id"], "state": "delivered", "at": at})
    assert told(citizen)["sms"] == ("delivered", None)
    shown = citizen.get("/v1/notifications").json["items"][0]["messages"]
    assert [m["at"] for m in shown if m["channel"] == "sms"] == [at[:-1] + ".000Z"]


def test_a_notice_says_why_it_did_not_get_there_and_that_it_is_on_its_way(people, citizen, gateway, mailbox, service):
    gateway.rules({"fault": "refuse", "cause": "number_blocked"})
    mailbox.refuse = {citizen.account["email"]: "550 5.1.1 no such mailbox"}
    citizen.file(COPIES)
    work(service, mailbox, **gateway.settings())
    assert told(citizen) == {"mail": ("failed", "mailbox_unknown"), "sms": ("failed", "number_blocked")}
    service.run("worker", "outbox", "retry", "--all")
    assert told(citizen) == {"mail": ("waiting", None), "sms": ("waiting", None)}


@pytest.mark.parametrize("answer, cause", [
    ("550 5.1.1 <x> unknown", "mailbox_unknown"), ("553 5.1.10 null MX", "mailbox_unknown"), ("550 5.2.1 disabled", "mailbox_unknown"),
    ("552 5.2.2 over quota", "mailbox_full"), ("550 5.7.1 policy", "refused"), ("554 no", "refused"), ("550", "refused")])
def test_a_mail_server_says_why_by_its_code(citizen, gateway, mailbox, service, answer, cause):
    mailbox.refuse = {citizen.account["email"]: answer}
    citizen.file(COPIES)
    work(service, mailbox, **gateway.settings())
    assert told(citizen)["mail"] == ("failed", cause)


@pytest.fixture()
def failed(people, citizen, gateway, mailbox, service):
    """Two dossiers whose filer can be told by neither way: four messages."""
    gateway.rules({"fault": "refuse", "cause": "number_unknown"})
    mailbox.refuse = {citizen.account["email"]: "552 5.2.2 over quota"}
    dossiers = [citizen.file(COPIES) for _ in range(2)]
    work(service, mailbox, **gateway.settings())
    gateway.rules()
    mailbox.refuse = {}
    return dossiers


def test_the_administrator_sees_what_failed_without_seeing_for_whom(people, citizen, failed, service):
    assert undelivered(people, limit=1)["next_cursor"] is not None
    page = undelivered(people)
    assert page["count"] == 4 and page["next_cursor"] is None and len(page["items"]) == 4
    assert [item["failed_at"] for item in page["items"]] == sorted((item["failed_at"] for item in page["items"]), reverse=True)
    for item in page["items"]:
        assert item["cause"] == {"sms": "number_unknown", "mail": "mailbox_full"}[item["channel"]]
        assert item["title"].startswith("Đã nhận hồ sơ ") and item["attempts"] == 1
    phone, mail = citizen.account["phone"], citizen.account["email"]
    assert {item["address"] for item in page["items"]} == {"*" * 7 + phone[-3:], mail[0] + "***@example.vn"}
    text = json.dumps(page, ensure_ascii=False)
    assert phone not in text and mail not in text and citizen.account["full_name"] not in text
    seen, cursor = [], {}
    for _ in range(4):
        one = undelivered(people, limit=1, **cursor)
        seen += one["items"]
        cursor = {"cursor": one["next_cursor"]}
    assert seen == page["items"] and cursor == {"cursor": None}
    shown = service.sql("select shown::text[] from reading where operation = 'listUndeliveredMessages' order by id desc limit 1")[0][0]
    assert set(shown) <= set(failed) and shown
    # What was given up before causes were written down says so all the same.
    service.sql("update outbox set refused = false, cause = null")
    assert {item["cause"] for item in undelivered(people)["items"]} == {"given_up"}
    # A reader who is gone: nothing is said of him.
    service.sql("delete from notification where dossier_id = %s", failed[0])
    gone = [item for item in undelivered(people)["items"] if item["title"] is None]
    assert len(gone) == 2 and all(item["full_name"] is item["address"] is item["created_at"] is None for item in gone)


def test_the_administrator_tries_one_or_all_again(people, citizen, failed, gateway, mailbox, service):
    one = next(item for item in undelivered(people)["items"] if item["channel"] == "sms")
    assert people.admin.put(f"/v1/admin/messages/{one['id']}/retry").status == 204
    assert people.admin.put(f"/v1/admin/messages/{one['id']}/retry").code == "not-found"  # it is on its way
    assert undelivered(people)["count"] == 3
    work(service, mailbox, **gateway.settings())
    assert len(gateway.taken(citizen.account["phone"])) == 1
    answer = people.admin.put("/v1/admin/message-retries")
    assert (answer.status, answer.json) == (200, {"count": 3})
    assert undelivered(people) == {"items": [], "count": 0, "next_cursor": None}
    work(service, mailbox, **gateway.settings())
    assert len(gateway.taken(citizen.account["phone"])) == 2 and len(mailbox.to(citizen.account["email"])) == 2
    assert people.admin.put("/v1/admin/message-retries").json == {"count": 0}


def test_a_thousand_go_at_a_time_and_other_jobs_stay(people, citizen, gateway, service):
    citizen.file(COPIES)
    service.sql("delete from outbox")
    service.sql("insert into outbox (id, topic, subject_id, channel, failed_at) select uuid_v7(), 'message', n.id, 'sms', now() "
                "from notification n, generate_series(1, 1001) where n.account_id = %s limit 1001", citizen.account["id"])
    service.sql("insert into outbox (id, topic, subject_id, failed_at) select uuid_v7(), 'document', uuid_v7(), now()")
    assert undelivered(people)["count"] == 1000
    assert [people.admin.put("/v1/admin/message-retries").json["count"] for _ in range(3)] == [1000, 1, 0]
    assert service.sql("select topic from outbox where failed_at is not null") == [("document",)]


def test_nobody_else_sees_or_tries_what_failed(people, citizen, service):
    for person in (citizen, people.officer, people.leader):
        assert person.get("/v1/admin/messages").code == "forbidden"
        assert person.put("/v1/admin/message-retries").code == "forbidden"
        assert person.put(f"/v1/admin/messages/{uuid.uuid4()}/retry").code == "forbidden"
    assert people.admin.get("/v1/admin/messages", query={"limit": "0"}, check=False).code == "bad-query"
    assert people.admin.get("/v1/admin/messages", query={"cursor": "AAAA"}).code == "bad-cursor"
