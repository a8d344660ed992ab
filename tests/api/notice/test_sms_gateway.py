"""Short messages by a gateway that is slow, hangs, fails, talks nonsense, refuses numbers, and reports late, twice or of nothing."""
import socket
import time
import uuid

import pytest

from harness.client import sign_webhook
from harness.contract import ROOT
from harness.delivery import pending, wait
from harness.gateway import SENDER
from harness.people import COPIES
from harness.service import Program, tail

LONG_AGO, NOW = "2020-01-01", "2026-01-01"


@pytest.fixture()
def citizen(people):
    return people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")


def phone(person):
    return person.account["phone"]


def start(service, gateway, mailbox=None, **site):
    service.start_worker(**gateway.settings(**site), **({"MOTCUA_SMTP_URL": mailbox.url} if mailbox else {}))


def all_gone(service, seconds=60):
    wait(lambda: pending(service) == 0, seconds)


def again(service, gateway):
    """Nothing goes wrong any more, and a worker that has just begun does not wait to find out."""
    gateway.rules()
    service.stop_worker()
    service.sql("update outbox set available_at = now()")
    start(service, gateway)
    all_gone(service)


def messages(service, person):
    """(by what the gateway knows it, when it was delivered, parts, cost) of each that went"""
    return service.sql("select m.answer, m.delivered_at, m.parts, m.cost from message m join notification n on n.id = m.notification_id "
                       "where m.channel = 'sms' and n.account_id = %s order by m.handed_over_at", person.account["id"])


def refused(service):
    return service.sql("select cause, last_error from outbox where refused")


def report(people, message, state="delivered", at=None, **more):
    at = at or time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    answer = people.notice("gateways", {"id": message if isinstance(message, str) else message["id"], "state": state, "at": at, **more})
    assert answer.status == 200, answer
    return answer.json["outcome"]


def test_a_message_goes_by_the_gateway_in_the_name_of_the_site_and_its_report_is_kept(citizen, gateway, service):
    start(service, gateway, prices=[(LONG_AGO, 100), (NOW, 350), ("2099-01-01", 900)])
    code = citizen.dossier(citizen.file(COPIES))["code"]
    all_gone(service)
    message, = gateway.taken(phone(citizen))
    assert message["sender"] == SENDER and message["to"] == "+84" + phone(citizen)[1:]
    assert message["text"] == f"Một cửa Tỉnh mẫu: Đã nhận hồ sơ {code}. Xem tại motcua.example"
    assert (message["encoding"], message["parts"]) == ("ucs2", 2)
    wait(lambda: messages(service, citizen)[0][1])
    (known_as, delivered, parts, cost), = messages(service, citizen)
    assert known_as.startswith("SG-") and delivered and (parts, cost) == (2, 700)
    assert not (service.folder / "outbox/sms.jsonl").exists()


def test_plain_letters_halve_the_parts_where_the_site_will_have_them(citizen, gateway, service):
    start(service, gateway, plain=True, prices=[("2099-01-01", 900)])
    code = citizen.dossier(citizen.file(COPIES))["code"]
    all_gone(service)
    message, = gateway.taken(phone(citizen))
    assert message["text"] == f"Mot cua Tinh mau: Da nhan ho so {code}. Xem tai motcua.example"
    assert (message["encoding"], message["parts"]) == ("gsm7", 1)
    # a report may come before the answer that says the parts; no price holds yet
    wait(lambda: messages(service, citizen)[0][2:] == (1, None))


@pytest.mark.parametrize("fault, taken", [
    *[({"fault": "status", "status": status}, False) for status in (500, 429, 404, 422)],
    *[({"fault": fault, "status": 500}, True) for fault in ("status", "garbage", "cut")]],
    ids=["500", "429", "404", "422 without a cause", "taken and 500", "taken and garbage", "taken and cut"])
def test_a_gateway_that_fails_is_asked_again_and_the_message_comes_once(citizen, gateway, service, fault, taken):
    gateway.rules({**fault, "taken": taken, "report": "none"})
    start(service, gateway)
    citizen.file(COPIES)
    wait(lambda: service.sql("select 1 from outbox where channel = 'sms' and attempts > 0 and last_error is not null"))
    assert refused(service) == []
    again(service, gateway)
    assert len(gateway.taken(phone(citizen))) == 1 and len(messages(service, citizen)) == 1


@pytest.mark.parametrize("taken", [False, True], ids=["before it is taken", "after it is taken"])
def test_a_gateway_that_hangs_holds_up_no_letter_and_no_end_of_the_worker(citizen, gateway, mailbox, service, taken):
    gateway.rules({"fault": "hung", "taken": taken, "report": "none"})
    start(service, gateway, mailbox)
    citizen.file(COPIES)
    wait(lambda: mailbox.to(citizen.account["email"]))
    wait(lambda: service.sql("select 1 from outbox where channel = 'sms' and attempts > 0"))
    begin = time.monotonic()
    service.stop_worker()
    assert time.monotonic() - begin < 9  # three seconds; it would have waited for ten
    gateway.rules()
    start(service, gateway, mailbox)
    all_gone(service)
    assert len(gateway.taken(phone(citizen))) == 1 and len(mailbox.to(citizen.account["email"])) == 1


