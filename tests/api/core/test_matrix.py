"""The authorization matrix: every operation of the contract, asked by callers of every kind, role and relation, with dossiers in
every stage, others' things and ids that nothing has. Which kinds of caller an operation takes is read from the contract's
security; what a relation allows stands here in a few rules of their own, written from what people may expect, not from the
program. An operation that is added is asked too, and one that changes a dossier is refused here until it is said who may."""
import json
from collections import namedtuple

import pytest

from harness.client import sign_webhook
from harness.contract import Contract
from harness.people import ADDRESS, BIRTH, Person

OPERATIONS = list(Contract().operations.values())
NOTHING = "01900000-0000-7000-8000-000000000000"
HOLDING, INTAKE, COMPETENT, PAST = "H99.34", "H99.33", "H99.32", "H99.21.02"
REASON = "Cần ý kiến của cơ quan khác, chuyển giúp."
READING_AFTER_END = 30  # days; rules.yaml says so

# ---- the rules ----------------------------------------------------------------------------------------------------------

# scopes: what the contract calls them; person: what he is to the dossier as a person, or for whom he acts; units: those whose
# dossiers he works on, by what the unit is to the dossier.
Caller = namedtuple("Caller", "kind scopes person units", defaults=("password", "", ""))
CALLERS = {
    "nobody": Caller("public"), "forger": Caller("public"), "bank": Caller("system", "banks"), "carrier": Caller("system", "carriers"),
    "gateway": Caller("system", "gateways"),
    "stranger": Caller("citizen"),
    "applicant": Caller("citizen", person="applicant"), "representative": Caller("citizen", person="applicant"),
    "submitter": Caller("citizen", person="submitter"), "helper": Caller("citizen", person="helper"),
    "was_applicant": Caller("citizen"), "was_representative": Caller("citizen"), "was_officer": Caller("citizen"),
    "holding": Caller("staff", "officer password", units="holding"), "intake": Caller("staff", "officer password", units="intake"),
    "competent": Caller("staff", "officer password", units="competent"), "past": Caller("staff", "officer password", units="past"),
    "elsewhere": Caller("staff", "officer password"),
    "colleague": Caller("staff", "officer password", "applicant", "holding"),  # acts for the applicant, whose dossier his unit holds
    "leader_holding": Caller("staff", "leader password", units="holding"),
    "leader_past": Caller("staff", "leader password", units="past"),
    "leader_above": Caller("staff", "leader password", units="holding intake competent past"),
    "leader_elsewhere": Caller("staff", "leader password"),
    "admin": Caller("staff", "admin password"), "renewed_admin": Caller("staff", "admin"),
}

# units: those that have to do with it now; desk: the one whose staff fill it in, if it came over the counter, and take the steps;
# typed: it came over the counter; steps: the step of the desk and the applicant's that can be taken now.
Thing = namedtuple("Thing", "units desk typed steps", defaults=((),))
THINGS = {
    "draft": Thing("", "", False), "desk_draft": Thing("intake", "intake", True),
    "open": Thing("holding intake competent past", "holding", True, ("take", "request_withdrawal")),
    "shipped": Thing("holding competent past", "competent", False),  # with its result it went back
    "ended": Thing("holding intake competent past", "holding", True),
    "long_ended": Thing("holding intake competent", "holding", True),  # a unit that only held it reads it no longer
}


def together(one, other):
    return bool(set(one.split()) & set(other.split()))


def reads(caller, thing):
    """Whoever has to do with it as a person, and the staff of the units that have to do with it."""
    return bool(caller.person) or together(caller.units, thing.units)


def fills_in(caller, name, thing):
    """The applicant, but not what the desk is typing; the desk what came over the counter. Nobody as staff what is his own."""
    if caller.person == "applicant":
        return name != "desk_draft"
    return thing.typed and together(caller.units, thing.desk)


def takes(caller, name, thing, step):
    """The desk its steps, who fills in the applicant's: nobody takes the desk's as staff in his own matter."""
    if step not in thing.steps:
        return False
    if step == "request_withdrawal":
        return fills_in(caller, name, thing)
    return caller.person != "applicant" and together(caller.units, thing.desk)


