"""Messages under faults: a mail server (a real one) that hangs, refuses, cuts the line or is away, and workers that are killed.
Nothing is lost; without a kill nothing is sent twice, with kills at most one letter in a hundred."""
import collections
import contextlib
import os
import time
import uuid

import pytest

from harness.contract import ROOT
from harness.delivery import pending, wait
from harness.people import COPIES

LONG = bool(os.environ.get("LONG"))
LETTERS = 100_000 if LONG else 1_000
KILLS = 3  # of the shorter form; in the longer one the worker is killed every five seconds


@pytest.fixture()
def citizen(people):
    return people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")


@pytest.fixture(autouse=True)
def no_worker(service):
    yield
    service.stop_worker()


def start(service, mailbox):
    service.start_worker(MOTCUA_SMTP_URL=mailbox.url)


def tell(service, citizen, count, channel="mail"):
    """So many notices of one dossier, each on its way by a channel."""
    dossier = citizen.file(COPIES)
    service.sql("delete from outbox")
    service.sql("""with told as (
            insert into notification (id, account_id, dossier_id, template_id, told)
            select uuid_v7(), n.account_id, n.dossier_id, n.template_id, n.told
            from notification n, generate_series(1, %s) where n.dossier_id = %s returning id)
        insert into outbox (id, topic, subject_id, channel) select uuid_v7(), 'message', id, %s from told""",
                count, dossier, channel)


def times_sent(mailbox):
    """Message-ID -> how often that letter came"""
    return collections.Counter(str(letter["message-id"]) for _, letter in mailbox.letters)


def all_gone(service, seconds=60):
    wait(lambda: pending(service) == 0, seconds)


def kill(service):
    service.kill_worker()
    wait(lambda: not service.sql("select 1 from pg_stat_activity where application_name = 'motcua-work' "
                                 "and datname = current_database()"))
    # What the dead worker had taken comes back by itself half a minute later; time is made to pass.
    service.sql("update outbox set available_at = now() where available_at > now()")


def test_a_line_is_kept_between_letters_and_what_the_server_said_with_the_message(citizen, mailbox, service):
    tell(service, citizen, 40)
    start(service, mailbox)
    all_gone(service)
    assert set(times_sent(mailbox).values()) == {1} and len(mailbox.letters) == 40
    assert len(mailbox.peers) <= 4
    assert service.sql("select channel, answer, count(*) from message m join notification n on n.id = m.notification_id "
                       "where n.account_id = %s group by 1, 2", citizen.account["id"]) == [("mail", "250 OK", 40)]


def test_a_line_that_the_server_closed_is_made_anew(citizen, mailbox, service):
    start(service, mailbox)
    for _ in range(2):
        tell(service, citizen, 1)
        all_gone(service)
        mailbox.stop()  # closes the connections
        mailbox.start()
    assert sorted(times_sent(mailbox).values()) == [1, 1]


@pytest.mark.parametrize("mute", [True, False], ids=["before the letter", "after the letter"])
def test_a_worker_told_to_stop_lets_a_server_hang(citizen, mailbox, service, mute):
    """Old answer: it went through all that it had taken, half a minute each. Ten seconds are far below what one may take."""
    tell(service, citizen, 20)
    mailbox.mute = mute
    mailbox.answers.clear()
    start(service, mailbox)
    wait(lambda: mailbox.held == 1)
    worker = service.workers.pop()
    begin = time.monotonic()
    assert worker.stop(20) == 0
    waited = time.monotonic() - begin
    mailbox.mute = False
    mailbox.answers.set()
    assert waited < 10
    assert service.sql("select count(*) from outbox where attempts = 0 and available_at <= now()") == [(20,)]
    start(service, mailbox)
    all_gone(service)
    assert len(times_sent(mailbox)) == 20
    assert mute is False or set(times_sent(mailbox).values()) == {1}


