"""Framing of HTTP messages, byte by byte: what libmicrohttpd would swallow, nginx refuses; the API behind it never lets
one request be taken for two, nor a part of a body for the whole."""
import json
import socket
import time

import pytest

from harness.edge import Edge, raw
from harness.people import COPIES, UNIT, PASSWORD

BODY = json.dumps({"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"}).encode()
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
HIDDEN = b"GET /v1/hidden HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def edge(service):
    running = Edge(service)
    yield running
    running.stop()


@pytest.fixture()
def head(people):
    def make(*lines, method=b"POST /v1/dossiers"):
        fields = [b"Host: x", b"Authorization: Bearer " + people.citizen.token.encode(),
                  b"Content-Type: application/json", b"Idempotency-Key: k%d" % id(lines), *lines]
        return method + b" HTTP/1.1\r\n" + b"\r\n".join(fields) + b"\r\n\r\n"
    return make


def dossiers(service):
    return service.sql("select count(*) from dossier")[0][0]


CONFLICTS = {
    "length and chunked": ([b"Content-Length: %d" % len(BODY), b"Transfer-Encoding: chunked"], CHUNKED),
    "chunked and length": ([b"Transfer-Encoding: chunked", b"Content-Length: %d" % len(CHUNKED)], CHUNKED),
    "two lengths": ([b"Content-Length: %d" % len(BODY), b"Content-Length: 5"], BODY),
    "two lengths the other way": ([b"Content-Length: 5", b"Content-Length: %d" % len(BODY)], BODY),
    "one length twice in a list": ([b"Content-Length: %d, %d" % (len(BODY), len(BODY))], BODY),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_conflicting_framing_ends_at_nginx(edge, service, head, name):
    fields, body = CONFLICTS[name]
    data = head(*fields) + body + HIDDEN
    before = dossiers(service), service.api.log.read_text().count('"request"')
    statuses, answer = raw(edge.address, data)
    assert statuses == [400] and b"application/problem+json" in answer
    assert (dossiers(service), service.api.log.read_text().count('"request"')) == before


@pytest.mark.parametrize("name", CONFLICTS)
def test_conflicting_framing_that_reached_the_api_would_create_nothing(service, head, name):
    fields, body = CONFLICTS[name]
    before = dossiers(service)
    statuses, _ = raw(service.work, head(*fields) + body + HIDDEN, timeout=1)
    assert not [status for status in statuses if status < 400], statuses
    assert dossiers(service) == before


def test_a_chunked_body_is_one_body(edge, service, head):
    before = dossiers(service)
    statuses, _ = raw(edge.address, head(b"Transfer-Encoding: chunked", b"Connection: close") + CHUNKED)
    assert statuses == [201] and dossiers(service) == before + 1


def test_requests_in_one_go_are_answered_in_their_order(edge, service, head):
    """Pipelining: each its own answer, none swallowed by the one before."""
    data = head(b"Content-Length: %d" % len(BODY)) + BODY + HIDDEN.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    for address in (edge.address, service.work):
        statuses, _ = raw(address, data.replace(b"Idempotency-Key: k", b"Idempotency-Key: " + address[:4].encode()))
        assert statuses == [201, 404]


@pytest.mark.parametrize("data", [
    b"", b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\0" * 100, b"A" * 100000, b"GET /v1/me HTTP/1.1\r\n" + b"A: b\r\n" * 5000 + b"\r\n",
    b"GET /v1/me HTTP/1.1\r\nHost: x\r\nA\0b: c\r\n\r\n", b"GET /v1/me HTTP/1.1\r\nHost: x\r\n folded: x\r\n\r\n",
    b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551616\r\n\r\n",
    b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
], ids=lambda data: repr(data[:30]))
def test_garbage_harms_neither(edge, service, data):
    for address in (edge.address, service.lookup, service.work):
        statuses, answer = raw(address, data, timeout=0.5)
        assert not [status for status in statuses if 200 <= status < 300], (address, answer[:300])
    assert service.ask("/healthz") == 200


def test_a_request_of_http_1_0_without_host_is_answered_like_any_other(edge, service):
    for address in (edge.address, service.lookup):
        assert raw(address, b"GET /healthz HTTP/1.0\r\n\r\n")[0] == [200]
        statuses, answer = raw(address, b"GET /v1/me HTTP/1.0\r\n\r\n")
        assert statuses == [401] and b"application/problem+json" in answer


def test_the_whole_way_works_through_nginx(edge, service, people):
    """Both listeners by the map that the build wrote, HEAD and PATCH of tus, ETags unweakened, files as they were."""
    citizen = people.newcomer()
    citizen.nginx = edge.address
    citizen.close()
    again = citizen.post("/v1/sessions", {"login": citizen.login["login"], "password": PASSWORD},
                         headers={"Authorization": ""})
    assert again.status == 201
    dossier = citizen.draft(COPIES)
    data = b"%PDF-1.4\n" + b"x" * 200_000 + b"\n%%EOF\n"
    upload = citizen.upload(data, piece=70_000)
    location = f"/v1/uploads/{upload}"
    shown = citizen("HEAD", location, headers={"Tus-Resumable": "1.0.0"})
    assert shown.status == 200 and shown.headers["upload-offset"] == str(len(data))
    answer = citizen.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": [upload]})
    etag = answer.headers["etag"]
    saved = citizen.patch(f"/v1/dossiers/{dossier}", {"answers": {"copies": 1}}, etag=etag,
                          headers={"Accept-Encoding": "gzip"})
    assert saved.status == 200 and not saved.headers["etag"].startswith("W/")
    citizen.submit(dossier)
    file = next(f for c in citizen.dossier(dossier)["components"] for f in c["files"])
    assert citizen.get(f"/v1/dossiers/{dossier}/files/{file['id']}").body == data
    for path in ("/v1/me/", "/v1/dossiers/", f"/v1/dossiers/{dossier}/", "/v1//me"):
        assert citizen.get(path).code == "not-found"


def test_what_nginx_refuses_itself_is_a_problem_of_the_contract(edge, people):
    citizen = people.citizen.copy()
    citizen.nginx = edge.address
    assert citizen("POST", "/v1/dossiers", body=b"x" * (5 * 1024 * 1024 + 1), key=True,
                   headers={"Content-Type": "application/json"}).code == "body-too-large"
    citizen.close()
    assert citizen.get("/v1/procedures?q=" + "a" * 9000).code == "uri-too-long"
    citizen.close()
    assert citizen.get("/v1/me", headers={"X-Large": "a" * 9000}).code == "headers-too-large"
    citizen.close()
    assert citizen.get("/v1/me", headers={"Accept-Language": "en", "X-Large": "a" * 9000}).status == 431


def test_slow_clients_do_not_hold_up_others(edge, service):
    """A hundred that send their head letter by letter; a good one is answered at once."""
    slow = []
    for _ in range(100):
        connection = socket.create_connection(("127.0.0.1", edge.port))
        connection.sendall(b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Le")
        slow.append(connection)
    times = []
    for _ in range(20):
        begin = time.monotonic()
        assert raw(edge.address, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")[0] == [200]
        times.append(time.monotonic() - begin)
    for connection in slow:
        connection.close()
    assert sorted(times)[18] < 0.5


def test_bodies_that_never_come_hold_up_nobody(service, people):
    """More threads of the listener for work than any class has slots wait for a body that never comes."""
    waiting = []
    for _ in range(64):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(service.work[5:])
        connection.sendall(b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                           b"Content-Length: 100\r\n\r\n{")
        waiting.append(connection)
    times = []
    for _ in range(20):
        begin = time.monotonic()
        assert people.citizen.get("/v1/me").status == 200
        times.append(time.monotonic() - begin)
    for connection in waiting:
        connection.close()
    assert sorted(times)[18] < 0.5
    # And work goes on beside them and after them.
    assert people.newcomer()