# What changes a dossier: by whom, and how the answer looks when he might, with a request that for another reason has no effect.
CHANGES = {
    "updateDossier": (fills_in, {412}),
    "putDossierComponent": (fills_in, {409, 422}),
    "submitDossier": (lambda caller, name, thing: "draft" in name and fills_in(caller, name, thing), {422}),
    "deleteDossier": (lambda caller, name, thing: "draft" in name and fills_in(caller, name, thing), {204}),
    "createDossierAction": (takes, {412}),
    "createDossierPayment": (lambda caller, name, thing: True, {409}),  # whoever sees it may pay; nothing is due
    "createDossierShipment": (lambda caller, name, thing: False, set()),  # one is under way, or there is no result yet
}
REFUSED = {403, 409}
# What is for the people of a dossier alone, whoever else works on it, and how it is answered.
OF_PEOPLE = {"getTrackingLink": {200}, "renewTrackingLink": {201}}
# What a draft has not got yet.
OF_FILED = {"getDossierReceipt", "getDossierPaper", "getDossierSubmission", "getDossierTimes", "listDossierNotices"}
# What is for the staff of its units alone, who else of the staff may read it as a person.
OF_UNITS = {"listDossierNotices"}


def let_in(security, scopes, kind):
    return any(kind in one and set(one[kind]) <= set(scopes.split()) for one in security)


def is_notice(operation):
    return any("system" in one for one in operation.security)


def refused_at_the_door(operation, caller):
    """The answer to who is not let in, whatever he names; None to whom the operation takes."""
    if operation.security == [] or let_in(operation.security, caller.scopes, caller.kind):
        return None
    if is_notice(operation):
        return 401, "signature-invalid"
    if caller.kind in ("public", "system"):
        return 401, None
    if let_in(operation.security, caller.scopes + " password", caller.kind):
        return 401, "sign-in-again"
    return 403, "forbidden"


def expected(operation, who, name, step):
    """The statuses that are right, and the problem where one is."""
    caller, thing = CALLERS[who], THINGS.get(name)
    refused = refused_at_the_door(operation, caller)
    if refused:
        return {refused[0]}, refused[1]
    if name is None:
        return None, None
    if name in ("upload", "notice"):
        return ({200, 204, 409}, None) if who == "applicant" else ({404}, "not-found")
    if thing is None or not reads(caller, thing):
        return {404}, "not-found"
    if operation.id in OF_UNITS and not together(caller.units, thing.units):
        return {404}, "not-found"
    if operation.id in OF_PEOPLE:
        return (OF_PEOPLE[operation.id] if caller.person and "draft" not in name else {404}), None
    if operation.method == "GET":
        return ({404}, None) if "draft" in name and operation.id in OF_FILED else ({200}, None)
    rule, done = CHANGES[operation.id]
    may = rule(caller, name, thing, *([step] if step else []))
    return (done if may else REFUSED - done | {403}), None


# ---- the world ----------------------------------------------------------------------------------------------------------


