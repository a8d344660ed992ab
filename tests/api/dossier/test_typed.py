"""What stands in the boxes of a draft and is no answer yet: saved with it, its applicant's alone, gone when it is filed."""
import json

import pytest

from harness.people import BIRTH, COPIES, Person

HALF = {"/answers/registered_on/day": "31", "/answers/registered_on/month": "2", "/answers/copies": "hai",
        "/return_address/phone": " 0912 "}
REASON = "Bản chụp bị mờ, không đọc được ngày sinh."


@pytest.fixture()
def citizen(people):
    return people.newcomer()


@pytest.fixture()
def draft(citizen):
    return citizen.draft(COPIES)


def save(person, dossier, **change):
    answer = person.patch(f"/v1/dossiers/{dossier}", change, etag="*")
    assert answer.status == 200, answer
    return answer.json


def supplement(people, citizen):
    """A dossier whose applicant is asked for an answer again."""
    dossier = citizen.file(BIRTH)
    people.officer.do(dossier, "request_supplement", reason=REASON, fields=["child_name"])
    return dossier


def test_it_is_there_on_another_device_as_it_was_typed(citizen, draft, service, contract):
    assert "typed" not in citizen.dossier(draft)
    assert save(citizen, draft, typed=HALF)["typed"] == HALF
    elsewhere = Person(service, contract).refresh(citizen.login)
    assert elsewhere.dossier(draft)["typed"] == HALF
    # what else is saved leaves it; what it is saved as anew is all of it
    assert save(citizen, draft, answers={"copies": 2})["typed"] == HALF
    assert save(citizen, draft, typed={"/answers/copies": "ha"})["typed"] == {"/answers/copies": "ha"}
    assert "typed" not in save(citizen, draft, typed={})


def test_it_is_gone_once_the_draft_is_filed(citizen, draft, service):
    save(citizen, draft, typed=HALF)
    citizen.submit(draft)
    assert "typed" not in citizen.dossier(draft)
    assert service.sql("select typed from dossier where id = %s", draft) == [({},)]
    assert citizen.patch(f"/v1/dossiers/{draft}", {"typed": HALF}, etag="*").code == "wrong-state"


def test_it_is_gone_with_the_draft(citizen, draft, service):
    save(citizen, draft, typed=HALF)
    assert citizen("DELETE", f"/v1/dossiers/{draft}").status == 204
    assert service.sql("select typed from dossier where id = %s", draft) == []


def test_the_desk_does_not_see_what_is_typed_for_a_supplement(people, citizen, service):
    dossier = supplement(people, citizen)
    half = {"/answers/child_born/day": "31"}
    assert save(citizen, dossier, typed=half)["typed"] == half
    # read as it lies ready, and as it is composed for a change
    assert citizen.dossier(dossier)["typed"] == half
    assert "typed" not in people.officer.dossier(dossier)
    assert people.officer.patch(f"/v1/dossiers/{dossier}", {"typed": {}}, etag="*").code == "forbidden"
    # a reply that is kept to be repeated keeps none of it
    assert "typed" not in citizen.do(dossier, "request_withdrawal", reason="Tôi không cần nữa.")
    kept = service.sql("select body from idempotency_reply where body like %s and body like %s", f"%{dossier}%", '%"typed"%')
    assert kept == []
    assert citizen.dossier(dossier)["typed"] == half
    save(citizen, dossier, answers={"child_name": "Nguyễn Bình An"})
    assert "typed" not in citizen.do(dossier, "supply")
    assert service.sql("select typed from dossier where id = %s", dossier) == [({},)]


MOST = {f"/answers/q{number}": "x" for number in range(100)}


@pytest.mark.parametrize("typed, at, rule", [
    ({"copies": "hai"}, "/typed/copies", "propertyNames"), ({"": "hai"}, "/typed", "propertyNames"),
    ({"/": "hai"}, "/typed", "propertyNames"), ({"/answers": "hai"}, "/typed", "propertyNames"),
    ({"/applicant/full_name": "An"}, "/typed", "propertyNames"), ({"/answers/a/b/c": "x"}, "/typed", "propertyNames"),
    ({"/answers/a~2b": "x"}, "/typed", "propertyNames"), ({"/answers/" + "a" * 101: "x"}, "/typed", "propertyNames"),
    ({**MOST, "/answers/more": "x"}, "/typed", "maxProperties"),
    ({"/answers/copies": "x" * 2001}, "/typed/~1answers~1copies", "maxLength"),
    ({"/answers/copies": 2}, "/typed/~1answers~1copies", "type"), ({"/answers/copies": None}, "/typed/~1answers~1copies", "type"),
    ({"/answers/copies": {"day": "1"}}, "/typed/~1answers~1copies", "type"),
    (["hai"], "/typed", "type"), ("hai", "/typed", "type"), (None, "/typed", "type")])
def test_what_is_not_its_form_is_refused_each_in_its_words(citizen, draft, typed, at, rule):
    answer = citizen.patch(f"/v1/dossiers/{draft}", {"typed": typed}, etag="*")
    assert (answer.status, answer.code) == (422, "invalid-body")
    assert [(item["pointer"], item["code"]) for item in answer.json["errors"]] == [(at, rule)]
    assert "typed" not in citizen.dossier(draft)


@pytest.mark.parametrize("typed", [MOST, {"/answers/copies": "ệ" * 2000}, {"/answers/a~1b~0c": "x"}, {"/answers/" + "a" * 100: ""}])
def test_what_just_fits_is_kept_whole(citizen, draft, typed):
    assert save(citizen, draft, typed=typed)["typed"] == typed


def test_all_of_a_save_has_the_size_of_one(citizen, draft):
    big = {f"/answers/q{number}": "x" * 2000 for number in range(40)}
    assert citizen.patch(f"/v1/dossiers/{draft}", {"typed": big}, etag="*").code == "body-too-large"


def test_a_new_draft_begins_with_none(citizen):
    answer = citizen.post("/v1/dossiers", {"procedure_code": COPIES, "unit_code": "H99.31", "return_channel": "counter",
                                           "answers": {}, "typed": HALF}, key=True)
    assert (answer.status, answer.json["errors"][0]["pointer"]) == (422, "/typed")


def test_a_text_that_no_database_takes_is_bad_json(citizen, draft):
    body = json.dumps({"typed": {"/answers/copies": "\0"}}).encode()
    answer = citizen("PATCH", f"/v1/dossiers/{draft}", body=body, headers={"If-Match": "*", "Content-Type": "application/json"})
    assert (answer.status, answer.code) == (400, "bad-json")
