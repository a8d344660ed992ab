"""A phone is proven by a code that goes to it: what is sent and kept, how often, and what a code that is not the right one meets."""
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.codes import ask, code_of, deliver, enter, messages, other, prove

DAY = 24 * 3600
PHONE = "0987000{:03d}"


@pytest.fixture()
def phone(service):
    """A number that nothing was sent to yet."""
    count = service.sql("select count(distinct phone) from contact_proof where phone like '0987%%'")[0][0]
    return PHONE.format(count)


def evidence(service, citizen):
    return service.sql("""select i.value, i.source, i.level, i.seen_by = a.id, i.seen_at > now() - interval '1 minute'
        from party_identifier i join account a on a.party_id = i.party_id
        where a.id = %s and i.level = 'proven'""", citizen.account["id"])


def test_a_code_goes_to_the_phone_and_entering_it_is_kept_as_evidence(people, service, phone):
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    assert (proof["phone"], proof["proven_at"]) == (phone, None)
    deliver(service)
    text, = messages(service, phone)
    code = code_of(service, phone)
    assert text == f"Một cửa Tỉnh mẫu: mã xác nhận {code}, dùng được trong 5 phút. Không đưa mã này cho ai.", \
        "nobody's name, dossier or link goes to an address that is not proven"
    kept = service.sql("select code_hash from contact_proof where id = %s", proof["id"])[0][0]
    assert kept.startswith("$argon2id$") and code not in kept
    done = enter(citizen, proof, code)
    assert done.status == 200 and done.json["proven_at"] is not None
    assert evidence(service, citizen) == [(phone, "message", "proven", True, True)]
    assert service.sql("select code_hash from contact_proof where id = %s", proof["id"]) == [(None,)]


def test_a_code_serves_once_and_the_same_again_is_answered_alike(people, service, phone):
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    deliver(service)
    code = code_of(service, phone)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: enter(citizen.copy(), proof, code), range(4)))
    assert {answer.status for answer in answers} == {200} and len({answer.body for answer in answers}) == 1
    assert len(evidence(service, citizen)) == 1


@pytest.mark.parametrize("form", ["{}{}{} {}{}{}", " {}{}{}-{}{}{} ", "{}.{}.{}.{}.{}.{}", "wide"])
def test_a_code_is_read_as_people_type_it(people, service, phone, form):
    citizen = people.newcomer()
    proof = ask(citizen, f"+84 {phone[1:4]} {phone[4:]}")
    deliver(service)
    code = code_of(service, phone)
    typed = "".join(chr(ord(digit) + 0xFEE0) for digit in code) if form == "wide" else form.format(*code)
    assert enter(citizen, proof, typed).status == 200


def test_after_five_wrong_codes_the_right_one_is_of_no_use_and_a_new_one_is(people, service, phone):
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    deliver(service)
    code = code_of(service, phone)
    for _ in range(5):
        assert enter(citizen, proof, other(code)).code == "code-wrong"
    for typed in (code, other(code)):
        assert enter(citizen, proof, typed).code == "code-spent"
    assert evidence(service, citizen) == []
    prove(citizen, service, phone)
    assert enter(citizen, proof, code).code in ("code-expired", "code-spent")


def test_the_fifth_try_may_be_right(people, service, phone):
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    deliver(service)
    code = code_of(service, phone)
    for _ in range(4):
        assert enter(citizen, proof, other(code)).code == "code-wrong"
    assert enter(citizen, proof, code).status == 200


def test_fifty_tries_at_once_are_no_more_than_five(people, service, phone):
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    deliver(service)
    code = code_of(service, phone)
    with ThreadPoolExecutor(10) as pool:
        answers = [answer.code for answer in pool.map(lambda _: enter(citizen.copy(), proof, other(code)), range(50))]
    assert answers.count("code-wrong") == 5 and set(answers) <= {"code-wrong", "code-spent", "overloaded"}
    assert service.sql("select tries from contact_proof where id = %s", proof["id"]) == [(5,)]


