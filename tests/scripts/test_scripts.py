"""The small scripts: packages, counting, the private database, the test runner's verdicts."""
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time

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


def stanza(name, version, status=""):
    return f"Package: {name}\n{status}Version: {version}\nArchitecture: all\nMaintainer: a <a@example.vn>\nDescription: a\n"


@pytest.fixture()
def other_system(tmp_path):
    """apt's view of a system with our packages and another one, all at version 1, and of a source that has version 2 of all."""
    names = [*(line.split()[1] for line in (ROOT / "scripts/packages").read_text().splitlines()
               if re.match(r"(runtime|edge) ", line)), "another"]
    for folder in ("lists/partial", "cache/archives/partial", "source", "parts"):
        (tmp_path / folder).mkdir(parents=True)
    installed = "Status: install ok installed\n"
    (tmp_path / "status").write_text("\n".join(stanza(name, 1, installed) for name in names if name != "nginx"))
    (tmp_path / "source/Packages").write_text("\n".join(stanza(name, 2) + f"Filename: ./{name}.deb\nSize: 1\nSHA256: {'0' * 64}\n"
                                                        for name in names))
    (tmp_path / "sources.list").write_text(f"deb [trusted=yes] file:{tmp_path}/source ./\n")
    (tmp_path / "apt.conf").write_text(f"""Dir::State "{tmp_path}"; Dir::State::status "{tmp_path}/status"; Dir::Cache "{tmp_path}/cache";
        Dir::Etc::sourcelist "{tmp_path}/sources.list"; Dir::Etc::sourceparts "{tmp_path}/parts"; Dir::Etc::preferencesparts
        "{tmp_path}/parts"; APT::Sandbox::User "root"; Debug::NoLocking "true";""")
    system = {**os.environ, "APT_CONFIG": str(tmp_path / "apt.conf")}
    subprocess.run(["apt-get", "-q", "update"], check=True, capture_output=True, env=system)
    return names, system


def test_our_own_packages_are_brought_up_to_date_and_nothing_else(other_system):
    """apt itself says what it would do: one is missing, the others are old."""
    names, system = other_system
    everything = subprocess.run(["apt-get", "-s", "upgrade"], capture_output=True, text=True, env=system).stdout
    assert "Inst another [1]" in everything
    answer = subprocess.run([ROOT / "scripts/install", "--dry-run", "runtime", "edge"], capture_output=True, text=True, env=system)
    done = {line.split()[1]: "[1]" in line for line in answer.stdout.splitlines()}
    assert answer.returncode == 0, answer.stderr
    assert done == {name: name != "nginx" for name in names if name != "another"}
    assert "Remv" not in answer.stdout


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


# ---- scripts/lib.sh ----

def test_what_is_ended_while_it_begins_does_nothing_of_what_is_done_at_the_end():
    """A shell in the background has the traps of the one that began it until it sets its own."""
    done = call("bash", "-c", f"""source {ROOT}/scripts/lib.sh
        at_exit 'echo stopped'
        trap 'exit 0' TERM
        for _ in {{1..40}}; do
            (trap - EXIT; trap 'exit' TERM; sleep 1) &
            kill $! && wait $! || true
        done 2>/dev/null""")
    assert done.stdout == "stopped\n", done


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
                "where rolname like 'motcua%' and rolcanlogin and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)")
    assert roles.stdout == "motcua_citizen motcua_owner motcua_public motcua_readonly motcua_staff motcua_system motcua_worker\n"
    for role in roles.stdout.split():
        assert sql(socket, role, "select current_user").stdout == role + "\n"
    settings = sql(socket, "postgres", "select current_setting('listen_addresses') = '', "
                   "current_setting('synchronous_commit'), current_setting('data_checksums')")
    assert settings.stdout == "t|on|on\n"
    extensions = sql(socket, "postgres", "select string_agg(extname, ' ' order by extname) from pg_extension")
    assert extensions.stdout == "btree_gist ltree pg_trgm pgcrypto plpgsql unaccent\n"
    assert len(f"{socket}/.s.PGSQL.5432") <= 107
    version, = re.findall(r"^database +postgresql-(\d+)$", (ROOT / "scripts/packages").read_text(), re.M)
    assert (folder / "pg/PG_VERSION").read_text() == f"{version}\n"


