"""Acting on a stale page: a step is taken from what its taker has seen. Before: `createDossierAction` had no If-Match; an officer's
page, loaded before the leader took the dossier to himself, pressed "Dừng xử lý": "201, stopped for good"."""
import uuid

import pytest

from harness.people import BIRTH

REASON = "Người nộp không có mặt theo giấy mời."


@pytest.fixture()
def received(people):
    dossier = people.citizen_elder.file(BIRTH)
    people.officer.do(dossier, "accept")
    return dossier


@pytest.mark.parametrize("action, more", [("stop", {"reason": REASON}), ("finish", None), ("forward", {})])
def test_a_page_from_before_somebody_else_s_step_changes_nothing(people, received, action, more):
    officer, leader = people.officer, people.leader
    seen = officer.etag(received)
    leader.do(received, "forward", officer_id=leader.get("/v1/me").json["id"])
    more = {"upload_ids": [officer.upload()]} if more is None else more
    answer = officer.act(received, action, etag=seen, **more)
    assert (answer.status, answer.code) == (412, "stale"), answer
    after = leader.dossier(received)
    assert (after["state"], after["holder"]["officer_name"]) == ("processing", leader.get("/v1/me").json["full_name"])
    # Having seen where it stands now, he may.
    assert officer.act(received, action, etag=officer.etag(received), **more).status == 201


def test_without_saying_what_was_seen_no_step_is_taken(people, received):
    for person, body in ((people.officer, {"action": "stop", "reason": REASON}),
                         (people.citizen_elder, {"action": "request_withdrawal", "reason": REASON})):
        answer = person.post(f"/v1/dossiers/{received}/actions", body, key=True)
        assert (answer.status, answer.code) == (428, "precondition-required"), answer
    assert people.officer.dossier(received)["state"] == "received"


@pytest.mark.parametrize("etag", ['"0"', '"999999"', '"x"', 'W/"1"'])
def test_what_is_no_version_of_it_is_refused(people, received, etag):
    answer = people.officer.act(received, "forward", etag=etag)
    assert (answer.status, answer.code) == (412, "stale"), answer


def test_a_request_repeated_gets_its_first_answer_whatever_the_version_is_by_then(people, received):
    officer, seen, key = people.officer, people.officer.etag(received), str(uuid.uuid4())
    first = officer.act(received, "forward", etag=seen, key=key)
    assert first.status == 201 and first.headers["etag"] != seen
    people.leader.do(received, "forward", officer_id=people.leader.get("/v1/me").json["id"])
    again = officer.act(received, "forward", etag=seen, key=key)
    assert (again.status, again.body, again.headers["etag"]) == (first.status, first.body, first.headers["etag"])
    # The same from the page as it was then, as a new request, is refused.
    assert officer.act(received, "forward", etag=seen).code == "stale"


def test_an_applicant_s_page_from_before_is_refused_too(people, received):
    citizen, officer = people.citizen_elder, people.officer
    seen = citizen.etag(received)
    officer.do(received, "forward")
    answer = citizen.act(received, "request_withdrawal", etag=seen, reason=REASON)
    assert (answer.status, answer.code) == (412, "stale"), answer
    assert citizen.act(received, "request_withdrawal", etag=citizen.etag(received), reason=REASON).status == 201
