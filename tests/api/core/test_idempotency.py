"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): one key, one effect, one answer, byte for byte."""
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.contract import Contract
from harness.people import BIRTH, COPIES, UNIT

CONTRACT = Contract()
DRAFT = {"procedure_code": COPIES, "unit_code": UNIT, "answers": {"copies": 1}, "return_channel": "counter"}


def same(first, again):
    assert again.status == first.status
    assert again.body == first.body
    for name in ("location", "etag", "content-type"):
        assert again.headers.get(name) == first.headers.get(name)


@pytest.mark.parametrize("operation", [op for op in CONTRACT.operations.values() if op.idempotency in ("required", "unless-dry-run")],
                         ids=lambda op: op.id)
def test_without_a_key_nothing_is_created(people, operation):
    answer = people.allowed(operation)(operation.method, operation.fill(), json_body={} if operation.body else None)
    assert (answer.status, answer.code) == (400, "idempotency-key-missing")


@pytest.mark.parametrize("key", ["x" * 101, "a,b"])
def test_a_key_of_another_form_is_refused(people, key):
    assert people.citizen.post("/v1/dossiers", DRAFT, key=key).code == "bad-header"


def test_the_answer_is_replayed_byte_for_byte(people, service):
    citizen, officer = people.newcomer(), people.officer
    key = str(uuid.uuid4())
    first = citizen.post("/v1/dossiers", DRAFT, key=key)
    same(first, citizen.post("/v1/dossiers", DRAFT, key=key))
    dossier = first.json["id"]
    citizen.patch(f"/v1/dossiers/{dossier}", {"answers": citizen.form(COPIES)["example"]}, etag="*")
    # What has changed since does not change the answer.
    same(first, citizen.post("/v1/dossiers", DRAFT, key=key))
    key = str(uuid.uuid4())
    filed = citizen.post(f"/v1/dossiers/{dossier}/submission", key=key)
    same(filed, citizen.post(f"/v1/dossiers/{dossier}/submission", key=key))
    for target, body in ((f"/v1/dossiers/{dossier}/payments", {"method": "cash"}),
                         (f"/v1/dossiers/{dossier}/actions", {"action": "accept"})):
        key = str(uuid.uuid4())
        done = officer.post(target, body, key=key, etag="*")
        assert done.status == 201
        same(done, officer.post(target, body, key=key, etag="*"))
    assert len(citizen.get("/v1/dossiers").json["items"]) == 1
    assert service.sql("select count(*) from dossier_event where dossier_id = %s", dossier) == [(3,)]


def test_accounts_can_be_made_with_a_key(people):
    key = str(uuid.uuid4())
    body = {"full_name": "Phạm Thị Lại", "phone": "0987000001", "password": "mot cau dai de nho 2026"}
    assert people.nobody.post("/v1/accounts", body, key=key).status == 201
    # It carries a password: that it was done is kept, its reply is not.
    assert people.nobody.post("/v1/accounts", body, key=key).code == "reply-not-kept"
    assert people.nobody.post("/v1/accounts", body).code == "account-exists"


@pytest.mark.parametrize("target, body", [
    ("/v1/dossiers", {**DRAFT, "answers": {"copies": 2}}),
    ("/v1/dossiers", {**DRAFT, "return_channel": "online"}),
    ("/v1/dossiers/01900000-0000-7000-8000-000000000000/payments", {"method": "cash"}),
], ids=["other-answers", "other-channel", "other-operation"])
def test_a_key_used_for_another_request_is_refused(people, target, body):
    key = str(uuid.uuid4())
    assert people.citizen.post("/v1/dossiers", DRAFT, key=key).status == 201
    answer = people.citizen.post(target, body, key=key)
    assert (answer.status, answer.code) == (422, "idempotency-key-reused"), answer


def test_two_people_may_use_the_same_key(people):
    key = str(uuid.uuid4())
    first = people.citizen.post("/v1/dossiers", DRAFT, key=key)
    second = people.citizen_elder.post("/v1/dossiers", DRAFT, key=key)
    assert first.status == second.status == 201 and first.json["id"] != second.json["id"]


def test_a_refused_request_can_be_corrected_with_the_same_key(people):
    citizen = people.citizen
    key = str(uuid.uuid4())
    dossier = citizen.post("/v1/dossiers", {**DRAFT, "procedure_code": BIRTH, "answers": {}}, key=True).json["id"]
    assert citizen.post(f"/v1/dossiers/{dossier}/submission", key=key).code == "answers-invalid"
    citizen.patch(f"/v1/dossiers/{dossier}", {"answers": citizen.form(BIRTH)["example"]}, etag="*")
    for code in citizen.papers(BIRTH):
        citizen.put(f"/v1/dossiers/{dossier}/components/{code}", {"upload_ids": [citizen.upload()]})
    assert citizen.post(f"/v1/dossiers/{dossier}/submission", key=key).status == 201


@pytest.mark.parametrize("what", ["draft", "submission", "cash", "accept"])
def test_a_hundred_at_once_have_one_effect_and_one_answer(people, service, what):
    """R3. Every answer is the one answer, or says that the first is still under way; asked again, it is the one."""
    citizen = people.newcomer()
    person, target, body = citizen, "/v1/dossiers", DRAFT
    if what != "draft":
        dossier = citizen.draft(COPIES)
        if what != "submission":
            citizen.submit(dossier)
            person = people.officer
        target = {"submission": f"/v1/dossiers/{dossier}/submission", "cash": f"/v1/dossiers/{dossier}/payments",
                  "accept": f"/v1/dossiers/{dossier}/actions"}[what]
        body = {"submission": None, "cash": {"method": "cash"}, "accept": {"action": "accept"}}[what]
    key = str(uuid.uuid4())
    clients = [person.copy() for _ in range(16)]
    etag = person.etag(dossier) if what == "accept" else None

    def send(number):
        client = clients[number % 16]
        answer = client.post(target, body, key=key, etag=etag)
        while answer.code == "idempotency-in-progress":
            answer = client.post(target, body, key=key, etag=etag)
        return answer

    with ThreadPoolExecutor(16) as pool:
        # One client belongs to one thread: each thread sends its share.
        answers = [answer for share in pool.map(lambda n: [send(n) for _ in range(n, 100, 16)], range(16))
                   for answer in share]
    assert len(answers) == 100 and {answer.status for answer in answers} == {201}, {a.status: a for a in answers}
    assert len({answer.body for answer in answers}) == 1
    mine = citizen.get("/v1/dossiers").json["items"]
    assert len(mine) == 1
    if what == "cash":
        assert len(citizen.get(f"/v1/dossiers/{dossier}/payments").json["items"]) == 1
    counts = service.sql("select count(*), count(distinct (kind, to_state)) from dossier_event where dossier_id = %s",
                         mine[0]["id"])
    assert counts[0][0] == counts[0][1]
