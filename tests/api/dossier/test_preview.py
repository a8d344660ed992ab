"""What a step would do (dry_run): the words that are read and sent afterwards, the same refusals, and nothing written."""
import pathlib
import uuid

import pytest
import yaml

from harness.content import content
from harness.delivery import delivered
from harness.people import ADDRESS, BIRTH, COPIES, step

REASON = "Bản chụp bị mờ, không đọc được ngày sinh."
ROOT = pathlib.Path(__file__).resolve().parents[3]
STEPS = {name: step for name, step in yaml.safe_load((ROOT / "schema/vocabulary/steps.yaml").read_text(encoding="utf-8"))["entries"].items()
         if step["by"] != "applicant" or not step.get("elsewhere")}
# The steps that have an operation of their own, and what that is asked.
ELSEWHERE = {"ship": ("shipments", {"carrier": "demo"}), "take_cash": ("payments", {"method": "cash"})}
POST = {"return_channel": "post", "return_address": ADDRESS}
# Who takes which step with what; "until" and "answer" are what happens in between.
JOURNEYS = {
    "to its end": (COPIES, [
        ("leader", "accept", {}), ("officer", "take", {}), ("officer", "request_supplement", {"reason": REASON, "fields": ["copies"]}),
        ("answer", {"copies": 2}), ("citizen", "supply", {}), ("officer", "forward", {"unit_code": "H99.31.01"}),
        ("officer", "forward", {"unit_code": "H99.32", "reason": "Nơi đó giữ sổ gốc."}), ("officer", "take_back", {"reason": REASON}),
        ("officer", "request_payment", {"reason": REASON}), ("officer", "take_cash", {}), ("officer", "finish", {"upload_ids": 1}),
        ("officer", "recall", {"reason": REASON}), ("officer", "finish", {"upload_ids": 2}),
        ("officer", "return", {"receiver_name": "Đỗ Thị Hòa", "receiver_personal_id": "001190000001"})]),
    "a partner": (COPIES, [("officer", "accept", {}), ("officer", "await_partner", {"partner": "ho-tich", "external_id": "HT-PREVIEW"}),
                           ("officer", "partner_answered", {"note": "Có trong sổ năm 1990."})]),
    "unpaid": (COPIES, [("officer", "accept", {}), ("officer", "finish", {"upload_ids": 1})]),
    "apologised for and withdrawn": ("1.004884", [
        ("officer", "accept", {}), ("officer", "extend", {"reason": REASON, "days": 3}), ("citizen", "request_withdrawal", {"reason": REASON}),
        ("officer", "decline_withdrawal", {"reason": REASON}), ("citizen", "request_withdrawal", {"reason": REASON}),
        ("officer", "accept_withdrawal", {})]),
    "refused": (COPIES, [("officer", "ask_leader", {"reason": REASON}), ("leader", "hand_back", {"reason": REASON}),
                         ("officer", "refuse", {"reason": REASON})]),
    "paid and stopped": (COPIES, [("officer", "take_cash", {}), ("officer", "accept", {}), ("officer", "stop", {"reason": REASON})]),
    "asked by mistake and never paid": (COPIES, [
        ("officer", "accept", {}), ("officer", "request_supplement", {"reason": REASON, "fields": ["copies"]}),
        ("officer", "cancel_supplement", {"reason": REASON}), ("officer", "request_payment", {"reason": REASON}),
        ("until", "2027-06-01 09:00"), ("officer", "expire_payment", {})]),
    "by post": (COPIES, [("officer", "accept", {}), ("officer", "finish", {"upload_ids": 1}), ("officer", "take_cash", {}),
                         ("officer", "ship", {})]),
    "never supplied": (BIRTH, [
        ("officer", "request_supplement", {"reason": REASON, "fields": ["child_name"]}), ("until", "2027-03-30 09:00"),
        ("officer", "expire_supplement", {})]),
}


@pytest.fixture()
def citizen(people):
    return people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")


