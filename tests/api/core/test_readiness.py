"""/readyz means ready: the schema fits the program, the database answers and can be written to; /healthz asks nobody."""
import contextlib
import socket
import subprocess
import time

import pytest

from harness.service import binary


def wait_for(anyone, code):
    """Until /readyz answers with this problem, or without one: a thread looks every second."""
    deadline = time.monotonic() + 20
    while (answer := anyone.get("/readyz")).code != code:
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)
    if code is not None:
        assert answer.status == 503 and int(answer.headers["retry-after"]) > 0
    assert anyone.get("/healthz").status == 200


def serve(service):
    """A second instance, which is expected to refuse: what it says."""
    done = subprocess.run([binary(), "serve"], env=service.environment(
        "system", MOTCUA_LOOKUP_LISTEN=f"unix:{service.folder}/b-lookup.sock",
        MOTCUA_WORK_LISTEN=f"unix:{service.folder}/b-work.sock"), text=True, capture_output=True, timeout=30, check=False)
    assert done.returncode == 1, done
    worker = subprocess.run([binary(), "work"], env=service.environment("worker"), text=True, capture_output=True, timeout=30,
                            check=False)
    assert worker.returncode == 1 and worker.stderr == done.stderr.replace("motcua serve:", "motcua work:"), worker
    return done.stderr


@pytest.fixture(scope="module")
def release(service):
    return service.sql("select max(release) from schema_release")[0][0]


@contextlib.contextmanager
def of_release(service, number):
    """The schema as if it were of another release."""
    before = service.sql("select release from schema_release")
    service.sql("delete from schema_release")
    if number is not None:
        service.sql("insert into schema_release (release) values (%s)", number)
    try:
        yield
    finally:
        service.sql("delete from schema_release")
        for row in before:
            service.sql("insert into schema_release (release) values (%s)", row[0])


def test_a_schema_of_the_next_release_is_served(service, anyone, release):
    with of_release(service, release + 1):
        time.sleep(1.5)
        wait_for(anyone, None)


def test_a_schema_too_new_is_refused_with_words(service, anyone, release):
    with of_release(service, release + 2):
        assert f"the schema is of release {release + 2}, this program of release {release}; use a newer program" in serve(service)
        wait_for(anyone, "schema-unfit")
    wait_for(anyone, None)


def test_a_database_that_was_never_migrated_is_refused_with_words(service, anyone):
    with of_release(service, None):
        assert "the database has not been migrated; run: motcua migrate" in serve(service)
        wait_for(anyone, "schema-unfit")
    service.sql("alter table schema_release rename to schema_release_away")
    try:
        assert "the database has not been migrated; run: motcua migrate" in serve(service)
        wait_for(anyone, "schema-unfit")
    finally:
        service.sql("alter table schema_release_away rename to schema_release")
    wait_for(anyone, None)


def test_a_schema_that_lacks_what_the_program_asks_is_refused_by_name(service):
    service.sql("alter function sessions_revoked_since rename to sessions_revoked_away")
    try:
        said = serve(service)
    finally:
        service.sql("alter function sessions_revoked_away rename to sessions_revoked_since")
    assert "statements do not fit the database; run: motcua migrate" in said
    assert "session_revoked: prepare: ERROR:  function sessions_revoked_since" in said


def test_a_database_that_cannot_be_written_to_is_not_ready(service, anyone):
    """As a copy of the real one would be, or one that has become full."""
    role = f"alter role motcua_system in database {service.database}"
    cut = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'motcua_system'"
    service.sql(role + " set default_transaction_read_only = on")
    service.sql(cut)
    wait_for(anyone, "database-unavailable")
    until = time.monotonic() + 2.5
    while time.monotonic() < until:
        assert anyone.get("/readyz").code == "database-unavailable"
    service.sql(role + " reset default_transaction_read_only")
    service.sql(cut)
    wait_for(anyone, None)


def test_a_lock_on_every_table_changes_nothing_of_it(service, cluster, anyone):
    with contextlib.closing(cluster.connect(service.database)) as other, other.cursor() as cursor:
        cursor.execute("""begin; do $$ declare it regclass; begin
            for it in select c.oid from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
                and not c.relispartition and c.relname not in ('schema_release', 'write_probe') loop
                execute format('lock table only %s in access exclusive mode', it);
            end loop; end $$""")
        # one that starts now cannot compare everything, and does not wait for it
        service.stop_api()
        service.start_api()
        cursor.execute("lock table schema_release, write_probe in access exclusive mode")
        until = time.monotonic() + 4
        asked = 0
        while time.monotonic() < until:
            for path in ("/healthz", "/readyz"):
                for listener in (service.lookup, service.work):
                    assert service.ask(path, listener) == 200
                    asked += 1
        assert asked > 20
        cursor.execute("rollback")
    wait_for(anyone, None)


def test_the_listener_of_work_takes_more_connections_than_nginx_opens(service):
    """Of nginx 512 and 16 idle ones of each of its processes (docker/nginx/render)."""
    clients = []
    try:
        for _ in range(560):
            clients.append(socket.socket(socket.AF_UNIX))
            clients[-1].settimeout(20)
            clients[-1].connect(service.work[5:])
        for client in clients:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        for client in clients:
            assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
    finally:
        for client in clients:
            client.close()