class World:
    """Everybody, and a dossier in each stage to which everybody has the relation that he has."""

    def __init__(self, people, service):
        self.people, self.service = people, service
        self.who = {"holding": people.officer_commune, "intake": people.officer_chung, "competent": people.officer_binh,
                    "past": people.officer_land, "elsewhere": people.officer, "leader_past": people.leader_land,
                    "admin": people.admin, "nobody": people.nobody}
        for name in CALLERS:
            if name not in self.who and name not in ("bank", "carrier", "gateway", "forger", "renewed_admin"):
                self.who[name] = people.newcomer()
        self.who["forger"] = self.with_token(people.admin.token[:-6] + "AAAAAA")
        renewed = people.admin.post("/v1/sessions/refresh", {"refresh_token": people.admin.refresh_token}).json
        self.who["renewed_admin"] = self.with_token(renewed["access_token"])
        self.relate()
        self.ids = {"draft": self.draft(), "desk_draft": self.draft("intake"), "open": self.passed_on("intake"),
                    "shipped": self.passed_on(return_channel="post", return_address=ADDRESS), "ended": self.ended(0),
                    "long_ended": self.ended(READING_AFTER_END)}
        self.who["holding"].finish(self.ids["shipped"])
        sent = self.who["competent"].post(f"/v1/dossiers/{self.ids['shipped']}/shipments", {"carrier": "demo"}, key=True)
        assert sent.status == 201, sent
        self.number = sent.json["tracking_number"]
        self.files = {name: self.file_of(dossier) for name, dossier in self.ids.items()}
        self.notice = self.who["applicant"].get("/v1/notifications").json["items"][0]["id"]

    def with_token(self, token):
        person = Person(self.service, self.people.contract)
        person.token = token
        return person

    def account(self, name):
        return self.who[name].account["id"]

    def party(self, name):
        return self.service.sql("select party_id from account where id = %s", self.account(name))[0][0]

    def relate(self):
        for name, until in (("representative", None), ("was_representative", "-1 hour"), ("colleague", None)):
            self.service.sql("insert into acting (account_id, party_id, capacity, valid_from, valid_until) values (%s, %s, 'representative', "
                             "now() - interval '1 day', now() + %s::interval)", self.account(name), self.party("applicant"), until)
        for name, unit, role, since, until in (
                ("colleague", HOLDING, "officer", 0, None), ("leader_holding", HOLDING, "leader", 0, None),
                ("leader_above", "H99", "leader", 0, None), ("leader_elsewhere", "H99.37", "leader", 0, None), ("was_officer", HOLDING, "officer", -9, 0)):
            self.service.sql("insert into post (id, account_id, unit_code, role, valid_from, valid_until) values (uuid_v7(), %s, %s, %s, "
                             "local_day(now()) + %s::integer, local_day(now()) + %s::integer)", self.account(name), unit, role, since, until)
            self.who[name].refresh(self.who[name].login)
        # Whom the desk may name by who he is: somebody with a dossier there.
        for name in ("applicant", "submitter"):
            self.who[name].file(BIRTH, unit=INTAKE)

    def have_to_do_with(self, dossier):
        """The relations that no operation makes yet."""
        rows = [("helper", "helper", None), ("applicant", "was_applicant", "-1 hour")]
        if not self.service.sql("select from dossier_party where dossier_id = %s and role = 'submitter'", dossier):
            rows.append(("submitter", "submitter", None))
        for role, name, until in rows:
            self.service.sql("insert into dossier_party (dossier_id, role, party_id, from_at, until_at) values (%s, %s, %s, "
                             "now() - interval '1 day', now() + %s::interval)", dossier, role, self.party(name), until)
        return dossier

    def begin(self, desk=None, unit=COMPETENT, **more):
        person = self.who[desk or "applicant"]
        if desk:
            more = {"channel": "counter", "intake_unit_code": INTAKE, "applicant": {"party_id": self.party("applicant")},
                    "submitter": {"party_id": self.party("submitter")}, "mandate": "Giấy ủy quyền",
                    "answers": {**person.form(BIRTH)["example"], **self.named()}, **more}
        return person, person.draft(BIRTH, unit=unit, **more)

    def named(self):
        """The applicant as the form asks for him."""
        me = self.who["applicant"].get("/v1/me").json
        return {"applicant_name": me["full_name"], "applicant_phone": me["phone"]}

    def draft(self, desk=None):
        """Not complete, so that it is not handed in."""
        return self.have_to_do_with(self.begin(desk, answers={"child_name": "Lý Thị Thử"})[1])

    def passed_on(self, desk=None, **more):
        """Filed, accepted, and on its way through two other units."""
        person, dossier = self.begin(desk, **more)
        self.have_to_do_with(dossier) if desk else None
        person.submit(dossier)
        None if desk else self.have_to_do_with(dossier)
        self.who["competent"].do(dossier, "accept")
        self.who["competent"].do(dossier, "forward", unit_code=PAST, reason=REASON)
        self.who["past"].do(dossier, "forward", unit_code=HOLDING)
        return dossier

    def ended(self, days):
        """Stopped, so many days ago."""
        dossier = self.passed_on("intake")
        self.who["holding"].do(dossier, "stop", reason="Hai bên đã thỏa thuận khác.")
        self.service.sql("set session_replication_role = replica; update dossier_party set from_at = from_at - make_interval(days => %s), "
                         "until_at = until_at - make_interval(days => %s) where dossier_id = %s and role = 'involved'", days, days, dossier)
        return dossier

    def file_of(self, dossier):
        return self.service.sql("select id from dossier_file where dossier_id = %s limit 1", dossier)[0][0]

    def stand(self):
        """Of the dossiers, as which no case leaves them otherwise."""
        return self.service.sql("select id, version, state from dossier where id = any(%s::uuid[]) order by id", list(self.ids.values()))

    def values(self, operation, name):
        """The parameters of the path that name the thing."""
        if name == "upload":
            upload = self.who["applicant"]("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "10"})
            return {"id": upload.headers["location"].rsplit("/", 1)[1]}
        if name == "notice":
            return {"id": self.notice}
        if "{tracking_number}" in operation.path:
            return {"tracking_number": self.number if name == "shipped" else "RM000000000VN"}
        return {"id": self.ids.get(name, NOTHING), "file_id": self.files.get(name, NOTHING)}


@pytest.fixture(scope="module")
def world(people, service):
    return World(people, service)


# ---- asking -------------------------------------------------------------------------------------------------------------


def things_of(operation):
    """What the operation can name: a dossier in each stage, what an account has, or nothing."""
    if "notifications/{id}" in operation.path:
        return ["notice", "unknown"]
    if "uploads/{id}" in operation.path:
        return ["upload", "unknown"]
    if "{tracking_number}" in operation.path:
        return ["shipped", "unknown"]
    return [*THINGS, "unknown"] if "/v1/dossiers/{id}" in operation.path else [None]


BODIES = {"updateDossier": {"answers": {}}, "putDossierComponent": {"upload_ids": []}, "createDossierPayment": {"method": "vietqr"},
          "createDossierShipment": {"carrier": "demo"}, "createDossier": {}, "importCatalogue": {}, "createAccount": {},
          "createSession": {}, "refreshSession": {}, "searchInbox": {}, "trackDossier": {}, "openTrackingLink": {},
          "receiveBankNotice": {"transaction_id": "FT1", "amount": 1, "content": "x", "received_at": "2026-11-23T03:04:05Z"},
          "receiveCarrierEvent": {"tracking_number": "RM000000000VN", "state": "in_transit", "at": "2026-11-24T03:04:05Z"},
          "receiveMessageReport": {"id": NOTHING, "state": "delivered", "at": "2026-11-24T03:04:05Z"}}


def cases():
    """(operation, caller, thing, step); signing out comes last."""
    for operation in sorted(OPERATIONS, key=lambda one: one.id == "deleteCurrentSession"):
        for who, caller in CALLERS.items():
            for name in things_of(operation):
                for step in ("take", "request_withdrawal") if operation.id == "createDossierAction" else (None,):
                    if not (operation.roles and caller.kind in ("public", "system") and name not in ("open", "unknown", None)):
                        yield operation, who, name, step


def signed(world, who, body):
    """What the partner signs with its own secret, whichever door it knocks at, and what others make up."""
    group = {"bank": "banks", "carrier": "carriers", "gateway": "gateways"}.get(who)
    data = json.dumps(body).encode()
    return data, sign_webhook(world.service.secrets[group]["demo"] if group else "whsec_" + "A" * 44, data)


def ask(world, operation, who, name, step):
    headers, body, raw = {}, BODIES.get(operation.id), None
    if step:
        body = {"action": step, **({"reason": REASON} if step == "request_withdrawal" else {})}
    if "uploads/{id}" in operation.path:
        headers = {"Tus-Resumable": "1.0.0", "Upload-Offset": "5"}
    if operation.id == "appendUpload":
        raw, headers["Content-Type"] = b"12345", "application/offset+octet-stream"
    if is_notice(operation):
        (raw, headers), body = signed(world, who, body), None
    values = {} if name is None else world.values(operation, name)
    if operation.id == "deleteDossier" and "draft" in name and fills_in(CALLERS[who], name, THINGS[name]):
        values["id"] = world.draft("intake" if name == "desk_draft" else None)  # it will be gone
    client = world.who.get(who, world.who["nobody"])
    return client(operation.method, operation.fill(**values), json_body=body, body=raw, headers=headers, key=bool(operation.idempotency),
                  etag='"0"' if operation.if_match else None)


def is_right(answer, statuses, code):
    if statuses is None:  # he is let in; what then becomes of a request as poor as this is not the question
        return answer.status not in (401, 403) and answer.status < 500
    return answer.status in statuses and (code is None or not answer.body or answer.code == code)


def test_every_operation_does_for_every_caller_what_the_rules_say_and_nothing_else(world):
    before, count, wrong = world.stand(), 0, []
    for operation, who, name, step in cases():
        count += 1
        answer = ask(world, operation, who, name, step)
        statuses, code = expected(operation, who, name, step)
        if not is_right(answer, statuses, code):
            wrong.append(f"{operation.id} {step or ''} by {who} on {name}: {answer.status} {answer.code}, right is {statuses} {code or ''}")
    print(f"\nmatrix: {count} cases, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong[:40])
    assert count >= 818 and world.stand() == before