def test_after_three_days_without_a_server_all_goes_at_once_when_it_is_back(citizen, mailbox, service):
    """Old answer: ten tries in 85 minutes, then never again."""
    tell(service, citizen, 60)
    mailbox.stop()
    start(service, mailbox)
    wait(lambda: service.sql("select 1 from outbox where held"))
    # A dozen letters are enough to know that the server is away. Days pass: each was tried until a quarter of an hour apart.
    assert service.sql("select sum(attempts) < 60 from outbox") == [(True,)]
    service.sql("update outbox set attempts = 300, held = true, available_at = now() + interval '15 minutes', "
                "tried_since = now() - interval '2 days 23 hours'")
    mailbox.start()
    all_gone(service)  # within a minute
    assert service.sql("select count(*) from outbox") == [(0,)]
    assert len(times_sent(mailbox)) == 60 and set(times_sent(mailbox).values()) == {1}


def test_however_much_waits_for_the_server_is_due_when_it_is_back_a_thousand_at_a_time(citizen, mailbox, service):
    """Old answer: one statement for all of it, which a million would not let end, and the server stayed away for ever."""
    tell(service, citizen, 2500)
    mailbox.stop()
    start(service, mailbox)
    wait(lambda: service.sql("select 1 from outbox where held"))
    service.sql("update outbox set held = true, available_at = now() + interval '1 day'")
    mailbox.start()
    wait(lambda: service.sql("select count(*) from outbox where held or available_at > now() + interval '1 hour'") == [(0,)], 120)
    service.sql("delete from outbox")


def test_what_somebody_holds_locked_holds_up_no_other_letter(citizen, mailbox, service, cluster):
    """Old answer: a worker that had just started looked at the hundred that had been due for longest, and did nothing while all of
    these were locked, as by one that made due what had waited, however many others were due."""
    tell(service, citizen, 150)
    with contextlib.closing(cluster.connect(service.database)) as other, other.cursor() as cursor:
        cursor.execute("begin; select id from outbox order by available_at limit 100 for update")
        locked = set(cursor.fetchall())
        start(service, mailbox)
        wait(lambda: set(service.sql("select id from outbox")) == locked)
        assert len(mailbox.letters) == 50
    all_gone(service)
    assert set(times_sent(mailbox).values()) == {1} and len(mailbox.letters) == 150


def test_a_notice_whose_job_gets_another_id_while_a_worker_holds_it_is_told_once(citizen, mailbox, service, cluster):
    """As an update of an installation does (0028_notice_jobs.sql). Who held it makes no messages of what is not his any more;
    when his lease has ended the other worker does."""
    for _ in range(5):
        citizen.file(COPIES)
    service.sql("update outbox set id = uuid_v7() where topic = 'notice'")
    with contextlib.closing(cluster.connect(service.database)) as other, other.cursor() as cursor:
        cursor.execute("begin; lock table notification in access exclusive mode")
        for _ in range(2):
            start(service, mailbox)
        wait(lambda: service.sql("select count(*) from outbox where topic = 'notice' and attempts > 0")[0][0] >= 2)
        service.sql((ROOT / "schema/migrations/0028_notice_jobs.sql").read_text(encoding="utf-8"))
        cursor.execute("rollback")
    # what was held stands there still, and the rest is done
    wait(lambda: service.sql("select count(*) from outbox where topic = 'notice'") == [(2,)])
    service.sql("update outbox set available_at = now() where topic = 'notice'")
    all_gone(service)
    sent = times_sent(mailbox)
    assert len(sent) == 5 and set(sent.values()) == {1}


def test_a_worker_that_starts_sends_what_waits_for_the_server(citizen, mailbox, service):
    tell(service, citizen, 5)
    service.sql("update outbox set attempts = 20, held = true, available_at = now() + interval '15 minutes', tried_since = now()")
    start(service, mailbox)
    all_gone(service)
    assert sorted(times_sent(mailbox).values()) == [1] * 5


def test_a_letter_that_always_cuts_the_line_holds_up_no_other(people, citizen, mailbox, service):
    bad = people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")
    mailbox.cut = {bad.account["email"]}
    tell(service, bad, 1)
    only = service.sql("select id from outbox")[0][0]
    service.sql("update outbox set available_at = now() + interval '1 hour'")
    kept = service.sql("select id, topic, subject_id, channel, available_at from outbox")[0]
    tell(service, citizen, 100)
    service.sql("insert into outbox (id, topic, subject_id, channel, available_at) values (%s, %s, %s, %s, now() - interval '1 day')",
                *kept[:4])
    start(service, mailbox)
    wait(lambda: pending(service) == 1)
    assert service.sql("select id from outbox") == [(only,)]
    assert len(mailbox.to(citizen.account["email"])) == 100
    mailbox.cut = set()
    all_gone(service)
    # The server had it each time, but never said so: that it comes again can be seen by its Message-ID.
    assert len(times_sent(mailbox)) == 101


