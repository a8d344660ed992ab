"""What is past its time goes, by schema/vocabulary/retention.yaml; what is not stays."""
import pathlib
import re

import pytest
import yaml


ROOT = pathlib.Path(__file__).resolve().parents[2]
ENTRIES = yaml.safe_load((ROOT / "schema/vocabulary/retention.yaml").read_text(encoding="utf-8"))["entries"]
RULES = {code: entry for code, entry in ENTRIES.items() if entry.get("end") == "delete" and "by" not in entry}
# Made by the program itself before anything else: releases, and whether the database can be written to.
PROGRAMS = {"schema_migration", "schema_release", "write_probe"}
SOMEBODY = "01900000-0000-7000-8000-0000000000aa"
# What a row needs beside its moment.
ROWS = {
    "contact_proof": {"account_id": SOMEBODY, "phone": "0900000001", "expires_at": "2020-01-01"},
    "session": {"account_id": SOMEBODY, "expires_at": "2020-01-01"},
    "known_device": {"account_id": SOMEBODY},
    "draft": {"state": "draft", "updated_at": "2020-01-01"},
    "notification": {"account_id": SOMEBODY, "template_id": 1, "told": "{}"},
    "outbox": {"topic": "notice"},
    "budget": {"kind": "trial", "seconds": 60, "used": 1},
}


def table_of(code):
    return RULES[code].get("table", code)


def add(cursor, code, number, age, **more):
    """A row of so much age; its moment stands in the id where the rule reads it there."""
    since = RULES[code]["since"]
    values = {**ROWS[code], **more}
    keys = {"known_device": {"hash": f"{number:064x}"}, "budget": {"key": str(number)}}.get(code, {})
    if since == "id":
        cursor.execute("select (left(uuid_floor(now() - %s::interval)::text, 24) || lpad(%s, 12, '0'))::uuid", (age, str(number)))
    else:
        cursor.execute("select now() - %s::interval", (age,))
    values = {**values, **keys, since: cursor.fetchone()[0]}
    fill(cursor, table_of(code), values)


def fill(cursor, table, values):
    """Whatever else the table wants of a row, without looking at what it refers to."""
    cursor.execute("select column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = %s"
                   " and is_nullable = 'NO' and column_default is null and is_generated = 'NEVER'", (table,))
    plain = {"uuid": SOMEBODY, "text": "x", "jsonb": "{}", "timestamp with time zone": "2020-01-01", "date": "2020-01-01"}
    values = {**{name: plain.get(kind, "1") for name, kind in cursor.fetchall()}, **values}
    cursor.execute("set local session_replication_role = replica")
    cursor.execute(f"insert into {table} ({', '.join(values)}) values ({', '.join(['%s'] * len(values))})", list(values.values()))
    cursor.execute("set local session_replication_role = origin")


def left(cursor, code):
    cursor.execute(f"select count(*) from {table_of(code)}")
    return cursor.fetchone()[0]


def sweep(cursor, limit=1000):
    cursor.execute("select retention_sweep(%s)", (limit,))
    return cursor.fetchone()[0]


def test_every_table_has_a_rule_and_every_rule_a_table(cursor):
    cursor.execute("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition")
    tables = {name for name, in cursor.fetchall()} - PROGRAMS
    assert tables == {entry.get("table", code) for code, entry in ENTRIES.items()}


def test_every_rule_is_provoked_here():
    assert set(ROWS) == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_what_is_older_goes_and_what_is_not_stays(cursor, code):
    days = RULES[code]["days"]
    before = left(cursor, code)
    for number, age in enumerate((f"{days} days", f"{days - 1} days", "0")):
        add(cursor, code, number, age)
    assert sweep(cursor) == 0 and left(cursor, code) == before + 3, "exactly so old is not older"
    add(cursor, code, 4, f"{days} days 1 millisecond")
    add(cursor, code, 5, f"{days + 400} days")
    assert sweep(cursor) == 2 and left(cursor, code) == before + 3
    assert sweep(cursor) == 0


@pytest.mark.parametrize("code", RULES)
def test_at_most_so_many_go_at_once_the_oldest_first(cursor, code):
    days, before = RULES[code]["days"], left(cursor, code)
    for number in range(7):
        add(cursor, code, number, f"{days + 10 + number} days")
    assert [sweep(cursor, 3) for _ in range(3)] == [3, 3, 1] and left(cursor, code) == before


def test_a_draft_that_somebody_went_on_with_and_a_dossier_that_was_filed_stay(cursor):
    before = left(cursor, "draft")
    add(cursor, "draft", 1, "800 days", updated_at="now")
    add(cursor, "draft", 2, "800 days", state="registered")
    assert sweep(cursor) == 0 and left(cursor, "draft") == before + 2


def test_a_draft_goes_from_the_reply_that_told_of_its_making_too(cursor):
    add(cursor, "draft", 1, "800 days")
    cursor.execute("select id from dossier where state = 'draft'")
    made = cursor.fetchone()[0]
    fill(cursor, "idempotency_reply", {"id": made, "operation": "createDossier", "hash": "0" * 64, "status": 201, "body": "SECRET"})
    assert sweep(cursor) == 1
    cursor.execute("select status, body from idempotency_reply where id = %s", (made,))
    assert cursor.fetchone() == (410, "")


def test_a_budget_of_a_longer_time_stays_as_long_as_it_lasts(cursor):
    add(cursor, "budget", 1, "20 days", seconds=30 * 86400)
    assert sweep(cursor) == 0
    add(cursor, "budget", 2, "31 days", seconds=30 * 86400)
    assert sweep(cursor) == 1


@pytest.mark.parametrize("code", RULES)
def test_a_run_reads_only_what_is_due(cursor, code):
    """By an index on the moment, of a table of many rows of which none is due."""
    cursor.execute("select prosrc from pg_proc where proname = 'retention_sweep'")
    due = re.search(rf"-- {code}\n.*?(select ctid from .*?) limit p_limit", cursor.fetchone()[0], re.S).group(1)
    for number in range(50):
        add(cursor, code, number, "0")
    cursor.execute("set local enable_seqscan = off; set local enable_sort = off; set local enable_bitmapscan = off")
    cursor.execute("explain " + due + " limit 1000")
    plan = "\n".join(line for line, in cursor.fetchall())
    assert re.search(r"Index Cond: .*<", plan) and "Sort" not in plan, plan
