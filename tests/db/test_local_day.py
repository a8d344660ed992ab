"""A day is Vietnam's wherever the database's clock stands: what begins today is filed, read and imported from midnight there."""
import json
import pathlib
import re

import pytest

from database import connect

ROOT = pathlib.Path(__file__).resolve().parents[2]
# At any hour the date of at least one of them is not Vietnam's: 19 hours behind it and 7 hours ahead.
ZONES = ("Etc/GMT+12", "Pacific/Kiritimati")
TODAY = "(now() at time zone 'Asia/Ho_Chi_Minh')::date"
SAMPLE = json.loads(next((ROOT / "schema/sample/procedures").glob("*.json")).read_text(encoding="utf-8"))


@pytest.fixture(params=ZONES)
def cursor(request):
    connection = connect()
    with connection.cursor() as made:
        made.execute("set local timezone = %s", (request.param,))
        yield made
    connection.rollback()
    connection.close()


def run(cursor, name, *values):
    """The rows of a statement of the program, run as its role."""
    text = next((ROOT / "schema").glob(f"*/queries/{name}.sql")).read_text(encoding="utf-8")
    types = [part.split()[1] for part in re.search(r"^-- params:(.*)$", text, re.M).group(1).split(",")]
    cursor.execute("set local session authorization motcua_citizen")
    cursor.execute(f"prepare tried({', '.join(types)}) as {text}")
    cursor.execute(f"execute tried({', '.join(['%s'] * len(values))})", values)
    rows = cursor.fetchall()
    cursor.execute("deallocate tried")
    cursor.execute("reset role")
    return rows


def begin(cursor, days):
    """Imports the sample's first procedure and lets it begin so many days from today."""
    cursor.execute("select procedure_set(%s, local_day(now()))", (json.dumps(SAMPLE),))
    cursor.execute(f"update procedure_version set valid_from = {TODAY} + %s where procedure_code = %s",
                   (days, SAMPLE["code"]))


def readable(cursor, at=None):
    code = SAMPLE["code"]
    lists = (run(cursor, "procedure_list", None, None, None, 100, None, at),
             run(cursor, "procedure_search", code, None, None, None, 100, 0, at))
    return [len(run(cursor, "procedure_get", code, at)) == 1, len(run(cursor, "procedure_form", code, at)) == 1,
            *(code in [item["code"] for item in json.loads(rows[0][0])["items"]] for rows in lists)]


def test_what_begins_today_can_be_read(cursor):
    begin(cursor, 0)
    assert readable(cursor) == [True] * 4


def test_what_begins_tomorrow_cannot_be_read_yet(cursor):
    begin(cursor, 1)
    assert readable(cursor) == [False] * 4
    cursor.execute(f"select {TODAY} + 1")
    assert readable(cursor, cursor.fetchone()[0]) == [True] * 4


def test_a_changed_procedure_is_in_force_from_today(cursor):
    begin(cursor, -1)
    cursor.execute("select procedure_set(%s, local_day(now()))", (json.dumps({**SAMPLE, "note": "đã sửa"}),))
    cursor.execute(f"select valid_from = {TODAY}, valid_until = {TODAY} from procedure_version "
                   "where procedure_code = %s order by version", (SAMPLE["code"],))
    assert cursor.fetchall() == [(False, True), (True, None)]


def test_places_that_end_end_today(cursor):
    cursor.execute("insert into place (code, kind, name, folded_name, valid_from) "
                   "values ('99', 'province', 'Tỉnh cũ', 'tinh cu', date '2025-07-01')")
    cursor.execute("select import_places('{\"provinces\": [], \"wards\": [], \"ward_mappings\": []}')")
    cursor.execute(f"select valid_until = {TODAY} from place where code = '99'")
    assert cursor.fetchall() == [(True,)]


def test_no_statement_asks_for_the_session_s_day():
    session_day = re.compile(r"\b(current_date|localtimestamp|localtime)\b|now\(\)::date|date_trunc\('day', now", re.I)
    found = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "schema").rglob("*.sql"))
             if session_day.search(path.read_text(encoding="utf-8"))]
    assert found == []
