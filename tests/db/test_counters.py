"""Numbers that restart every day, taken by many at once: each once, rising, without gaps while nothing fails."""
import os
from concurrent.futures import ThreadPoolExecutor

import psycopg2
import pytest

SCOPE = "thử đồng thời"


def connect():
    return psycopg2.connect(host=os.environ["PGHOST"], dbname=os.environ["PGDATABASE"], user=os.environ.get("PGUSER", "postgres"))


@pytest.fixture(autouse=True)
def clean():
    yield
    with connect() as connection, connection.cursor() as cursor:
        cursor.execute("delete from counter where scope = %s", (SCOPE,))


def take(count, day="2026-11-23"):
    numbers = []
    connection = connect()
    connection.autocommit = True
    with connection.cursor() as cursor:
        for _ in range(count):
            cursor.execute("select counter_next(%s, %s)", (SCOPE, day))
            numbers.append(cursor.fetchone()[0])
    connection.close()
    return numbers


def test_sixteen_who_take_at_once_take_each_number_once():
    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(take, [50] * 16))
    assert sorted(number for numbers in taken for number in numbers) == list(range(1, 801))
    assert all(numbers == sorted(numbers) for numbers in taken)


def test_another_day_begins_with_one():
    assert take(3) == [1, 2, 3]
    assert take(2, "2026-11-24") == [1, 2]
