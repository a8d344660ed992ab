"""Limits at N, N + 1 and ten times N: every length, number and count of items that the contract bounds, in the parameters and the
body of every operation. What keeps to a limit is taken, as far as this limit goes; what does not is refused with a problem that
names the member and says the limit, and nothing of it is kept."""
import json
import re
import unicodedata
import urllib.parse
from collections import Counter

from harness.bodies import VALID
from harness.client import sign_webhook
from harness.content import content
from harness.contract import Contract
from harness.documents import GOOD
from harness.limits import FULL, Limits
from harness.people import ADDRESS, BIRTH, COPIES, UNIT
from harness.record import tell

CONTRACT = Contract()
LIMITS = Limits(CONTRACT)
OPERATIONS = list(CONTRACT.operations.values())
REASON = "Bản chụp bị mờ, không đọc được."
PERSON = {"full_name": "Lý Thị Mẫu", "phone": "0901234567", "personal_id": "001187000123", "evidence": "Thẻ căn cước"}
AT_THE_DESK = {"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter", "channel": "counter",
               "intake_unit_code": UNIT, "applicant": PERSON, "submitter": {**PERSON, "full_name": "Lý Văn Mẫu"}, "mandate": "Giấy ủy quyền"}
BASES = {**VALID, "importCatalogue": [{"basis": "QĐ 1", kind: [document]} for kind, document in GOOD.items()],
         "createDossier": [*VALID["createDossier"], AT_THE_DESK], "searchInbox": [{"words": "x"}], "submitDossier": [{"fee_total": 8000}],
         "createDossierAction": [
             *VALID["createDossierAction"][:2], {"action": "request_withdrawal", "reason": REASON},
             {"action": "request_supplement", "reason_code": "paper_unreadable", "reason": REASON, "fields": ["copies"]},
             {"action": "forward", "unit_code": "H99.32", "reason_code": "opinion_needed", "reason": REASON, "note": "x"},
             {"action": "await_partner", "partner": "ho-tich", "external_id": "HT-2"}, {"action": "partner_answered", "note": "x"},
             *(body for body in VALID["createDossierAction"] if body["action"] in ("finish", "return")),
             {"action": "extend", "reason_code": "case_complex", "reason": REASON, "days": 3}]}
PROBLEM = {"query": "bad-query", "header": "bad-header", "body": "invalid-body"}
# A list that no body has room for: `motcua import`, which reads files, takes the same documents.
NO_ROOM = {"/procedures"}
# Thousands of documents, which take a busy machine longer than a statement may: tests/api/catalogue/test_import.py asks again.
MANY = {"/exemptions", "/units", "/fees", "/competence", "/closures", "/partners"}


def limits_of(operation):
    yield from LIMITS.of_parameters(operation)
    if operation.body and "application/json" in operation.body["content"]:
        yield from LIMITS.of_body(operation, BASES[operation.id])


class Asker:
    """Asks as somebody who may, for things that are not there, with all that is needed besides."""

    def __init__(self, people):
        self.people = people
        self.count = 0

    def __call__(self, operation, limit, value):
        self.count += 1
        body = self.body(operation, limit, value)
        headers = {**self.headers(operation, body), **({limit.name: value} if limit.place == "header" else {})}
        target = self.target(operation, limit, value)
        if limit.place == "query":
            target += ("&" if "?" in target else "?") + urllib.parse.urlencode({limit.name: value})
        # What is long is looked at here alone: a validator in Python takes seconds for it.
        return self.person(operation, value)(operation.method, target, body=body, headers=headers, check=len(body or b"") < 100_000,
                                             key=bool(operation.idempotency) and limit.name != "Idempotency-Key")

    def person(self, operation, value):
        return self.people.allowed(operation)

    def target(self, operation, limit, value):
        return operation.fill(**{limit.name: urllib.parse.quote(value, safe="")} if limit.place == "path" else {})

    def base(self, operation):
        return BASES[operation.id][0]

    def body(self, operation, limit, value):
        if not operation.body:
            return None
        if "application/json" not in operation.body["content"]:
            return b"x"
        return json.dumps(value if limit.place == "body" else self.base(operation), ensure_ascii=False).encode()

    def headers(self, operation, body):
        media = {"Content-Type": next(iter(operation.body["content"]))} if operation.body else {}
        return {**media, "Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Offset": "0", "webhook-id": "x", "If-Match": '"1"',
                "webhook-timestamp": "1", "webhook-signature": "v1,x"}


# ---- beyond a limit -----------------------------------------------------------------------------------------------------