def test_creating_and_starting_again_change_nothing(database):
    folder, socket = database
    assert sql(socket, "motcua_owner", "create table kept (a int); insert into kept values (1)").returncode == 0
    assert call(ROOT / "scripts/database", "create", folder, "motcua").returncode == 0
    assert call(ROOT / "scripts/database", "stop", folder).returncode == 0
    assert call(ROOT / "scripts/database", "start", folder).returncode == 0
    assert call(ROOT / "scripts/database", "start", folder).returncode == 0
    assert sql(socket, "motcua_owner", "select a from kept").stdout == "1\n"


def test_a_number_that_was_given_out_again_is_nobody_to_end(database):
    """What a killed cluster left behind names a process that is another's now, of the same user."""
    folder, socket = database
    left = folder / "pg/postmaster.pid"
    text = left.read_text()
    assert call(ROOT / "scripts/database", "stop", folder).returncode == 0
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], **user) as other:
        left.write_text(text.replace(text.splitlines()[0], str(other.pid), 1))
        if user:
            shutil.chown(left, **user)
        assert call(ROOT / "scripts/database", "stop", folder).returncode == 0
        assert other.poll() is None
        # nor is it the cluster, which begins beside it
        assert call(ROOT / "scripts/database", "start", folder).returncode == 0
        assert sql(socket, "postgres", "select 1", "postgres").stdout == "1\n" and other.poll() is None
        other.kill()