def test_a_code_ends_with_its_time_or_with_a_newer_one(people, service, phone):
    citizen = people.newcomer()
    late = ask(citizen, phone)
    deliver(service)
    service.sql("update contact_proof set expires_at = now() where id = %s", late["id"])
    assert enter(citizen, late, code_of(service, phone)).code == "code-expired"
    first = ask(citizen, phone)
    deliver(service)
    code = code_of(service, phone)
    second = ask(citizen, phone)
    assert enter(citizen, first, code).code == "code-expired"
    assert enter(citizen, second, code).code == "code-wrong", "the newer one is not sent yet: no code is right"
    deliver(service)
    assert enter(citizen, second, code_of(service, phone)).status == 200


def test_what_is_sent_too_late_is_not_sent(people, service, phone):
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    service.sql("update contact_proof set expires_at = now() where id = %s", proof["id"])
    deliver(service)
    assert messages(service, phone) == []


def test_five_codes_a_day_go_to_a_number_and_for_an_account(people, service, phone):
    citizen, others = people.newcomer(), [people.newcomer() for _ in range(5)]
    for _ in range(5):
        ask(citizen, phone)
    refused = citizen.post("/v1/contact-proofs", {"phone": phone}, key=True)
    assert refused.code == "too-many-codes" and DAY - 600 < int(refused.headers["retry-after"]) <= DAY
    assert citizen.post("/v1/contact-proofs", {"phone": "0987999999"}, key=True).code == "too-many-codes", "five for an account"
    assert others[0].post("/v1/contact-proofs", {"phone": phone}, key=True).code == "too-many-codes", "five to a number"
    assert service.sql("select count(*) from contact_proof where phone in (%s, '0987999999')", phone) == [(5,)]
    service.sql("update contact_proof set asked_at = asked_at - interval '1 day' where id = (select id from contact_proof "
                "where phone = %s order by asked_at limit 1)", phone)
    ask(citizen, phone)
    assert citizen.post("/v1/contact-proofs", {"phone": phone}, key=True).code == "too-many-codes"


def test_fifty_askers_at_once_get_five_codes_to_one_number(people, service, phone):
    citizens = [people.newcomer() for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda i: citizens[i % 10].copy().post("/v1/contact-proofs", {"phone": phone}, key=True).status,
                                 range(50)))
    assert statuses.count(202) == 5 and set(statuses) <= {202, 429, 503}
    deliver(service)
    assert len(messages(service, phone)) <= 5


def test_a_lost_answer_asked_for_again_sends_no_second_code(people, service, phone):
    citizen = people.newcomer()
    first = citizen.post("/v1/contact-proofs", {"phone": phone}, key="once")
    again = citizen.post("/v1/contact-proofs", {"phone": phone}, key="once")
    assert first.status == again.status == 202 and first.body == again.body
    deliver(service)
    assert len(messages(service, phone)) == 1


def test_taken_and_free_numbers_answer_alike(people):
    asker, owner = people.newcomer(), people.newcomer()
    taken, free = (asker.post("/v1/contact-proofs", {"phone": number}, key=True)
                   for number in (owner.account["phone"], "0987888777"))
    assert taken.status == free.status == 202
    assert {**taken.json, "id": "", "phone": "", "expires_at": ""} == {**free.json, "id": "", "phone": "", "expires_at": ""}


@pytest.mark.parametrize("typed, item", [
    ("12", "phone"), ("０９１２ abc", "phone"), ("0912345678; drop table", "phone"), ("+1 202 555 0100", "phone"), ("\u202e0912345678x", "phone"),
    ("02438253825", "phone-no-messages")])
