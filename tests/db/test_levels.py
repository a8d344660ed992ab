"""What schema/vocabulary/retention.yaml says that a table holds is what its rights say: the levels of runbook/levels.md."""
import pathlib
import re

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEVELS = {}
for code, entry in yaml.safe_load((ROOT / "schema/vocabulary/retention.yaml").read_text(encoding="utf-8"))["entries"].items():
    LEVELS.setdefault(entry["holds"], set()).add(entry.get("table", code))
ROLES = {"motcua_public", "motcua_citizen", "motcua_staff", "motcua_system", "motcua_worker", "motcua_readonly"}


def readers(cursor, table):
    """Which roles of the programs and of who makes reports may read a column of it."""
    cursor.execute("select r from unnest(%s) r where has_any_column_privilege(r, %s, 'select')", (sorted(ROLES), table))
    return {role for role, in cursor.fetchall()}


def test_the_page_says_what_each_level_asks():
    page = (ROOT / "runbook/levels.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.M)) == set(LEVELS) == {"nothing", "personal", "declared", "secret"}


@pytest.mark.parametrize("table", sorted(LEVELS["secret"]))
def test_what_lets_somebody_in_is_read_by_no_program(cursor, table):
    assert readers(cursor, table) == set()


@pytest.mark.parametrize("table", sorted(LEVELS["declared"]))
def test_what_people_said_is_read_by_who_serves_them_alone(cursor, table):
    assert readers(cursor, table) <= {"motcua_citizen", "motcua_staff", "motcua_worker"}


@pytest.mark.parametrize("table", sorted(set().union(*LEVELS.values()) - LEVELS["nothing"]))
def test_what_tells_of_persons_is_seen_row_by_row_and_in_no_report(cursor, table):
    assert "motcua_readonly" not in readers(cursor, table)
    cursor.execute("select relrowsecurity from pg_class where oid = %s::regclass", (table,))
    if table == "blob":  # a digest and a size; whose it is stands elsewhere
        cursor.execute("select array_agg(attname order by attname) from pg_attribute where attrelid = 'blob'::regclass and attnum > 0")
        assert cursor.fetchone()[0] == ["created_at", "media_type", "sha256", "size"]
    else:
        assert cursor.fetchone()[0] or readers(cursor, table) <= {"motcua_worker"}


def test_what_holds_nothing_of_persons_has_no_column_of_theirs(cursor):
    """A unit's telephone is its office's."""
    cursor.execute("select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 "
                   "where c.relname = any(%s) and a.attname = any(%s)",
                   (sorted(LEVELS["nothing"] - {"unit"}), ["account_id", "party_id", "phone", "email", "personal_id", "full_name", "applicant",
                                                "actor_id", "officer_id", "recipient", "login"]))
    assert cursor.fetchall() == []
