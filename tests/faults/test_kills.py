"""R1: API, worker, signer and PostgreSQL are killed again and again while people file without a rest. What was acknowledged is
there, once."""
import itertools
import os
import signal
import time

from harness.patient import Neighbours, check_kept, end
from harness.record import tell
from worlds import wait_for

LONG = bool(os.environ.get("LONG"))
CLIENTS = 24 if LONG else 8
KILLS = int(os.environ.get("MOTCUA_TEST_KILLS", 500 if LONG else 6))  # of API, worker and signer, in turn
CRASHES = int(os.environ.get("MOTCUA_TEST_CRASHES", 200 if LONG else 2))  # of PostgreSQL
# Dossiers a second from the beginning to each kill; nothing is killed before so many are filed.
RATE = float(os.environ.get("MOTCUA_TEST_FILINGS_A_SECOND", 50 if LONG else 0))


def kill_api(world):
    world.api.kill()
    world.start_api()


def kill_worker(world):
    world.kill_worker()
    world.start_worker(MOTCUA_SMTP_URL=world.mailbox.url)


def kill_signer(world):
    world.signer.kill()
    world.start_signer()


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


def plan():
    """All kills in turn, the crashes spread among them."""
    for number, kill in enumerate(itertools.islice(itertools.cycle((kill_api, kill_worker, kill_signer)), KILLS)):
        yield kill
        if (number + 1) * CRASHES // KILLS > number * CRASHES // KILLS:
            yield crash_postgresql


def test_kills_lose_nothing_and_double_nothing(bench, contract):
    world = bench
    del world.settings["MOTCUA_CLASS_RATES"]  # nobody may more than people may
    world.open(contract)
    world.crashes = 0
    neighbours = [Neighbours(world, contract, number, pause=0.1) for number in range(CLIENTS)]

    def filed():
        assert not [answer for people in neighbours for answer in people.unexpected]
        return sum(len(people.receipts) for people in neighbours)
    wait_for(filed)
    first, begin = filed(), time.monotonic()
    for number, kill in enumerate(plan()):
        least = filed() + 2 + number % 7
        wait_for(lambda: filed() >= max(least, first + RATE * (time.monotonic() - begin)), 300)
        kill(world)
    took = time.monotonic() - begin
    count = filed() - first
    end(neighbours)
    kept = check_kept(world, neighbours)
    wait_for(lambda: world.sql("select count(*) from outbox where failed_at is null and available_at <= now()") == [(0,)], 600)
    tell(f"R1: {KILLS} x kill -9 of API, worker and signer, {world.crashes} crashes of PostgreSQL, {kept} dossiers filed by "
         f"{sum(len(people.accounts) for people in neighbours)} people, {count / took:.0f} a second for {took:.0f} s: 0 lost, "
         f"0 doubled, 0 that nobody filed ({sum(people.retries for people in neighbours)} requests tried again)")
    assert world.crashes == CRASHES and count / took >= RATE * 0.98
