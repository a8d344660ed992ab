"""Bodies that are no JSON, or JSON that the contract refuses: each its own problem, naming each wrong member."""
import copy
import json

import pytest

from harness.bodies import DRAFT, VALID
from harness.contract import Contract
from harness.people import ADDRESS, BIRTH, COPIES

CONTRACT = Contract()
JSON_OPERATIONS = [op for op in CONTRACT.operations.values() if op.body and "application/json" in op.body["content"]]


def test_every_operation_with_a_body_is_tried_here():
    assert sorted(VALID) == sorted(op.id for op in JSON_OPERATIONS)
    for operation in JSON_OPERATIONS:
        for body in VALID[operation.id]:
            assert CONTRACT.errors(operation.body["content"]["application/json"]["schema"], body) == []


def send(people, operation, body=None, raw=None):
    """To a thing that is not there: the body is judged before it is looked for."""
    person = people.allowed(operation)
    headers = {"webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,x", "If-Match": '"1"'}
    return person(operation.method, operation.fill(), json_body=body, body=raw, key=bool(operation.idempotency),
                  headers={**headers, "Content-Type": "application/json"})


def at(value, pointer):
    for step in pointer.split("/")[1:]:
        value = value[int(step) if isinstance(value, list) else step]
    return value


def pointers(value, pointer=""):
    """Every member and item of a body."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in items:
        yield f"{pointer}/{name}"
        yield from pointers(item, f"{pointer}/{name}")


def changed(body, pointer, value):
    other = copy.deepcopy(body)
    parent, _, name = pointer.rpartition("/")
    holder = at(other, parent)
    holder[int(name) if isinstance(holder, list) else name] = value
    return other


def wrong_values(value):
    """Values of other types than this one, and texts and numbers beyond any limit."""
    others = [None, True, 1, 1.5, "", "x" * 3001, [], {}, -1, 2**63 - 1, "\u202e", "\u0001"]
    return [other for other in others if type(other) is not type(value) or isinstance(value, (str, int))]


@pytest.mark.parametrize("operation", JSON_OPERATIONS, ids=lambda op: op.id)
def test_every_wrong_member_is_named(people, operation):
    """Each member of each body: of another type, beyond its limits, missing, unknown. Whatever the contract refuses
    is refused with 422 and the member's pointer."""
    schema = operation.body["content"]["application/json"]["schema"]
    tried = 0
    for body in VALID[operation.id]:
        cases = [(p, changed(body, p, v)) for p in pointers(body) for v in wrong_values(at(body, p))]
        for pointer in pointers(body):
            parent, _, name = pointer.rpartition("/")
            if isinstance(at(body, parent), dict):
                without = copy.deepcopy(body)
                del at(without, parent)[name]
                cases.append((pointer, without))
        cases += [("/khong_co", {**body, "khong_co": 1}), ("", [body]), ("", "x"), ("", 1), ("", None)]
        for pointer, other in cases:
            if pointer.startswith("/answers/"):
                continue
            if not CONTRACT.errors(schema, other):
                assert send(people, operation, other).status < 500, (pointer, other)
                continue
            answer = send(people, operation, other, raw=b"null" if other is None else None)
            tried += 1
            if not isinstance(other, (dict, list)):  # a body that is no object cannot have members
                assert answer.code in ("bad-json", "invalid-body")
                continue
            assert answer.code == "invalid-body", (pointer, other, answer)
            assert any(named == pointer or named.startswith(pointer) or pointer.startswith(named)
                       for named in answer.pointers), (pointer, answer.json)
    assert tried >= 4


