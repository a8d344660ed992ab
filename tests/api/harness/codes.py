"""The codes that went out as text messages, and what people do with them."""
import json
import re
import time


def messages(service, phone):
    """Texts sent to a number, the oldest first."""
    path = service.folder / "outbox/sms.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [message["text"] for message in map(json.loads, lines) if message["to"] == phone]


def deliver(service):
    """Lets a worker send all that waits, however much it is, unless it gets nothing done for half a minute."""
    service.start_worker()
    try:
        before = None
        while waiting := service.sql("select count(*) from outbox where failed_at is null "
                                     "and available_at <= now() + interval '1 minute'")[0][0]:
            if waiting != before:
                before, deadline = waiting, time.monotonic() + 30
            assert time.monotonic() < deadline, service.sql("select topic, last_error, count(*) from outbox group by 1, 2")
            time.sleep(0.02)
    finally:
        service.stop_worker()


def ask(person, phone):
    """Asks for a code; the proof."""
    answer = person.post("/v1/contact-proofs", {"phone": phone}, key=True)
    assert answer.status == 202, answer
    return answer.json


def enter(person, proof, code):
    return person.post(f"/v1/contact-proofs/{proof['id']}/confirmation", {"code": code})


def code_of(service, phone):
    """The newest code that went to a number."""
    return re.findall(r"mã xác nhận (\d{6}),", "\n".join(messages(service, phone)))[-1]


def other(code):
    """A code that is not this one."""
    return f"{(int(code) + 1) % 1000000:06d}"


def prove(person, service, phone):
    """Everything in order: the phone is proven."""
    proof = ask(person, phone)
    deliver(service)
    answer = enter(person, proof, code_of(service, phone))
    assert answer.status == 200, answer
    return answer.json