def test_a_number_that_takes_no_code_is_refused_with_words(people, typed, item):
    answer = people.newcomer().post("/v1/contact-proofs", {"phone": typed}, key=True)
    assert answer.status == 422 and [e["pointer"] for e in answer.json["errors"]] == ["/phone"]
    assert ("tin nhắn" in answer.json["errors"][0]["detail"]) == (item == "phone-no-messages")


@pytest.mark.parametrize("typed", ["12345", "1234567", "12a456", "' or 1", "１２３４５", "٣٤٥٦٧٨", "-1 23.4", "000 000 0"])
def test_a_code_that_is_none_costs_no_try(people, service, phone, typed):
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    answer = enter(citizen, proof, typed)
    assert answer.status == 422 and [e["pointer"] for e in answer.json["errors"]] == ["/code"]
    assert service.sql("select tries from contact_proof where id = %s", proof["id"]) == [(0,)]


def test_a_proof_is_its_account_s_alone(people, service, phone):
    citizen, stranger = people.newcomer(), people.newcomer()
    proof = ask(citizen, phone)
    deliver(service)
    code = code_of(service, phone)
    assert enter(stranger, proof, code).code == "not-found"
    assert enter(people.nobody, proof, code).code == "unauthenticated"
    assert enter(people.officer, proof, code).code == "forbidden"
    assert people.officer.post("/v1/contact-proofs", {"phone": phone}, key=True).code == "forbidden"
    assert enter(citizen, {"id": "019a0000-0000-7000-8000-000000000001"}, code).code == "not-found"
    assert service.sql("select tries from contact_proof where id = %s", proof["id"]) == [(0,)]
    assert enter(citizen, proof, code).status == 200


def test_a_worker_that_dies_between_code_and_message_sends_another_code(people, service, phone):
    """The hash was kept and the message did not go out, or went out and nobody wrote that down: the job comes again."""
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    outbox = service.folder / "outbox/sms.jsonl"
    kept = outbox.read_bytes() if outbox.exists() else b""
    outbox.unlink(missing_ok=True)
    outbox.mkdir()  # nothing can be written there: the hash is kept, the message stays
    service.start_worker()
    try:
        deadline = time.monotonic() + 20
        while not service.sql("select 1 from contact_proof where id = %s and code_hash is not null", proof["id"]):
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        service.kill_worker()
    first = service.sql("select code_hash from contact_proof where id = %s", proof["id"])
    outbox.rmdir()
    outbox.write_bytes(kept)
    service.sql("update outbox set available_at = now()")
    deliver(service)
    assert service.sql("select code_hash from contact_proof where id = %s", proof["id"]) != first
    assert len(messages(service, phone)) == 1
    assert enter(citizen, proof, code_of(service, phone)).status == 200


def test_an_api_that_dies_after_the_code_was_sent_takes_it_afterwards(people, service, phone):
    citizen = people.newcomer()
    proof = ask(citizen, phone)
    deliver(service)
    service.api.kill()
    citizen.close()
    service.start_api()
    assert enter(citizen, proof, code_of(service, phone)).status == 200


def test_codes_of_a_month_ago_go_and_the_evidence_stays(people, service, phone):
    citizen = people.newcomer()
    prove(citizen, service, phone)
    service.sql("update contact_proof set id = uuid_floor(now() - interval '31 days'), asked_at = now() - interval '31 days' "
                "where phone = %s", phone)
    service.start_worker()  # its chores come round at once
    try:
        deadline = time.monotonic() + 20
        while service.sql("select 1 from contact_proof where asked_at < now() - interval '30 days'"):
            assert time.monotonic() < deadline
            time.sleep(0.02)
    finally:
        service.stop_worker()
    assert [row[0] for row in evidence(service, citizen)] == [phone]


def test_no_log_tells_a_code(people, service, phone):
    citizen = people.newcomer()
    prove(citizen, service, phone)
    code = code_of(service, phone)
    logs = "".join(path.read_text(errors="replace") for path in service.folder.glob("*.log"))
    assert not re.search(rf'(?<!\d){code}(?!\d)', logs)
