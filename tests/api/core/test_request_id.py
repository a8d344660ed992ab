"""The line of nginx, the line of the API and the problem that people see name a request alike. And what nginx says of requests
that it limits holds nothing of what was asked."""
import re
import uuid

import pytest

from harness.client import Client
from harness.delivery import wait
from harness.edge import Edge

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


def test_what_is_limited_leaves_no_digits_in_the_log(service, contract, edge):
    client = through(service, contract, edge)
    statuses = [client.get(f"/v1/tracking/link?phone_last4={DIGITS}", check=False).status for _ in range(60)]
    assert statuses.count(429) > 5
    logs = {path.name: path.read_text() for path in edge.folder.glob("*.log")}
    assert not [name for name, text in logs.items() if DIGITS in re.sub(r"\d{4}-\d\d-\d\dT\S+|[0-9a-f]{32}", "", text)]
