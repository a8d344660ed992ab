"""The desk files for people who come to the counter or write: who the applicant is, how it came and who may go on with it."""
import pytest

from harness.people import BIRTH, COPIES, UNIT

MOTHER = {"full_name": "Lý Thị Mẫu", "phone": "0901 234 567", "personal_id": "001 187 000 123", "evidence": "Thẻ căn cước"}
NAMED = {"applicant_name": "Lý Thị Mẫu", "applicant_id": "001187000123", "applicant_phone": "0901234567"}
BODY = {"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"}


def begin(person, **more):
    return person.post("/v1/dossiers", {**BODY, **more}, key=True)


def at_counter(officer, procedure=COPIES, **more):
    """A draft that the desk typed for the mother; its id."""
    return officer.draft(procedure, answers={**officer.form(procedure)["example"], **NAMED},
                         **{"channel": "counter", "applicant": MOTHER, **more})


def test_an_officer_files_for_somebody_at_the_counter_and_is_not_the_applicant(people, service):
    """Before: an officer who filed became the applicant himself, by the channel online, and whom he named was refused."""
    officer = people.officer
    dossier = at_counter(officer)
    officer.submit(dossier)
    seen = officer.dossier(dossier)
    answers = seen["answers"]
    assert seen["channel"] == "counter" and seen["intake_unit"]["code"] == UNIT
    party = seen["applicant"]["party_id"]
    assert seen["applicant"] == {"full_name": "Lý Thị Mẫu", "phone": "0901234567", "personal_id": "001187000123",
                                 "email": answers["applicant_email"], "party_id": party}
    assert seen["submitter"] == seen["applicant"]
    receipt = officer.get(f"/v1/dossiers/{dossier}/receipt").json["payload"]
    assert receipt["applicant"]["name"] == receipt["submitter"]["name"] == "Lý Thị Mẫu"
    assert receipt["channel"] == "counter"
    assert dossier not in [one["id"] for one in officer.pages("/v1/dossiers", limit=50)]
    assert service.sql("""select kind, value, source, level, evidence from party_identifier where party_id = %s
        order by kind""", party) == [("personal_id", "001187000123", "desk", "seen", "Thẻ căn cước"),
                                     ("phone", "0901234567", "desk", "claimed", None)]
    events = officer.get(f"/v1/dossiers/{dossier}/events").json["items"]
    assert [(one["kind"], one["actor_role"]) for one in events] == [("submit", "officer")]


def test_what_comes_by_post_says_so_and_who_hands_it_in_stands_beside_the_applicant(people):
    officer = people.officer
    dossier = at_counter(officer, BIRTH, channel="post", submitter={"full_name": "Lý Văn Cháu", "phone": "0901234568"})
    officer.submit(dossier)
    receipt = officer.get(f"/v1/dossiers/{dossier}/receipt").json["payload"]
    assert (receipt["channel"], receipt["applicant"]["name"], receipt["submitter"]["name"]) == ("post", "Lý Thị Mẫu", "Lý Văn Cháu")
    assert officer.dossier(dossier)["submitter"]["full_name"] == "Lý Văn Cháu"
    assert b"%PDF" in officer.get(f"/v1/dossiers/{dossier}/papers/receipt.pdf").body[:8]


def test_the_next_dossier_of_somebody_known_is_filed_by_who_that_is(people):
    officer = people.officer
    first = at_counter(officer)
    party = officer.dossier(first)["applicant"]["party_id"]
    second = at_counter(officer, applicant={"party_id": party})
    assert officer.dossier(second)["applicant"] == officer.dossier(first)["applicant"]
    assert begin(people.officer_binh, channel="counter", applicant={"party_id": party}).code == "party-unknown", \
        "a party of another unit's dossiers is nobody here"


def test_a_citizen_with_an_account_for_whom_the_desk_files_follows_it_in_his_account(people):
    citizen = people.newcomer()
    party = people.officer.dossier(citizen.file(COPIES))["applicant"]["party_id"]
    dossier = at_counter(people.officer, applicant={"party_id": party})
    assert citizen.patch(f"/v1/dossiers/{dossier}", {"answers": {}}, headers={"If-Match": "*"}).code == "forbidden"
    people.officer.submit(dossier)
    assert citizen.dossier(dossier)["state"] == "registered"
    assert dossier in [one["id"] for one in citizen.pages("/v1/dossiers")]
    assert dossier in [one["dossier_id"] for one in citizen.pages("/v1/notifications", limit=10)]


def test_who_files_says_what_is_his_to_say(people):
    """Before: the body's applicant was refused from everybody; it still is from a citizen, and so is how it came."""
    for member, value in (("applicant", MOTHER), ("submitter", MOTHER), ("channel", "counter"), ("intake_unit_code", UNIT)):
        answer = begin(people.citizen, **{member: value})
        assert answer.status == 422 and [(e["pointer"], e["code"]) for e in answer.json["errors"]] == [
            (f"/{member}", "additionalProperties")]
    for more, missing in (({}, ["/applicant", "/channel"]), ({"channel": "counter"}, ["/applicant"]),
                          ({"applicant": MOTHER}, ["/channel"])):
        answer = begin(people.officer, **more)
        assert answer.status == 422 and [(e["pointer"], e["code"]) for e in answer.json["errors"]] == [
            (pointer, "required") for pointer in missing]
    assert begin(people.officer, channel="online", applicant=MOTHER).status == 422
    assert begin(people.admin, channel="counter", applicant=MOTHER).code == "forbidden"


