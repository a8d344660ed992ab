"""The small scripts: packages, counting, the private database, the test runner's verdicts."""
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tempfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def call(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)


# ---- scripts/install and scripts/packages ----

def test_packages_are_listed_once_in_a_group():
    lines = [line.split() for line in (ROOT / "scripts/packages").read_text().splitlines()
             if line and not line.startswith("#")]
    assert all(len(line) == 2 and re.fullmatch(r"[a-z0-9][a-z0-9.+-]+", line[1]) for line in lines)
    assert len({tuple(line) for line in lines}) == len(lines)
    assert [line[1] for line in lines if line[0] == "build"] == sorted(line[1] for line in lines if line[0] == "build")


def test_nothing_is_missing_where_the_tests_run():
    answer = call(ROOT / "scripts/install", "--missing", "runtime", "database", "edge", "build", "test")
    assert (answer.returncode, answer.stdout) == (0, "")


def test_an_unknown_group_is_refused():
    answer = call(ROOT / "scripts/install", "--missing", "runtime", "nonsense")
    assert answer.returncode != 0 and "no group 'nonsense'" in answer.stderr


def test_the_runtime_libraries_are_those_the_program_links():
    """A container with the group "runtime" alone can start the program."""
    program = ROOT / "build/release/motcua"
    needed = re.findall(r"NEEDED\s+(\S+)", call("objdump", "-p", program).stdout)
    assert needed
    runtime = {line.split()[1] for line in (ROOT / "scripts/packages").read_text().splitlines()
               if line.startswith("runtime")} | {"libc6", "libgcc-s1"}
    places = {}
    for line in call("ldd", program).stdout.splitlines():
        name, _, path = line.strip().partition(" => ")
        if name in needed:
            path = path.split(" ")[0]
            places[name] = {path, path.removeprefix("/usr"), os.path.realpath(path)}
    assert set(places) == {name for name in needed if not name.startswith("ld-linux")}
    found = call("dpkg-query", "-S", *set().union(*places.values())).stdout.splitlines()
    owner_of = {line.rpartition(": ")[2]: line.split(":")[0] for line in found}
    owners = {name: {owner_of[path] for path in paths if path in owner_of} for name, paths in places.items()}
    assert {name: owner for name, owner in owners.items() if not owner & runtime} == {}


# ---- scripts/count ----

def test_counting_skipped_and_unrun_tests_as_failed(tmp_path):
    (tmp_path / "a.xml").write_text(
        "<testsuites><testsuite><testcase name='a'/><testcase name='b'><failure/></testcase>"
        "<testcase name='c'><error/></testcase><testcase name='d'><skipped/></testcase>"
        "<testcase name='e' status='run'/><testcase name='f' status='notrun'/></testsuite></testsuites>")
    assert call(ROOT / "scripts/count", tmp_path / "a.xml").stdout == "2 4\n"
    (tmp_path / "b.xml").write_text("<testsuites")
    assert call(ROOT / "scripts/count", tmp_path / "b.xml").returncode != 0


# ---- scripts/database ----

@pytest.fixture(scope="module", params=["short", "x" * 90], ids=["short path", "path beyond a socket's limit"])
def database(request):
    # not in pytest's own folder, which other users may not enter
    base = pathlib.Path(tempfile.mkdtemp(prefix="motcua-database-"))
    base.chmod(0o755)
    folder = base / request.param
    script = ROOT / "scripts/database"
    started = call(script, "start", folder, "fsync=off")
    assert started.returncode == 0, started.stderr
    try:
        assert call(script, "create", folder, "motcua").returncode == 0
        yield folder, call(script, "socket", folder).stdout.strip()
    finally:
        assert call(script, "stop", folder).returncode == 0
        short = folder / "socket-path"
        if short.exists():
            shutil.rmtree(short.read_text().strip())
        shutil.rmtree(base)


def sql(socket, user, text, name="motcua", as_user=None):
    command = ["psql", "-X", "-At", "-h", socket, "-U", user, "-d", name, "-c", text]
    if as_user:
        command = ["setpriv", "--reuid", as_user, "--regid", as_user, "--clear-groups", *command]
    return call(*command)


def test_a_private_cluster_with_its_roles(database):
    folder, socket = database
    roles = sql(socket, "postgres", "select string_agg(rolname, ' ' order by rolname) from pg_roles "
                "where rolname like 'motcua%' and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)")
    assert roles.stdout == "motcua_api motcua_owner motcua_readonly motcua_worker\n"
    for role in roles.stdout.split():
        assert sql(socket, role, "select current_user").stdout == role + "\n"
    settings = sql(socket, "postgres", "select current_setting('listen_addresses') = '', "
                   "current_setting('synchronous_commit'), current_setting('data_checksums')")
    assert settings.stdout == "t|on|on\n"
    extensions = sql(socket, "postgres", "select string_agg(extname, ' ' order by extname) from pg_extension")
    assert extensions.stdout == "ltree pg_trgm pgcrypto plpgsql unaccent\n"
    assert len(f"{socket}/.s.PGSQL.5432") <= 107
    assert (folder / "pg/PG_VERSION").read_text() == "15\n" or os.getuid() != 0


