"""Every part of the program at its most: two instances of the API, the worker and who works beside them fit the connections that
PostgreSQL has."""
import collections
import contextlib
import http.client
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid

import pytest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parents[1] / name) for name in ("scripts", "api")]
from harness.client import Connection  # noqa: E402
from harness.people import COPIES, UNIT  # noqa: E402
from installed import Installed  # noqa: E402
from instance import ROOT  # noqa: E402

INSTANCE, WORKER = 41, 18  # the most of each, one of them for a moment (api/core/app.c, api/commands/work.c)
AT_ONCE = 50  # of each request, at each instance


@pytest.fixture(scope="module")
def crowded():
    """With slots for more requests at once than an instance has connections."""
    base = pathlib.Path(tempfile.mkdtemp(prefix="motcua-crowd-"))
    base.chmod(0o755)
    running = Installed(base / "run", None, "--instances", "2")
    try:
        assert running.start(MOTCUA_CLASS_SLOTS="key=48 list=48 search=48 write=96 bulk=48").ready(), running.text()
        yield running
        running.stop()
    finally:
        shutil.rmtree(base)


def ask(address, token, method, path, value):
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(Connection(address)) as connection:
        connection.request(method, path, json.dumps(value) if value else None, {
            "Authorization": "Bearer " + token, "Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex})
        connection.getresponse().read()


def crowd(crowded, people):
    """Everybody at once, of every kind, at both instances: threads that ask."""
    citizen, officer = people.citizen.token, people.officer.token
    draft = {"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"}
    requests = [("work", citizen, "POST", "/v1/dossiers", draft), ("work", citizen, "GET", "/v1/dossiers", None),
                ("work", officer, "GET", "/v1/inbox", None), ("work", officer, "POST", "/v1/inbox/searches", {"words": "mẫu"}),
                ("lookup", citizen, "GET", "/v1/me", None)]
    threads = [threading.Thread(target=ask, args=(f"unix:{crowded.folder}/api/{instance}-{listener}.sock", *request), daemon=True)
               for instance in ("api", "api-2") for listener, *request in requests for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    return threads


def test_everybody_at_once_fits(crowded, capsys):
    people = crowded.people()
    (people.citizen, people.officer)
    most = collections.Counter()
    count = """select case when usename = 'motcua_worker' then 'worker' when usename ~ '^motcua_' then 'api' else 'others' end, count(*)
        from pg_stat_activity where backend_type = 'client backend' group by 1"""
    with contextlib.closing(crowded.connect()) as holder, contextlib.closing(crowded.connect()) as looker:
        with holder.cursor() as hold, looker.cursor() as look:
            hold.execute("begin; lock table dossier, outbox, account in access exclusive mode")
            threads = crowd(crowded, people)
            until = time.monotonic() + 60
            while any(thread.is_alive() for thread in threads):
                look.execute(count)
                most |= collections.Counter(dict(look.fetchall()))
                if time.monotonic() > until:
                    break
                time.sleep(0.02)
            # beside them an operator's command and a migration have room
            command = subprocess.run([ROOT / "build/release/motcua", "check", "database"], env={
                **os.environ, "MOTCUA_DATABASE_URL": f"host='{crowded.folder}/socket' dbname=motcua user=motcua_owner"},
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
            look.execute(count)
            most |= collections.Counter(dict(look.fetchall()))
            hold.execute("rollback")
            look.execute("select current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int")
            (room,), = look.fetchall()
    for thread in threads:
        thread.join(60)
    with capsys.disabled():
        print(f"\nat most {most['api']} connections of two instances and {most['worker']} of the worker, {room} for all")
    assert command.returncode == 0, command.stdout
    # more than one instance may have, so it was a crowd at both
    assert INSTANCE < most["api"] <= 2 * INSTANCE and 2 <= most["worker"] <= WORKER
    # commands, a migration, copies, and connections that were given up and are not closed yet
    assert 2 * INSTANCE + WORKER + 20 <= room
