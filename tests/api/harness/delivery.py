"""What leaves by mail and short message: the worker runs until nothing waits."""
import json
import time


def wait(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.02)
    return value


def pending(service):
    return service.sql("select count(*) from outbox where failed_at is null")[0][0]


def short_messages(service, person):
    """id of the notice -> what was sent to a person"""
    lines = [json.loads(line) for path in (service.folder / "outbox").glob("*sms*")
             for line in path.read_text(encoding="utf-8").splitlines()]
    return {line["id"]: line["text"] for line in lines if line["to"] == person.account["phone"]}


def work(service, mailbox, **settings):
    """By a worker, until nothing waits."""
    service.start_worker(**settings, MOTCUA_SMTP_URL=mailbox.url)
    try:
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()


def delivered(service, mailbox, person):
    """All that waits is sent: a person's letters and short messages."""
    work(service, mailbox)
    return mailbox.to(person.account["email"]), short_messages(service, person)
