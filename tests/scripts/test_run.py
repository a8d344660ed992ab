"""scripts/run from start to stop, with the real program: what it starts, restarts, keeps and ends."""
import collections
import contextlib
import gzip
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time

import psycopg2
import pytest

from instance import ROOT, Instance
from load import Load


@pytest.fixture(scope="module")
def base():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-run-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def instance(base):
    running = Instance(base / "first").start()
    assert running.ready(), running.text()
    yield running
    if running.process.poll() is None:
        running.stop()


@pytest.fixture(scope="module")
def pair(base):
    """Two instances of the API behind one nginx, in a folder whose name is long."""
    running = Instance(base / ("second " + "đ" * 60), None, "--instances", "2").start()
    assert running.ready(), running.text()
    yield running
    if running.process.poll() is None:
        running.stop()


def test_it_ends_with_address_logins_and_how_to_stop(instance):
    text = instance.text()
    assert f"http://127.0.0.1:{instance.port}/" in text and "ready in" in text
    assert re.search(r"Ctrl-C, or {2}kill \d+", text)
    logins_file = instance.folder / "sample-logins.json"
    assert stat.S_IMODE(logins_file.stat().st_mode) == 0o600
    logins = json.loads(logins_file.read_text())
    for role in ("citizen", "officer", "leader", "admin"):
        assert logins[role]["login"] in text and logins[role]["password"] in text
        status, body = instance.get("/v1/sessions", {"login": logins[role]["login"],
                                                     "password": logins[role]["password"]})
        assert status in (200, 201) and json.loads(body)["access_token"].count(".") == 2


def test_what_runs_has_its_bill_of_materials(instance):
    bill = json.loads((instance.folder / "sbom.json").read_text(encoding="utf-8"))
    program = hashlib.sha256((ROOT / "build/release/motcua").read_bytes()).hexdigest()
    assert bill["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": program}]


def test_clients_and_api_answer(instance):
    for path in ("/", "/m/", "/desk/"):
        status, body = instance.get(path)
        assert status == 200 and b"<!doctype html>" in body.lower()
    status, body = instance.get("/v1/procedures?q=giay%20khai%20sinh")
    assert status == 200 and json.loads(body)["items"][0]["code"] == "1.001193"
    assert len(json.loads(instance.get("/v1/places")[1])["items"]) == 34


def test_nothing_runs_as_root_or_listens_beside_nginx(instance):
    for service in ("postgresql", "api", "worker", "nginx"):
        uid = int(re.search(r"^Uid:\s+(\d+)", pathlib.Path(f"/proc/{instance.pid(service)}/status").read_text(),
                            re.M).group(1))
        assert uid != 0, service
    listening = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout
    for service in ("postgresql", "api", "worker"):
        assert f"pid={instance.pid(service)}," not in listening, service
    keys = [path for path in (instance.folder / "keys").iterdir() if path.is_file()]
    assert keys and all(stat.S_IMODE(path.stat().st_mode) & 0o077 == 0 for path in keys if path.suffix != ".pub")


def test_a_second_start_is_told_that_it_runs(instance):
    second = Instance(instance.folder).start()
    assert second.process.wait(60) == 1 and "runs here already" in second.text()
    instance.output.write_text(instance.text() + "Ctrl-C", encoding="utf-8")
    assert instance.get("/readyz")[0] == 200


def test_a_port_in_use_is_told(instance, base):
    other = Instance(base / "other", instance.port).start()
    assert other.process.wait(60) == 1
    assert f"Port {instance.port} on 127.0.0.1 is used by another program" in other.text()
    assert re.search(r"used by another program, nginx \(process \d+\)\.", other.text())
    wrong = Instance(base / "wrong", "80a").start()
    assert wrong.process.wait(60) == 1 and "MOTCUA_PORT is '80a'" in wrong.text()


