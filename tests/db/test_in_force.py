"""What the catalogue says holds by days: what begins later waits for its day, and nothing that held is changed backwards."""
import copy
import datetime
import itertools
import json
import pathlib
import sys

import psycopg2
import pytest

from database import connect

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "api/generate"))
from texts import Texts  # noqa: E402

COPIES = json.loads((ROOT / "schema/sample/procedures/2.000635.json").read_text(encoding="utf-8"))
CODE = COPIES["code"]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def cursor():
    connection = connect()
    with connection.cursor() as made:
        made.execute("insert into unit (code, kind, name, folded_name) values ('H99.81', 'commune', 'Xã A', 'xa a'), "
                     "('H99.82', 'commune', 'Xã B', 'xa b')")
        yield made
    connection.rollback()
    connection.close()


@pytest.fixture
def today(cursor):
    cursor.execute("select local_day(now())")
    return cursor.fetchone()[0]


def ask(cursor, statement, *values):
    cursor.execute(statement, values)
    return cursor.fetchall()


def store(cursor, document, at):
    return [change for change, in ask(cursor, "select procedure_set(%s, %s)", json.dumps(document), at)]


def changed(days=None, amount=None, **members):
    """The procedure with other members, beginning on a day, with another amount of its fee."""
    document = {**copy.deepcopy(COPIES), **members}
    if days is not None:
        document["valid_from"] = str(days)
    if amount is not None:
        for channel in document["cases"][0]["channels"]:
            channel["fees"][0]["amount"] = amount
    return document


def shown(cursor, day):
    """The note and the fee online as people read them on a day."""
    rows = ask(cursor, "select procedure_json(v, %s) from procedure_version v where v.procedure_code = %s "
                       "and in_force(v.valid_from, v.valid_until, %s)", day, CODE, day)
    if not rows:
        return None
    channels = {channel["channel"]: channel for channel in rows[0][0]["cases"][0]["channels"]}
    return rows[0][0]["note"], channels["online"]["fees"][0]["amount"]


def test_a_version_and_a_fee_of_a_later_day_wait_for_it(cursor, today):
    """The old answer: the version stored today with 'effective_from: 2027-01-01' and its fee were in force at once."""
    later = today + 37 * DAY
    store(cursor, COPIES, today)
    changes = store(cursor, changed(later, 16000, note="từ ngày sau"), today)
    assert {change["from"] for change in changes} == {str(later)}
    assert [shown(cursor, day) for day in (today, later - DAY, later, later + 400 * DAY)] == [
        (COPIES["note"], 8000), (COPIES["note"], 8000), ("từ ngày sau", 16000), ("từ ngày sau", 16000)]
    # What is imported today again holds until that day and no longer.
    store(cursor, changed(note="hôm nay"), today)
    assert [shown(cursor, day) for day in (today, later)] == [("hôm nay", 8000), ("từ ngày sau", 16000)]


def test_a_changed_version_leaves_the_days_before_as_they_were(cursor, today):
    store(cursor, COPIES, today - 10 * DAY)
    store(cursor, changed(note="sửa"), today)
    assert [shown(cursor, day)[0] for day in (today - DAY, today)] == [COPIES["note"], "sửa"]


def test_the_same_document_again_changes_nothing(cursor, today):
    assert store(cursor, COPIES, today) != []
    assert store(cursor, COPIES, today + 5 * DAY) == []


def test_the_last_of_a_day_holds(cursor, today):
    """A dossier begun with the version of the morning keeps it: it is ended, never deleted."""
    for note in ("một", "hai", "ba"):
        store(cursor, changed(note=note), today)
    assert shown(cursor, today)[0] == "ba"
    assert ask(cursor, "select count(*) from procedure_version where procedure_code = %s", CODE) == [(3,)]


def test_a_procedure_ends_on_its_day(cursor, today):
    store(cursor, COPIES, today)
    store(cursor, changed(valid_until=str(today + 30 * DAY)), today)
    assert shown(cursor, today + 29 * DAY) is not None and shown(cursor, today + 30 * DAY) is None


def fee(cursor, begins, amount, until=None):
    lines = [{"code": "PHI-TLHT", "name": "Phí", "kind": "fee", "amount": amount, "per": "dossier"}]
    return ask(cursor, "select fee_set(%s)", json.dumps({
        "procedure": CODE, "case": "default", "channel": "online", "valid_from": str(begins), "lines": lines,
        **({"valid_until": str(until)} if until else {})}))[0][0]


