"""Rates and quotas of accounts and addresses: each operation is asked as often as its class, or the contract, allows, once more
and ten times as often. With the numbers of the table where they are few, else with small ones in the same program; what the
table's own numbers do is tests/unit/base/test_tally.c."""
import http.client
import itertools
import json
import shutil
import uuid

import pytest

from harness.client import Client
from harness.contract import ROOT, Contract
from harness.edge import Edge
from harness.service import Program, tail
from harness.tokens import parts, private_key, sign

MANY, DAILY = 5, 8
COUNTED = ("key", "list", "search", "write", "heavy", "bulk")
# Of one class the day ends before the minute does.
SETTINGS = {"MOTCUA_CLASS_RATES": " ".join(f"{name}={DAILY if name == 'heavy' else MANY}/{DAILY if name == 'heavy' else 1000}"
                                           for name in COUNTED)}
CONTRACT = Contract()
OPERATIONS = CONTRACT.document["paths"]
SIGNED = [operation for operation in CONTRACT.operations.values() if operation.roles]
TALLY = {"tried": 0, "wrong": 0}


def own_rate(operation):
    """What the contract says of an account beside the class: (minute, day), or None."""
    rates = OPERATIONS[operation.path][operation.method.lower()].get("x-rate", [])
    return next(((rate["minute"], rate["day"]) for rate in rates if rate["per"] == "account"), None)


def rate_of(operation):
    return own_rate(operation) or ((DAILY, DAILY) if operation.cost_class == "heavy" else (MANY, 1000))


@pytest.fixture(scope="module")
def accounts(people, service):
    """Tokens of people who have done nothing yet, of a role each."""
    key, example = private_key(service), {role: parts(people[name].token) for role, name in
                                          (("citizen", "citizen"), ("officer", "officer"), ("leader", "leader"), ("admin", "admin"))}

    def token(role):
        header, claims = example[role]
        return sign(key, header, {**claims, "sub": str(uuid.uuid4())})
    return token


def tally(holds, tried=1):
    TALLY["tried"] += tried
    TALLY["wrong"] += not holds
    assert holds


def ask(client, operation, check=False):
    headers = {"If-Match": '"1"', "Tus-Resumable": "1.0.0", "Upload-Length": "100", "Upload-Offset": "0"}
    body = b"{}" if operation.body and "application/json" in operation.body["content"] else None
    if body:
        headers["Content-Type"] = "application/json"
    return client(operation.method, operation.fill(), body=body, headers=headers, key=True if operation.idempotency else None, check=check)


@pytest.mark.parametrize("operation", SIGNED, ids=lambda operation: operation.id)
def test_an_account_asks_so_often(service, contract, accounts, operation):
    """At N nobody is refused for it, at N + 1 and up to ten times N all that is too much; another account, and another class,
    goes on."""
    minute, day = rate_of(operation)
    many = min(minute, day)
    client = Client(service, contract, accounts(operation.roles[-1]))
    answers = [ask(client, operation) for _ in range(10 * many)]
    statuses = [answer.status for answer in answers]
    tally(429 not in statuses[:many], many)
    tally(set(statuses[many:]) == {429}, 9 * many)
    last = ask(client, operation, check=operation.method != "HEAD")
    seconds = int(last.headers["retry-after"])
    tally(last.headers["ratelimit-policy"] == f'"minute";q={minute};w=60, "day";q={day};w=86400')
    tally(last.headers["ratelimit"] == f'"{"day" if day == many else "minute"}";r=0;t={seconds}')
    if operation.method != "HEAD":
        tally(last.code == "too-many-requests" and last.json["detail"].startswith("Bạn làm lại được "))
    other = Client(service, contract, accounts(operation.roles[-1]))
    tally(ask(other, operation).status != 429)
    tally(client("DELETE" if operation.cost_class != "write" else "GET", "/v1/sessions/current" if operation.cost_class != "write"
                 else "/v1/me", check=False).status != 429)


