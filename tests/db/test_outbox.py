"""The statements by which workers take jobs, whatever plan the database chooses for them, and put them off."""
import pathlib
import uuid

import pytest

from database import connect

QUERIES = pathlib.Path(__file__).resolve().parents[2] / "schema/core/queries"


def text(name):
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


@pytest.fixture()
def cursor():
    connection = connect()
    with connection.cursor() as made:
        # Taken for nearly empty, as it is most of the time: then plans look at each row of the table first.
        made.execute("delete from outbox")
        made.execute("analyze outbox")
        made.execute("prepare claim (text[], int) as " + text("outbox_claim"))
        made.execute("prepare claim_channel (text[], int, text) as " + text("outbox_claim_channel"))
        made.execute("prepare claim_probe (text[], int, text) as " + text("outbox_claim_probe"))
        made.execute("prepare retry (uuid, text, bool) as " + text("outbox_retry"))
        made.execute("prepare renew (uuid[], int) as " + text("outbox_renew"))
        yield made
    connection.rollback()
    connection.close()


def add(cursor, topic, due="0 seconds", channel=None):
    job = str(uuid.uuid4())
    cursor.execute("insert into outbox (id, topic, subject_id, channel, available_at) values (%s, %s, %s, %s, now() + %s::interval)",
                   (job, topic, str(uuid.uuid4()), channel, due))
    return job


def claim(cursor, *topics, seconds=150):
    cursor.execute("execute claim (%s, %s)", (list(topics), seconds))
    return [row[0] for row in cursor.fetchall()]


def claim_channel(cursor, *topics, how="channel", channel="mail"):
    cursor.execute(f"execute claim_{how} (%s, 30, %s)", (list(topics), channel))
    return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("plan", ["as chosen", "hashjoin", "mergejoin", "sort", "indexscan"])
def test_one_job_is_claimed_at_a_time(cursor, plan):
    jobs = [add(cursor, "document", f"-{30 - n} seconds") for n in range(30)]
    if plan != "as chosen":
        cursor.execute(f"set local enable_{plan} = off")
    assert [claim(cursor, "document", "notice") for _ in range(31)] == [[job] for job in jobs] + [[]]
    cursor.execute("select distinct attempts from outbox")
    assert cursor.fetchall() == [(1,)]


@pytest.mark.parametrize("plan", ["as chosen", "hashjoin", "mergejoin", "sort", "indexscan"])
@pytest.mark.parametrize("how", ["channel", "probe"])
def test_one_message_is_claimed_at_a_time_and_none_of_another_channel(cursor, plan, how):
    jobs = [add(cursor, "message", f"-{30 - n} seconds", "mail") for n in range(30)]
    add(cursor, "message", "-1 hour", "sms")
    add(cursor, "document", "-1 hour")
    if plan != "as chosen":
        cursor.execute(f"set local enable_{plan} = off")
    taken = [claim_channel(cursor, "document", "message", how=how) for _ in range(31)]
    assert taken == [[job] for job in jobs] + [[]]


def test_topics_come_in_their_order_and_jobs_by_when_they_are_due(cursor):
    late = add(cursor, "document")
    letter = add(cursor, "message", "-1 hour", "mail")
    early = add(cursor, "document", "-1 minute")
    code = add(cursor, "contact-proof", "-1 second", "sms")
    text = add(cursor, "message", "-1 hour", "sms")
    add(cursor, "document", "1 minute")
    add(cursor, "of another version", "-1 day")
    topics = "contact-proof", "document", "message"
    assert [claim(cursor, *topics) for _ in range(3)] == [[early], [late], []]
    assert [claim_channel(cursor, *topics) for _ in range(2)] == [[letter], []]
    assert [claim_channel(cursor, *topics, channel="sms") for _ in range(3)] == [[code], [text], []]


def test_a_probe_takes_what_was_tried_least_of_what_is_due_or_waits_for_the_way(cursor):
    held = add(cursor, "message", "15 minutes", "mail")
    cursor.execute("update outbox set held = true, attempts = 3")
    tried = add(cursor, "message", "-1 day", "mail")
    cursor.execute("update outbox set attempts = 9 where id = %s", (tried,))
    add(cursor, "message", "1 minute", "mail")  # under way elsewhere
    assert [claim_channel(cursor, "message", how="probe") for _ in range(3)] == [[held], [tried], []]


def test_tries_lie_from_a_second_to_a_quarter_of_an_hour_apart_for_three_days(cursor):
    job = add(cursor, "message", channel="mail")
    for attempts, least, most in [(1, 0.5, 1), (2, 1, 2), (5, 8, 16), (10, 256, 512), (11, 450, 900), (300, 450, 900), (32766, 450, 900)]:
        waits = set()
        for _ in range(20):
            cursor.execute("update outbox set attempts = %s, tried_since = now() - interval '2 days 23 hours' where id = %s", (attempts, job))
            cursor.execute("execute retry (%s, 'away', true)", (job,))
            assert cursor.fetchall() == [(False,)]
            cursor.execute("select extract(epoch from available_at - now()) from outbox")
            waits.add(float(cursor.fetchone()[0]))
        assert len(waits) > 10 and least <= min(waits) and max(waits) <= most, attempts
    cursor.execute("update outbox set tried_since = now() - interval '3 days 1 second'")
    cursor.execute("execute retry (%s, 'away', true)", (job,))
    assert cursor.fetchall() == [(True,)]
    assert claim_channel(cursor, "message") == claim_channel(cursor, "message", how="probe") == []