def asked(action, **more):
    """The operation of a step, and its body."""
    return ELSEWHERE.get(action) or ("actions", step(action, **more))


def preview(person, dossier, action, etag=None, **more):
    path, body = asked(action, **more)
    seen = {"etag": etag or person.etag(dossier)} if path == "actions" else {}
    return person.post(f"/v1/dossiers/{dossier}/{path}?dry_run=true", body, **seen)


def taken(person, dossier, action, etag, **more):
    """The dossier after a step that must succeed."""
    path, body = asked(action, **more)
    done = person.post(f"/v1/dossiers/{dossier}/{path}", body, key=True, **{"etag": etag} if path == "actions" else {})
    assert done.status == 201, done
    return done.json if path == "actions" else person.dossier(dossier)


def told(citizen, seen):
    """The notices that have come since, newest first, each with its words in both languages; they are seen now."""
    lists = {language: citizen.get("/v1/notifications", headers={"Accept-Language": language}).json["items"] for language in ("vi", "en")}
    new = [{"id": vi["id"], "vi": vi, "en": en} for vi, en in zip(lists["vi"], lists["en"]) if vi["id"] not in seen]
    seen.update(notice["id"] for notice in new)
    return new


def words(notice):
    return [notice[language][part] for language in ("vi", "en") for part in ("title", "body")]


def matched(previews, notices):
    """Each notice that was written beside what the preview said of it."""
    assert sorted(map(words, previews)) == sorted(map(words, notices))
    return {notice["id"]: next(p for p in previews if words(p) == words(notice)) for notice in notices}


class Journey:
    def __init__(self, people, service, citizen, moment, procedure, **how):
        self.people, self.service, self.citizen, self.moment = people, service, citizen, moment
        moment.set("2027-03-10 09:00")
        self.dossier, self.seen, self.foretold = citizen.file(procedure, **how), set(), {}
        told(citizen, self.seen)

    def go(self, who, *more):
        if who == "until":
            self.moment.set(*more)
        elif who == "answer":
            assert self.citizen.patch(f"/v1/dossiers/{self.dossier}", {"answers": more[0]}, etag="*").status == 200
        else:
            self.take(self.citizen if who == "citizen" else self.people[who], *more)

    def take(self, person, action, asked):
        """A step, looked at before it is taken; what was said of it is what then is."""
        if "upload_ids" in asked:
            asked = {"upload_ids": [person.upload() for _ in range(asked["upload_ids"])]}
        etag, before = person.etag(self.dossier), content(self.service)
        said = preview(person, self.dossier, action, etag, **asked)
        assert said.status == 200, said
        assert content(self.service) == before and person.etag(self.dossier) == etag
        papers, charges = self.papers(), self.charges()
        done = taken(person, self.dossier, action, etag, **asked)
        for member in ("state", "state_name", "ended_why", "due_at", "due_estimated", "step_due_at", "payment"):
            assert said.json[member] == done[member], member
        assert said.json["holder"] == done["holder"]
        changed = {charge["id"]: charge for charge in self.charges().values() if charges.get(charge["id"]) != charge}
        assert said.json["charges"] == [{name: charge[name] for name in ("kind", "total", "state")} for charge in changed.values()]
        assert set(said.json["papers"]) >= self.papers() - papers
        self.foretold.update(matched(said.json["told"], told(self.citizen, self.seen)))

    def papers(self):
        return {form for form in ("appointment", "receipt", "payment-receipt")
                if self.citizen.get(f"/v1/dossiers/{self.dossier}/papers/{form}.pdf").status == 200}

    def charges(self):
        return {charge["id"]: charge for charge in self.citizen.get(f"/v1/dossiers/{self.dossier}/payments").json["charges"]}