def test_creating_and_starting_again_change_nothing(database):
    folder, socket = database
    assert sql(socket, "motcua_owner", "create table kept (a int); insert into kept values (1)").returncode == 0
    assert call(ROOT / "scripts/database", "create", folder, "motcua").returncode == 0
    assert call(ROOT / "scripts/database", "stop", folder).returncode == 0
    assert call(ROOT / "scripts/database", "start", folder).returncode == 0
    assert call(ROOT / "scripts/database", "start", folder).returncode == 0
    assert sql(socket, "motcua_owner", "select a from kept").stdout == "1\n"


def test_only_these_users_are_let_in(database):
    folder, _ = database
    me = pwd.getpwuid(os.getuid()).pw_name
    lines = [line.split() for line in (folder / "pg/pg_ident.conf").read_text().splitlines()]
    services = {me, "postgres", "www-data"} if me == "root" else {me}
    assert {user.strip('"') for name, user, _ in lines if name == "motcua"} == services
    assert {user.strip('"') for name, user, _ in lines if name == "admin"} == services - {"www-data"}
    assert {role for name, _, role in lines if name == "admin"} == {"postgres"}
    rules = [line.split()[2] for line in (folder / "pg/pg_hba.conf").read_text().splitlines()]
    assert rules == ["postgres", "motcua_owner,motcua_api,motcua_worker,motcua_readonly"]


@pytest.mark.parametrize("role", ["postgres", "motcua_owner", "motcua_api"])
def test_nobody_else_gets_in(database, role):
    """As another user if root runs the tests; else by a role that this user is not mapped to."""
    _, socket = database
    if os.getuid() == 0:
        answer = sql(socket, role, "select 1", as_user="daemon")
    else:
        answer = sql(socket, pwd.getpwuid(os.getuid()).pw_name, "select 1", name="postgres")
    assert answer.returncode != 0 and answer.stdout == ""
    assert "Peer authentication failed" in answer.stderr or "no pg_hba.conf entry" in answer.stderr
    if os.getuid() == 0:
        assert sql(socket, "motcua_api", "select 1", as_user="www-data").stdout == "1\n"
        assert sql(socket, "postgres", "select 1", as_user="www-data").returncode != 0


# ---- scripts/test ----

@pytest.fixture
def checkout(tmp_path):
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for phase in (tmp_path / "scripts/test.d").glob("[0-9]*"):
        phase.unlink()
    return tmp_path


def phase(checkout, name, body):
    path = checkout / "scripts/test.d" / name
    path.write_text(f'#!/bin/bash\n# a phase\nsource "$(dirname "$0")/common.sh"\n{body}\n')
    path.chmod(0o755)


def run_tests(checkout, *arguments):
    return call(checkout / "scripts/test", *arguments, cwd=checkout, env={**os.environ, "MOTCUA_RUN": ""})


def test_all_good(checkout):
    phase(checkout, "10-one", 'check "first" true; check "second" true')
    phase(checkout, "20-two", 'echo "5 0" >>"$COUNT"')
    answer = run_tests(checkout)
    assert answer.stdout.splitlines()[-1] == "7 passed, 0 failed" and answer.returncode == 0


@pytest.mark.parametrize("body", [
    'check "wrong" false', "exit 3", "need no/such/folder; check x true", ":", 'echo "0 0" >>"$COUNT"',
    'false; check x true', 'reported "$TEST/none.xml" true',
], ids=["a failed check", "an exit", "a folder that is missing", "nothing tested", "none counted",
        "a command that fails", "a runner without report"])
def test_what_fails_is_told_and_the_rest_still_runs(checkout, body):
    phase(checkout, "10-bad", body)
    phase(checkout, "20-good", 'check "good" true')
    answer = run_tests(checkout)
    assert answer.stdout.splitlines()[-1] == "1 passed, 1 failed" and answer.returncode == 1
    assert re.search(r"^bad +FAILED .*\.test/log/bad\.log$", answer.stdout, re.M)


def test_phases_can_be_chosen(checkout):
    phase(checkout, "10-one", 'check "first" true')
    phase(checkout, "20-two", 'check "second" false')
    assert run_tests(checkout, "one").stdout.splitlines()[-1] == "1 passed, 0 failed"
    wrong = run_tests(checkout, "three")
    assert wrong.returncode == 1 and "no phase 'three'" in wrong.stderr
    assert run_tests(checkout, "--list").stdout.splitlines() == ["one        a phase", "two        a phase"]