def test_what_is_left_is_told_from_half_of_it_on(people, accounts, service, contract):
    client = Client(service, contract, accounts("citizen"))
    left = [client.get("/v1/me", check=False).headers.get("ratelimit", "").split(";")[1:2] for _ in range(MANY)]
    assert left == [[], [], ["r=2"], ["r=1"], ["r=0"]]


def test_who_is_not_signed_in_is_counted_by_nginx_alone(anyone):
    assert {anyone.get("/v1/procedures").status for _ in range(10 * MANY)} == {200}


# ---- by address ----

PROXY = "127.0.0.9"
numbers = itertools.count(1)


@pytest.fixture(scope="module")
def edge(service):
    site = service.folder / "site"
    shutil.copytree(ROOT / "schema/sample/site", site)
    (site / "networks.json").write_text(json.dumps({"networks": [{"range": PROXY, "kind": "proxy"}]}))
    running = Edge(service, site, rate=MANY)
    yield running
    running.stop()


@pytest.mark.parametrize("operation", CONTRACT.operations.values(), ids=lambda operation: operation.id)
def test_an_address_asks_so_often(edge, operation):
    """Whoever asks, signed in or not: each operation belongs to the zone of its class. One more than N is let through at once, as
    nginx' bucket has it; of ten times N all but what a minute's share of the time brings."""
    address = f"2001:db8:{next(numbers):x}::1"
    connection = http.client.HTTPConnection("127.0.0.1", edge.port, timeout=20, source_address=(PROXY, 0))

    def status():
        connection.request(operation.method, operation.fill(), headers={"X-Forwarded-For": address})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers

    answers = [status() for _ in range(10 * MANY)]
    statuses = [code for code, _ in answers]
    tally(429 not in statuses[:MANY], MANY)
    tally(statuses.count(429) >= 9 * MANY - 4, 9 * MANY)
    limited = next(headers for code, headers in reversed(answers) if code == 429)
    usual = CONTRACT.document["x-classes"][operation.cost_class]["address"]["minute"]
    tally(limited["RateLimit-Policy"] == f'"address";q={usual};w=60' and int(limited["Retry-After"]) > 0)
    connection.close()


@pytest.mark.parametrize("setting", ["key", "key=5", "key=0/5", "key=6/5", "health=5/6", "login=5/6", "fast=5/6", "key=5/6x", "key=-1/5"])
def test_a_setting_that_is_none_is_refused_in_words(service, setting):
    log = service.folder / "refused.log"
    program = Program("serve", service.environment("system", MOTCUA_CLASS_RATES=setting), log)
    assert program.process.wait(30) != 0
    assert "MOTCUA_CLASS_RATES" in tail(log) and setting in tail(log)


def test_every_operation_has_a_class_a_rate_and_a_quota_and_each_read_of_the_staff_says_what_it_shows():
    """What stands in the table and the contract, counted; each was provoked above, the reading by test_reading.py."""
    classes = CONTRACT.document["x-classes"]
    shown = {operation.id: operation.read_log for operation in CONTRACT.operations.values()}
    for operation in CONTRACT.operations.values():
        usual = classes[operation.cost_class]
        assert usual["address"]["minute"] >= 1000
        minute, day = own_rate(operation) or usual["account"].values()
        assert not operation.roles or 0 < minute <= day, operation.id
        reads = operation.method == "GET" or operation.cost_class == "search"
        assert (shown[operation.id] is not None) == (reads and bool(set(operation.roles) & {"officer", "leader", "admin"}))
    print(f"operations: {len(shown)} with class, rate and quota; {sum(value is not None for value in shown.values())} reads of the "
          f"staff with what they show; limits of rates: {TALLY['tried']} tried, {TALLY['wrong']} wrong")
    assert TALLY["wrong"] == 0 and TALLY["tried"] > 0
