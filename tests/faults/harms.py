"""What is done to a world: each is there while its `with` lasts, unless what supervises the world mends it before."""
import contextlib
import os
import signal
import subprocess
import time

import psycopg2

from harness.service import ROOT, binary

from between import Babbler
from worlds import children, stopped, wait_for

HARMS = {}


def harm(fault, victim):
    def keep(function):
        HARMS[fault, victim] = contextlib.contextmanager(function)
        return function
    return keep


def kill(world, *names):
    """kill -9 of services; they are there again when it returns from its second half."""
    before = {name: world.pid(name) for name in names}
    for pid in before.values():
        os.kill(pid, signal.SIGKILL)
    yield
    for name, pid in before.items():
        world.restarted(name, pid)


@harm("killed", "an instance")
def an_instance_is_killed(world):
    yield from kill(world, "api")


@harm("killed", "all instances")
def all_instances_are_killed(world):
    yield from kill(world, "api", "api-2")


@harm("killed", "the worker")
def the_worker_is_killed(world):
    for _ in range(3):
        some_letters(world)
        before = world.pid("worker")
        os.kill(before, signal.SIGKILL)
        world.restarted("worker", before)
    yield


def some_letters(world, count=3):
    """Until some more letters have come."""
    until = len(world.mailbox.letters) + count
    wait_for(lambda: len(world.mailbox.letters) >= until)


@harm("killed", "the signer")
def the_signer_is_killed(world):
    yield from kill(world, "signer")


@harm("killed", "nginx")
def nginx_is_killed(world):
    yield from kill(world, "nginx")


@harm("killed", "a connection of PostgreSQL")
def a_backend_is_killed(world):
    """PostgreSQL then ends all connections and recovers, as what they share may be damaged."""
    os.kill(world.sql("select pid from pg_stat_activity where usename ~ '^motcua_' limit 1")[0][0], signal.SIGKILL)
    yield


@harm("killed", "PostgreSQL")
def postgresql_is_killed(world):
    yield from kill(world, "postgresql")


@harm("stopped", "PostgreSQL")
def postgresql_is_stopped(world):
    before = world.pid("postgresql")
    subprocess.run([ROOT / "scripts/database", "stop", world.folder], check=True)
    yield
    world.restarted("postgresql", before)


def freeze(world, name):
    """A service that does nothing any more: it is ended, and there again when it returns from its second half."""
    before = world.pid(name)
    for pid in children(before):
        os.kill(pid, signal.SIGSTOP)
    yield
    world.restarted(name, before)
    assert f"{name} has given no sign of life for 8 s; ending it." in world.text()


@harm("frozen", "an instance")
def an_instance_is_frozen(world):
    yield from freeze(world, "api")


@harm("frozen", "the signer")
def the_signer_is_frozen(world):
    yield from freeze(world, "signer")


@harm("frozen", "the worker")
def the_worker_is_frozen(world):
    yield from freeze(world, "worker")


@harm("frozen", "nginx")
def nginx_is_frozen(world):
    yield from freeze(world, "nginx")


@harm("frozen", "a worker that nobody ends")
def a_worker_stays_frozen(world):
    with stopped([world.workers[-1].process.pid]):
        yield


@harm("frozen", "PostgreSQL")
def postgresql_is_frozen(world):
    with stopped(world.database()):
        yield


@harm("out of connections", "PostgreSQL")
def connections_are_exhausted(world):
    taken = []

    def take():
        with contextlib.suppress(psycopg2.OperationalError):
            while True:
                taken.append(world.connect("postgres"))
    try:
        with contextlib.closing(world.connect()) as first, first.cursor() as cursor:
            take()
            # those that the program has are taken too, as fast as it makes new ones
            for _ in range(5):
                cursor.execute("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename like 'motcua_%'")
                take()
            yield
    finally:
        for connection in taken:
            connection.close()


@harm("locked", "a table that all need")
def a_table_is_locked(world):
    with contextlib.closing(world.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("begin; lock table dossier in access exclusive mode")
        yield
        cursor.execute("rollback")


@harm("full", "the disk of files")
def the_disk_of_files_is_full(world):
    with world.blobs.full():
        yield


@harm("full", "the disk of PostgreSQL")
def the_disk_of_postgresql_is_full(world):
    with world.disk.full() as fill:
        for _ in range(10):
            time.sleep(0.2)
            fill()
        yield


@harm("read-only", "the disk of files")
def the_disk_of_files_is_read_only(world):
    with world.blobs.read_only():
        yield


# ---- on a bench ----

def jump(world, name, seconds):
    """There, and back again when it is over."""
    world.clocks[name].set(seconds)
    try:
        yield
    finally:
        world.clocks[name].set(0)


@harm("an hour ahead", "the clock of an instance")
def an_instance_is_ahead(world):
    yield from jump(world, "api", 3600)


@harm("a day ahead", "the clock of the worker")
def the_worker_is_ahead(world):
    yield from jump(world, "worker", 86400)


@harm("half open", "the way to PostgreSQL")
def the_way_is_half_open(world):
    with world.way.cut():
        yield


def waiting(world):
    """Until letters wait for the server to be back, or behind others; then ten minutes pass for them."""
    held = "channel is not null and (held or attempts = 0 and created_at < now() - interval '2 seconds')"
    wait_for(lambda: world.sql(f"select 1 from outbox where {held} limit 1"))
    world.sql(f"update outbox set created_at = created_at - interval '11 minutes' where {held}")


@harm("hung", "the mail server")
def the_mail_server_hangs(world):
    world.mailbox.mute = True
    world.mailbox.answers.clear()
    try:
        waiting(world)
        yield
    finally:
        world.mailbox.mute = False
        world.mailbox.answers.set()


@harm("slow", "the mail server")
def the_mail_server_is_slow(world):
    world.mailbox.delay = 2
    try:
        some_letters(world, 2)
        yield
    finally:
        world.mailbox.delay = 0


@harm("away", "the mail server")
def the_mail_server_is_away(world):
    world.mailbox.stop()
    try:
        waiting(world)
        yield
    finally:
        world.mailbox.start()


@harm("talking garbage", "the mail server")
def the_mail_server_talks_garbage(world):
    world.mailbox.stop()
    babbler = Babbler(world.mailbox.port, b"\x16\x03\x01" + bytes(range(256)) * 40 + b"\r\n")
    try:
        waiting(world)
        yield
    finally:
        babbler.close()
        world.mailbox.start()


@harm("two at once", "motcua migrate")
def two_migrate_at_once(world):
    """All that can be made anew is, by two who begin at the same moment."""
    world.sql("update schema_migration set sha256 = 'of before' where name not like 'migrations/%'")
    both = [subprocess.Popen([binary(), "migrate"], env=world.environment("owner"), stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, text=True) for _ in range(2)]
    yield
    told = [migrating.communicate(timeout=150)[0] for migrating in both]
    assert [migrating.returncode for migrating in both] == [0, 0], told