def test_a_fee_has_days_of_its_own(cursor, today):
    """Halved until a day: afterwards the fee of before holds again, and no new version is made for it."""
    store(cursor, COPIES, today)
    fee(cursor, today + 10 * DAY, 4000, until=today + 20 * DAY)
    fee(cursor, today + 40 * DAY, 9000)
    days = {0: 8000, 9: 8000, 10: 4000, 19: 4000, 20: 8000, 39: 8000, 40: 9000}
    assert {days: shown(cursor, today + days * DAY)[1] for days in days} == days
    assert fee(cursor, today + 40 * DAY, 9000) is None
    assert ask(cursor, "select count(*) from procedure_version where procedure_code = %s", CODE) == [(1,)]


def test_two_fees_or_versions_never_hold_on_one_day(cursor, today):
    store(cursor, COPIES, today)
    for table, row in (("procedure_fee", "'default', 'online'"), ("procedure_version", None)):
        cursor.execute("savepoint before")
        with pytest.raises(psycopg2.errors.ExclusionViolation):
            if row:
                cursor.execute(f"insert into procedure_fee select procedure_code, case_code, channel, valid_from + 1, null, lines "
                               "from procedure_fee where procedure_code = %s", (CODE,))
            else:
                cursor.execute("insert into procedure_version select (jsonb_populate_record(v, jsonb_build_object("
                               "'id', uuid_v7(), 'version', 99))).* from procedure_version v where procedure_code = %s", (CODE,))
        cursor.execute("rollback to before")


def test_whatever_holds_for_a_time_holds_once_at_a_time(cursor):
    """Of every table with a first and a last day: either a thing has one row alone, or the database refuses two that overlap."""
    tables = dict(ask(cursor, """select c.relname, (select count(*) from pg_constraint k where k.conrelid = c.oid and (k.contype = 'x'
            or k.contype = 'p' and k.conkey = array[(select a.attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'code')]))
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and 2 = (select count(*) from pg_attribute a where a.attrelid = c.oid and a.attname in ('valid_from', 'valid_until'))"""))
    assert len(tables) >= 9 and [name for name, kept in tables.items() if kept == 0] == []


def test_nobody_acts_for_the_same_party_twice_at_once(cursor, today):
    cursor.execute("""insert into party (id, name) values (uuid_floor(now()), 'Người Một'), (uuid_floor(now() + interval '1 s'), 'Người Hai');
        insert into account (id, party_id, email) values (uuid_floor(now()), uuid_floor(now()), 'a@example.vn')""")
    act = """insert into acting (account_id, party_id, capacity, valid_from, valid_until)
        values (uuid_floor(now()), uuid_floor(now() + %s * interval '1 s'), 'representative', %s, %s)"""
    cursor.execute(act, (1, today, today + 30 * DAY))
    cursor.execute(act, (1, today + 30 * DAY, None))
    for party, begins, ends in ((1, today + 20 * DAY, today + 25 * DAY), (1, today - DAY, today + DAY), (0, today + 9 * DAY, None)):
        cursor.execute("savepoint before")
        with pytest.raises(psycopg2.errors.ExclusionViolation):
            cursor.execute(act, (party, begins, ends))
        cursor.execute("rollback to before")


def handled(cursor, unit, day):
    return {code for code, in ask(cursor, "select procedure_code from competence where unit_code = %s "
                                          "and in_force(valid_from, valid_until, %s)", unit, day)}


def follow(cursor, today):
    return ask(cursor, "select competence_follow(%s)", today)[0][0]


def test_a_unit_that_comes_after_the_procedures_handles_them(cursor, today):
    """The old answer: unit-unknown, as pairs were made only when a procedure changed."""
    store(cursor, COPIES, today)
    follow(cursor, today)
    ask(cursor, "select unit_set(%s, %s)", json.dumps({"code": "H99.83", "kind": "commune", "name": "Xã C",
                                                      "valid_from": str(today + DAY)}), today)
    follow(cursor, today)
    assert (handled(cursor, "H99.83", today), handled(cursor, "H99.83", today + DAY)) == (set(), {CODE})
    assert follow(cursor, today) == 0


def test_one_unit_does_some_of_what_its_kind_does(cursor, today):
    for number in range(30):
        store(cursor, changed(code=f"9.0000{number:02d}"), today - DAY)
    follow(cursor, today - DAY)
    listed = [f"9.0000{number:02d}" for number in range(12)]
    ask(cursor, "select competence_set(%s, %s)", json.dumps({"unit": "H99.81", "procedures": listed}), today)
    assert follow(cursor, today) == 0
    assert handled(cursor, "H99.81", today) == set(listed)
    assert len(handled(cursor, "H99.81", today - DAY)) == len(handled(cursor, "H99.82", today)) == 30


def test_a_procedure_that_leaves_a_kind_leaves_its_units(cursor, today):
    store(cursor, COPIES, today - DAY)
    follow(cursor, today - DAY)
    store(cursor, changed(unit_kinds=["desk"]), today)
    follow(cursor, today)
    assert (handled(cursor, "H99.81", today - DAY), handled(cursor, "H99.81", today)) == ({CODE}, set())


