"""scripts/run from start to stop, with the real program: what it starts, restarts, keeps and ends.

Each instance has a folder of its own (MOTCUA_RUN), so a checkout in use is left alone.
"""
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
import urllib.error
import urllib.request

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Instance:
    def __init__(self, folder, port=None):
        self.folder = pathlib.Path(folder)
        self.port = port or free_port()
        self.output = self.folder.with_name(self.folder.name + ".out")
        self.process = None

    def start(self, **settings):
        with open(self.output, "w", encoding="utf-8") as output:
            self.process = subprocess.Popen(
                [ROOT / "scripts/run"], stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env={**os.environ, "MOTCUA_RUN": str(self.folder), "MOTCUA_PORT": str(self.port), **settings},
                start_new_session=True)
        until = time.monotonic() + 600
        while "Ctrl-C" not in self.text() and self.process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
        return self

    def text(self):
        return self.output.read_text(encoding="utf-8")

    def ready(self):
        return "Ctrl-C" in self.text() and self.process.poll() is None

    def pid(self, service):
        return int((self.folder / "pids" / service).read_text().split()[0])

    def get(self, path, body=None):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body and json.dumps(body).encode(),
                                         {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError:
            return 0, b""

    def wait_until_ready(self, seconds=30):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.get("/readyz")[0] == 200:
                return
            time.sleep(0.1)
        raise AssertionError(self.text())

    def processes(self):
        """Every process of this instance: those whose command line names its folder."""
        found = []
        for entry in pathlib.Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    environment = (entry / "environ").read_bytes().decode(errors="replace")
                except OSError:
                    continue
                if f"MOTCUA_RUN={self.folder}\0" in environment + "\0" and command:
                    found.append(command)
        return found

    def stop(self, how=signal.SIGTERM):
        os.kill(self.process.pid, how)
        return self.process.wait(60)


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


def test_two_run_side_by_side_and_stop_apart(instance, base):
    other = Instance(base / ("second " + "đ" * 60)).start()
    assert other.ready(), other.text()
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
