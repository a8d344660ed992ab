"""Every statement of schema/<noun>/queries can be prepared and run as the role whose program runs it, and by no other role."""
import os
import pathlib
import re

import psycopg2
import pytest

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "schema"
# Statements that one role alone runs; all others are the API's.
ROLES = {"import": "motcua_owner", "outbox": "motcua_worker", "cleanup": "motcua_worker", "message": "motcua_worker",
         "document": "motcua_worker", "documents": "motcua_worker", "partitions": "motcua_worker", "keys": "motcua_worker",
         "replies": "motcua_worker"}


def connect():
    return psycopg2.connect(host=os.environ["PGHOST"], dbname=os.environ["PGDATABASE"], user=os.environ.get("PGUSER", "postgres"))


@pytest.fixture()
def cursor():
    connection = connect()
    with connection.cursor() as made:
        yield made
    connection.rollback()
    connection.close()


def parse(path):
    text = path.read_text(encoding="utf-8")
    params = re.search(r"^-- params:(.*)$", text, re.M).group(1)
    types = [part.split()[1].strip('"') for part in params.split(",") if part.strip()]
    return types, "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip().rstrip(";")


def role_of(path):
    return ROLES.get(path.stem.split("_")[0], "motcua_api")


FILES = sorted(SCHEMA.glob("*/queries/*.sql"))


def explain(cursor, path, role):
    """Plans and starts the statement as a role, which checks every right that it needs, without running it."""
    types, statement = parse(path)
    cursor.execute("set local plan_cache_mode = force_generic_plan")
    cursor.execute(f"set local role {role}")
    cursor.execute(f"prepare tried{'(' + ', '.join(types) + ')' if types else ''} as {statement}")
    values = ", ".join("null" for _ in types)
    cursor.execute(f"explain execute tried{'(' + values + ')' if types else ''}")
    cursor.execute("deallocate tried")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_statement_prepares_and_may_be_run_by_its_role(cursor, path):
    explain(cursor, path, role_of(path))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_readers_of_reports_run_nothing_that_tells_of_people(cursor, path):
    public = ("procedure", "place", "unit", "calendar", "service", "context")
    if path.stem.split("_")[0] in public:
        return
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        explain(cursor, path, "motcua_readonly")


@pytest.mark.parametrize("path", [path for path in FILES if role_of(path) != "motcua_api"], ids=lambda path: path.stem)
def test_the_api_cannot_run_what_is_the_worker_s_or_the_owner_s(cursor, path):
    if path.stem == "message_get":
        return  # it reads what the caller may see; without a context nothing
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        explain(cursor, path, "motcua_api")


def test_every_statement_is_used_by_the_program():
    root = SCHEMA.parent
    sources = "".join(path.read_text(encoding="utf-8") for path in root.glob("api/**/*.c"))
    contract = (root / "openapi.yaml").read_text(encoding="utf-8")
    unused = [path.stem for path in FILES
              if f"mc_sql_{path.stem}" not in sources and not re.search(rf"x-query: {path.stem}\b", contract)]
    assert not unused