def told(limit, answer):
    """What the problem says of the member: the rule that is broken, and the digits in its words."""
    return next(((item["code"], re.sub(r"\D", "", item["detail"])) for item in (answer.json.get("errors", []) if answer.body else ())
                 if item["pointer"] == limit.name), (None, ""))


def is_refused(operation, limit, value, answer):
    if limit.place == "path":
        return answer.status == 404  # of a name that nothing can have; HEAD shows no problem
    if limit.place == "body" and len(json.dumps(value, ensure_ascii=False).encode()) > operation.max_body:
        return answer.code == "body-too-large"
    code, digits = told(limit, answer)
    if (value, code) == ("", "required"):
        return True  # an empty header is none
    right = {limit.keyword: limit.bound}
    if limit.keyword in ("pattern", "format") and "maxLength" in limit.schema:
        right["maxLength"] = limit.schema["maxLength"]
    if answer.code != PROBLEM[limit.place] or code not in right:
        return False
    # What is empty is said to be missing, without a number.
    return right[code] is None or (code, right[code]) == ("minLength", 1) or str(right[code]).lstrip("-") in digits


def shown(operation, limit, value, answer):
    return f"{operation.id} {limit.name} {limit.keyword} {limit.bound}, sent {len(str(value))}: {answer.status} {answer.body[-600:].decode()}"