def test_a_broken_site_folder_is_told_before_anything_starts(base):
    wrong = Instance(base / "no site").start(MOTCUA_SITE_DIR="/nowhere")
    assert wrong.process.wait(60) == 1
    assert "motcua check: open /nowhere/site.json: No such file or directory" in wrong.text()
    assert not (base / "no site/pg").exists()


@pytest.mark.parametrize("service", ["api", "worker", "nginx", "postgresql"])
def test_a_service_that_is_killed_comes_back(instance, service):
    before = instance.pid(service)
    os.kill(before, signal.SIGKILL)
    until = time.monotonic() + 30
    while time.monotonic() < until and instance.pid(service) == before:
        time.sleep(0.1)
    assert instance.pid(service) != before
    instance.wait_until_ready()


def wait_for(what, seconds=60):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def roll(running):
    """The instances replaced one by one, as --roll has it done once everything is built; by which the file tells the outcome."""
    told = running.folder / "rolled"
    told.unlink(missing_ok=True)
    os.kill(running.process.pid, signal.SIGUSR1)
    wait_for(told.exists)
    return told.read_text().strip()


def test_words_that_it_does_not_know_are_told(base):
    for words, told in ((("--instances", "0"), "--instances is '0'"), (("--instances", "2x"), "--instances is '2x'"),
                        (("--fast",), "does not know these words: --fast"), (("--instances",), "does not know these words"),
                        (("--roll",), "Motcua does not run here")):
        wrong = Instance(base / "words", None, *words).start()
        assert wrong.process.wait(60) == 1 and told in wrong.text(), wrong.text()
    assert not (base / "words").exists()


def test_ten_rolls_under_load_fail_no_request(pair, capsys):
    login = json.loads((pair.folder / "sample-logins.json").read_text())["citizen"]
    token = json.loads(pair.get("/v1/sessions", {"login": login["login"], "password": login["password"]})[1])["access_token"]
    seen = set()
    with Load(pair.port, token, 6) as load:
        for _ in range(9):
            seen |= {pair.pid("api"), pair.pid("api-2")}
            assert roll(pair) == "all"
        commands, = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook/roll.md").read_text(), re.M | re.S)
        done = subprocess.run(["bash", "-euc", commands], capture_output=True, text=True, check=False, cwd=ROOT,
                              env={**os.environ, "MOTCUA_RUN": str(pair.folder), "MOTCUA_PORT": str(pair.port)})
        assert done.returncode == 0 and "Every instance is the program that was built." in done.stdout, done
        seen |= {pair.pid("api"), pair.pid("api-2")}
    with capsys.disabled():
        print(f"\nten rolls of two instances under load: {len(load.failed)} of {load.asked} requests failed")
    assert len(seen) == 20 and load.made > 50 and not load.failed, load.failed[:5]


