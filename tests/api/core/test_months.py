"""The first of a month stops nothing: everything with a clock 30 months on, when nobody has made partitions since."""
import os
import pathlib
import subprocess
import time

import pytest

from harness.people import COPIES, People
from harness.service import Cluster, Service, plain_environment, tail

DAYS = 913
# The database and the program see the same clock; waiting stays as it is.
CLOCK = {"LD_PRELOAD": "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "FAKETIME": f"+{DAYS}d",
         "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
CUT = {"dossier_event": 1, "custody": 1, "idempotency_reply": 2}  # rows that a draft and its submission write


class LaterCluster(Cluster):
    """A cluster whose clock is ahead."""

    def start(self):
        super().start()
        self.stop()
        owner = (self.folder / "pg").stat()
        version = (self.folder / "pg/PG_VERSION").read_text(encoding="ascii").strip()
        # The clock is put on after the change of user: libfaketime's processes share memory of one user.
        become = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups"] if os.getuid() == 0 else []
        subprocess.run([*become, "env", *(f"{name}={value}" for name, value in CLOCK.items()),
                        f"/usr/lib/postgresql/{version}/bin/pg_ctl", "-D", self.folder / "pg", "-l", self.folder / "log/postgresql.log",
                        "-w", "start"], check=True, env=plain_environment(), stdout=subprocess.DEVNULL)


class LaterService(Service):
    def environment(self, role, **more):
        environment = super().environment(role, **more)
        # ASan wants to be the first library.
        environment["ASAN_OPTIONS"] += ":verify_asan_link_order=0"
        return {**environment, **CLOCK}


@pytest.fixture(scope="module")
def later(cluster, template, folder):
    """An installation of today whose clock is then put on: the template's database, moved to another cluster."""
    assert pathlib.Path(CLOCK["LD_PRELOAD"]).exists(), "install the package faketime (scripts/install test)"
    running = LaterCluster(folder / "later")
    running.script("create", "later")
    dump = subprocess.run(["pg_dump", "-h", cluster.socket, "-U", "postgres", "-Fc", template.database], check=True,
                          stdout=subprocess.PIPE, env=plain_environment())
    subprocess.run(["pg_restore", "-h", running.socket, "-U", "postgres", "-d", "later", "--clean", "--if-exists"], check=True,
                   input=dump.stdout, env=plain_environment())
    installed = LaterService(running, "later", folder / "later-service", template.keys)
    installed.start_api()
    yield installed
    installed.stop()
    running.discard()


def in_default(service):
    return {table: service.sql(f"select count(*) from {table}_default")[0][0] for table in CUT}


def test_a_dossier_is_filed_30_months_on_and_the_worker_makes_its_month(later, contract, template):
    citizen = People(later, contract, template.logins).newcomer()
    assert later.sql("select date_part('day', now() - %s::timestamptz)::integer",
                     time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())) == [(DAYS,)]
    first = citizen.file(COPIES)
    assert in_default(later) == CUT
    assert len(citizen.get(f"/v1/dossiers/{first}/events").json["items"]) == 1
    later.start_worker()
    deadline = time.monotonic() + 60
    while any(in_default(later).values()):
        assert time.monotonic() < deadline, tail(later.workers[0].log)
        time.sleep(0.1)
    # What was filed before is where it belongs, what is filed now goes there too.
    second = citizen.file(COPIES)
    assert not any(in_default(later).values())
    for dossier in (first, second):
        assert [event["kind"] for event in citizen.get(f"/v1/dossiers/{dossier}/events").json["items"]] == ["submit"]
        assert len(citizen.get(f"/v1/dossiers/{dossier}/custody").json["items"]) == 1
    for table in CUT:
        assert later.sql("select count(*) from partitions_of(%s) where until > uuid_floor(now())", table) == [(25,)]
    made = later.workers[0].log.read_text()
    assert all(f"{table}: " in made for table in CUT) and "partition-default-not-empty" not in made
    later.stop_worker()