def test_a_slow_gateway_is_waited_for(citizen, gateway, service):
    gateway.rules({"fault": "slow", "seconds": 3})
    start(service, gateway)
    citizen.file(COPIES)
    all_gone(service)
    assert len(messages(service, citizen)) == 1
    assert service.sql("select count(*) from outbox") == [(0,)]


def test_a_gateway_that_is_away_gets_all_of_it_when_it_is_back(citizen, gateway, service):
    gateway.stop()
    start(service, gateway)
    for _ in range(3):
        citizen.file(COPIES)
    wait(lambda: service.sql("select 1 from outbox where held"))
    gateway.start()
    all_gone(service)
    assert len(gateway.taken(phone(citizen))) == 3


def test_whither_the_gateway_sends_us_nobody_goes(citizen, gateway, service):
    """A message, and the token that we are known by, go to the address that is set and to no other."""
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(1)
        gateway.rules({"fault": "status", "status": 308, "location": f"http://127.0.0.1:{elsewhere.getsockname()[1]}/messages"})
        start(service, gateway)
        citizen.file(COPIES)
        wait(lambda: service.sql("select 1 from outbox where last_error like 'sms: the gateway answers 308%%'"))
        with pytest.raises(TimeoutError):
            elsewhere.accept()
    again(service, gateway)
    assert len(gateway.taken(phone(citizen))) == 1


def test_a_token_that_the_gateway_does_not_know_loses_nothing(citizen, gateway, service):
    service.start_worker(**{**gateway.settings(), "MOTCUA_SMS_TOKEN": "khac"})
    citizen.file(COPIES)
    wait(lambda: service.sql("select 1 from outbox where held and last_error like 'sms: the gateway answers 401%%'"))
    service.stop_worker()
    log = "".join(path.read_text() for path in service.folder.glob("worker-*.log"))
    assert phone(citizen) not in log and "khac" not in log
    start(service, gateway)
    all_gone(service)
    assert len(gateway.taken(phone(citizen))) == 1


def test_a_refused_number_is_not_asked_again_until_somebody_says_so(citizen, gateway, service):
    gateway.rules({"fault": "refuse", "cause": "number_unknown", "to": "+84" + phone(citizen)[1:]})
    start(service, gateway)
    citizen.file(COPIES)
    all_gone(service)
    assert refused(service) == [("number_unknown", "gateway: number_unknown")]
    gateway.rules()
    service.run("worker", "outbox", "retry", "--all")
    all_gone(service)
    assert refused(service) == [] and len(gateway.taken(phone(citizen))) == 1
    # A reason that we do not know is one all the same.
    gateway.rules({"fault": "refuse", "cause": "moon-phase"})
    citizen.file(COPIES)
    all_gone(service)
    assert refused(service) == [("refused", "gateway: moon-phase")]


def test_reports_may_be_late_repeated_or_of_nothing(people, citizen, gateway, service):
    gateway.rules({"report": "none"})
    start(service, gateway)
    citizen.file(COPIES)
    all_gone(service)
    message, = gateway.taken(phone(citizen))
    assert messages(service, citizen)[0][1] is None
    assert report(people, str(uuid.uuid4())) == "unmatched"
    assert report(people, message, at="2031-01-01T00:00:00Z") == "recorded"  # a clock that is wrong
    delivered = messages(service, citizen)[0][1]
    assert service.sql("select %s <= now()", delivered) == [(True,)]
    assert report(people, message) == "repeated"
    assert report(people, message, "failed", cause="phone_off") == "repeated"  # it is there, whatever is said later
    assert messages(service, citizen)[0][1] == delivered and refused(service) == []


@pytest.mark.parametrize("kind", ["twice", "late", "unknown"])
def test_reports_of_the_simulator_are_taken(citizen, gateway, service, kind):
    gateway.rules({"report": kind, "seconds": 2})
    start(service, gateway)
    citizen.file(COPIES)
    all_gone(service)
    said = gateway.process.stdout.readline()
    assert said.endswith("unmatched\n" if kind == "unknown" else "recorded\n")
    if kind == "twice":
        assert gateway.process.stdout.readline().endswith("repeated\n")
    assert bool(messages(service, citizen)[0][1]) == (kind != "unknown")


