"""Swapped ids and relations reveal nothing: whoever asks for anything with an id that he got from another's thing gets what a small
model of the world allows him, or exactly what he would get for an id that nothing has."""
import random
import uuid
from collections import Counter, namedtuple
from types import SimpleNamespace

import pytest

from harness.contract import Contract
from harness.people import ADDRESS, BIRTH, COPIES, Person

SWAPS = 10_000
HERE, BACK, ELSEWHERE = "H99.32", "H99.33", "H99.21.02"
REASON = "Cần ý kiến của cơ quan khác, chuyển giúp."
TUS = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
OPERATIONS = Contract().operations
NAMING = [op for op in OPERATIONS.values() if op.roles and "{" in op.path]
NOTHING = "01900000-0000-7000-8000-000000000000"  # an id that nothing has
FORMS = ("receipt", "appointment", "payment-receipt")
BODIES = {"updateDossier": {"answers": {"copies": 1}}, "createDossierAction": {"action": "take"},
          "createDossierPayment": {"method": "vietqr"}, "createDossierShipment": {"carrier": "demo"},
          "confirmContactProof": {"code": "123456"}}

# Who calls: for whom he acts, and the units of his posts; with a star those below too.
CALLERS = {
    "an": ({"an"}, ()), "binh": ({"binh"}, ()), "cuong": ({"cuong"}, ()),
    "daughter": ({"an"}, ()),  # acts for An
    "former": (set(), ()),  # acted for Bình until yesterday, will again from tomorrow
    "moved": (set(), ()),  # worked here until yesterday, will again from tomorrow
    "here": (set(), (HERE, "H99.32.01")), "leader_here": (set(), ("H99.32*",)),
    "back": (set(), (BACK, "H99.33.01")),
    "land": (set(), (ELSEWHERE,)), "leader_land": (set(), ("H99.21*",)),
    "colleague": ({"cuong"}, ("H99.34", "H99.35", "H99.36", "H99.38")),  # acts for Cường, and works elsewhere
    "province": (set(), ("H99*",)), "admin": (set(), ()), "nobody": (set(), ()),
}
SAMPLE = {"here": "officer_binh", "leader_here": "leader_binh", "back": "officer_chung", "land": "officer_land",
          "leader_land": "leader_land", "colleague": "officer_commune", "admin": "admin"}

Request = namedtuple("Request", "operation caller target body headers")
# What is asked with another's id, and the same with one that nothing has; sees: whether the caller may see what the id names, or
# what he gets is for check to judge.
Swap = namedtuple("Swap", "asked unknown sees check", defaults=(None,))


def works_on(caller, thing):
    """Whether a unit of the caller's has to do with it."""
    return any(unit == code or unit.endswith("*") and (code + ".").startswith(unit[:-1] + ".")
               for unit in CALLERS[caller][1] for code in thing.units)


def sees(caller, thing):
    """The whole rule of relations, once more and independently."""
    return bool(CALLERS[caller][0] & thing.parties) or works_on(caller, thing)


# ---- the world ----------------------------------------------------------------------------------------------------------