@pytest.mark.parametrize("text", [
    b"{", b"", b"{}}", b"{} {}", b"[1,]", b"{'a': 1}", b'{"a": 1 /* c */}', b'{"a": 01}', b'{"a": NaN}', b'{"a": 1e400}',
    b'{"a": 99999999999999999999}', b'{"a": 9.3e18}', b'{"a": -1e19}', b'{"a": "\xff"}', b'{"a": "\xc0\x80"}', b'{"a": "\xed\xa0\x80"}',
    b'{"a": "\\ud800"}', b'{"a": "\\u0000"}', b'{"a\\u0000b": 1}', b'{"a": "\x00"}', b'\x00{}', b'{}\x00',
    b'{"a": "\x01"}', b'\xef\xbb\xbf{}', '{"a": 1}'.encode("utf-16"), b'{"a": 1, "a": 1}',
    b'{"answers": {"x": {"y": 1, "y": 2}}}', b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}", b"[" * 3000, b"{\"a\":" * 3000,
], ids=lambda text: repr(text[:24]))
def test_what_is_no_json_is_refused_with_400(people, text):
    for operation in JSON_OPERATIONS:
        if operation.id == "submitDossier" and not text:
            continue  # its body may be left out
        if len(text) > operation.max_body:
            continue
        answer = send(people, operation, raw=text)
        assert (answer.status, answer.code) == (400, "bad-json"), (operation.id, answer)


def test_a_body_as_deep_as_allowed_is_read(people):
    deep = {**DRAFT, "answers": {"a": json.loads("[" * 29 + "]" * 29)}}
    assert people.citizen.post("/v1/dossiers", deep, key=True).status == 201
    deeper = {**DRAFT, "answers": {"a": json.loads("[" * 31 + "]" * 31)}}
    assert people.citizen.post("/v1/dossiers", deeper, key=True).code == "bad-json"


@pytest.mark.parametrize("media_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                                        "application/jsonp", "text/json", "application/json-patch+json", "json", ""])
def test_another_content_type_is_refused_with_415(people, media_type):
    headers = {} if media_type is None else {"Content-Type": media_type}
    answer = people.citizen("POST", "/v1/dossiers", body=json.dumps(DRAFT).encode(), headers=headers, key=True)
    assert (answer.status, answer.code) == (415, "unsupported-media-type")


def test_parameters_of_the_content_type_are_passed_over(people):
    answer = people.citizen("POST", "/v1/dossiers", body=json.dumps(DRAFT).encode(), key=True,
                            headers={"Content-Type": "Application/JSON; charset=utf-8"}, check=False)
    assert answer.status == 201


def test_an_encoded_body_is_refused(people):
    answer = people.citizen("POST", "/v1/dossiers", body=b"\x1f\x8b" + b"\0" * 20, key=True,
                            headers={"Content-Type": "application/json", "Content-Encoding": "gzip"})
    assert answer.code == "unsupported-media-type"


# ---- forms ----

def submit(citizen, procedure, answers):
    dossier = citizen.draft(procedure, answers=answers)
    return citizen.post(f"/v1/dossiers/{dossier}/submission", key=True)


def test_wrong_answers_are_all_named_when_the_dossier_is_filed(people):
    citizen = people.citizen
    example = citizen.form(COPIES)["example"]
    wrong = {**example, "copies": 0, "applicant_id": "12345", "record_kind": "divorce", "event_date": "2026-02-30",
             "registered_place": "", "unknown": 1}
    del wrong["applicant_name"]
    answer = submit(citizen, COPIES, wrong)
    assert answer.code == "answers-invalid"
    assert answer.pointers == {
        "/applicant_name": "required", "/copies": "minimum", "/applicant_id": "pattern", "/record_kind": "enum",
        "/event_date": "format", "/registered_place": "minLength", "/unknown": "additionalProperties"}


def test_an_answer_that_another_one_asks_for_is_missed(people):
    example = people.citizen.form(COPIES)["example"]
    answers = {name: value for name, value in example.items() if name not in ("person_name", "person_relation")}
    answer = submit(people.citizen, COPIES, {**answers, "for_whom": "other"})
    assert answer.pointers == {"/person_name": "required", "/person_relation": "required"}


def test_missing_papers_are_named(people):
    citizen = people.citizen
    dossier = citizen.post("/v1/dossiers", {**DRAFT, "procedure_code": BIRTH,
                                            "answers": citizen.form(BIRTH)["example"]}, key=True).json["id"]
    answer = citizen.post(f"/v1/dossiers/{dossier}/submission", key=True)
    assert answer.code == "component-missing"
    assert answer.pointers == {f"/components/{code}": "required" for code in citizen.papers(BIRTH)}


def test_every_example_of_every_form_can_be_filed(people):
    """The 45 procedures, online, at the first unit that handles each."""
    citizen = people.newcomer()
    filed = 0
    for item in citizen.get("/v1/procedures", query={"limit": 100}).json["items"]:
        units = citizen.get("/v1/units", query={"procedure": item["code"]}).json["items"]
        procedure = citizen.get(f"/v1/procedures/{item['code']}").json
        channels = {c["channel"] for c in procedure["cases"][0]["channels"]}
        if item["level"] == "information" or not units or "online" not in channels:
            continue
        citizen.submit(citizen.draft(item["code"], unit=units[0]["code"]))
        filed += 1
    assert filed >= 40


@pytest.mark.parametrize("change, code", [
    ({"procedure_code": "9.999999"}, "procedure-unknown"), ({"case_code": "khong-co"}, "procedure-unknown"),
    ({"unit_code": "Z99.01"}, "unit-unknown"), ({"unit_code": "H99.05"}, "unit-unknown"),
    ({"return_address": {**ADDRESS, "province_code": "99"}}, "place-unknown"),
    ({"return_address": {**ADDRESS, "commune_code": "99999"}}, "place-unknown"),
    ({"return_address": {**ADDRESS, "province_code": "79"}}, "place-unknown"),
    ({"return_address": {**ADDRESS, "phone": "123456789012"}}, "invalid-body"),
], ids=lambda value: value if isinstance(value, str) else "")
def test_what_is_not_in_the_catalogues_has_its_own_problem(people, change, code):
    assert people.citizen.post("/v1/dossiers", {**DRAFT, **change}, key=True).code == code


def test_a_closed_procedure_takes_no_dossier(people, service):
    service.sql("insert into closure values (uuid_v7(), 'H99.33', %s, local_day(now()), local_day(now()) + 7, 'Sửa trụ sở')", COPIES)
    shown = people.citizen.get("/v1/units", query={"procedure": COPIES}).json["items"]
    unit = next(unit for unit in shown if unit["code"] == "H99.33")
    assert (unit["open"], unit["closed"]["reason"]) == (False, "Sửa trụ sở")
    answer = people.citizen.post("/v1/dossiers", {**DRAFT, "unit_code": "H99.33"}, key=True)
    assert (answer.status, answer.code) == (409, "procedure-closed")
    dossier = people.citizen.draft(COPIES)
    assert people.citizen.patch(f"/v1/dossiers/{dossier}", {"unit_code": "H99.33"}, etag="*").code == "procedure-closed"


def test_nothing_of_a_refused_body_is_stored(people, service):
    before = service.sql("select count(*) from dossier")
    for change in ({"procedure_code": "9.999999"}, {"unit_code": "Z99"}, {"return_address": {}}, {"x": 1}):
        assert people.citizen.post("/v1/dossiers", {**DRAFT, **change}, key=True).status >= 400
    assert service.sql("select count(*) from dossier") == before