@pytest.mark.parametrize("procedure, steps", JOURNEYS.values(), ids=JOURNEYS)
def test_a_preview_says_what_then_is_read_and_sent_and_writes_nothing(people, service, citizen, moment, mailbox, procedure, steps):
    journey = Journey(people, service, citizen, moment, procedure, **POST if ("officer", "ship", {}) in steps else {})
    for step in steps:
        journey.go(*step)
    letters, messages = delivered(service, mailbox, citizen)
    letters = {letter["message-id"].strip("<>").split("@")[0]: letter for letter in letters}
    assert set(journey.foretold) <= set(messages) and len(messages) == len(letters)
    for notice, said in journey.foretold.items():
        assert said["language"] == "vi"
        sent = {message["channel"]: message["text"] for message in said["vi"]["messages"]}
        letter = next(letter for name, letter in letters.items() if notice in name)
        assert sent == {"mail": letter.get_content().replace("\r\n", "\n"), "sms": messages[notice]}
        assert letter["subject"] == said["vi"]["title"]


def test_the_journeys_take_every_step():
    taken = {step[1] for _, steps in JOURNEYS.values() for step in steps if step[0] in ("citizen", "officer", "leader")}
    assert taken == set(STEPS)


def test_a_preview_is_refused_like_the_step(people, service, citizen):
    officer, other = people.officer, people.newcomer()
    dossier = citizen.file(COPIES)
    old = officer.etag(dossier)
    officer.do(dossier, "accept")
    wrong = [
        (officer, "accept", None, {}, "wrong-state"), (officer, "return", None, {"receiver_name": "Ai Đó"}, "wrong-state"),
        (officer, "take_back", None, {"reason": REASON}, "wrong-state"), (citizen, "stop", None, {"reason": REASON}, "forbidden"),
        (other, "stop", None, {"reason": REASON}, "not-found"), (officer, "stop", old, {"reason": REASON}, "stale"),
        (officer, "stop", None, {"reason": "x"}, "invalid-body"), (officer, "hand_back", None, {"reason": REASON}, "wrong-state"),
        (officer, "forward", None, {"unit_code": "H99.77"}, "unit-unknown"),
        (officer, "forward", None, {"officer_id": str(uuid.uuid4())}, "action-invalid"),
        (officer, "finish", None, {"upload_ids": [str(uuid.uuid4())]}, "upload-unknown"),
        (officer, "request_supplement", None, {"reason": REASON}, "supplement-empty"),
        (officer, "request_supplement", None, {"reason": REASON, "fields": ["none"]}, "field-unknown"),
    ]
    before = content(service)
    for person, action, etag, more, code in wrong:
        etag = etag or officer.etag(dossier)
        said, done = preview(person, dossier, action, etag, **more), person.act(dossier, action, etag, **more)
        assert (said.status, said.code) == (done.status, done.code) and said.code == code, (action, said, done)
        same = [{name: value for name, value in answer.json.items() if name not in ("instance", "request_id")} for answer in (said, done)]
        assert same[0] == same[1]
    assert content(service) == before
    unmatched = officer.post(f"/v1/dossiers/{dossier}/actions?dry_run=true", step("stop", reason=REASON))
    assert unmatched.code == "precondition-required"


