"""The runbook's page on PostgreSQL's next major version, run as written. Debian 12 has one version alone, so it is brought to the
same one: every step is done for real."""
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "scripts"))
from instance import ROOT  # noqa: E402
from runbook import blocks  # noqa: E402

UPGRADE, COPY, BACK, REMOVE = blocks("postgresql.md")
AGAIN = UPGRADE.strip() + " --again"
# What an operator may have made beside what is ours
OWN = ["alter system set deadlock_timeout = '1234ms'", "create role reports login connection limit 3 valid until 'infinity'",
       "alter role reports in database motcua set statement_timeout = '5s'", "grant motcua_readonly to reports",
       "grant select (code) on dossier to reports"]
CARRIED = """select array[current_setting('deadlock_timeout'), current_setting('vacuum_cost_limit')] || array(
        select rolname || rolconnlimit || coalesce(setconfig::text, '') from pg_roles r left join pg_db_role_setting s on s.setrole = r.oid
        where rolname !~ '^pg_' order by rolname)
    || array(select extname || extversion from pg_extension order by extname)
    || array(select roleid::regrole || ' ' || member::regrole from pg_auth_members order by 1)
    || array(select attacl::text from pg_attribute where attrelid = 'dossier'::regclass and attname = 'code')"""


def scripts(*words):
    return subprocess.run([str(word) for word in words], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          check=False)


def rights(installed):
    """Who may what, as in schema/rights.txt."""
    return scripts("psql", "-X", "-At", "-h", installed.folder / "socket", "-U", "postgres", "-d", "motcua",
                   "-f", "scripts/rights.sql").stdout


@contextlib.contextmanager
def database(installed):
    """The database alone. What copies files does not run, so its log waits for its copies."""
    started = scripts(ROOT / "scripts/database", "start", installed.folder, "archive_command = ''")
    assert started.returncode == 0, started.stdout
    try:
        yield
    finally:
        assert scripts(ROOT / "scripts/database", "stop", installed.folder).returncode == 0


def holds(installed, kept):
    """Whether all that people filed is there."""
    with database(installed):
        there = {row[0] for row in installed.sql("select id::text from dossier where state <> 'draft'")}
    return set(kept) <= there


def kill_at(installed, page, words, after=0.0):
    """The command is ended when it says that, all of it at once."""
    with subprocess.Popen(["bash", "-c", AGAIN], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, **page.variables}, start_new_session=True) as running:
        said = ""
        while words not in said:
            line = running.stdout.readline()
            assert line, said
            said += line
        time.sleep(after)
        os.killpg(running.pid, signal.SIGKILL)


def check_refusals(installed, page):
    """Each is said before anything is done."""
    version = page.variables["VERSION"]
    assert "Motcua runs here" in page(AGAIN, status=1)
    assert installed.stop() == 0
    for words, settings in ((f"The database has version {version}.", {}), ("PostgreSQL 99 is not installed", {"VERSION": "99"}),
                            ("there is no way to 10", {"VERSION": "10"}), ("The version is 'next'", {"VERSION": "next"})):
        assert words in page(UPGRADE, status=1, **settings)
    assert "has not enough room" in page(AGAIN, status=1, MOTCUA_DISK_RESERVE="100")
    assert "nothing to go back to" in page(BACK, status=1) and "nothing from before" in page(REMOVE, status=1)
    with database(installed):
        assert f"The database in {installed.folder}/pg runs" in page(AGAIN, status=1)
    assert not (installed.folder / "pg.next").exists()


def check_kills(installed, page, kept):
    """Whenever it is ended, the database is what it was; nothing of it goes on, and the next one begins anew."""
    for words, after in (("Making an empty database", 0.2), ("Asking pg_upgrade", 0.5), ("Copying the database", 1.5)):
        kill_at(installed, page, words, after)
        assert (installed.folder / "pg.next").exists() and not (installed.folder / "pg.before").exists()
        assert holds(installed, kept)


def check_last_step(installed, page, kept):
    """Ended between its two renames: the new one is put in its place by whoever comes next. What is missing for another reason is
    not made anew."""
    new, old, made = (installed.folder / name for name in ("pg", "pg.before", "pg.next"))
    new.rename(made)
    (made / "motcua-upgraded").rename(made / "other")
    done = scripts(ROOT / "scripts/database", "start", installed.folder)
    assert done.returncode == 1 and "There is no database in" in done.stdout and not new.exists()
    (made / "other").rename(made / "motcua-upgraded")
    assert "is what it was" in page(BACK)
    assert not old.exists() and not made.exists() and holds(installed, kept)


def check_upgrade(installed, page, kept):
    """An installation that runs, with copies, is upgraded. How many seconds that took."""
    page.variables["VERSION"] = (installed.folder / "pg/PG_VERSION").read_text().strip()
    for statement in OWN:
        installed.sql(statement)
    with open(installed.folder / "pg/postgresql.conf", "a", encoding="utf-8") as settings:
        settings.write("vacuum_cost_limit = 321\n")
    installed.sql("select pg_reload_conf()")
    carried, before = installed.sql(CARRIED), rights(installed)
    system, = installed.sql("select system_identifier from pg_control_system()")
    check_refusals(installed, page)
    check_kills(installed, page, kept)
    started = time.monotonic()
    assert "scripts/upgrade remove" in page(AGAIN)
    took = time.monotonic() - started
    assert "is still there" in page(AGAIN, status=1)
    check_last_step(installed, page, kept)
    # what was begun and broken off before is in nobody's way; this one is the last
    assert "Then make a copy of it at once" in page(AGAIN)
    with database(installed):
        assert installed.sql("select system_identifier from pg_control_system()") != [system]
        assert installed.sql(CARRIED) == carried and rights(installed) == before
        assert installed.sql("select count(*) from pg_class where relname = 'dossier' and reltuples < 1") == [(0,)]
    assert "was started: what was filed since" in page(BACK, status=1)
    assert "There is no copy of the new database yet" in page(REMOVE, status=1)
    assert installed.start().ready(), installed.text()
    assert "Kept " in page(COPY) and "Removed" in page(REMOVE)
    assert not list(installed.folder.glob("pg.*"))
    return took
