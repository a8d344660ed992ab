"""R1: API, worker and PostgreSQL are killed again and again while people file without a rest. What was acknowledged is there,
once."""
import itertools
import os
import signal
import time

from harness.patient import Patient, check_kept, end
from harness.record import tell
from worlds import wait_for

CLIENTS = 8
KILLS = int(os.environ.get("MOTCUA_TEST_KILLS", 500 if os.environ.get("LONG") else 6))  # of API and worker, in turn
CRASHES = int(os.environ.get("MOTCUA_TEST_CRASHES", 200 if os.environ.get("LONG") else 2))  # of PostgreSQL


def kill_api(world):
    world.api.kill()
    world.start_api()


def kill_worker(world):
    world.kill_worker()
    world.start_worker(MOTCUA_SMTP_URL=world.mailbox.url)


def crash_postgresql(world):
    """Each time another of its processes, now and then the first."""
    postmaster = world.cluster.postmaster()
    if world.crashes % 2:
        os.kill(world.sql("select pid from pg_stat_activity where usename ~ '^motcua_' limit 1")[0][0], signal.SIGKILL)
    else:
        os.kill(postmaster, signal.SIGKILL)
        wait_for(lambda: not os.path.exists(f"/proc/{postmaster}"))
        world.cluster.start()
    world.crashes += 1
    world.wait_ready(60)


def test_kills_lose_nothing_and_double_nothing(opened):
    world, begin = opened, time.monotonic()
    world.crashes = 0
    kills = [kill_api, kill_worker] * (KILLS // 2)
    every = max(1, len(kills) // CRASHES)
    plan = itertools.chain(*([*kills[at:at + every], crash_postgresql] for at in range(0, len(kills), every)))
    citizens = [Patient(world.newcomer(), nginx=world.nginx, papers="its own", pause=0.1) for _ in range(CLIENTS)]
    for number, kill in enumerate(plan):
        before = sum(len(citizen.receipts) for citizen in citizens)
        wait_for(lambda: sum(len(citizen.receipts) for citizen in citizens) >= before + 2 + number % 7)
        kill(world)
    took = time.monotonic() - begin
    end(citizens)
    count = check_kept(world, citizens)
    wait_for(lambda: world.sql("select count(*) from outbox where failed_at is null and available_at <= now()") == [(0,)], 120)
    tell(f"R1: {len(kills)} x kill -9 of API and worker, {world.crashes} crashes of PostgreSQL, {count} dossiers filed, "
         f"{count / took:.0f} a second: 0 lost, 0 doubled, 0 that nobody filed "
         f"({sum(citizen.retries for citizen in citizens)} requests tried again)")
    assert world.crashes >= min(CRASHES, len(kills))
