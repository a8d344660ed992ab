"""Addresses: many people behind one are all let in, a flood from one is told to wait, of IPv6 a network of 64 bits counts as one,
and what a request says of its address is believed of trusted proxies alone."""
import contextlib
import http.client
import json
import re
import shutil
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.client import Client
from harness.contract import ROOT
from harness.edge import Edge
from harness.people import COPIES, PASSWORD, UNIT, Person
from harness.service import binary

PEOPLE = 60
HOLDER = 256  # connections, docker/nginx/nginx.conf.in
TRUSTED, STRANGER = "127.0.0.9", "127.0.0.7"
RATES = {name: int(rate) for name, rate in re.findall(
    r"zone=(\w+):4m rate=(\d+)r/m;", (binary().parent / "gen/nginx_listeners.conf").read_text())}


@pytest.fixture(scope="module")
def edge(service):
    running = Edge(service)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def behind_proxy(service):
    """nginx behind a load balancer of the province, with five requests of each class a minute for an address."""
    site = service.folder / "site"
    shutil.copytree(ROOT / "schema/sample/site", site)
    (site / "networks.json").write_text(json.dumps({"networks": [{"range": TRUSTED, "kind": "proxy"},
                                                                 {"range": "10.20.0.0/16", "kind": "unit"}]}))
    running = Edge(service, site, rate=5, name="behind-proxy")
    yield running
    running.stop()


WRONG = {"code": "H99.31-261126-7777", "phone_last4": "0000"}


