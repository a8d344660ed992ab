"""The statement by which workers take jobs, whatever plan the database chooses for it."""
import os
import pathlib
import uuid

import psycopg2
import pytest

CLAIM = pathlib.Path(__file__).resolve().parents[2] / "schema/core/queries/outbox_claim.sql"


def connect():
    return psycopg2.connect(host=os.environ["PGHOST"], dbname=os.environ["PGDATABASE"], user=os.environ.get("PGUSER", "postgres"))


@pytest.fixture()
def cursor():
    connection = connect()
    with connection.cursor() as made:
        # Taken for nearly empty, as it is most of the time: then plans look at each row of the table first.
        made.execute("delete from outbox")
        made.execute("analyze outbox")
        made.execute("prepare claim (text[], int) as " + CLAIM.read_text(encoding="utf-8"))
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


@pytest.mark.parametrize("plan", ["as chosen", "hashjoin", "mergejoin", "sort", "indexscan"])
def test_one_job_is_claimed_at_a_time(cursor, plan):
    jobs = [add(cursor, "document", f"-{30 - n} seconds") for n in range(30)]
    if plan != "as chosen":
        cursor.execute(f"set local enable_{plan} = off")
    assert [claim(cursor, "document", "notice") for _ in range(31)] == [[job] for job in jobs] + [[]]
    cursor.execute("select distinct attempts from outbox")
    assert cursor.fetchall() == [(1,)]


def test_topics_come_in_their_order_and_jobs_by_when_they_are_due(cursor):
    late = add(cursor, "document")
    letter = add(cursor, "message", "-1 hour", "mail")
    early = add(cursor, "document", "-1 minute")
    add(cursor, "document", "1 minute")
    add(cursor, "of another version", "-1 day")
    assert [claim(cursor, "document", "message") for _ in range(4)] == [[early], [late], [letter], []]


def test_a_claimed_job_comes_back_when_its_time_is_over(cursor):
    job = add(cursor, "document")
    assert claim(cursor, "document", seconds=150) == [job]
    cursor.execute("select available_at = now() + interval '150 seconds' from outbox")
    assert cursor.fetchall() == [(True,)]
    assert claim(cursor, "document") == []
    cursor.execute("update outbox set available_at = now()")
    assert claim(cursor, "document", seconds=0) == [job]