def test_whatever_goes_beyond_a_limit_is_refused_by_name_and_leaves_nothing(people, service):
    ask, wrong, limits, no_room = Asker(people), [], Counter(), set()
    for operation in OPERATIONS:
        people.allowed(operation)
    before = content(service)
    for operation in OPERATIONS:
        for limit in limits_of(operation):
            limits[operation.id] += 1
            no_room |= {limit.name} if FULL in limit.bad[:1] else set()
            for value in limit.bad:
                answer = ask(operation, limit, value) if value is not FULL else None
                if answer and not is_refused(operation, limit, value, answer):
                    wrong.append(shown(operation, limit, value, answer))
    tell(f"limits: {len(OPERATIONS)} operations, {sum(limits.values())} limits, {ask.count} requests beyond one, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong[:40])
    assert content(service) == before
    assert LIMITS.unbounded == [] and no_room == NO_ROOM
    assert {op.id for op in OPERATIONS} - set(limits) == {op.id for op in OPERATIONS if not op.parameters and not op.body}


# ---- up to a limit ------------------------------------------------------------------------------------------------------

# What keeps to its limit and is refused all the same, since nothing has such a name: codes, ids, cursors, tokens and passwords.
NOT_THERE = {"not-found", "procedure-unknown", "unit-unknown", "place-unknown", "party-unknown", "component-unknown", "upload-unknown",
             "partner-unknown", "bad-cursor", "login-failed", "token-invalid", "signature-invalid", "stale"}
IDENTIFIES = {"cursor", "refresh_token", "secret", "code", "login", "password", "If-Match", "webhook-id", "webhook-signature", "parent",
              "place_code", "name", "Upload-Checksum", "upload_ids", "components", "fields", "device_tokens", "Idempotency-Key", "Upload-Offset"}
# Whatever else refuses it, which is no limit on the member: (operation, how the name begins) -> the problem, and why.
ANOTHER_RULE = {
    ("createDossierAction", "/fields"): ("field-unknown", "the form does not ask for them"),
    ("createDossierAction", "/officer_id"): ("action-invalid", "nobody there has this id"),
    ("submitDossier", "Idempotency-Key"): ("idempotency-key-reused", "another operation was asked for with it"),
    ("submitDossier", "/fee_total"): ("fee-changed", "it is not what the procedure costs"),
    ("createUpload", "Upload-Length"): ("file-empty file-too-large", "what a file may have stands in limits.yaml"),
    ("createUpload", "Upload-Checksum"): ("bad-header", "it is no checksum"),
    ("createAccount", "/password"): ("password-weak", "what a good password is, its problem says in words"),
    ("claimDossiers", "/personal_id"): ("phone-not-proven", "whose phone it is must be known first"),
    ("confirmContactProof", "/code"): ("invalid-body", "it is no code of six digits"),
    ("updateDossier", "/answers"): ("answers-too-large", "a draft keeps what it has, and has no more answers than one request"),
    ("importCatalogue", "/"): ("invalid-body", "documents must fit together and name what there is"),
    ("createDossierShipment", "/carrier"): ("invalid-body", "carriers are those of the site"),
}


class Taker(Asker):
    """Asks for things that are there, so that what keeps to a limit is taken and written."""

    def __init__(self, people):
        super().__init__(people)
        self.citizen, self.officer = people.newcomer(), people.officer
        self.drafts = {"updateDossier": self.citizen.draft(COPIES), "submitDossier": self.citizen.draft(COPIES)}
        self.fresh, self.begun = self.filed(), self.filed("accept")
        self.dossiers = {"accept": self.fresh, "refuse": self.fresh, "request_withdrawal": self.fresh, "return": self.filed("accept", "finish"),
                         "partner_answered": self.filed("accept", "await_partner"), "extend": self.filed("accept", procedure="1.004884")}

    def filed(self, *steps, procedure=COPIES, **more):
        dossier = self.citizen.file(procedure, **more)
        if "finish" in steps and procedure == COPIES:
            self.officer.pay_cash(dossier)
        for one in steps:
            if one == "finish":
                self.officer.finish(dossier)
            else:
                self.officer.do(dossier, one, **({"partner": "ho-tich", "external_id": "HT-1"} if one == "await_partner" else {}))
        return dossier

    def person(self, operation, value):
        citizens = {"createDossier": "channel" not in value, "createDossierAction": "request_withdrawal" in str(value),
                    "updateDossier": True, "submitDossier": True}
        if operation.id in citizens:
            return self.citizen if citizens[operation.id] else self.officer
        return super().person(operation, value)

    def target(self, operation, limit, value):
        if limit.place == "path":
            return super().target(operation, limit, value)
        if operation.id == "createDossierAction":
            action = value["action"] if limit.place == "body" else "accept"
            return operation.fill(id=self.dossiers.get(action, self.begun)) + "?dry_run=true"
        if operation.id == "createDossierShipment" and limit.name != "/carrier":
            return operation.fill(id=self.filed("accept", "finish", procedure=BIRTH, return_channel="post", return_address=ADDRESS))
        return operation.fill(**({"id": self.drafts[operation.id]} if operation.id in self.drafts else {})) + (
            "?dry_run=true" if operation.id == "importCatalogue" else "")

    def body(self, operation, limit, value):
        if operation.id == "createAccount":
            phone, personal = f"09134{self.count:05d}", f"001190{self.count:06d}"  # somebody else each time
            value = {**(value if limit.place == "body" else self.base(operation)),
                     **({"phone": phone} if limit.name != "/phone" else {}), **({"personal_id": personal} if limit.name != "/personal_id" else {})}
            value.pop("email") if limit.name != "/email" else None
            if (limit.name, limit.keyword) == ("/password", "maxLength"):  # as many characters as the most letters may come in
                value["password"] = unicodedata.normalize("NFD", "ấếộứ" * 32)
                assert len(value["password"]) == limit.bound
            return json.dumps(value, ensure_ascii=False).encode()
        if operation.id == "createDossierAction" and limit.place == "body" and value["action"] == "finish" and limit.name == "/note":
            value = {**value, "upload_ids": [self.officer.upload()]}
        return super().body(operation, limit, value)

    def headers(self, operation, body):
        group = next((scope for one in operation.security for scope in one.get("system", [])), None)
        signed = sign_webhook(self.people.service.secrets[group]["demo"], body) if group else {}
        return {**super().headers(operation, body), "If-Match": "*", **signed}


def is_taken(operation, limit, answer):
    """Or not for a reason that has nothing to do with the limit."""
    if answer.status < 300:
        return True
    last = re.sub(r"/\d+$", "", limit.name).rsplit("/", 1)[-1]
    if limit.place == "path" or limit.keyword in ("pattern", "format") or last in IDENTIFIES:
        if not answer.body or answer.code in NOT_THERE:
            return answer.status < 500
    code = told(limit, answer)[0] if answer.body else None
    return any((operation.id, answer.code) == (one, problem) and limit.name.startswith(name) and (code != limit.keyword or code == "minLength")
               for (one, name), (problems, _) in ANOTHER_RULE.items() for problem in problems.split())


def test_whatever_keeps_to_a_limit_is_taken_as_far_as_this_limit_goes(people):
    ask, wrong, taken = Taker(people), [], 0
    for operation in OPERATIONS:
        for limit in limits_of(operation):
            if limit.good is FULL or limit.name in MANY:
                continue
            answer = ask(operation, limit, limit.good)
            taken += answer.status < 300
            if not is_taken(operation, limit, answer):
                wrong.append(shown(operation, limit, limit.good, answer))
    tell(f"limits: {ask.count} requests up to one, {taken} taken, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)
