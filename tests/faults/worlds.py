"""Where faults happen. A province is what `scripts/run --instances 2` starts, with what supervises it, on disks of its own; a
bench is the processes alone, started by the test with what it puts between them."""
import contextlib
import os
import shutil
import signal
import time
import uuid

from harness.edge import Edge
from harness.mail import Mailbox
from harness.people import People
from harness.service import Service
from installed import Installed

from between import SetClock, Way
from disk import Disk, mountable

MIB = 1 << 20


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.05)
    return value


def children(pid):
    """A process and all that it has started."""
    found = [pid]
    for entry in os.listdir("/proc"):
        with contextlib.suppress(OSError, ValueError):
            with open(f"/proc/{int(entry)}/stat", encoding="utf-8") as stat:
                if int(stat.read().rsplit(") ", 1)[1].split()[1]) == pid:
                    found += children(int(entry))
    return found


class World:
    """What both kinds have."""

    def newcomer(self):
        """Somebody with a mail address. A machine that is busy, or has just got over something, says so and is asked again."""
        for number in range(100):
            try:
                return self.known.newcomer(email=f"{uuid.uuid4().hex}@example.vn")
            except AssertionError:
                if number == 99:
                    raise
            time.sleep(0.2)
        return None


class Province(World, Installed):
    """Two instances, worker, nginx, PostgreSQL and watch, and who starts again what ends."""

    def __init__(self, folder):
        self.mailbox = Mailbox()
        self.mailbox.start()
        self.disk = self.blobs = None
        if mountable():
            self.disk = Disk(folder, 1200 * MIB)
            self.blobs = Disk(folder / "store/blobs", 16 * MIB)
        super().__init__(folder, None, "--instances", "2")

    def open(self):
        self.start(MOTCUA_SMTP_URL=self.mailbox.url, MOTCUA_WATCH_SECONDS="1")
        assert self.ready(), self.text()
        self.nginx = f"127.0.0.1:{self.port}"
        self.known = self.people()
        return self

    @property
    def targets(self):
        return [f"unix:{self.folder}/watch/{name}-admin.sock" for name in ("api", "api-2")]

    def watched(self):
        """What `motcua watch` has told."""
        return (self.folder / "log/watch.log").read_text(encoding="utf-8")

    def database(self):
        """PostgreSQL's processes."""
        return children(self.postmaster())

    def restarted(self, name, before, seconds=60):
        wait_for(lambda: (self.folder / "pids" / name).exists() and self.pid(name) != before, seconds)

    def discard(self):
        try:
            if self.process and self.process.poll() is None:
                assert self.stop() == 0
            assert self.processes() == []
        finally:
            self.mailbox.stop()
            if self.disk:
                self.disk.remove()
            shutil.rmtree(self.folder, ignore_errors=True)


class Bench(World, Service):
    """API, worker and nginx on a database of their own; nobody starts again what ends. With `between` their way to PostgreSQL
    and their clocks are the test's."""
    way = clocks = None

    def __init__(self, cluster, template, name, folder, **settings):
        cluster.clone(template.database, name)
        super().__init__(cluster, name, folder, template.keys, MOTCUA_ADMIN_LISTEN=f"unix:{folder}/admin.sock", **settings)
        self.mailbox = Mailbox()
        self.mailbox.start()
        self.logins, self.edge, self.known = template.logins, None, None

    def put_between(self):
        self.way = Way(self.folder / "way", self.cluster.socket)
        self.clocks = {name: SetClock(self.folder / f"clock-{name}") for name in ("api", "worker")}

    def environment(self, role, **more):
        environment = super().environment(role, **more)
        if self.way and role != "owner":
            url = environment["MOTCUA_DATABASE_URL"]
            environment["MOTCUA_DATABASE_URL"] = url.replace(self.cluster.socket, str(self.way.folder))
        return environment

    def open(self, contract):
        clocks = {name: clock.settings for name, clock in (self.clocks or {}).items()}
        self.start_api(**clocks.get("api", {}))
        self.start_worker(MOTCUA_SMTP_URL=self.mailbox.url, **clocks.get("worker", {}))
        self.edge = Edge(self)
        self.nginx = self.edge.address
        self.known = People(self, contract, self.logins)
        return self

    def start_api(self, wait=True, **settings):
        super().start_api(wait, **settings)
        for listener in (self.lookup, self.work) if wait else ():
            # under root nginx' workers are another user than the program, whose sockets are its own
            os.chmod(listener[5:], 0o777)

    @property
    def targets(self):
        return [self.settings["MOTCUA_ADMIN_LISTEN"]]

    def discard(self):
        try:
            self.stop()
        finally:
            if self.edge:
                self.edge.stop()
            if self.way:
                self.way.close()
            self.mailbox.stop()


@contextlib.contextmanager
def stopped(pids):
    """Processes that do nothing for a time, as when a machine hangs."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