def kept_lines(folder, name):
    """Of a log and of all that were moved away, each as often as it stands there."""
    files = [path for path in (folder / "log").iterdir() if re.fullmatch(name + r"\.log(\.\d+(\.gz)?)?", path.name)]
    return [line for path in files for line in (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8")]


def write_to_moved(pids):
    """Whether one of the processes, or a child of theirs, has a log open that was moved away."""
    children = subprocess.run(["pgrep", "-P", ",".join(map(str, pids))], text=True, stdout=subprocess.PIPE, check=True).stdout.split()
    for pid in [*pids, *children]:
        with contextlib.suppress(FileNotFoundError):
            for opened in pathlib.Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(FileNotFoundError):
                    if ".log." in os.readlink(opened):
                        return True
    return False


def test_ten_rotations_of_the_logs_under_load_lose_no_line(pair, capsys):
    """By the command that scripts/run gives once a minute; nobody is started anew."""
    login = json.loads((pair.folder / "sample-logins.json").read_text())["citizen"]
    token = json.loads(pair.get("/v1/sessions", {"login": login["login"], "password": login["password"]})[1])["access_token"]
    writers = [pair.pid(name) for name in ("nginx", "api", "api-2")]
    logger, = subprocess.run(["pgrep", "-f", "-P", str(pair.pid("postgresql")), "logger"], text=True, stdout=subprocess.PIPE,
                             check=True).stdout.split()
    socket_folder = (pair.folder / "socket-path").read_text().strip() + "/socket"
    page = (ROOT / "runbook/logs.md").read_text()
    command, = re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S)
    said = 0
    with contextlib.closing(psycopg2.connect(host=socket_folder, user="postgres", dbname="motcua")) as database, \
            database.cursor() as cursor, Load(pair.port, token, 4) as load:
        for _ in range(10):
            subprocess.run(["bash", "-euc", command], check=True, cwd=ROOT, env={**os.environ, "MOTCUA_RUN": str(pair.folder)})
            while said == 0 or write_to_moved(writers) or not (pair.folder / "log/postgresql.log").stat().st_size:
                cursor.execute("do $$ begin raise log 'said %%', %s; end $$", [said])
                said += 1
                time.sleep(0.02)
    assert not load.failed and [pair.pid(name) for name in ("nginx", "api", "api-2")] == writers
    assert pathlib.Path(f"/proc/{logger}").exists() and len(list((pair.folder / "log").glob("api.log.*"))) >= 10
    lines = {"nginx": kept_lines(pair.folder, "nginx-access"), "API": kept_lines(pair.folder, "api(-2)?")}
    found = {"nginx": collections.Counter(line.split()[-1] for line in lines["nginx"]),
             "API": collections.Counter(json.loads(line).get("request") for line in lines["API"])}
    for name, counts in found.items():
        assert {counts[one] for one in load.ids} == {1}, name
    told = collections.Counter(re.findall(r"LOG: +(said \d+)$", "".join(kept_lines(pair.folder, "postgresql")), re.M))
    assert told == {f"said {number}": 1 for number in range(said)}
    named = re.findall(r"`([\w*-]+\.log)`", page.split("| Log |")[1].split("Each is moved")[0])
    unnamed = {path.name for path in (pair.folder / "log").glob("*.log") if not any(map(path.match, named))}
    assert not unnamed
    with capsys.disabled():
        print(f"\nlogs moved away ten times: {len(load.ids)} requests each in one line of nginx and one of the API, "
              f"{said} of PostgreSQL's lines each once")


def test_the_page_on_a_full_disk_says_what_takes_room_and_old_logs_go(pair):
    """Every file is taken again without a start once there is room; here what is to be left free is changed instead of the disk."""
    says, clear = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook/disk.md").read_text(), re.M | re.S)

    def page(commands, **settings):
        return subprocess.run(["bash", "-euc", commands], capture_output=True, text=True, check=False, cwd=ROOT,
                              env={**os.environ, "MOTCUA_RUN": str(pair.folder), **settings})
    for part in ("blobs", "uploads", "outbox", "log", "pg"):
        (pair.folder / part).stat()
    done = page(says, MOTCUA_DISK_RESERVE="0")
    assert done.returncode == 0, done
    for part in ("store/blobs", "uploads", "outbox", "pg", "pg/pg_wal", "log"):
        assert re.search(rf"^ *[0-9.]+[KMG]? .* {re.escape(str(pair.folder / part))}$", done.stdout, re.M), (part, done.stdout)
    assert re.search(r"^\d+ [kM]B table \w+$", done.stdout, re.M) and re.search(r"GB free of .* on /", done.stdout)
    assert "database does not answer" not in done.stdout
    full = page(says, MOTCUA_DISK_RESERVE="100")
    assert full.returncode == 1 and "Less than 100 % is free: no files are taken." in full.stdout
    old, new, kept = (pair.folder / "log" / name for name in ("api.log.58.gz", "api.log.57.gz", "old.log"))
    for path in (old, new, kept):
        path.write_bytes(b"")
    for path in (old, kept):
        os.utime(path, (time.time() - 9 * 86400,) * 2)
    assert page(clear).returncode == 0
    assert [path.exists() for path in (old, new, kept)] == [False, True, True]
    kept.unlink()
    new.unlink()


def test_an_instance_that_does_not_get_ready_ends_the_roll_and_the_other_serves(pair):
    keys = pair.folder / "keys"
    before = pair.pid("api-2")
    keys.rename(pair.folder / "keys-away")
    try:
        assert roll(pair) == "api"
        assert pair.pid("api-2") == before
        assert {pair.get("/v1/procedures")[0] for _ in range(20)} == {200}
    finally:
        (pair.folder / "keys-away").rename(keys)
    wait_for(lambda: pair.text().count("api ended unexpectedly") > 0)
    wait_for(lambda: (pair.folder / "pids/api").exists())
    assert roll(pair) == "all"


def test_a_part_that_keeps_ending_ends_nothing_else(pair):
    """Tried again after 1, 2, 4 ... seconds; nginx serves pages and says of the rest that it will be back."""
    kept = {name: pair.pid(name) for name in ("postgresql", "nginx", "worker", "run")}
    keys = pair.folder / "keys"
    keys.rename(pair.folder / "keys-away")
    try:
        for name in ("api", "api-2"):
            os.kill(pair.pid(name), signal.SIGKILL)
        wait_for(lambda: "starting it again in 4 s" in pair.text()[pair.text().rindex("ready in"):])
        status, body = pair.get("/v1/procedures")
        assert status == 503 and json.loads(body)["code"] == "stopping"
        assert pair.get("/")[0] == 200
        assert {name: pair.pid(name) for name in kept} == kept and pair.process.poll() is None
    finally:
        (pair.folder / "keys-away").rename(keys)
    pair.wait_until_ready()
    assert {name: pair.pid(name) for name in kept} == kept


def is_bound(taker, port):
    try:
        taker.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def test_a_port_that_another_program_took_is_told_and_taken_back(pair):
    with socket.socket() as thief:
        thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        os.kill(pair.pid("nginx"), signal.SIGTERM)
        wait_for(lambda: is_bound(thief, pair.port))
        thief.listen()
        wait_for(lambda: re.search(rf"Port {pair.port} on 127\.0\.0\.1 is used by another program, [^ ]+ \(process {os.getpid()}\) now",
                                   pair.text()))
    pair.wait_until_ready()


def test_two_run_side_by_side_and_stop_apart(instance, pair):
    other = pair
    assert (other.folder / "socket-path").exists()
    assert other.get("/readyz")[0] == 200 and instance.get("/readyz")[0] == 200
    mine, theirs = (json.loads((each.folder / "sample-logins.json").read_text()) for each in (instance, other))
    assert mine["admin"]["password"] != theirs["admin"]["password"]
    os.killpg(other.process.pid, signal.SIGINT)
    assert other.process.wait(60) == 0
    assert other.processes() == []
    assert instance.get("/readyz")[0] == 200
    shutil.rmtree((other.folder / "socket-path").read_text().strip())


def test_killed_outright_it_leaves_nothing_that_the_next_start_trips_over(instance):
    logins = (instance.folder / "sample-logins.json").read_text()
    instance.stop(signal.SIGKILL)
    instance.start()
    assert instance.ready(), instance.text()
    assert (instance.folder / "sample-logins.json").read_text() == logins
    assert float(re.search(r"ready in ([\d.]+) s", instance.text()).group(1)) < 30


def test_stopping_ends_everything_and_keeps_the_data(instance):
    assert instance.stop() == 0
    assert "Stopping" in instance.text() and instance.processes() == []
    assert instance.get("/readyz")[0] == 0
    instance.start()
    login = json.loads((instance.folder / "sample-logins.json").read_text())["citizen"]
    assert instance.get("/v1/sessions", {"login": login["login"], "password": login["password"]})[0] in (200, 201)
    assert instance.stop(signal.SIGINT) == 0
