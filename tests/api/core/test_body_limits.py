"""A body of exactly the limit is read whole; one byte more is refused, however it is sent; nothing is cut silently."""
import json
import re
import socket

import pytest

from harness.contract import Contract
from harness.people import COPIES, UNIT

CONTRACT = Contract()
LIMITED = [op for op in CONTRACT.operations.values() if op.body and "application/json" in op.body["content"]]


def chunked(data, size=1000):
    """An iterable body makes http.client send it in chunks, without a Content-Length."""
    for at in range(0, len(data), size):
        yield data[at:at + size]


def body_of(length):
    """A draft of exactly so many bytes."""
    draft = {"procedure_code": COPIES, "unit_code": UNIT, "return_channel": "counter", "answers": {"note": ""}}
    draft["answers"]["note"] = "x" * (length - len(json.dumps(draft)))
    data = json.dumps(draft).encode()
    assert len(data) == length
    return data


LIMIT = CONTRACT.operations["createDossier"].max_body


@pytest.mark.parametrize("send", [lambda data: data, chunked], ids=["with-length", "chunked"])
def test_the_largest_body_is_read_whole(people, send):
    headers = {"Content-Type": "application/json"}
    data = body_of(LIMIT)
    answer = people.citizen("POST", "/v1/dossiers", body=send(data), headers=headers, key=True, check=False)
    assert answer.status == 201, answer
    assert answer.json["answers"] == json.loads(data)["answers"]


@pytest.mark.parametrize("send", [lambda data: data, chunked], ids=["with-length", "chunked"])
@pytest.mark.parametrize("over", [1, 2, 1000, 3_000_000])
def test_one_byte_more_is_refused(people, send, over, service):
    before = service.sql("select count(*) from dossier")
    person = people.citizen.copy()
    answer = person("POST", "/v1/dossiers", body=send(body_of(LIMIT + over)), key=True, check=False,
                    headers={"Content-Type": "application/json"})
    person.close()
    assert (answer.status, answer.code) == (413, "body-too-large")
    assert service.sql("select count(*) from dossier") == before


@pytest.mark.parametrize("operation", LIMITED, ids=lambda op: op.id)
def test_every_operation_keeps_its_own_limit(people, operation):
    headers = {"Content-Type": "application/json", "webhook-id": "x", "webhook-timestamp": "1",
               "webhook-signature": "v1,x", "If-Match": '"1"'}
    for length, refused in ((operation.max_body, False), (operation.max_body + 1, True)):
        data = b'{"x":"' + b"y" * (length - 8) + b'"}'
        answer = people.allowed(operation)(operation.method, operation.fill(), body=data, headers=headers,
                                           key=bool(operation.idempotency))
        assert (answer.code == "body-too-large") == refused, (length, answer)
        assert answer.status == (413 if refused else 422)


def raw(service, data):
    """Sends bytes as they are; what comes back until the server has no more to say."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(service.work[5:])
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    return answer


def test_a_body_shorter_than_it_says_has_no_effect(service, people):
    before = service.sql("select count(*) from dossier")
    data = body_of(1000)
    head = (f"POST /v1/dossiers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {people.citizen.token}\r\n"
            f"Idempotency-Key: cut\r\nContent-Type: application/json\r\nContent-Length: 1001\r\n\r\n").encode()
    answer = raw(service, head + data)
    assert not re.match(rb"HTTP/1.1 2", answer), answer
    assert service.sql("select count(*) from dossier") == before


def test_a_request_without_a_body_has_none(people):
    answer = people.citizen.get("/v1/me", body=b"{}", headers={"Content-Type": "application/json"})
    assert answer.status in (400, 413), answer
