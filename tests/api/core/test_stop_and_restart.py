"""The program is told to stop, the database goes away and comes back: nothing acknowledged is lost, nothing is done twice."""
import http.client
import socket
import threading
import time
import uuid

import pytest

from harness.client import Client
from harness.people import COPIES, UNIT

DRAFT = {"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"}


class Load(threading.Thread):
    """Creates drafts as fast as it can until told to stop; remembers what was acknowledged."""

    def __init__(self, person, patient=False):
        super().__init__(daemon=True)
        self.client = person.copy()
        self.patient = patient
        self.ended = threading.Event()
        self.acked, self.doubtful, self.refused, self.statuses = [], [], 0, set()
        self.start()

    def once(self, key):
        """Whether the request with this key was answered with 2xx."""
        try:
            answer = self.client.post("/v1/dossiers", DRAFT, key=key, check=False)
        except (OSError, http.client.HTTPException) as error:
            self.client.close()
            if isinstance(error, (ConnectionRefusedError, FileNotFoundError)):
                self.refused += 1
            else:
                self.doubtful.append(key)
            time.sleep(0.02)
            return False
        self.statuses.add(answer.status)
        if answer.status == 201:
            self.acked.append((key, answer.json["id"]))
        return answer.status == 201

    def run(self):
        while not self.ended.is_set():
            key = str(uuid.uuid4())
            while not self.once(key) and self.patient and not self.ended.is_set():
                pass


def loads(person, count=6, **more):
    return [Load(person, **more) for _ in range(count)]


def acknowledged(running, count=20):
    """Until so many drafts and more were."""
    deadline = time.monotonic() + 60
    while sum(len(load.acked) for load in running) <= count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def end(running):
    for load in running:
        load.ended.set()
    for load in running:
        load.join(30)
        assert not load.is_alive()


def stored(service):
    return {str(row[0]) for row in service.sql("select id from dossier")}


@pytest.mark.parametrize("round", range(3))
def test_sigterm_answers_every_request_and_loses_none_that_was_answered(service, people, round):
    person = people.newcomer()
    running = loads(person)
    acknowledged(running)
    begin = time.monotonic()
    service.stop_api()
    took = time.monotonic() - begin
    time.sleep(0.2)
    end(running)
    acked = [entry for load in running for entry in load.acked]
    doubtful = [key for load in running for key in load.doubtful]
    assert len(acked) > 20 and {identity for _, identity in acked} <= stored(service)
    assert set().union(*(load.statuses for load in running)) <= {201, 503}
    assert sum(load.refused for load in running) > 0
    # A request that met the end of its connection may or may not have been done; with the same key it is done once.
    assert len(doubtful) <= len(running), doubtful
    service.start_api()
    for key in doubtful:
        assert person.post("/v1/dossiers", DRAFT, key=key).status == 201
    mine = service.sql("""select count(*) from dossier join dossier_party on dossier_id = id and role = 'applicant'
        where party_id = (select party_id from account where account.id = %s)""", person.account["id"])[0][0]
    assert mine == len(acked) + len(doubtful)
    print(f"\nSIGTERM: {len(acked)} acknowledged, all stored; {len(doubtful)} cut off; ended in {took:.2f} s")


def test_a_service_told_to_stop_is_not_ready_and_ends_with_0(service):
    service.stop_api()
    assert service.ask("/readyz") is None
    service.start_api()
    assert service.ask("/readyz") == 200


def test_a_service_is_ready_once_every_listener_is_there(service):
    """The program asks whether somebody else listens where its work listener shall: here, one who does not answer."""
    service.stop_api()
    path = service.work.removeprefix("unix:")
    with socket.socket(socket.AF_UNIX) as deaf, socket.socket(socket.AF_UNIX) as waiting:
        deaf.bind(path)
        deaf.listen(0)
        waiting.connect(path)  # the queue is full now
        service.start_api(wait=False)
        deadline = time.monotonic() + 10
        while service.ask("/healthz", service.lookup) != 200:
            assert service.api.running and time.monotonic() < deadline
            time.sleep(0.02)
        assert [service.ask("/readyz", service.lookup) for _ in range(3)] == [503] * 3
    service.wait_ready()
    assert service.ask("/healthz", service.work) == 200


