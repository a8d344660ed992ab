"""The operator's command: what was refused or given up, why, for how long, and that it goes when it is tried again."""
import json
import subprocess
import uuid

import pytest

from harness.delivery import pending, wait
from harness.people import COPIES
from harness.service import binary


def outbox(service, *words, role="worker"):
    return subprocess.run([binary(), "outbox", *words], env=service.environment(role), text=True, capture_output=True)


def listed(service):
    return json.loads(outbox(service, "list", "--json").stdout)


def start(service, mailbox):
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)


def work(service, mailbox):
    start(service, mailbox)
    try:
        wait(lambda: pending(service) == 0)
    finally:
        service.stop_worker()


@pytest.fixture()
def refused(people, mailbox, service):
    """Somebody whose address the mail server refuses, and the jobs that were."""
    person = people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")
    mailbox.refuse = {person.account["email"]: "550 5.1.1 no such mailbox"}
    for _ in range(2):
        person.file(COPIES)
    work(service, mailbox)
    return person


def test_an_empty_outbox_says_so(service):
    nothing = {"count": 0, "oldest_seconds": 0}
    assert listed(service) == {"waiting": nothing, "refused": nothing, "given-up": nothing, "items": []}
    done = outbox(service, "list")
    assert done.returncode == 0 and [line.split()[:2] for line in done.stdout.splitlines()] == [
        ["waiting", "0,"], ["refused", "0,"], ["given-up", "0,"]]


def test_what_was_refused_and_what_was_given_up_are_shown_with_cause_and_age(refused, service):
    first, second = (row[0] for row in service.sql("select id from outbox order by id"))
    service.sql("update outbox set refused = false, attempts = 300, last_error = 'mail: no way', failed_at = now() - interval '2 hours' "
                "where id = %s", first)
    said = listed(service)
    assert said["refused"]["count"] == said["given-up"]["count"] == 1 and said["waiting"]["count"] == 0
    assert said["given-up"]["oldest_seconds"] >= 7200
    assert [(item["id"], item["state"], item["channel"], item["attempts"], item["cause"]) for item in said["items"]] == [
        (second, "refused", "mail", 1, "SMTP 550"), (first, "given-up", "mail", 300, "mail: no way")]
    text = outbox(service, "list").stdout
    assert "given-up  1, the oldest for 2 h" in text.splitlines()
    assert first in text and second in text and "SMTP 550" in text
    # An operator's screen and the shell's history hold no address.
    assert refused.account["email"] not in text + json.dumps(said) and refused.account["phone"] not in text


def test_one_or_all_are_tried_again_and_go(refused, mailbox, service):
    first, second = (row[0] for row in service.sql("select id from outbox order by id"))
    mailbox.refuse = {}
    done = outbox(service, "retry", first)
    assert (done.returncode, done.stdout) == (0, "1 tried again\n")
    work(service, mailbox)
    assert [item["id"] for item in listed(service)["items"]] == [second]
    assert len(mailbox.to(refused.account["email"])) == 1
    assert outbox(service, "retry", "--all").stdout == "1 tried again\n"
    work(service, mailbox)
    assert listed(service)["items"] == []
    assert len(mailbox.to(refused.account["email"])) == 2
    assert outbox(service, "retry", "--all").stdout == "0 tried again\n"


def test_what_is_no_failed_job_is_named(refused, service):
    known, other = service.sql("select id from outbox limit 1")[0][0], str(uuid.uuid4())
    done = outbox(service, "retry", known, other)
    assert done.returncode == 1 and done.stdout == "1 tried again\n"
    assert f"on their way already, known to have arrived, or unknown: {other}" in done.stderr


@pytest.mark.parametrize("words", [(), ("show",), ("list", "--xml"), ("list", "--json", "x"), ("list", "--dossier"),
                                   ("list", "--dossier", "1", "x"), ("retry",), ("retry", "all"), ("retry", "1"),
                                   ("retry", "--all", "x"), ("retry", "0193568a-3c00-7000-8000-00000000000'")])
def test_other_words_are_refused_and_change_nothing(service, words):
    done = outbox(service, *words)
    assert done.returncode == 2 and "usage: motcua outbox list [--dossier CODE] [--json] | retry ID...|--all" in done.stderr


def test_only_who_may_read_the_outbox_lists_it(service):
    done = outbox(service, "list", role="readonly")
    assert done.returncode == 1 and done.stdout == "" and "outbox" in done.stderr
