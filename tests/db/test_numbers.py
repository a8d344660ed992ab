"""Numbers of dossier codes and receipts: each once and rising, wider when they must be, from ranges that never overlap."""
import contextlib
import re
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest

from database import connect

UNIT = "Z99.1"
DAY, NEXT_DAY = "2026-11-23", "2026-11-24"


def run(statement, *values):
    connection = connect()
    with connection, connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


@pytest.fixture(autouse=True)
def unit():
    run("insert into unit (code, kind, name, folded_name) values (%s, 'commune', 'Xã', 'xa')", UNIT)
    yield
    # A unit is never deleted; this one never was.
    run("set local session_replication_role = replica; delete from code_lease where unit_code = %s; delete from unit where code = %s",
        UNIT, UNIT)


def take(count, day=DAY, kind="dossier"):
    taken = []
    connection = connect()
    connection.autocommit = True
    with connection.cursor() as cursor:
        for _ in range(count):
            cursor.execute("select number_next(%s, %s, %s)", (UNIT, kind, day))
            taken.append(cursor.fetchone()[0])
    connection.close()
    return taken


def number(code):
    return int(code.rsplit("-", 1)[1])


def test_sixteen_who_take_at_once_take_each_number_once():
    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(take, [50] * 16))
    assert sorted(number(code) for codes in taken for code in codes) == list(range(1, 801))
    assert all(codes == sorted(codes) for codes in taken)


def test_sixteen_who_use_up_a_lease_at_once_go_on_in_the_next():
    take(1)
    run("update code_lease set taken = 9900 where unit_code = %s", UNIT)
    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(take, [20] * 16))
    assert sorted(number(code) for codes in taken for code in codes) == list(range(9901, 10221))
    assert run("select first, last, taken from code_lease where unit_code = %s order by first", UNIT) == [
        (1, 10000, 10000), (10001, 20000, 10220)]


def test_another_day_and_another_kind_begin_with_one():
    assert [number(code) for code in take(3)] == [1, 2, 3]
    assert [number(code) for code in take(2, NEXT_DAY)] == [1, 2]
    assert [number(code) for code in take(2, kind="receipt")] == [1, 2]


def test_a_hundred_thousand_numbers_of_a_day_are_each_a_code():
    """Unique, in order, never cut, and of the form that the table of codes asks for."""
    codes = [row[0] for row in run("select number_text(%s, %s, n) from generate_series(1, 100000) n", UNIT, DAY)]
    assert [number(code) for code in codes] == list(range(1, 100001)) and len(set(codes)) == 100000
    assert codes == sorted(codes, key=lambda code: (len(code), code))
    for code in codes:
        assert re.fullmatch(r"\d{4}|[1-9]\d{4,5}", code.removeprefix(f"{UNIT}-261123-")), code
    with contextlib.closing(connect()) as connection, connection.cursor() as cursor:
        cursor.execute("insert into dossier_code (code, dossier_id) select code, gen_random_uuid() from unnest(%s) code", (codes,))
        assert cursor.rowcount == 100000


def go_to(last, kind):
    """The unit has given out the numbers up to this one today."""
    while run("select coalesce(max(last), 0) from code_lease where unit_code = %s and kind = %s", UNIT, kind)[0][0] <= last:
        run("select code_lease_take(%s, %s, %s, 10000, 'centre')", UNIT, kind, DAY)
        run("update code_lease set taken = least(last, %s) where unit_code = %s and kind = %s", last, UNIT, kind)


@pytest.mark.parametrize("kind", ["dossier", "receipt"])
def test_the_day_goes_on_beyond_four_and_five_digits(kind):
    take(1, kind=kind)
    for last in (9997, 99997):
        go_to(last, kind)
        run("update code_lease set taken = %s where unit_code = %s and kind = %s and %s between first and last", last, UNIT, kind, last)
        assert take(5, kind=kind) == [f"{UNIT}-261123-{n}" for n in range(last + 1, last + 6)]


def test_an_eighth_digit_is_refused():
    with pytest.raises(psycopg2.errors.CheckViolation):
        run("insert into dossier_code (code, dossier_id) values (number_text(%s, %s, 10000000), gen_random_uuid())", UNIT, DAY)


def test_what_was_leased_ahead_nobody_else_gives():
    assert run("select code_lease_take(%s, 'dossier', %s, 500, 'máy của xã')", UNIT, NEXT_DAY) == [(True,)]
    assert [number(code) for code in take(2, NEXT_DAY)] == [501, 502]
    # Who has numbers left is given no more; another one is, behind the centre's.
    assert run("select code_lease_take(%s, 'dossier', %s, 500, 'máy của xã')", UNIT, NEXT_DAY) == [(False,)]
    assert run("select code_lease_take(%s, 'dossier', %s, 500, 'máy khác')", UNIT, NEXT_DAY) == [(True,)]
    assert run("select first, last, holder from code_lease where unit_code = %s order by first", UNIT) == [
        (1, 500, "máy của xã"), (501, 10500, "centre"), (10501, 11000, "máy khác")]


@pytest.mark.parametrize("first, last, error", [
    (500, 600, psycopg2.errors.ExclusionViolation), (200, 300, psycopg2.errors.ExclusionViolation),
    (1, 1, psycopg2.errors.UniqueViolation), (20000, 19999, psycopg2.errors.CheckViolation),
    (0, 0, psycopg2.errors.CheckViolation), (9999999, 10000000, psycopg2.errors.CheckViolation)])
def test_no_lease_overlaps_another(first, last, error):
    run("select code_lease_take(%s, 'dossier', %s, 500, 'máy của xã')", UNIT, DAY)
    with pytest.raises(error):
        run("""insert into code_lease (unit_code, kind, day, first, last, holder, taken)
            values (%s, 'dossier', %s, %s, %s, 'kẻ khác', %s)""", UNIT, DAY, first, last, first - 1)
