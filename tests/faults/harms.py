"""What is done to a world: each is there while its `with` lasts, unless what supervises the world mends it before."""
import contextlib
import os
import signal
import subprocess
import time

import psycopg2

from harness.service import ROOT

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
        yield_to_letters(world)
        before = world.pid("worker")
        os.kill(before, signal.SIGKILL)
        world.restarted("worker", before)
    yield


def yield_to_letters(world, count=3):
    """Until some more letters have come."""
    until = len(world.mailbox.letters) + count
    wait_for(lambda: len(world.mailbox.letters) >= until)


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


@harm("frozen", "an instance")
def an_instance_is_frozen(world):
    before = world.pid("api")
    os.kill(before, signal.SIGSTOP)
    yield
    world.restarted("api", before)
    assert "api has not answered for 8 s; ending it." in world.text()


@harm("frozen", "the worker")
def the_worker_is_frozen(world):
    with stopped(children(world.pid("worker"))):
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