def choose(cursor, day):
    cursor.execute("savepoint before")
    try:
        return ask(cursor, "select (procedure_choose(%s, null, 'H99.81', %s)).case_code", CODE, day)[0][0]
    except psycopg2.Error as error:
        cursor.execute("rollback to before")
        return error.diag.message_primary, error.diag.message_detail


def staff(cursor, since):
    """Somebody who works in the first unit."""
    cursor.execute("""with p as (insert into party (id, name) values (uuid_v7(), 'Cán bộ A') returning id),
        a as (insert into account (id, party_id, email) select uuid_v7(), id, 'can-bo@a.example' from p returning id)
        insert into post (id, account_id, unit_code, role, valid_from) select uuid_v7(), id, 'H99.81', 'officer', %s from a""",
                   (since,))


def test_a_dossier_begins_only_where_and_when_it_is_taken(cursor, today):
    staff(cursor, today - DAY)
    store(cursor, COPIES, today)
    follow(cursor, today)
    ask(cursor, "select closure_set(%s)", json.dumps({"unit": "H99.81", "procedure": CODE, "reason": "Sửa trụ sở",
                                                     "valid_from": str(today + 2 * DAY), "valid_until": str(today + 9 * DAY)}))
    ask(cursor, "select unit_set(%s, %s)", json.dumps({"code": "H99.81", "kind": "commune", "name": "Xã A",
                                                      "valid_from": "2025-07-01", "valid_until": str(today + 20 * DAY), "successor": "H99.82"}), today)
    assert [choose(cursor, today + days * DAY) for days in (0, 2, 8, 9, 20)] == [
        "default", ("procedure-closed", "Sửa trụ sở"), ("procedure-closed", "Sửa trụ sở"), "default", ("unit-unknown", None)]


# What a dossier needs in order to be taken: how each can be, and the problem of those with which it is not, the first that counts
# first. :day is the day asked for.
CLOSE = "insert into closure (id, unit_code, procedure_code, valid_from, valid_until, reason) select uuid_v7(), 'H99.81', "
NEEDS = [
    ("unit-unknown", [(True, "select"), (False, "update unit set valid_until = :day where code = 'H99.81'"),
                      (False, "update unit set valid_from = :day + 1 where code = 'H99.81'")]),
    ("unit-unknown", [(True, "select"), (False, "update competence set valid_until = :day where unit_code = 'H99.81'"),
                      (False, "delete from competence where unit_code = 'H99.81'")]),
    ("procedure-closed", [(True, "select"), (False, "update procedure_version set level = 'information'"),
                          (False, "update procedure_version set valid_from = :day + 1")]),
    ("procedure-closed", [(True, "select"), (False, CLOSE + "null, :day, :day + 1, 'nghỉ'"),
                          (False, CLOSE + "code, :day - 1, :day + 1, 'nghỉ' from procedure"),
                          (True, CLOSE + "null, :day - 1, :day, 'nghỉ'"),
                          (True, CLOSE.replace("81", "82") + "null, :day, :day + 1, 'nghỉ'")]),
    ("unit-without-staff", [(True, "select"), (False, "update post set valid_until = :day"), (False, "update post set role = 'admin'")]),
]


def test_whether_a_unit_takes_a_dossier_and_why_not_agree_in_every_combination(cursor, today):
    """It is taken where the text that each filing asks says so, and nowhere else; if not, the first that is missing is named."""
    staff(cursor, today - 5 * DAY)
    store(cursor, COPIES, today - 5 * DAY)
    follow(cursor, today - 5 * DAY)
    sources = {path.relative_to(ROOT / "schema").with_suffix("").as_posix(): path.read_text(encoding="utf-8")
               for path in (ROOT / "schema").glob("*/*.sql")}
    whether = Texts(sources).expanded("here", f"unit_takes(u, v, date '{today}')")
    tried = 0
    for chosen in itertools.product(*(ways for _, ways in NEEDS)):
        cursor.execute("savepoint combination")
        for _, change in chosen:
            cursor.execute(change.replace(":day", f"date '{today}'"))
        wrong = [problem for (problem, _), (good, _) in zip(NEEDS, chosen) if not good]
        cursor.execute(f"select count(*) from unit u, procedure_version v where u.code = 'H99.81' and {whether}")
        assert cursor.fetchone()[0] == (not wrong), chosen
        try:
            assert ask(cursor, "select unit_check_takes(%s, 'H99.81', %s)", CODE, today) == [(True,)]
            told = []
        except psycopg2.Error as error:
            told = [error.diag.message_primary]
        assert told == wrong[:1], chosen
        cursor.execute("rollback to combination")
        tried += 1
    assert tried == 3 * 3 * 3 * 5 * 3
