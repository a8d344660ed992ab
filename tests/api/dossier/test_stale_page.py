"""Acting on a stale page: a step is taken from what its taker has seen. Before: `createDossierAction` had no If-Match; an officer's
page, loaded before the leader took the dossier to himself, pressed "Dừng xử lý": "201, stopped for good"."""
import uuid

import pytest

from harness.contract import Contract
from harness.people import BIRTH, COPIES
from harness.walk import STATES, STEPS

SCHEMAS = Contract().document["components"]["schemas"]
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
    for person, body in ((people.officer, {"action": "stop", "reason_code": "applicant_gone"}),
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


# ---- every step, from every state, by everybody --------------------------------------------------------------------------


def in_every_state(people):
    """A dossier in each state, all of one citizen and one unit."""
    citizen, officer = people.citizen_elder, people.officer
    ways = {"draft": None, "registered": [], "received": ["accept"], "rejected": ["refuse"], "processing": ["accept", "forward"],
            "supplement_requested": ["request_supplement"], "payment_requested": ["request_payment"], "stopped": ["accept", "stop"],
            "withdrawn": ["request_withdrawal", "accept_withdrawal"], "finished": ["accept", "pay", "finish"],
            "returned": ["accept", "pay", "finish", "return"]}
    found = {}
    for state, steps in ways.items():
        dossier = citizen.draft(COPIES) if steps is None else citizen.file(COPIES)
        for step in steps or ():
            if step == "pay":
                officer.pay_cash(dossier)
            else:
                by = citizen if STEPS[step]["by"] == "applicant" else officer
                by.do(dossier, step, **needs(step, [officer.upload()] if step == "finish" else []))
        assert citizen.dossier(dossier)["state"] == state
        found[state] = dossier
    assert set(found) == set(STATES)
    return found


def needs(action, uploads):
    """What the contract requires of a step, and why it is taken in words."""
    name = SCHEMAS["Action"]["discriminator"]["mapping"][action].rsplit("/", 1)[1]
    given = {"reason": REASON, "reason_code": STEPS[action].get("reasons", [""])[0], "upload_ids": uploads,
             "receiver_name": "Người Nhận", "days": 1, "partner": "ho-tich"}
    body = {member: given[member] for member in SCHEMAS[name]["required"] if member != "action"}
    more = {"fields": ["copies"]} if action == "request_supplement" else {}
    return {**body, **({"reason": REASON} if "reason_code" in body else {}), **more}


def traces(service, dossiers):
    return service.sql("""select d.id, d.version, (select count(*) from dossier_event e where e.dossier_id = d.id),
        (select count(*) from custody c where c.dossier_id = d.id), (select count(*) from notification n where n.dossier_id = d.id),
        (select count(*) from promise p where p.dossier_id = d.id), (select count(*) from time_entry t where t.dossier_id = d.id)
        from dossier d where d.id = any (%s::uuid[]) order by d.id""", list(dossiers.values()))


def test_no_step_from_any_state_is_taken_by_anybody_without_what_he_saw_or_from_an_old_or_foreign_page(people, service):
    """Every step of the contract x every state x applicant, stranger, officer, leader, officer elsewhere, administrator and nobody x
    no version, an older one and another dossier's: told what is wrong by kind, and nothing is changed."""
    dossiers = in_every_state(people)
    tags = {state: people.citizen_elder.etag(dossier) for state, dossier in dossiers.items()}
    callers = {name: people[name] for name in ("citizen_elder", "citizen", "officer", "leader", "officer_binh", "admin")}
    uploads = {name: [person.upload()] for name, person in callers.items()}
    before, tried, stale = traces(service, dossiers), 0, 0
    for state, dossier in dossiers.items():
        foreign = next(tag for tag in tags.values() if tag != tags[state])
        for name, person in {**callers, "nobody": people.nobody}.items():
            seen = person.get(f"/v1/dossiers/{dossier}")
            offered = seen.json["actions"] if seen.status == 200 else []
            for action in SCHEMAS["Action"]["discriminator"]["mapping"]:
                for etag in (None, '"0"', foreign):
                    answer = person.act(dossier, action, etag=etag, **needs(action, uploads.get(name)))
                    wanted = {"unauthenticated"} if name == "nobody" else {"precondition-required"} if etag is None else \
                        {"not-found"} if seen.status == 404 else {"stale"} if action in offered else \
                        {"forbidden", "wrong-state", "nothing-due", "payment-due"}
                    assert answer.code in wanted, (state, name, action, etag, answer)
                    tried, stale = tried + 1, stale + (answer.code == "stale")
    print(f"\n{tried} steps tried, {stale} of them offered and stale")
    assert traces(service, dossiers) == before
    assert stale > 2 * len(STATES)