def test_a_claimed_job_comes_back_when_its_time_is_over(cursor):
    job = add(cursor, "document")
    assert claim(cursor, "document", seconds=150) == [job]
    cursor.execute("select available_at = now() + interval '150 seconds' from outbox")
    assert cursor.fetchall() == [(True,)]
    assert claim(cursor, "document") == []
    cursor.execute("update outbox set available_at = now()")
    assert claim(cursor, "document", seconds=0) == [job]


def test_of_what_was_tried_often_a_probe_takes_another_each_time(cursor):
    """However many of them fail alone, none stands before the others."""
    cursor.execute("insert into outbox (id, topic, subject_id, channel, created_at, available_at, attempts, held) select uuid_v7(), 'message', "
                   "uuid_v7(), 'mail', now() - n * interval '1 second', now() + interval '1 minute', 5, true from generate_series(1, 50) n")
    taken = [claim_channel(cursor, "message", how="probe")[0] for _ in range(50)]
    assert len(set(taken)) == 50 and claim_channel(cursor, "message", how="probe") == []


# ---- what is told of it ----

def figures(cursor):
    cursor.execute("select state, part, count, round(seconds) from outbox_counts()")
    return {(state, part): (count, int(seconds)) for state, part, count, seconds in cursor.fetchall()}


def test_an_empty_outbox_has_its_figures(cursor):
    assert figures(cursor) == {("waiting", None): (0, 0), ("refused", None): (0, 0), ("given-up", None): (0, 0)}


def test_what_waits_is_told_by_its_channel_and_since_when_it_is_due(cursor):
    add(cursor, "document", "-30 seconds")
    add(cursor, "notice", "-20 seconds")
    add(cursor, "contact-proof", "-10 seconds", "sms")
    add(cursor, "message", "-40 seconds", "sms")
    add(cursor, "message", "15 minutes", "mail")  # failed alone, comes again later
    told = figures(cursor)
    assert {part: told["waiting", part] for part in (None, "work", "mail", "sms")} == {
        None: (5, 40), "work": (2, 30), "mail": (1, 0), "sms": (2, 40)}


def test_what_is_held_up_has_waited_since_it_was_told(cursor):
    """A letter while its way fails, other work that failed, and work that takes so long that it is renewed."""
    letter, alone, failed, slow = (add(cursor, "message", "-1 second", "mail"), add(cursor, "message", "-1 second", "sms"),
                                   add(cursor, "document", "-1 second"), add(cursor, "notice", "-1 second"))
    cursor.execute("update outbox set created_at = now() - interval '1 hour', attempts = 11, tried_since = now() - interval '1 hour'")
    for job, held in ((letter, True), (alone, False), (failed, False)):
        cursor.execute("execute retry (%s, 'away', %s)", (job, held))
    cursor.execute("update outbox set created_at = now() - interval '2 hours' where id = %s", (slow,))
    cursor.execute("execute renew (%s::uuid[], 150)", ([slow],))
    told = figures(cursor)
    assert told["waiting", "mail"] == (1, 3600) and told["waiting", "sms"] == (1, 0) and told["waiting", "work"] == (2, 7200)
    cursor.execute("delete from outbox where id = %s", (slow,))
    assert figures(cursor)["waiting", "work"] == (1, 3600)


def test_what_failed_is_told_by_whether_it_was_refused(cursor):
    add(cursor, "message", channel="mail")
    for refused, age in ((True, 5), (True, 50), (False, 500)):
        cursor.execute("update outbox set failed_at = now() - %s * interval '1 second', refused = %s where id = %s",
                       (age, refused, add(cursor, "message", channel="sms")))
    told = figures(cursor)
    assert told["refused", None] == (2, 50) and told["given-up", None] == (1, 500) and told["waiting", None] == (1, 0)


def test_more_than_ten_thousand_are_counted_no_further(cursor):
    for failed in ("null", "now()"):
        cursor.execute("insert into outbox (id, topic, subject_id, channel, failed_at, refused) select uuid_v7(), 'message', uuid_v7(), "
                       f"case when n % 2 = 0 then 'mail' else 'sms' end, {failed}, n % 2 = 0 from generate_series(1, 20600) n")
    told = figures(cursor)
    assert {key: count for key, (count, _) in told.items()} == {
        ("waiting", None): 10001, ("waiting", "mail"): 10001, ("waiting", "sms"): 10001, ("refused", None): 10001, ("given-up", None): 10001}