def test_a_cluster_begins_once_what_was_killed_is_gone(database):
    """Its first process is killed alone, in the middle of somebody's long statement, which notices nothing before its end."""
    folder, socket = database
    busy = subprocess.Popen(["psql", "-X", "-h", socket, "-U", "postgres", "-d", "postgres", "-c",
                             "do $$ begin perform count(*) from generate_series(1, 9000000); end $$"], stderr=subprocess.DEVNULL)
    wanted = "select count(*) from pg_stat_activity where query like 'do $$ begin perform%' and state = 'active'"
    while sql(socket, "postgres", wanted, "postgres").stdout != "1\n":
        assert busy.poll() is None
    os.kill(int((folder / "pg/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    assert call(ROOT / "scripts/database", "start", folder).returncode == 0
    busy.wait(10)


def test_of_its_jobs_a_shell_ends_only_those_that_have_not_ended(tmp_path):
    """It lists the numbers of the others for as long as it lives, and they may be somebody else's."""
    script = tmp_path / "jobs"
    script.write_text(f"""source {ROOT}/scripts/lib.sh
        sleep 60 >/dev/null 2>&1 & living=$!
        true & ended=$!
        until [ ! -d /proc/$ended ]; do sleep 0.01; done
        jobs -p | cat >{tmp_path}/listed
        grep -qx $ended {tmp_path}/listed
        at_work $living && ! at_work $ended && ! at_work ""
        kill() {{ builtin kill "$@"; echo "told $*, of $living $ended"; }}
        end_jobs""")
    done = call("bash", script)
    assert done.returncode == 0 and re.fullmatch(r"told (\d+), of \1 \d+\n", done.stdout), done


def test_only_these_users_are_let_in(database):
    folder, _ = database
    me = pwd.getpwuid(os.getuid()).pw_name
    lines = [line.split() for line in (folder / "pg/pg_ident.conf").read_text().splitlines()]
    clusters = {me, "postgres"} if me == "root" else {me}
    parts = {"motcua-api": {"public", "citizen", "staff", "system"}, "motcua-worker": {"worker"}, "motcua-migrate": {"owner"}}
    assert {user.strip('"') for name, user, _ in lines if name == "admin"} == clusters
    for who in {user.strip('"') for name, user, _ in lines if name == "motcua"}:
        roles = {role[7:] for name, user, role in lines if name == "motcua" and user.strip('"') == who}
        assert roles == parts[who] if who not in clusters else len(roles) == 7, who
    assert {role for name, _, role in lines if name == "admin"} == {"postgres"}
    rules = [line.split()[2] for line in (folder / "pg/pg_hba.conf").read_text().splitlines()]
    assert rules == ["postgres", "motcua_owner,motcua_public,motcua_citizen,motcua_staff,motcua_system,motcua_worker,motcua_readonly"]


@pytest.mark.parametrize("role", ["postgres", "motcua_owner", "motcua_staff"])
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
        assert sql(socket, role, "select 1", as_user="www-data").returncode != 0


# ---- scripts/test ----

@pytest.fixture
def checkout(tmp_path):
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts")
    for phase in (tmp_path / "scripts/test.d").glob("[0-9]*"):
        phase.unlink()
    return tmp_path


def phase(checkout, name, body, track="processor", needs="", ceiling=60):
    path = checkout / "scripts/test.d" / name
    path.write_text(f'#!/bin/bash\n# a phase\n# track: {track}\n# needs: {needs}\n# ceiling: {ceiling}\n'
                    f'source "$(dirname "$0")/common.sh"\n{body}\n')
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
    phase(checkout, "20-good", 'check "good" true', needs="bad")
    answer = run_tests(checkout)
    assert answer.stdout.splitlines()[-1] == "1 passed, 1 failed" and answer.returncode == 1
    assert re.search(r"^bad +FAILED .*\.test/log/bad\.log$", answer.stdout, re.M)


def test_phases_can_be_chosen(checkout):
    phase(checkout, "10-one", 'check "first" true')
    phase(checkout, "20-two", 'check "second" false', needs="one")
    assert run_tests(checkout, "one").stdout.splitlines()[-1] == "1 passed, 0 failed"
    assert run_tests(checkout, "two").stdout.splitlines()[-1] == "0 passed, 1 failed"
    wrong = run_tests(checkout, "three")
    assert wrong.returncode == 1 and "no phase 'three'" in wrong.stderr
    assert run_tests(checkout, "--list").stdout.splitlines() == ["one        a phase", "two        a phase"]


def begun_and_ended(answer):
    return re.findall(r"^\[(\w+)\] (begins|ok|FAILED)", answer.stdout, re.M)


def test_two_tracks_run_side_by_side_each_phase_after_what_it_needs(checkout):
    """Each of the two first phases ends only when the other runs; the last waits for its need on the other track."""
    meet = 'touch "$TEST/{0}"; until [ -e "$TEST/{1}" ]; do sleep 0.02; done; check "met" true'
    phase(checkout, "10-left", meet.format("left", "right"))
    phase(checkout, "20-right", meet.format("right", "left"), track="waiting")
    phase(checkout, "30-later", 'check "after its need" test -e "$TEST/made"', track="waiting", needs="maker")
    phase(checkout, "40-maker", 'sleep 0.3; touch "$TEST/made"; check "made" true')
    answer = run_tests(checkout)
    assert answer.stdout.splitlines()[-1] == "4 passed, 0 failed", answer.stdout
    order = begun_and_ended(answer)
    assert set(order[:2]) == {("left", "begins"), ("right", "begins")}
    assert order.index(("maker", "ok")) < order.index(("later", "begins"))


def test_a_track_runs_one_phase_at_a_time(checkout):
    for name in ("10-one", "20-two"):
        phase(checkout, name, 'check "alone" mkdir "$TEST/here"; sleep 0.2; rmdir "$TEST/here"')
    order = begun_and_ended(run_tests(checkout))
    assert order == [("one", "begins"), ("one", "ok"), ("two", "begins"), ("two", "ok")]


def test_a_phase_beyond_its_ceiling_has_failed(checkout):
    phase(checkout, "10-slow", 'check "quick" true; sleep 60', ceiling=1)
    answer = run_tests(checkout)
    assert answer.stdout.splitlines()[-1] == "1 passed, 1 failed" and answer.returncode == 1
    assert "ceiling of 1 s" in answer.stdout


@pytest.mark.parametrize("head, words", [
    ({"track": "none"}, "is on no track"), ({"ceiling": ""}, "has no ceiling"), ({"needs": "one"}, "wait for each other"),
], ids=["no track", "no ceiling", "a circle"])
def test_a_head_that_says_too_little_is_refused(checkout, head, words):
    phase(checkout, "10-one", 'check "never" true', **head)
    answer = run_tests(checkout)
    assert answer.returncode == 1 and words in answer.stderr and "passed" not in answer.stdout


def test_an_interrupt_ends_what_runs(checkout):
    """Both tracks are ended, with what they started, and what a phase does at its end is done."""
    for track in ("processor", "waiting"):
        phase(checkout, f"10-{track}", f'trap \'touch "$TEST/{track}.tidied"\' EXIT\n'
              f'sleep 1234 & echo $! >"$TEST/{track}.pid"; wait', track=track)
    process = subprocess.Popen([checkout / "scripts/test"], cwd=checkout, env={**os.environ, "MOTCUA_RUN": ""},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    pids = [checkout / f".test/{track}.pid" for track in ("processor", "waiting")]
    until = time.monotonic() + 60
    while not all(path.exists() and path.read_text().strip() for path in pids) and time.monotonic() < until:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) == 130
    assert not any(pathlib.Path("/proc", path.read_text().strip()).exists() for path in pids)
    assert all((checkout / f".test/{track}.tidied").exists() for track in ("processor", "waiting"))


def test_the_longer_run_takes_what_has_a_longer_form_and_keeps_the_outcome(checkout):
    (checkout / "tests").mkdir()
    phase(checkout, "10-build", 'check "built" true')
    phase(checkout, "20-fuzz", 'check "longer" test "$LONG" = 1; echo "123 executions" >>"$NOTES"', needs="build",
          ceiling="1\n# long: 60")
    phase(checkout, "30-short", 'check "never" false')
    assert call("git", "init", "-q", checkout).returncode == 0
    assert call("git", "-C", checkout, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q",
                "--allow-empty", "-m", "a").returncode == 0
    answer = run_tests(checkout, "--long")
    assert answer.stdout.splitlines()[-1] == "2 passed, 0 failed", answer.stdout + answer.stderr
    kept = (checkout / "tests/long-results.md").read_text()
    assert "**2 passed, 0 failed**" in kept and "## fuzz\n\n\t123 executions" in kept and "short" not in kept
    assert time.strftime("%Y-", time.gmtime()) in kept


# ---- tests that cannot be built ----

def configure(folder, pkg_config, *options):
    return call("cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", f"-DPKG_CONFIG_EXECUTABLE={pkg_config}", *options)


def test_without_cmocka_tests_are_refused_and_the_program_still_builds(tmp_path):
    """A package that is missing takes no test away in silence."""
    blind = tmp_path / "pkg-config"
    blind.write_text('#!/bin/sh\ncase " $* " in *cmocka*) exit 1 ;; esac\nexec pkg-config "$@"\n')
    blind.chmod(0o755)
    refused = configure(tmp_path / "tests", blind)
    assert refused.returncode != 0 and "scripts/install test" in refused.stderr
    assert not (tmp_path / "tests/build.ninja").exists()
    assert configure(tmp_path / "program", blind, "-DMOTCUA_TESTS=OFF").returncode == 0
    targets = call("ninja", "-C", tmp_path / "program", "-t", "targets", "all").stdout
    assert re.search(r"^motcua: ", targets, re.M) and "test_arena" not in targets
    assert re.search(r"^test_arena: ", call("ninja", "-C", ROOT / "build/debug", "-t", "targets", "all").stdout, re.M)