def test_a_message_that_did_not_reach_its_phone_waits_for_a_person_and_goes_as_another(people, citizen, gateway, service):
    gateway.rules({"report": "failed", "cause": "phone_off", "times": 1})
    start(service, gateway)
    citizen.file(COPIES)
    wait(lambda: refused(service))
    assert refused(service) == [("phone_off", "reported: phone_off")] and messages(service, citizen) == []
    first, = gateway.taken(phone(citizen))
    assert report(people, first, "failed", cause="phone_off") == "repeated"
    service.run("worker", "outbox", "retry", "--all")
    wait(lambda: messages(service, citizen) and messages(service, citizen)[0][1])
    again = gateway.taken(phone(citizen))
    assert len(again) == 2 and again[1]["id"] != first["id"] and again[1]["text"] == first["text"]
    assert report(people, first) == "unmatched"  # the try of before


def test_a_phone_that_is_switched_on_after_all_takes_its_message_off_the_list(people, citizen, gateway, service):
    gateway.rules({"report": "failed", "cause": "phone_off"})
    start(service, gateway)
    citizen.file(COPIES)
    wait(lambda: refused(service))
    message, = gateway.taken(phone(citizen))
    assert report(people, message, message_id="SG-9") == "recorded"
    assert refused(service) == [] and messages(service, citizen)[0][1]


@pytest.mark.parametrize("state", ["delivered", "failed"])
def test_a_report_that_comes_before_the_answer_counts(people, citizen, gateway, service, state):
    """The gateway has it, says so slowly, and reports at once."""
    gateway.rules({"fault": "slow", "seconds": 3, "report": "none"})
    start(service, gateway)
    citizen.file(COPIES)
    job = wait(lambda: service.sql("select id::text from outbox where channel = 'sms' and attempts > 0"))[0][0]
    assert report(people, job, state, **({"cause": "number_blocked"} if state == "failed" else {})) == "recorded"
    all_gone(service)
    wait(lambda: gateway.taken(phone(citizen)))
    service.stop_worker()  # after it heard the answer
    assert bool(messages(service, citizen)) == (state == "delivered")
    assert refused(service) == ([] if state == "delivered" else [("number_blocked", "reported: number_blocked")])


def test_reports_are_believed_of_gateways_alone(people, service):
    body = b'{"id": "01900000-0000-7000-8000-000000000000", "state": "delivered", "at": "2026-11-24T03:04:05Z"}'
    for secret in (service.secrets["carriers"]["demo"], "whsec_" + "A" * 44):
        answer = people.notice("gateways", body, secret=secret)
        assert (answer.status, answer.code) == (401, "signature-invalid")
    assert people.notice("gateways", body, name="khac").code == "signature-invalid"
    assert people.notice("gateways", body, at=int(time.time()) - 301).code == "signature-invalid"
    signed = sign_webhook(service.secrets["gateways"]["demo"], body)
    del signed["webhook-id"]
    answer = people.nobody("POST", "/v1/webhooks/gateways/demo", body=body, headers=signed)
    assert answer.status in (400, 401), answer


def test_messages_under_kills_of_the_worker_are_taken_once_each(citizen, gateway, service):
    dossier = citizen.file(COPIES)
    service.sql("delete from outbox")
    service.sql("""with told as (
            insert into notification (id, account_id, dossier_id, template_id, told)
            select uuid_v7(), n.account_id, n.dossier_id, n.template_id, n.told
            from notification n, generate_series(1, 300) where n.dossier_id = %s returning id)
        insert into outbox (id, topic, subject_id, channel) select uuid_v7(), 'message', id, 'sms' from told""", dossier)
    for n in range(3):
        start(service, gateway)
        wait(lambda: len(gateway.taken()) > 60 * (n + 1))
        service.kill_worker()
        wait(lambda: not service.sql("select 1 from pg_stat_activity where application_name = 'motcua-work' "
                                     "and datname = current_database()"))
        service.sql("update outbox set available_at = now()")
    start(service, gateway)
    all_gone(service)
    assert len(gateway.taken()) == 300 == len({message["id"] for message in gateway.taken()})
    wait(lambda: service.sql("select count(*) from message where delivered_at is not null and channel = 'sms'")[0][0] >= 300)


def test_a_gateway_without_a_sender_is_refused_with_words(gateway, service, tmp_path):
    settings = {**gateway.settings(), "MOTCUA_SITE_DIR": ROOT / "schema/sample/second-site"}
    program = Program("work", service.environment("worker", **settings), tmp_path / "log")
    assert program.process.wait(20) == 1
    assert "sms.json is missing: it names the sender of short messages" in tail(tmp_path / "log")


def test_nothing_goes_unencrypted_to_where_it_could_be_read(citizen, gateway, service):
    service.start_worker(**{**gateway.settings(), "MOTCUA_SMS_URL": "http://example.com/sms"})
    citizen.file(COPIES)
    wait(lambda: service.sql("select 1 from outbox where channel = 'sms' and last_error like 'post: the address is neither%%'"))
