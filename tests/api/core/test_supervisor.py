"""What the service manager is told of each part: a socket in NOTIFY_SOCKET stands for systemd, with a watchdog that wants signs
of life. A part is ready when it serves, gives a sign at least twice in the silence that is borne, and none while it hangs: all
of it, or the one thread that people wait for."""
import contextlib
import ctypes
import os
import pathlib
import re
import signal
import socket
import threading
import time

import pytest

from harness.contract import ROOT
from harness.service import Program, tail

SILENCE = 3  # seconds, less than the units say
LANE_SECONDS = int(re.search(r"MC_LANE_SECONDS = (\d+)", (ROOT / "api/commands/lane.h").read_text()).group(1))
PTRACE_SEIZE, PTRACE_DETACH, PTRACE_INTERRUPT = 0x4206, 17, 0x4207
WALL = 0x40000000


class Part:
    """A part as a service manager starts it, and what it says."""

    def __init__(self, service, command, role, folder, **settings):
        self.lines = []
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(folder / f"{command}.notify"))
        self.environment = {**service.environment(role, **settings), "NOTIFY_SOCKET": str(folder / f"{command}.notify"),
                            "WATCHDOG_USEC": str(SILENCE * 1000000)}
        self.environment["MOTCUA_DATABASE_URL"] = self.environment["MOTCUA_DATABASE_URL"].replace(
            service.cluster.socket, str(folder / "database"))
        self.clock = folder / f"{command}.clock"
        if command == "work":
            self.clock.write_text("+0")
            self.environment["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
            self.environment |= {"LD_PRELOAD": "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "FAKETIME_NO_CACHE": "1",
                                 "FAKETIME_TIMESTAMP_FILE": str(self.clock)}
        self.program = Program(command, self.environment, folder / f"{command}.log")
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            self.lines += self.socket.recv(4096).decode().splitlines()

    def wait(self, line, after=0, seconds=30):
        """Until that line comes after so many others."""
        until = time.monotonic() + seconds
        while line not in self.lines[after:]:
            assert time.monotonic() < until, (line, self.lines, tail(self.program.log))
            time.sleep(0.02)

    def lives(self):
        """Waits for the next sign."""
        self.wait("WATCHDOG=1", len(self.lines))

    def send(self, number):
        self.program.process.send_signal(number)

    def threads(self, name=None):
        """Those of it that bear this name, or all but the first."""
        tasks = sorted(pathlib.Path(f"/proc/{self.program.process.pid}/task").iterdir(), key=lambda task: int(task.name))
        return [int(task.name) for task in tasks[1:] if name in (None, (task / "comm").read_text().strip())]

    def end(self):
        assert self.program.stop() == 0, tail(self.program.log)
        self.wait("STOPPING=1")


@contextlib.contextmanager
def hanging(threads):
    """These threads stand still and all others go on."""
    library = ctypes.CDLL(None, use_errno=True)
    library.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    for thread in threads:
        for request in (PTRACE_SEIZE, PTRACE_INTERRUPT):
            assert library.ptrace(request, thread, None, None) == 0, os.strerror(ctypes.get_errno())
        os.waitpid(thread, WALL)
    try:
        yield
    finally:
        for thread in threads:
            assert library.ptrace(PTRACE_DETACH, thread, None, None) == 0


def signs(parts, seconds):
    """part -> how often each says that it lives in so long; nothing else is said meanwhile"""
    before = {name: len(part.lines) for name, part in parts.items()}
    time.sleep(seconds)
    said = {name: part.lines[before[name]:] for name, part in parts.items()}
    assert set().union(*said.values()) <= {"WATCHDOG=1"}, said
    return {name: len(lines) for name, lines in said.items()}


@pytest.fixture(scope="module")
def parts(service, tmp_path_factory):
    """Each part whose unit has a watchdog, beside those of the service; the worker on a clock that can be put on."""
    folder = tmp_path_factory.mktemp("parts")
    alone = {"MOTCUA_SIGN_SOCKET": folder / "sign.sock", "MOTCUA_HEAD_SOCKET": folder / "head.sock",
             "MOTCUA_LOOKUP_LISTEN": f"unix:{folder}/lookup.sock",
             "MOTCUA_WORK_LISTEN": f"unix:{folder}/work.sock", "MOTCUA_ADMIN_LISTEN": f"unix:{folder}/admin.sock",
             "MOTCUA_WATCH_SECONDS": 300}
    started = {command: Part(service, command, role, folder, **alone) for command, role in
               (("sign", "system"), ("serve", "system"), ("work", "worker"), ("watch", "readonly"))}
    yield started
    for part in started.values():
        part.end()


def test_each_is_ready_when_it_serves_and_says_so_once(service, parts):
    """The database is away at first: who needs it asks for more time to start."""
    folder = pathlib.Path(parts["serve"].environment["MOTCUA_SIGN_SOCKET"]).parent
    starting = f"EXTEND_TIMEOUT_USEC={SILENCE}000000"
    for name in ("sign", "watch"):
        parts[name].wait("READY=1")
    for name in ("serve", "work"):
        parts[name].wait(starting)
        parts[name].wait(starting, parts[name].lines.index(starting) + 1)
        assert set(parts[name].lines) == {starting}
    (folder / "database").symlink_to(service.cluster.socket)
    for name, part in parts.items():
        part.wait("READY=1")
        assert part.lines.count("READY=1") == 1 and set(part.lines) <= {starting, "READY=1", "WATCHDOG=1"}, name
    for listener in ("work", "lookup", "sign"):
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as asking:
            asking.connect(str(folder / f"{listener}.sock"))


def test_each_says_at_least_twice_in_the_silence_that_it_lives_and_nothing_while_it_is_frozen(parts):
    assert min(signs(parts, 1.5 * SILENCE).values()) >= 3
    for part in parts.values():
        part.send(signal.SIGSTOP)
    time.sleep(0.1)
    frozen = signs(parts, SILENCE / 2)
    for part in parts.values():
        part.send(signal.SIGCONT)
        part.lives()
    assert set(frozen.values()) == {0}


@pytest.mark.parametrize("name", ["MHD-listen", "MHD-worker"])
def test_an_instance_with_a_listener_that_hangs_gives_no_sign(parts, name):
    """Where several threads share one, all of them: one alone is noticed when it is its turn to answer."""
    with hanging(parts["serve"].threads(name)):
        signs(parts, 0.5)
        said = signs(parts, SILENCE / 2)
    assert said.pop("serve") == 0 and min(said.values()) >= 1
    parts["serve"].lives()


def test_a_worker_with_a_thread_that_hangs_gives_no_sign(parts):
    """The lane of all that goes by no channel, one of a channel, who keeps the leases. A letter may take long, so that the
    worker's clock is put on."""
    worker = parts["work"]
    worker.wait("READY=1")
    threads = worker.threads()
    for turn, thread in enumerate((threads[0], threads[1], threads[-1]), start=1):
        with hanging([thread]):
            worker.clock.write_text(f"+{turn * (LANE_SECONDS + 1)}")
            signs(parts, 0.5)
            assert signs({"work": worker}, SILENCE / 2) == {"work": 0}
        worker.lives()