def test_taking_money_and_sending_are_refused_in_the_preview_like_the_step(people, service, citizen):
    officer, other = people.officer, people.newcomer()
    fresh, due, at_desk, posted = citizen.file(), citizen.file(**POST), citizen.file(), citizen.file(**POST)
    for dossier in (due, at_desk, posted):
        officer.do(dossier, "accept")
        officer.finish(dossier)
    officer.pay_cash(at_desk)
    officer.pay_cash(posted)
    wrong = [
        (officer, fresh, "ship", "wrong-state"), (officer, due, "ship", "payment-due"), (officer, at_desk, "ship", "wrong-state"),
        (citizen, posted, "ship", "forbidden"), (people.officer_chung, posted, "ship", "not-found"),
        (officer, posted, "take_cash", "nothing-due"), (citizen, due, "take_cash", "forbidden"), (other, due, "take_cash", "not-found"),
    ]
    for person, dossier, action, code in wrong:
        before = content(service)
        said = preview(person, dossier, action, "*")
        assert content(service) == before
        path, body = asked(action)
        done = person.post(f"/v1/dossiers/{dossier}/{path}", body, key=True)
        assert (said.status, said.code) == (done.status, done.code) and said.code == code, (action, said, done)
        same = [{name: value for name, value in answer.json.items() if name not in ("instance", "request_id")} for answer in (said, done)]
        assert same[0] == same[1]
    before = content(service)
    for path, body, wrong in (("shipments", {"carrier": "demo"}, {"carrier": "nobody"}), ("payments", {"method": "cash"}, {"method": "?"})):
        assert officer.post(f"/v1/dossiers/{due}/{path}?dry_run=true", wrong).code == "invalid-body"
        assert officer.post(f"/v1/dossiers/{due}/{path}?dry_run=perhaps", body).code == "bad-query"
        assert officer.post(f"/v1/dossiers/{due}/{path}", body).code == "idempotency-key-missing"
    assert content(service) == before


def test_a_code_to_pay_with_is_only_asked_about_too(people, service, citizen):
    dossier = citizen.file(COPIES)
    before, path = content(service), f"/v1/dossiers/{dossier}/payments"
    said = citizen.post(f"{path}?dry_run=true", {"method": "vietqr"})
    assert content(service) == before and citizen.get(path).json["items"] == []
    assert said.status == 200 and (said.json["payment"]["state"], said.json["charges"], said.json["told"]) == ("due", [], [])
    assert citizen.post(path, {"method": "vietqr"}, key=True).status == 201


def test_a_supply_that_changes_nothing_is_refused_in_the_preview_too(people, citizen):
    dossier = citizen.file(COPIES)
    people.officer.do(dossier, "request_supplement", reason=REASON, fields=["copies"])
    assert preview(citizen, dossier, "supply").code == citizen.act(dossier, "supply").code == "nothing-supplied"


def test_what_is_paid_is_to_be_given_back(people, citizen):
    dossier = citizen.file(COPIES)
    people.officer.pay_cash(dossier)
    said = preview(people.officer, dossier, "refuse", reason=REASON).json
    assert [charge["state"] for charge in said["charges"]] == ["to_refund"]
    assert said["payment"]["to_refund"] == said["charges"][0]["total"] > 0
    assert any("sẽ được hoàn lại" in notice["vi"]["body"] for notice in said["told"])


def test_a_preview_is_a_reading_of_the_staff_and_needs_no_key(people, service, citizen):
    dossier, officer = citizen.file(COPIES), people.officer

    def readings():
        return service.sql("select operation from reading where dossier_id = %s order by id", dossier)

    etag = officer.etag(dossier)
    before, key = readings(), str(uuid.uuid4())
    assert preview(officer, dossier, "accept", etag, note="một").status == 200
    assert readings() == [*before, ("createDossierAction",)]
    assert preview(citizen, dossier, "request_withdrawal", reason=REASON).status == 200
    assert preview(officer, dossier, "take_cash").status == 200
    assert readings() == [*before, ("createDossierAction",), ("createDossierPayment",)]
    # a key is not looked at: it serves for another body afterwards, and a step without one is refused
    with_key = officer.post(f"/v1/dossiers/{dossier}/actions?dry_run=true", {"action": "accept"}, key=key, etag=etag)
    assert with_key.status == 200 and "state" in with_key.json
    assert officer.act(dossier, "accept", etag, key=None).code == "idempotency-key-missing"
    done = officer.act(dossier, "accept", etag, key=key, note="hai")
    assert done.status == 201
    # nor does a preview answer with what was kept for it
    assert officer.post(f"/v1/dossiers/{dossier}/actions?dry_run=true", {"action": "accept", "note": "hai"}, key=key, etag=etag).code \
        == "wrong-state"
