"""The line of nginx, the line of the API and the problem that people see name a request alike. And what nginx says of requests
that it limits holds nothing of what was asked."""
import concurrent.futures
import contextlib
import json
import re
import uuid

import pytest

from harness.client import Client
from harness.delivery import wait
from harness.edge import Edge
from harness.people import COPIES, UNIT

DIGITS = "8642"


@pytest.fixture(scope="module")
def edge(service):
    running = Edge(service, rate=20)
    yield running
    running.stop()


def through(service, contract, edge):
    return Client(service, contract, nginx=edge.address)


def test_nginx_the_api_and_the_problem_name_a_request_alike(service, contract, edge):
    answer = through(service, contract, edge).get(f"/v1/dossiers/{uuid.uuid4()}")
    assert answer.status == 401
    name = answer.headers["x-request-id"]
    assert answer.json["instance"] == f"urn:uuid:{name}"
    assert name in service.api.log.read_text()
    lines = wait(lambda: [line for line in (edge.folder / "access.log").read_text().splitlines() if line.endswith(f" {name}")])
    assert len(lines) == 1 and " 401 " in lines[0]


def test_what_changes_something_says_from_where_and_not_from_whom(service, contract, edge):
    answer = through(service, contract, edge).post("/v1/sessions", {"login": "0900000009", "password": "x" * 12}, check=False)
    name = answer.headers["x-request-id"]
    line = wait(lambda: [json.loads(line) for line in service.api.log.read_text().splitlines() if name in line])[0]
    assert line["from"] == "127.0.0.0/24" and line["op"] == "createSession"
    read = through(service, contract, edge).get("/v1/procedures").headers["x-request-id"]
    line = wait(lambda: [json.loads(line) for line in service.api.log.read_text().splitlines() if read in line])[0]
    assert "from" not in line and "127.0.0.1" not in service.api.log.read_text()


def behind(edge, person):
    """The same person, by nginx."""
    copy = person.copy()
    copy.nginx = edge.address
    return copy


def told_by(service, edge, answer):
    """What each log says of the request of an answer: lines of nginx, of the API and of PostgreSQL."""
    name = answer.headers["x-request-id"]

    def lines(path):
        return [line for line in path.read_text().splitlines() if name in line]
    return [wait(lambda log=log: lines(log))
            for log in (edge.folder / "access.log", service.api.log, service.cluster.folder / "log/postgresql.log")]


def test_a_statement_that_fails_is_found_by_the_id_of_its_request(service, contract, edge, people):
    person = behind(edge, people.citizen)
    with contextlib.closing(service.cluster.connect(service.database)) as connection, connection.cursor() as cursor:
        cursor.execute("begin; lock table notification in access exclusive mode")
        answer = person.get("/v1/notifications", check=False)
        cursor.execute("rollback")
    assert answer.status == 503
    nginx, api, postgresql = told_by(service, edge, answer)
    assert " 503 " in nginx[0]
    process = re.search(r"^5\w{4} .*process (\d+)\)$", json.loads(api[0])["cause"]).group(1)
    said = rf"\[{process}\] motcua_citizen@\w+ motcua-list \S+ ERROR:  canceling statement due to (lock|statement) timeout"
    assert any(re.search(said, line) for line in postgresql), postgresql


def slowed(service, person, draft):
    """A draft whose making waits for a table: its answer."""
    with contextlib.closing(service.cluster.connect(service.database)) as connection, connection.cursor() as cursor, \
            concurrent.futures.ThreadPoolExecutor() as aside:
        cursor.execute("begin; lock table dossier in access exclusive mode")
        asked = aside.submit(person.post, "/v1/dossiers", draft, key=True, check=False)
        wait(lambda: asked.done() or service.sql(
            "select 1 from pg_stat_activity where application_name ~ '^motcua-write [0-9a-f-]{36}$' and wait_event_type = 'Lock' "
            "and clock_timestamp() - query_start > interval '0.3 seconds'"))
        cursor.execute("rollback")
        return asked.result()


def test_a_statement_that_takes_long_is_found_by_the_id_of_its_request(service, contract, edge, people):
    """With its name and its text, and no value that it was asked with."""
    person = behind(edge, people.citizen)
    draft = {"procedure_code": COPIES, "unit_code": UNIT, "return_channel": "counter", "answers": people.citizen.answers(COPIES)}
    # on a busy machine it may have waited too long to be done
    answer = wait(lambda: [answer for answer in [slowed(service, person, draft)] if answer.status == 201])[0]
    nginx, api, postgresql = told_by(service, edge, answer)
    assert " 201 " in nginx[0] and json.loads(api[0])["status"] == 201
    assert any(re.search(r" motcua_citizen@\w+ motcua-write \S+ LOG:  duration: \d+\.\d+ ms  execute dossier_create: ", line)
               for line in postgresql), postgresql
    assert answer.json["id"] not in (service.cluster.folder / "log/postgresql.log").read_text()


def test_an_instance_that_cannot_be_reached_stands_in_the_log_of_requests_without_what_was_asked(service, contract, edge):
    service.stop_api()
    try:
        client = through(service, contract, edge)
        assert client.get("/v1/procedures?q=Nguyen+Thi+Bi+Mat", check=False).status in (502, 503)
        lines = wait(lambda: [line for line in (edge.folder / "access.log").read_text().splitlines() if '"502' in line])
        assert "/v1/procedures" in lines[-1] and ".sock" in lines[-1]
        assert "Bi+Mat" not in "".join(path.read_text() for path in edge.folder.glob("*.log"))
    finally:
        service.start_api()


def test_what_is_limited_leaves_no_digits_in_the_log(service, contract, edge):
    client = through(service, contract, edge)
    statuses = [client.get(f"/v1/tracking/link?phone_last4={DIGITS}", check=False).status for _ in range(60)]
    assert statuses.count(429) > 5
    logs = {path.name: path.read_text() for path in edge.folder.glob("*.log")}
    assert not [name for name, text in logs.items() if DIGITS in re.sub(r"\d{4}-\d\d-\d\dT\S+|[0-9a-f]{32}", "", text)]