def ask(edge, path, source="127.0.0.1", said=None, value=None):
    """The status and headers of a GET, or of a POST of a value, from a source address, with an X-Forwarded-For."""
    connection = http.client.HTTPConnection("127.0.0.1", edge.port, timeout=20, source_address=(source, 0))
    body = None if value is None else json.dumps(value)
    headers = {**({"X-Forwarded-For": said} if said else {}), **({"Content-Type": "application/json"} if body else {})}
    connection.request("POST" if body else "GET", path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers


def test_a_village_behind_one_address(service, contract, edge):
    """Sixty people sign up, sign in, look something up and file, all from one IPv4 address and at once: nobody is told to wait."""
    begun = time.monotonic()
    seen = []

    def keep(answer, status):
        seen.append(answer.status)
        assert answer.status == status, answer
        return answer

    def file(number):
        person = Person(service, contract, nginx=edge.address)
        person.patience = 5  # a machine that is busy says 503 and when to ask again: no limit of an address
        phone = f"0977{number:06d}"
        keep(person.post("/v1/accounts", {"full_name": "Phạm Thị Làng", "phone": phone, "password": PASSWORD}), 201)
        signed_in = keep(person.post("/v1/sessions", {"login": phone, "password": PASSWORD}), 201)
        person.token = signed_in.json["access_token"]
        for path in ("/v1/site", "/v1/procedures?q=ban+sao", f"/v1/procedures/{COPIES}", f"/v1/procedures/{COPIES}/form", "/v1/me"):
            keep(person.get(path), 200)
        draft = keep(person.post("/v1/dossiers", {"procedure_code": COPIES, "unit_code": UNIT, "return_channel": "counter",
                                                  "answers": person.answers(COPIES)}, key=True), 201).json["id"]
        code = keep(person.post(f"/v1/dossiers/{draft}/submission", key=True), 201).json["code"]
        keep(person.track(code, phone[-4:]), 200)
        keep(person.get("/v1/dossiers"), 200)
        person.close()
        return code

    with ThreadPoolExecutor(12) as pool:
        codes = list(pool.map(file, range(PEOPLE)))
    assert len(set(codes)) == PEOPLE and len(seen) == PEOPLE * 11
    addresses = service.sql("select count(distinct key), max(used) from budget where kind = 'sign-up' and seconds = 3600")
    assert addresses == [(1, PEOPLE)], "they came from one address"
    print(f"addresses: {PEOPLE} people, {len(seen)} requests, {seen.count(429)} x 429, {time.monotonic() - begun:.0f} s")


def slow_body(edge, source, token):
    """Somebody whose body never comes; his head has been read."""
    line = socket.create_connection(("127.0.0.1", edge.port), source_address=(source, 0))
    line.sendall(f"PATCH /v1/uploads/{uuid.uuid4()} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
                 "Content-Length: 1000\r\n\r\n{".encode())
    return line


def status_of(line, seconds):
    """Of whom nginx refuses at once; None while it waits for the body."""
    line.settimeout(seconds)
    with contextlib.suppress(TimeoutError):
        return int(line.recv(4096).split()[1])


def test_who_is_slow_holds_up_himself_and_not_his_neighbours(edge, people):
    """256 connections are one person's at an address; before, they were the address's: its other people were told 429."""
    source = "127.0.5.5"
    lines = [slow_body(edge, source, "a" * 40) for _ in range(HOLDER)]
    assert status_of(lines[-1], 1) is None, "N"
    assert status_of(slow_body(edge, source, "a" * 40), 5) == 429, "N + 1"
    assert ask(edge, "/v1/procedures", source)[0] == ask(edge, "/healthz", source)[0] == 200
    connection = http.client.HTTPConnection("127.0.0.1", edge.port, timeout=20, source_address=(source, 0))
    connection.request("GET", "/v1/me", headers={"Authorization": f"Bearer {people.citizen.token}"})
    assert connection.getresponse().status == 200
    connection.close()
    # All of an address together have an end too.
    lines += [slow_body(edge, source, str(person) * 40) for person in range(1, 4) for _ in range(HOLDER)]
    assert status_of(lines[-1], 1) is None and ask(edge, "/healthz", source)[0] == 429
    assert ask(edge, "/healthz", "127.0.5.6")[0] == 200
    for line in lines:
        line.close()


def test_every_class_has_a_zone_and_no_address_less_than_a_thousand(contract):
    assert {operation.cost_class for operation in contract.operations.values()} <= set(RATES)
    assert min(RATES.values()) >= 1000


def test_a_flood_from_one_address_is_told_to_wait(edge):
    """At N all are answered, also all at once; at ten times N the rest is refused, until when and how many there may be is said."""
    many = RATES["health"]
    connection = http.client.HTTPConnection("127.0.0.1", edge.port, timeout=20)

    def send(times):
        answers = []
        for _ in range(times):
            connection.request("GET", "/healthz")
            answer = connection.getresponse()
            answers.append((answer.status, answer.headers, answer.read()))
        return answers

    begun = time.monotonic()
    assert {status for status, _, _ in send(many)} == {200}
    answers = send(9 * many)
    allowed = 1 + many * (time.monotonic() - begun) / 60 + 1
    refused = [one for one in answers if one[0] == 429]
    assert len(answers) - len(refused) <= allowed and refused
    status, headers, body = refused[-1]
    assert json.loads(body)["detail"] == f"Bạn làm lại được sau {headers['Retry-After']} giây."
    assert (headers["RateLimit-Policy"], headers["RateLimit"]) == (f'"address";q={many};w=60', f'"address";r=0;t={headers["Retry-After"]}')
    time.sleep(int(headers["Retry-After"]) + 0.5)
    assert send(1)[0][0] == 200


@pytest.mark.parametrize("name, path", [("key", "/v1/units/H99.31"), ("list", "/v1/units"), ("health", "/healthz")])
@pytest.mark.parametrize("source, one, other, same", [
    (TRUSTED, "2001:db8:{n}:2::1", "2001:db8:{n}:2:ffff::9", True), (TRUSTED, "2001:db8:{n}:3::1", "2001:db8:{n}:4::1", False),
    (TRUSTED, "198.51.100.{n}", "198.51.100.{n}", True), (TRUSTED, "198.51.{n}.1", "198.51.{n}.2", False),
    (TRUSTED, "192.0.2.{n}", "::ffff:192.0.2.{n}", True), (TRUSTED, "::ffff:192.0.{n}.3", "::ffff:192.0.{n}.4", False),
    (TRUSTED, "6.6.6.6, 203.0.113.{n}, 127.0.0.9", "7.7.7.7, 203.0.113.{n}", True),
    (TRUSTED, "203.0.{n}.7, 6.6.6.6", "203.0.{n}.7, 6.6.6.7", False),
    ("127.0.1.{n}", "203.0.113.8", "203.0.113.9", True), ("127.0.2.{n}", None, "2001:db8::9", True)])
def test_by_what_nginx_counts(behind_proxy, name, path, source, one, other, same):
    """Of two that are the same address five and one requests are too many, of two that are not they are none."""
    number = {"key": 11, "list": 12, "health": 13}[name]
    source, one, other = (text and text.replace("{n}", str(number)) for text in (source, one, other))
    statuses = [ask(behind_proxy, path, source, one)[0] for _ in range(6)]
    assert statuses == [200] * 6
    assert [ask(behind_proxy, path, source, other)[0] for _ in range(3)][-1] == (429 if same else 200)


@pytest.mark.parametrize("source, said, keys", [
    (TRUSTED, ["203.0.113.21", "203.0.113.22"], 2), (STRANGER, ["203.0.113.23", "203.0.113.24", "10.20.0.1"], 1),
    (TRUSTED, ["2001:db8:9:9::1", "2001:db8:9:9::2"], 1), (STRANGER, ["127.0.0.9", None], 1)])
def test_the_api_hears_of_no_other_address(service, behind_proxy, source, said, keys):
    """What was looked up wrongly is counted by the address that nginx found, whatever was said of it."""
    service.sql("delete from budget")
    for address in said:
        assert ask(behind_proxy, "/v1/tracking", source, address, WRONG)[0] in (404, 429)
    assert service.sql("select count(distinct key) from budget where key ~ '^[0-9a-f]{64}$'") == [(keys,)]


def test_without_proxies_nobody_is_believed(service, edge):
    service.sql("delete from budget")
    for number in range(3):
        ask(edge, "/v1/tracking", TRUSTED, f"203.0.113.{number}", WRONG)
    assert service.sql("select max(used) from budget where key ~ '^[0-9a-f]{64}$' and seconds = 3600") == [(3,)]