def test_clients_beyond_the_limit_wait_until_one_leaves(service):
    def ask(connection):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")

    service.stop_api()
    service.start_api(MOTCUA_LOOKUP_CONNECTIONS=16)
    clients = []
    for _ in range(17):
        clients.append(socket.socket(socket.AF_UNIX))
        clients[-1].settimeout(20)
        clients[-1].connect(service.lookup[5:])
        ask(clients[-1])
        if len(clients) < 17:
            assert clients[-1].recv(4096).startswith(b"HTTP/1.1 200 ")
    clients[-1].settimeout(0.5)
    with pytest.raises(TimeoutError):
        clients[-1].recv(4096)
    clients[3].close()
    clients[-1].settimeout(20)
    assert clients[-1].recv(4096).startswith(b"HTTP/1.1 200 ")
    ask(clients[0])
    assert clients[0].recv(4096).startswith(b"HTTP/1.1 200 ")
    for connection in clients:
        connection.close()
    service.stop_api()
    service.start_api()


def test_without_the_database_everything_says_so_and_recovers_by_itself(service, cluster, people, anyone):
    citizen = people.citizen
    dossier = citizen.draft(COPIES)
    process = service.api.process.pid
    cluster.stop()
    try:
        for _ in range(3):
            for answer in (citizen.get(f"/v1/dossiers/{dossier}"), citizen.post("/v1/dossiers", DRAFT, key=True),
                           citizen.get("/v1/notifications"), anyone.get("/v1/procedures"),
                           anyone.post("/v1/sessions", {"login": "0900000001", "password": "x" * 12})):
                assert (answer.status, answer.code) == (503, "database-unavailable"), answer
                assert 0 < int(answer.headers["retry-after"]) <= 60
        # Who asks whether it is ready waits for no database: a thread asks it once a second.
        deadline = time.monotonic() + 10
        while (answer := anyone.get("/readyz")).status == 200:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert (answer.status, answer.code) == (503, "database-unavailable") and int(answer.headers["retry-after"]) > 0
        assert anyone.get("/healthz").status == 200
        assert anyone.get("/openapi.json").status == 200
    finally:
        cluster.start()
    begin = time.monotonic()
    while citizen.get(f"/v1/dossiers/{dossier}", check=False).status != 200:
        assert time.monotonic() - begin < 10
        time.sleep(0.05)
    service.wait_ready(10)
    assert service.api.process.pid == process and service.api.running
    assert citizen.post("/v1/dossiers", DRAFT, key=True).status == 201


def test_a_database_that_restarts_under_load_loses_and_doubles_nothing(service, cluster, people):
    """Clients keep their key and try again: in the end each intention is one draft."""
    person = people.newcomer()
    running = loads(person, patient=True)
    time.sleep(0.5)
    cluster.stop()
    time.sleep(0.3)
    cluster.start()
    before = [len(load.acked) for load in running]
    deadline = time.monotonic() + 30
    while not all(len(load.acked) > count + 3 for load, count in zip(running, before)):
        assert time.monotonic() < deadline, "not everybody is served again"
        time.sleep(0.05)
    end(running)
    acked = [entry for load in running for entry in load.acked]
    assert len(acked) > 20 and len({identity for _, identity in acked}) == len(acked)
    mine = {str(row[0]) for row in service.sql("""select id from dossier join dossier_party on dossier_id = id and role = 'applicant'
        where party_id = (select party_id from account where account.id = %s)""", person.account["id"])}
    assert {identity for _, identity in acked} <= mine
    # What was done but not answered belongs to a request that was given up at the end of the test.
    assert len(mine) - len(acked) <= len(running)
    assert set().union(*(load.statuses for load in running)) <= {201, 409, 503}


def test_connections_cut_in_the_middle_are_made_anew(service, cluster, people):
    """The database ends every connection again and again; each intention is still done exactly once."""
    person = people.newcomer()
    running = loads(person, patient=True)
    for _ in range(10):
        time.sleep(0.1)
        service.sql("select pg_terminate_backend(pid) from pg_stat_activity "
                    "where datname = current_database() and usename like 'motcua_%'")
    acknowledged(running)
    end(running)
    acked = {identity for load in running for _, identity in load.acked}
    mine = service.sql("""select count(*) from dossier join dossier_party on dossier_id = id and role = 'applicant'
        where party_id = (select party_id from account where account.id = %s)""", person.account["id"])[0][0]
    assert len(acked) > 20 and 0 <= mine - len(acked) <= len(running)
    assert set().union(*(load.statuses for load in running)) <= {201, 409, 503}


def test_a_restarted_service_believes_the_tokens_it_gave(service, contract, people):
    token = people.citizen.token
    service.stop_api()
    service.start_api()
    assert Client(service, contract, token).get("/v1/me").status == 200