def test_a_dozen_full_mailboxes_stop_nobody_and_wait_for_their_own_time(people, citizen, mailbox, service):
    full = people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")
    mailbox.refuse = {full.account["email"]: "452 4.2.2 mailbox full"}
    tell(service, full, 6)
    waiting = service.sql("select id, subject_id from outbox")
    tell(service, citizen, 50)
    for row in waiting:
        service.sql("insert into outbox (id, topic, subject_id, channel) values (%s, 'message', %s, 'mail')", *row)
    start(service, mailbox)
    wait(lambda: len(mailbox.to(citizen.account["email"])) == 50)
    wait(lambda: service.sql("select count(*) from outbox where last_error like '%%SMTP 452%%'") == [(6,)])
    mailbox.refuse = {}
    all_gone(service, 120)
    assert set(times_sent(mailbox).values()) == {1} and len(mailbox.letters) == 56


def test_an_address_that_is_refused_is_told_from_a_message_that_was_given_up(people, citizen, mailbox, service):
    never = people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")
    mailbox.refuse = {never.account["email"]: "550 5.1.1 no such mailbox", citizen.account["email"]: "451 later"}
    tell(service, never, 1)
    start(service, mailbox)
    all_gone(service)
    assert service.sql("select refused, attempts, last_error from outbox") == [(True, 1, "SMTP 550")]
    service.sql("delete from outbox")
    tell(service, citizen, 1)
    wait(lambda: service.sql("select 1 from outbox where attempts > 1"))
    service.sql("update outbox set tried_since = now() - interval '3 days 1 second'")
    all_gone(service)
    assert service.sql("select refused, last_error ~ 'SMTP 451', failed_at is not null from outbox") == [(False, True, True)]
    log = "".join(path.read_text() for path in service.folder.glob("worker-*.log"))
    assert '"event":"job-given-up"' in log
    assert mailbox.letters == []


def test_a_lease_is_renewed_while_a_letter_hangs(citizen, mailbox, service):
    """It is short, so that what a dead worker had taken comes back soon; who is at work keeps it."""
    tell(service, citizen, 1)
    mailbox.answers.clear()
    start(service, mailbox)
    wait(lambda: mailbox.held == 1)
    service.sql("update outbox set available_at = now() + interval '12 seconds'")  # a third of a lease later it is renewed
    wait(lambda: service.sql("select 1 from outbox where available_at > now() + interval '15 seconds'"))
    mailbox.answers.set()
    all_gone(service)
    assert list(times_sent(mailbox).values()) == [1]


def test_letters_under_kills_of_the_worker(citizen, mailbox, service):
    tell(service, citizen, LETTERS)
    kills = 0
    while pending(service) > 0 if LONG else kills < KILLS:
        start(service, mailbox)
        if LONG:
            time.sleep(5)
        else:
            wait(lambda: len(times_sent(mailbox)) >= LETTERS // (KILLS + 1) * (kills + 1), 600)
        kill(service)
        kills += 1
    start(service, mailbox)
    all_gone(service, 3600)
    sent = times_sent(mailbox)
    doubled = sum(1 for count in sent.values() if count > 1)
    print(f"\n{LETTERS} letters, {kills} kills of the worker: {LETTERS - len(sent)} lost, {doubled} sent more than once")
    assert len(sent) == LETTERS and service.sql("select count(*) from message where channel = 'mail'")[0][0] >= LETTERS
    assert doubled <= LETTERS / 100


def test_letters_without_a_kill_come_once(citizen, mailbox, service):
    """Two workers, one of which is told to stop in the middle and started again."""
    tell(service, citizen, LETTERS // 2)
    start(service, mailbox)
    start(service, mailbox)
    wait(lambda: len(mailbox.letters) >= LETTERS // 6, 1800)
    worker = service.workers.pop()
    assert worker.stop() == 0
    start(service, mailbox)
    all_gone(service, 3600)
    assert len(times_sent(mailbox)) == LETTERS // 2 and set(times_sent(mailbox).values()) == {1}
