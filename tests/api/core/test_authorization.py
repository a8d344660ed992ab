"""What is not for the caller looks exactly like what is not there, at every route of the contract; who is let in where is
test_matrix.py's."""
import json

import pytest

from harness.contract import Contract
from harness.people import ADDRESS, COPIES, UNIT, Person

CONTRACT = Contract()
NOBODY = "01900000-0000-7000-8000-000000000000"
GUARDED = [op for op in CONTRACT.operations.values() if op.roles]
CALLERS = {"citizen": "citizen_elder", "officer": "officer_chung", "leader": "leader_land", "admin": "admin"}

# A request of each operation that would succeed for whoever may make it.
BODIES = {
    "createDossier": {"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"},
    "updateDossier": {"answers": {"copies": 1}}, "putDossierComponent": {"upload_ids": []}, "submitDossier": {},
    "createDossierAction": {"action": "accept"}, "createDossierPayment": {"method": "vietqr"},
    "createDossierShipment": {"carrier": "demo"},
    "createContactProof": {"phone": "0987000001"}, "confirmContactProof": {"code": "123456"},
    "claimDossiers": {"personal_id": "001187000123"},
}
TUS = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Upload-Length": "10"}


def send(client, operation, **values):
    headers = dict(TUS) if "uploads" in operation.path else {}
    body = None
    if operation.id == "appendUpload":
        headers["Content-Type"], body = "application/offset+octet-stream", b"x"
    return client(operation.method, operation.fill(**values), json_body=BODIES.get(operation.id), body=body,
                  headers=headers, key=bool(operation.idempotency), etag="*" if operation.if_match else None)


