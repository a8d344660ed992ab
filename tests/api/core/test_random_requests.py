"""Requests that nobody would send: whatever arrives, the answer is one of the contract, never a failure of our own (R15).

The requests are made from a fixed seed, so that every run sends the same ones; a longer run (scripts/test --long) makes
MOTCUA_TEST_EXAMPLES times as many, and others each time.
"""
import json
import os
import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from harness.contract import Contract
from harness.people import COPIES, UNIT

CONTRACT = Contract()
OPERATIONS = sorted((op for op in CONTRACT.operations.values() if op.id != "deleteCurrentSession"), key=lambda op: op.id)
BITE = ["'", "\"", "';--", "' or 1=1--", "$1", "%s", "\\", "<script>alert(1)</script>", "../../etc/passwd", "\u202e", "\u200b",
        "\ufeff", "e\u0301", "a" * 300, "-1", "0", "9" * 40, "null", "NaN", "{}", "[]", "*", "\t", "", " ", "%00", "🙂", "đ", "\u0000"]
TIMES = int(os.environ.get("MOTCUA_TEST_EXAMPLES", "1"))
many = settings(max_examples=60 * TIMES, derandomize=TIMES == 1, deadline=None, database=None,
                suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large])

words = st.one_of(st.sampled_from(BITE), st.text(max_size=30))
scalars = st.one_of(st.none(), st.booleans(), st.integers(-2**70, 2**70), st.floats(allow_nan=False, allow_infinity=False), words)
values = st.recursive(scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
                      max_leaves=12)
printable = st.text(string.ascii_letters + string.digits + "-._~%!$&'()*+,;=:@/? ".replace(" ", ""), max_size=40)
header_text = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60)


def resolve(schema):
    return CONTRACT.resolve(schema) if schema else {}


def objects(schema, depth):
    """Objects with all members that a schema requires and some of the others. Not by fixed_dictionaries, which at each draw writes
    out what it draws from: of a catalogue that takes seconds."""
    properties = {name: nearly(part, depth) for name, part in schema["properties"].items()}
    wanted = set(schema.get("required", ()))

    @st.composite
    def one(draw):
        return {name: draw(part) for name, part in properties.items() if name in wanted or draw(st.booleans())}
    return one()


def nearly(schema, depth=0):
    """Values that are nearly those of a schema: mostly of the right shape, now and then of another."""
    schema = resolve(schema)
    if depth > 6:
        return scalars
    if "oneOf" in schema:
        good = st.one_of([nearly(part, depth + 1) for part in schema["oneOf"]])
    elif "enum" in schema:
        good = st.sampled_from(schema["enum"])
    elif "const" in schema:
        good = st.just(schema["const"])
    elif schema.get("type") == "object" and "properties" in schema:
        good = objects(schema, depth + 1)
    elif schema.get("type") == "object":
        good = st.dictionaries(words, values, max_size=5)
    elif schema.get("type") == "array":
        good = st.lists(nearly(schema.get("items"), depth + 1), max_size=4)
    elif "pattern" in schema and schema.get("pattern").startswith("^"):
        good = st.from_regex(schema["pattern"].removesuffix("$") + r"\Z").map(lambda text: text.strip("\n"))
    elif schema.get("format") == "uuid":
        good = st.uuids().map(str)
    elif schema.get("type") == "integer":
        good = st.integers(schema.get("minimum", -10), min(schema.get("maximum", 10**12), 10**12))
    elif schema.get("type") == "boolean":
        good = st.booleans()
    else:
        good = words
    return st.one_of(good, good, good, good, values) if depth else st.one_of(good, good, good, good, good, values)


def check(client, method, target, **more):
    """The client holds each exchange against the contract; here it must also not be a failure of ours."""
    answer = client(method, target, **more)
    assert answer.status < 500, (method, target, more, answer)
    # What was refused is not shown again as markup.
    assert answer.status < 400 or b"<script" not in answer.body
    return answer


@pytest.mark.parametrize("operation", [op for op in OPERATIONS if op.body and "application/json" in op.body["content"]],
                         ids=lambda op: op.id)
def test_bodies_that_are_nearly_right(people, operation):
    # A sign-in that looks right costs a hash.
    @settings(many, max_examples=TIMES * 20)
    @given(nearly(operation.body["content"]["application/json"]["schema"]))
    def send(body):
        more = {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,x", "If-Match": "*",
                "Content-Type": "application/json"}
        person = people.allowed(operation)
        check(person, operation.method, operation.fill(), body=json.dumps(body).encode(), headers=more,
              key=bool(operation.idempotency))

    send()


def test_drafts_with_any_answers_are_kept_and_judged_at_their_end(people):
    citizen = people.newcomer()
    example = citizen.form(COPIES)["example"]
    schema = citizen.form(COPIES)["schema"]
    members = {name: nearly(part) for name, part in schema["properties"].items()}

    @settings(many, max_examples=40 * TIMES)
    @given(st.fixed_dictionaries({}, optional=members), st.dictionaries(words, values, max_size=3))
    def send(changed, strange):
        body = {"procedure_code": COPIES, "unit_code": UNIT, "return_channel": "counter",
                "answers": {**example, **changed, **strange}}
        made = check(citizen, "POST", "/v1/dossiers", body=json.dumps(body).encode(), key=True,
                     headers={"Content-Type": "application/json"})
        if made.status == 201:
            filed = check(citizen, "POST", f"/v1/dossiers/{made.json['id']}/submission", key=True)
            assert filed.code in (None, "answers-invalid"), filed

    send()


@many
@given(st.sampled_from(OPERATIONS), st.dictionaries(st.one_of(printable, st.sampled_from(
    ["q", "limit", "cursor", "state", "parent", "unit", "phone_last4"])), words, max_size=3))
def test_queries_of_any_kind(people, operation, query):
    check(people.allowed(operation), operation.method, operation.fill(), query=query)


@many
@given(st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "X"]), printable)
def test_addresses_of_any_kind(people, method, path):
    check(people.officer, method, "/" + path.replace("?", "%3F"))


@many
@given(st.sampled_from(OPERATIONS), st.dictionaries(st.sampled_from(
    ["Authorization", "Accept", "Accept-Language", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key",
     "Tus-Resumable", "Upload-Length", "Upload-Offset", "Upload-Metadata", "Upload-Checksum", "traceparent", "webhook-id",
     "webhook-timestamp", "webhook-signature", "X-Forwarded-For", "Range", "Expect", "Content-Encoding", "Cookie"]),
    header_text, max_size=5))
def test_headers_of_any_kind(people, operation, headers):
    if headers.get("Expect"):
        del headers["Expect"]  # http.client does not wait for 100
    check(people.citizen, operation.method, operation.fill(), headers={**headers, "Accept-Language": "vi"})


@many
@given(st.binary(max_size=200))
def test_bytes_instead_of_a_body(people, data):
    check(people.citizen, "POST", "/v1/dossiers", body=data, key=True, headers={"Content-Type": "application/json"})