class World:
    """Citizens, parties acted for, posts, and dossiers in every relation to them."""

    def __init__(self, people, service):
        self.service = service
        self.people = {name: people[key] for name, key in SAMPLE.items()}
        self.people["nobody"] = people.nobody
        for name in ("an", "binh", "cuong", "daughter", "former", "moved", "province"):
            self.people[name] = people.newcomer()
        self.relate()
        self.dossiers, self.keys = [], []
        for name in ("an", "binh", "cuong"):
            self.dossiers += self.of(name)
        self.dossiers += self.of_the_desk()
        for dossier in self.dossiers:
            self.look(dossier)
        self.files = [file for dossier in self.dossiers for file in dossier.files]
        self.payments = [payment for dossier in self.dossiers for payment in dossier.payments]
        self.shipped = [dossier for dossier in self.dossiers if dossier.numbers]
        self.owned()

    def relate(self):
        account = {name: person.account["id"] for name, person in self.people.items() if person.account}
        account["colleague"] = self.people["colleague"].get("/v1/me").json["id"]
        for name, whom, since, until in (("daughter", "an", "-1 day", None), ("former", "binh", "-9 days", "-1 day"),
                                         ("former", "binh", "1 day", None), ("colleague", "cuong", "-1 day", None)):
            self.service.sql("insert into acting (account_id, party_id, capacity, valid_from, valid_until) values (%s, "
                             "(select party_id from account where id = %s), 'representative', now() + %s::interval, now() + %s::interval)",
                             account[name], account[whom], since, until)
        for name, unit, role, since, until in (("moved", HERE, "officer", -30, 0), ("moved", HERE, "officer", 1, None),
                                               ("province", "H99", "leader", -1, None)):
            self.service.sql("insert into post (id, account_id, unit_code, role, valid_from, valid_until) values (uuid_v7(), %s, %s, %s, "
                             "local_day(now()) + %s::integer, local_day(now()) + %s::integer)", account[name], unit, role, since, until)
            self.people[name].refresh(self.people[name].login)

    def keyed(self, name, operation, body, **values):
        """Something done with a key that is remembered."""
        key = str(uuid.uuid4())
        op = OPERATIONS[operation]
        answer = self.people[name].post(op.fill(**values), body, key=key, etag="*" if op.if_match else None)
        assert answer.status == 201, answer
        self.keys.append(SimpleNamespace(operation=op, by=name, body=body, key=key, dossier=values.get("id"), tried=set()))
        return answer.json

    def of(self, name):
        """What a citizen has: drafts, and dossiers that are, were and no longer are at several units."""
        citizen, here = self.people[name], self.people["here"]
        yield SimpleNamespace(id=citizen.draft(BIRTH, unit=HERE), parties={name}, units=set(), by=name, draft=True)
        yield SimpleNamespace(id=citizen.file(BIRTH, unit=HERE), parties={name}, units={HERE}, by=name)
        keyed = self.keyed(name, "createDossier", {"procedure_code": COPIES, "unit_code": HERE, "return_channel": "counter",
                                                   "answers": citizen.answers(COPIES)})["id"]
        self.keyed(name, "submitDossier", None, id=keyed)
        here.do(keyed, "request_supplement", reason="Ghi rõ số bản cần cấp.", fields=["copies"])
        citizen.supply(keyed, copies=2)
        self.keyed("here", "createDossierAction", {"action": "accept"}, id=keyed)
        self.keyed("here", "createDossierPayment", {"method": "cash"}, id=keyed)
        yield SimpleNamespace(id=keyed, parties={name}, units={HERE}, by=name, submissions=2)
        yield self.shipped_to(name)
        for days, units in ((29, {HERE, ELSEWHERE, BACK}), (30, {HERE, BACK})):
            yield SimpleNamespace(id=self.ended(citizen, days), parties={name}, units=units, by=name)

    def passed_on(self, citizen, to, **more):
        dossier = citizen.file(COPIES, unit=HERE, **more)
        self.people["here"].do(dossier, "accept")
        self.people["here"].pay_cash(dossier)
        self.people["here"].do(dossier, "forward", unit_code=ELSEWHERE, reason=REASON)
        self.people["land"].do(dossier, "forward", unit_code=to)
        return dossier

    def shipped_to(self, name):
        dossier = self.passed_on(self.people[name], HERE, return_channel="post", return_address=ADDRESS)
        self.people["here"].finish(dossier)
        assert self.people["here"].post(f"/v1/dossiers/{dossier}/shipments", {"carrier": "demo"}, key=True).status == 201
        return SimpleNamespace(id=dossier, parties={name}, units={HERE, ELSEWHERE}, by=name)

    def ended(self, citizen, days):
        """Stopped by the third unit; so many days later."""
        dossier = self.passed_on(citizen, BACK)
        self.people["back"].do(dossier, "stop", reason="Hai bên đã thỏa thuận khác.")
        self.service.sql("set session_replication_role = replica; update dossier_party set from_at = from_at - make_interval(days => %s), "
                         "until_at = until_at - make_interval(days => %s) where dossier_id = %s", days, days, dossier)
        return dossier

    def of_the_desk(self):
        """For somebody without an account."""
        for name, unit in (("here", HERE), ("back", BACK)):
            officer = self.people[name]
            for draft in (True, False):
                dossier = officer.draft(COPIES, unit=unit, answers=officer.form(COPIES)["example"], channel="counter", applicant={
                    "full_name": f"Lý Thị {name} {draft}", "phone": "0987654321", "evidence": "Thẻ căn cước"})
                if not draft:
                    officer.submit(dossier)
                yield SimpleNamespace(id=dossier, parties=set(), units={unit}, by=name, draft=draft)

    def look(self, dossier):
        """The ids that belong to a dossier, as one who may see it reads them."""
        person, own = self.people[dossier.by], f"/v1/dossiers/{dossier.id}"
        answer = person.get(own)
        seen = answer.json
        dossier.etag, dossier.code, dossier.party = answer.headers["etag"], seen.get("code"), seen["applicant"]["party_id"]
        dossier.phone = seen["applicant"]["phone"]
        dossier.last4 = dossier.phone[-4:]
        papers = [file["id"] for component in seen["components"] for file in component["files"]]
        dossier.files = papers + [file["id"] for file in seen["results"]]
        dossier.submissions = getattr(dossier, "submissions", 0 if seen["state"] == "draft" else 1)
        dossier.payments = [one["id"] for one in person.get(own + "/payments").json["items"]]
        dossier.numbers = [one["tracking_number"] for one in person.get(own + "/shipments").json["items"]]

    def owned(self):
        """What belongs to accounts, by who has it."""
        self.uploads, self.notices, self.cursors, self.ended_sessions, self.accounts = [], [], [], [], []
        for name, person in self.people.items():
            if name == "nobody":
                continue
            self.accounts.append(person.get("/v1/me").json["id"])
            begun = person("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "10"})
            self.uploads += [(name, begun.headers["location"].rsplit("/", 1)[1]), (name, person.upload())]
            self.notices += [(name, one["id"]) for one in person.pages("/v1/notifications", limit=100)]
            lists = ["/v1/dossiers", "/v1/notifications"] + ["/v1/inbox"] * bool(CALLERS[name][1])
            pages = [(name, target, person.get(target, query={"limit": 1}).json["next_cursor"]) for target in lists]
            self.cursors += [page for page in pages if page[2]]
            if hasattr(person, "login"):
                other = Person(person.service, person.contract).refresh(person.login)
                assert other.delete("/v1/sessions/current").status == 204
                self.ended_sessions.append((name, other.refresh_token))
        self.proofs = [(name, self.people[name].post("/v1/contact-proofs", {"phone": phone}, key=True).json["id"])
                       for name, phone in (("an", "0987000001"), ("binh", "0987000002"), ("cuong", "0987000003"))]
        self.own_notices = {(name, notice) for name, notice in self.notices}

    def fingerprint(self):
        """Of all that a swap could change; who was read is written down besides."""
        return [self.service.sql(f"select count(*), md5(string_agg(t::text, ';' order by t::text)) from {table} t") for table in (
            "dossier", "dossier_party", "dossier_file", "submission", "upload", "notification", "charge", "payment", "shipment",
            "party", "session", "contact_proof")]


@pytest.fixture(scope="module")
def world(people, service):
    return World(people, service)


# ---- the swaps ----------------------------------------------------------------------------------------------------------


def request(operation, caller, values, body=None, query=None, **headers):
    target = operation.fill(**values) + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")
    if "uploads" in operation.path:
        headers = {**TUS, **headers}
    return Request(operation, caller, target, body, headers)


def steps(operation, key=None):
    """The headers that a step wants."""
    return {**({"If-Match": "*"} if operation.if_match else {}), **({"Idempotency-Key": key or str(uuid.uuid4())} if operation.idempotency else {})}


def by_path(world, chance, caller):
    """Any operation with the id of any dossier in its path, and of what belongs to it, or to another."""
    operation = chance.choice([op for op in NAMING if "/v1/dossiers/{id}" in op.path])
    dossier, other = chance.choice(world.dossiers), chance.choice(world.dossiers)
    seen = sees(caller, dossier)
    if seen and operation.method != "GET":
        return None  # may be done
    if operation.id == "getTrackingLink":  # for those alone whose matter it is
        seen = bool(CALLERS[caller][0] & dossier.parties) and not getattr(dossier, "draft", False)
    real = {"id": dossier.id, "component_code": "GT-CU", "form": chance.choice(FORMS), "number": str(other.submissions or 1)}
    nothing = {**real, "id": dossier.id if seen else NOTHING, "number": "99"}
    query, none = {}, {}
    if "{file_id}" in operation.path:
        real["file_id"], nothing["file_id"] = chance.choice(dossier.files or world.files), NOTHING
        if chance.random() < 0.5:
            real["file_id"] = chance.choice(world.files)
        seen = seen and real["file_id"] in dossier.files
    elif "{number}" in operation.path:
        seen = seen and int(real["number"]) <= dossier.submissions
    elif "{form}" in operation.path and chance.random() < 0.5:
        real["form"] = nothing["form"] = "payment-receipt"
        query, none = {"payment": chance.choice(world.payments)}, {"payment": NOTHING}
        seen = seen and query["payment"] in dossier.payments
    if operation.id == "createDossierAction" and chance.random() < 0.5:
        query = none = {"dry_run": "true"}
    headers = {"If-None-Match": dossier.etag} if operation.method == "GET" and chance.random() < 0.3 else steps(operation)
    if operation.if_match and chance.random() < 0.5:
        headers["If-Match"] = dossier.etag
    body = {"upload_ids": [chance.choice(world.files)]} if operation.id == "putDossierComponent" else BODIES.get(operation.id)
    return Swap(request(operation, caller, real, body, query, **headers), request(operation, caller, nothing, body, none, **headers), seen)


def by_number(world, chance, caller):
    """A shipment by the number on its letter."""
    operation = chance.choice([op for op in NAMING if "{tracking_number}" in op.path])
    dossier = chance.choice(world.shipped)
    return Swap(request(operation, caller, {"tracking_number": dossier.numbers[0]}),
                request(operation, caller, {"tracking_number": "RM000000000VN"}), sees(caller, dossier))


def by_owner(world, chance, caller):
    """Uploads, notifications and proofs: their account's alone, whoever acts for whom."""
    owned = {"uploads": world.uploads, "notifications": world.notices, "contact-proofs": world.proofs}
    operation = chance.choice([op for op in NAMING if op.path.split("/")[2] in owned])
    name, thing = chance.choice(owned[operation.path.split("/")[2]])
    if name == caller:
        return None
    body = b"x" if operation.id == "appendUpload" else BODIES.get(operation.id)
    headers = {"Content-Type": "application/offset+octet-stream"} if operation.id == "appendUpload" else {}
    return Swap(request(operation, caller, {"id": thing}, body, **headers),
                request(operation, caller, {"id": NOTHING}, body, **headers), False)


def in_body(world, chance, caller):
    """One's own dossier, or one that one has in hand, with another's upload, file, colleague or party."""
    if caller in ("an", "binh", "cuong"):
        operation, dossier = OPERATIONS["putDossierComponent"], next(d for d in world.dossiers if d.by == caller)
        things = [thing for name, thing in world.uploads if name != caller] + [f for f in world.files if f not in dossier.files]
        one, body = chance.choice(things), lambda thing: {"upload_ids": [thing]}
    elif caller in ("here", "leader_here") and chance.random() < 0.7:
        dossier = chance.choice([d for d in world.dossiers if d.submissions == 2])
        operation = OPERATIONS["createDossierAction"]
        things = [thing for name, thing in world.uploads if name != caller]
        one, body = chance.choice(things), lambda thing: {"action": "finish", "upload_ids": [thing]}
        if chance.random() < 0.5:  # nobody of ours works there
            one, body = chance.choice(world.accounts), lambda thing: {"action": "forward", "unit_code": "H99.37", "officer_id": thing}
    elif CALLERS[caller][1] and caller not in ("leader_land", "province"):
        operation, dossier, other = OPERATIONS["createDossier"], None, chance.choice(world.dossiers)
        if any(sees(caller, d) for d in world.dossiers if d.party == other.party):
            return None
        unit = CALLERS[caller][1][0].rstrip("*")
        one, body = other.party, lambda thing: {
            "procedure_code": COPIES, "unit_code": HERE, "intake_unit_code": unit, "answers": {}, "return_channel": "counter",
            "channel": "counter", "applicant": {"party_id": thing}}
    else:
        return None
    values = {"id": dossier.id, "component_code": "GT-CS"} if dossier else {}
    return Swap(request(operation, caller, values, body(one), **steps(operation)),
                request(operation, caller, values, body(NOTHING), **steps(operation)), False)


def by_key(world, chance, caller):
    """Another's request once more with the key that he used: his kept reply is not given."""
    kept = chance.choice([kept for kept in world.keys if kept.by != caller])
    if kept.dossier is None and caller in kept.tried:
        return None  # by now it is his own key too
    kept.tried.add(caller)
    dossier = next((d for d in world.dossiers if d.id == kept.dossier), None)
    if dossier is None:
        def check(answer):
            """A draft of his own, if any."""
            if answer.status == 201:
                assert answer.json["id"] not in [d.id for d in world.dossiers]
                assert world.people[caller].delete(answer.headers["location"]).status == 204
        return Swap(request(kept.operation, caller, {}, kept.body, **steps(kept.operation, kept.key)), None, True, check)
    real = {"id": kept.dossier}
    nothing = real if sees(caller, dossier) else {"id": NOTHING}
    return Swap(request(kept.operation, caller, real, kept.body, **steps(kept.operation, kept.key)),
                request(kept.operation, caller, nothing, kept.body, **steps(kept.operation)), False)


def by_list(world, chance, caller):
    """Lists from where another's page ended, of another's unit, or for another's code: nothing but what is one's own."""
    name, target, cursor = chance.choice(world.cursors)
    operation = next(op for op in OPERATIONS.values() if op.method == "GET" and op.path == target)
    query = {"cursor": cursor, "limit": 50}
    if target == "/v1/inbox" and chance.random() < 0.6:
        query = {"unit": chance.choice(list(chance.choice(world.dossiers).units) or [HERE])}
        query |= chance.choice([{}, {"view": "passed_on"}, {"state": "stopped"}])
    known = {d.id: d for d in world.dossiers}

    def check(answer):
        for item in answer.json["items"] if answer.status == 200 else ():
            if target == "/v1/notifications":
                assert (caller, item["id"]) in world.own_notices, item
            else:
                assert sees(caller, known[item["id"]]), item
    return Swap(request(operation, caller, {}, None, query), None, True, check)


def by_search(world, chance, caller):
    """By code, tracking number or phone: found is exactly what the caller's units have to do with, else nothing, as for words that
    nothing has."""
    operation, dossier = OPERATIONS["searchInbox"], chance.choice([d for d in world.dossiers if d.code])
    words = chance.choice([dossier.code, dossier.phone, *dossier.numbers])
    named = {d.id for d in world.dossiers if d.code and words in (d.code, d.phone, *d.numbers) and works_on(caller, d)}

    def check(answer):
        assert answer.status != 200 or {item["id"] for item in answer.json["items"]} == named, (caller, words, named, answer)
    return Swap(request(operation, caller, {}, {"words": words}),
                request(operation, caller, {}, {"words": f"{HERE}-200101-9999"}), bool(named), check)


def by_code(world, chance, caller):
    """A code with the digits of another's phone number, by anybody."""
    dossier, other = chance.choice([d for d in world.dossiers if d.code]), chance.choice(world.dossiers)
    operation = OPERATIONS["trackDossier"]
    # How many tries a code has is another test's question.
    world.service.sql("delete from budget where kind = 'tracking'")
    bodies = [{"code": code, "phone_last4": other.last4} for code in (dossier.code, f"{HERE}-200101-9999")]
    return Swap(*(request(operation, caller, {}, body) for body in bodies), dossier.last4 == other.last4)


def by_session(world, chance, caller):
    """What another's session left, or his account's id, as one's own."""
    name, token = chance.choice(world.ended_sessions)
    operation = OPERATIONS["refreshSession"]
    return Swap(request(operation, caller, {}, {"refresh_token": token}),
                request(operation, caller, {}, {"refresh_token": token[:-8] + "AAAAAAAA"}), False)


KINDS = {by_path: 50, by_number: 8, by_owner: 12, in_body: 10, by_key: 8, by_list: 6, by_search: 2, by_code: 3, by_session: 1}


# ---- trying -------------------------------------------------------------------------------------------------------------


def send(world, asked):
    body = {"body": asked.body} if isinstance(asked.body, bytes) else {"json_body": asked.body}
    return world.people[asked.caller](asked.operation.method, asked.target, headers=dict(asked.headers), **body)


def view(answer):
    """All of an answer that does not tell which request it was."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("date", "x-request-id", "traceparent")}
    problem = answer.body and answer.headers.get("content-type") == "application/problem+json"
    return answer.status, headers, {**answer.json, "instance": ""} if problem else answer.body


class Nothing:
    """What each caller gets for ids that nothing has; nothing changes, so each is asked once."""

    def __init__(self, world):
        self.world = world
        self.known = {}

    def view(self, asked):
        headers = tuple(item for item in sorted(asked.headers.items()) if item[0] != "Idempotency-Key")
        key = (asked.caller, asked.operation.id, asked.target, repr(asked.body), headers)
        if key not in self.known:
            self.known[key] = view(send(self.world, asked))
        return self.known[key]


def test_no_route_with_an_id_is_forgotten():
    for operation in NAMING:
        assert any(part in operation.path for part in ("/v1/dossiers/{id}", "{tracking_number}", "uploads/{id}", "notifications/{id}",
                                                       "contact-proofs/{id}", "admin/messages/{id}")), operation.id


def swap_at_random(world, count, chance):
    """So many swaps: what they revealed, how many of a kind were tried, and what those got who may see it."""
    nothing, revealed, tried, allowed = Nothing(world), [], Counter(), Counter()
    while tried.total() < count:
        kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
        swap = kind(world, chance, chance.choice(list(CALLERS)))
        if swap is None:
            continue
        tried[kind.__name__] += 1
        answer = send(world, swap.asked)
        if swap.check:
            swap.check(answer)
        if swap.sees:
            allowed[answer.status] += 1
        elif view(answer) != nothing.view(swap.unknown):
            revealed.append((swap, answer, nothing.view(swap.unknown)))
    return revealed, tried, allowed


def test_swapped_ids_and_relations_reveal_nothing(world):
    before = world.fingerprint()
    revealed, tried, allowed = swap_at_random(world, SWAPS, random.Random(20261125))
    print(f"\nswaps: {tried.total()} tried, {len(revealed)} revealed; {dict(tried)}; who may see it got {dict(allowed)}")
    assert not revealed, "\n".join(map(str, revealed[:3]))
    assert world.fingerprint() == before, "something was changed"
    assert min(tried[kind.__name__] for kind in KINDS) > 0 and allowed[200] > SWAPS / 10