@pytest.fixture(scope="module")
def things(people):
    """A citizen's dossier with everything that it can have, and what belongs to it."""
    citizen, officer = people.citizen, people.officer
    dossier = citizen.file(COPIES, return_channel="post", return_address=ADDRESS)
    officer.do(dossier, "accept")
    officer.pay_cash(dossier)
    result = officer.finish(dossier)["results"][0]["id"]
    number = officer.post(f"/v1/dossiers/{dossier}/shipments", {"carrier": "demo"}, key=True).json["tracking_number"]
    notice = citizen.get("/v1/notifications").json["items"][0]["id"]
    upload = citizen("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "10"})
    proof = citizen.post("/v1/contact-proofs", BODIES["createContactProof"], key=True).json["id"]
    return {"dossier": dossier, "file": result, "number": number, "notice": notice, "proof": proof,
            "upload": upload.headers["location"].rsplit("/", 1)[1]}


def own(operation, things):
    """The parameters by which an operation names the citizen's things; None if it names none."""
    if "{tracking_number}" in operation.path:
        return {"tracking_number": things["number"]}
    if "{id}" not in operation.path:
        return None
    kind = operation.path.split("/")[2]
    thing = {"notifications": "notice", "uploads": "upload", "contact-proofs": "proof"}.get(kind, "dossier")
    return {"id": things[thing], "file_id": things["file"], "component_code": "GT-CU"}


def unknown(operation):
    return {"id": NOBODY, "file_id": NOBODY, "tracking_number": "RM000000000VN", "component_code": "GT-CU"}


@pytest.mark.parametrize("operation", [op for op in GUARDED if "{id}" in op.path or "{tracking_number}" in op.path],
                         ids=lambda op: op.id)
@pytest.mark.parametrize("role", CALLERS)
def test_what_belongs_to_others_looks_as_if_it_were_not_there(people, things, operation, role, service):
    """Byte for byte, but for the id of the request; and nothing has changed."""
    if role not in operation.roles:
        return
    person = people[CALLERS[role]]
    before = service.sql("select version from dossier where id = %s", things["dossier"])
    theirs = send(person, operation, **own(operation, things))
    nothing = send(person, operation, **unknown(operation))
    assert theirs.status == nothing.status == 404
    if operation.method != "HEAD":
        assert {**theirs.json, "instance": ""} == {**nothing.json, "instance": ""}
        assert len(theirs.body) == len(nothing.body)
    ignored = {"date", "x-request-id", "traceparent"}
    assert {n: v for n, v in theirs.headers.items() if n not in ignored} == \
        {n: v for n, v in nothing.headers.items() if n not in ignored}
    assert service.sql("select version from dossier where id = %s", things["dossier"]) == before


def test_the_citizen_has_all_of_it(people, things):
    for operation in GUARDED:
        if operation.method == "GET" and "citizen" in operation.roles:
            answer = send(people.citizen, operation, **{**(own(operation, things) or {}), "form": "receipt"})
            assert answer.status == 200, (operation.id, answer)


def test_what_asks_for_a_password_just_given_is_not_done_with_a_renewed_session(people):
    """The catalogue is one: whoever finds a signed-in page of an administrator does not change what holds for everybody."""
    admin, address, closure = people.admin, "/v1/admin/catalogue", {"basis": "Nghị quyết 1/NQ-HĐND", "closures": [
        {"unit": UNIT, "valid_from": "2027-03-01", "valid_until": "2027-03-08", "reason": "Sửa trụ sở"}]}
    assert admin.put(address, closure, query={"dry_run": "true"}).status == 200
    renewed = Person(admin.service, admin.contract)
    renewed.token = admin.post("/v1/sessions/refresh", {"refresh_token": admin.refresh_token}).json["access_token"]
    for body in (closure, {}):
        answer = renewed.put(address, body, query={"dry_run": "true"})
        assert answer.code == "sign-in-again" and 'acr_values="password"' in answer.headers["www-authenticate"], answer
    assert renewed.get("/v1/me").json["role"] == "admin"


def test_a_draft_is_its_applicant_s_alone(people):
    draft = people.citizen.draft(COPIES)
    for person in (people.officer, people.leader, people.admin):
        assert person.get(f"/v1/dossiers/{draft}").code == "not-found"
        assert person.act(draft, "accept").code == "not-found"


def test_an_officer_sees_the_dossiers_of_his_units_alone(people):
    mine = people.citizen.file(COPIES, unit="H99.33")
    assert people.officer_chung.dossier(mine)["unit"]["code"] == "H99.33"
    for stranger in (people.officer, people.officer_binh, people.officer_thuong, people.leader_binh):
        assert stranger.get(f"/v1/dossiers/{mine}").code == "not-found"
        listed = stranger.get("/v1/inbox", query={"limit": 100}).json["items"]
        assert mine not in [item["id"] for item in listed]
    assert mine in [item["id"] for item in people.officer_chung.get("/v1/inbox", query={"limit": 100}).json["items"]]


def test_an_officer_who_moved_sees_nothing_more_with_the_next_token(people, service):
    dossier = people.citizen.file(COPIES, unit="H99.37")
    officer = people.officer_thuong
    assert officer.dossier(dossier)
    account = officer.get("/v1/me").json["id"]
    # Every post of hers ended yesterday; she had them for a while.
    service.sql("update post set valid_from = valid_from - 30, valid_until = local_day(now()) where account_id = %s", account)
    renewed = officer.post("/v1/sessions/refresh", {"refresh_token": officer.refresh_token}).json
    officer.token, officer.refresh_token = renewed["access_token"], renewed["refresh_token"]
    assert officer.get(f"/v1/dossiers/{dossier}").code == "not-found"
    assert officer.get("/v1/inbox").code == "forbidden"
    assert officer.get("/v1/me").json["role"] == "citizen" and officer.get("/v1/me").json["units"] == []


def test_lists_hold_only_one_s_own(people, things):
    other = people.newcomer()
    for target in ("/v1/dossiers", "/v1/notifications"):
        assert other.get(target).json["items"] == []
    assert other.put(f"/v1/notifications/{things['notice']}/read").code == "not-found"


def test_nothing_public_tells_of_people(people, things):
    """What anybody can read holds no name, number or address of anybody."""
    words = json.loads(people.citizen.get("/v1/me").body)
    secrets = [words["full_name"], words["phone"], words["personal_id"], words["email"], things["dossier"]]
    for operation in CONTRACT.operations.values():
        if operation.roles or operation.method != "GET" or operation.id == "getContract":
            continue  # masked, and tested as that; its examples are of the sample's people
        text = people.nobody.get(operation.fill(code=COPIES if "procedures" in operation.path else UNIT)).body.decode()
        assert not [secret for secret in secrets if secret in text], operation.id