@pytest.mark.parametrize("party, pointer, code", [
    ({"full_name": "L"}, "/applicant/full_name", "minLength"),
    ({"full_name": "Lý Mẫu", "phone": "12"}, "/applicant/phone", None),
    ({"full_name": "Lý Mẫu", "personal_id": "12345678901x"}, "/applicant/personal_id", None),
    ({"full_name": "Công ty Mẫu", "kind": "organisation", "tax_code": "0100109107"}, "/applicant/tax_code", "tax_code"),
    ({"phone": "0901234567"}, "/applicant", None),
    ({"full_name": "Lý Mẫu", "party_id": "019a0000-0000-7000-8000-000000000001"}, "/applicant", None),
    ({"full_name": "Lý Mẫu", "role": "leader"}, "/applicant/role", "additionalProperties"),
])
def test_a_party_that_is_not_one_is_refused_with_what_is_wrong(people, party, pointer, code):
    answer = begin(people.officer, channel="counter", applicant=party)
    assert answer.status == 422, answer
    assert [e for e in answer.json["errors"] if e["pointer"].startswith(pointer) and (code is None or e["code"] == code)], answer.json


def test_an_officer_does_not_file_for_himself_as_staff(people, service):
    officer = people.officer
    own = service.sql("select party_id from account where id = %s", officer.get("/v1/me").json["id"])[0][0]
    filed = at_counter(officer)
    service.sql("update dossier_party set until_at = now() where dossier_id = %s and role = 'applicant'", filed)
    service.sql("insert into dossier_party (dossier_id, role, party_id) values (%s, 'applicant', %s)", filed, own)
    assert begin(officer, channel="counter", applicant={"party_id": str(own)}).code == "forbidden"
    assert officer.post(f"/v1/dossiers/{filed}/submission", key=True).code == "forbidden"


def test_a_draft_of_the_desk_is_its_unit_s_alone(people):
    """Any officer of the unit goes on with what another began; no other unit sees it before it is filed."""
    dossier = at_counter(people.officer)
    assert people.leader.patch(f"/v1/dossiers/{dossier}", {"answers": {"copies": 2}}, headers={"If-Match": "*"}).status == 200
    for stranger in (people.officer_binh, people.citizen, people.admin):
        assert stranger.get(f"/v1/dossiers/{dossier}").code == "not-found"
        assert stranger.post(f"/v1/dossiers/{dossier}/submission", key=True).code == "not-found"
    assert people.officer("DELETE", f"/v1/dossiers/{dossier}").status == 204
    assert people.officer.get(f"/v1/dossiers/{dossier}").code == "not-found"


def test_a_dossier_taken_in_for_another_unit_names_both(people):
    assert begin(people.officer, unit_code="H99.33", channel="counter", applicant=MOTHER).code == "unit-unknown", "which of his?"
    assert begin(people.officer, intake_unit_code="H99.33", channel="counter", applicant=MOTHER).code == "unit-unknown"
    dossier = at_counter(people.officer, unit="H99.33", intake_unit_code=UNIT)
    people.officer.submit(dossier)
    seen = people.officer_chung.dossier(dossier)
    assert (seen["unit"]["code"], seen["intake_unit"]["code"], seen["holder"]["unit"]["code"]) == ("H99.33", UNIT, "H99.33")
    assert people.officer.dossier(dossier)["actions"] == []
    assert "accept" in seen["actions"]


def test_what_is_asked_of_somebody_without_an_account_the_desk_supplies(people):
    """It would else wait for ever: nobody else can take an applicant's step for him."""
    officer = people.officer
    dossier = at_counter(officer, BIRTH)
    officer.submit(dossier)
    component = officer.components(BIRTH)[0]["code"]
    officer.do(dossier, "request_supplement", reason="Bản chụp bị mờ.", components=[component])
    assert "supply" in officer.dossier(dossier)["actions"]
    done = officer.put(f"/v1/dossiers/{dossier}/components/{component}", {"upload_ids": [officer.upload()]})
    assert done.status == 200, done
    assert officer.do(dossier, "supply")["state"] == "registered"


def test_the_receipt_names_the_applicant_of_the_form(people):
    """Before: the receipt named the account, whoever the form was for."""
    daughter = people.newcomer(personal_id="001187654321")
    dossier = daughter.draft(COPIES, answers={**daughter.form(COPIES)["example"], **NAMED})
    code = daughter.submit(dossier)["code"]
    receipt = daughter.get(f"/v1/dossiers/{dossier}/receipt").json["payload"]
    assert receipt["applicant"] == {"name": "Lý Thị Mẫu", "personal_id": "001******123"}
    assert receipt["submitter"]["name"] == "Phạm Thị Thử Nghiệm"
    seen = people.officer.dossier(dossier)
    assert (seen["applicant"]["full_name"], seen["submitter"]["full_name"]) == ("Lý Thị Mẫu", "Phạm Thị Thử Nghiệm")
    assert people.nobody.track(code, "4567").status == 200
