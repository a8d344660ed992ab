"""A walk through everything that can become of a dossier, generated from the vocabulary: in each situation that is reached each
step that somebody is offered is taken, each step that is not is tried and must be refused.

What steps, states and shipments there are is read from schema/vocabulary; a step's body is made of what the vocabulary says that
it asks and of what the contract requires. A situation is what the dossier's rows say, as far as it matters to what may come
next: each time it is reached, each role must be offered the same there and each step lead to the same place. A situation is
reached over the API, by the shortest way; then its rows are kept and put back for each of the edges that lead on (kept.py). At
the end new dossiers go some of the longest ways from the filing on, without a pause.
"""
import functools
import hashlib
import itertools
import re
import zlib
from collections import deque, namedtuple
from datetime import datetime, timedelta

from harness.people import ADDRESS, UNIT, pdf
from harness.settings import (ASKING, ENDED, FETCH, HANDED_OVER, LETTER_ENDS, LONGER, PROCEDURES, STATES, STEPS, WAITING, WAY,
                              WITHDRAWING, offered_by, projection, read_by)

ELSEWHERE = "H99.32"  # a unit of the same kind, which may get the dossier from the first
REASON = "Bản chụp bị mờ, không đọc được ngày sinh."
PERSON = {"full_name": "Lý Thị Mẫu", "phone": "0901234567", "personal_id": "001187000123", "evidence": "Thẻ căn cước"}
REFUSED = (403, 404, 409)  # any other 4xx would mean that the walk's own request was no good
# How the conditions of steps name a fact, where not by its own name.
CONDITION = {"fee": "fee_state", "limit_passed": "limit_at", "notice_passed": "notice_until", "due_soon": "due_at",
             "letter": "shipment", "holder": "holder_", "state": "d.state"}
WAYS_GONE_AGAIN = 3
ONE_IN = 100  # of what need not be taken again, so many are

Edge = namedtuple("Edge", "who what how", defaults=("",))

# ---- the situation of a dossier -------------------------------------------------------------------------------------------

FACTS = """prepare facts(uuid) as select d.state, d.resume_state, d.fee_state, d.withdrawal_requested_at is not null as withdrawal, d.rounds,
	coalesce((d.supplement ->> 'limit_at')::timestamptz, d.pay_until) < step_time() as limit_passed, d.notice_until < step_time() as notice_passed,
	d.extensions, d.due_at - interval '1 day' < step_time() as due_soon, d.leader_asked_at is not null as leader_asked, to_jsonb(d) ->> 'sender_unit_code' as sender, d.partner_code is not null as partner,
	d.holder_unit_code as unit, d.holder_account_id::text as officer, d.version,
	(select s.state || case when s.proof is null then '' else ' with proof' end from shipment s where s.dossier_id = d.id
		order by s.created_at desc limit 1) as letter,
	(select s.tracking_number from shipment s where s.dossier_id = d.id order by s.created_at desc limit 1) as number
from dossier d where d.id = $1"""

# All that a refused step must leave as it was.
TRACES = """prepare traces(uuid) as select d.version, array[
	(select count(*) from dossier_event where dossier_id = d.id), (select count(*) from custody where dossier_id = d.id),
	(select count(*) from notification where dossier_id = d.id), (select count(*) from payment),
	(select count(*) from shipment where dossier_id = d.id), (select count(*) from promise where dossier_id = d.id),
	(select count(*) from submission where dossier_id = d.id), (select count(*) from dossier_file where dossier_id = d.id),
	(select count(*) from ledger_entry)] as rows from dossier d where d.id = $1"""

CHAIN = """select sequence, unit_code, coalesce(officer_id::text, '') as officer,
	coalesce(officer_name, '') as officer_name, state, iso_time(since) as since,
	coalesce(iso_time(until), '') as until,
	submission_sha256, hash from custody where dossier_id = %s order by sequence"""

Situation = namedtuple("Situation", "state resume_state fee withdrawal rounds limit_passed notice_passed extensions due_soon "
                       "leader_asked sender partner holder letter")


@functools.cache
def asked_by(step):
    """What the condition of a step asks: whether how the result is got, and which facts of a situation, by their places."""
    asked = STEPS[step].get("when", "").replace("pay_until", "limit_at") + STEPS[step].get("leader", "")
    return "return_channel" in asked, [at for at, name in enumerate(Situation._fields) if CONDITION.get(name, name) in asked]


class Known:
    """What walks through other settings have seen; grows."""

    def __init__(self):
        self.leads = {}  # (situation, edge, what of the setting the step reads) -> the situation that it leads to
        self.offers = {}  # (situation, what of the setting tells what is offered there) -> role -> steps
        self.met = set()  # (situation, edge, a value of a setting)
        self.refused = set()
        self.ended = set()


def allow_supplements(service, times):
    """How often the rule in force lets an office ask for more, whatever the law says: in this database alone."""
    now = service.sql("select pg_get_functiondef('rule_at'::regproc)")[0][0]
    changed, count = re.subn(r"""(WHEN 'supplement_times'::text THEN '\{"amount": )\d+""", rf"\g<1>{times}", now)
    assert count == 1, now
    service.sql(changed)


class Walk:
    """Through all that can become of dossiers of one setting. Tells what it found: edges, refusals, faults, dead ends."""

    STAFF = ("officer", "leader", "officer_binh", "leader_binh")

    def __init__(self, people, kept, contract, setting, known, merges):
        """merges: whether what is known to be the same under other settings is not walked through again, but for a sample."""
        self.people, self.kept, self.contract = people, kept, contract
        self.setting, self.known, self.merges = setting, known, merges
        self.surely, self.alike, self.likewise, self.executed = {}, {}, [], set()
        self.roles = {name: people[name] for name in self.STAFF}
        if setting.account:
            self.roles["applicant"] = people.citizen_elder
        for person in (*self.roles.values(), people.citizen_elder):
            person.patience = 30  # a walk of many minutes, beside other walks
        self.accounts = {person.get("/v1/me").json["id"]: name for name, person in self.roles.items()}
        self.ids = {name: account for account, name in self.accounts.items()}
        self.procedure = PROCEDURES[setting.level, setting.fee, setting.intake]
        self.filer = people.citizen_elder if setting.intake == "online" else people.officer
        self.form = self.filer.form(self.procedure)
        shown = self.filer.get(f"/v1/procedures/{self.procedure}").json
        self.case = shown["cases"][0]
        self.partner = next((partner["code"] for partner in shown["partners"]), "nobody")
        self.answers = self.filer.answers(self.procedure) if setting.intake == "online" else self.form["example"]
        self.spare = {name: person.upload(pdf("kết quả"), "kết quả.pdf") for name, person in self.roles.items()}
        self.graph, self.offers, self.faults = {}, {}, []
        self.filed = self.taken = self.refusals = self.merged = self.sampled = 0
        self.stood, self.todo = {}, deque()
        self.clock = itertools.count(1)
        self.first = self.dossier = self.situation = None

    # ---- rows ----

    def observe(self, who=None, actions=None):
        """What is so now; who has just acted has been told his actions."""
        facts = self.kept.ask("facts", self.dossier)
        self.number, self.etag = facts.number, f'"{facts.version}"'
        holder = ("here" if facts.unit == UNIT else "elsewhere", self.accounts.get(facts.officer))
        # How near the promised day is depends on all that was before: told apart where another day is set.
        now = self.situation = Situation(*facts[:12], holder, facts.letter)._replace(
            **{} if self.setting.extends else {"due_soon": None})
        self.history.append((facts.state, facts.unit, facts.officer or ""))
        if now not in self.stood and self.first is self.dossier:
            self.stand(who, actions)
        elif who and now in self.offers and self.walked(self.offers[now][who]) != self.walked(actions):
            self.fault("offers other steps now than before", Edge(who, ""), now, str(actions))

    def stand(self, who, actions):
        """Here for the first time: who is offered what, and what is not offered is refused."""
        now = self.situation
        self.hold_to_contract(True)
        self.stood[now] = (len(self.stood), self.number, self.etag, self.kept.passed, list(self.history))
        self.kept.keep(self.dossier, self.stood[now][0])
        offers = {name: actions if name == who else self.offered(person) for name, person in self.roles.items()}
        if now in self.graph and any(self.walked(offers[name]) != self.walked(self.offers[now][name]) for name in offers):
            self.fault("offers other steps than under other settings", None, now, f"{offers} but {self.offers[now]}")
        self.known.offers.setdefault((now, projection(self.setting, offered_by(now.state))), offers)
        self.reach(now, offers)
        self.refuse_the_rest()
        if now.state in ENDED:
            self.check_end()

    def reach(self, situation, offers):
        if situation not in self.graph:
            self.offers[situation] = offers
            self.graph[situation] = dict.fromkeys(self.edges(situation))
            self.todo.append(situation)

    def put_back(self, situation):
        if situation != self.situation:
            number, self.number, self.etag, days, history = self.stood[situation]
            self.kept.put_back(self.dossier, number)
            self.kept.days(days)
            self.situation, self.history = situation, list(history)

    def walked(self, actions):
        """Those that this walk takes."""
        return [what for what in actions if (self.setting.withdraws or what not in WITHDRAWING)
                and (self.setting.extends or STEPS[what].get("clock") != "extended")
                and (self.setting.asks or what not in ASKING) and (self.setting.waits or what not in WAITING)]

    def offered(self, person):
        answer = person.get(f"/v1/dossiers/{self.dossier}")
        assert answer.status in (200, 404), answer
        return answer.json["actions"] if answer.status == 200 else []

    # ---- filing ----

    def party(self):
        """The citizen as the desk knows him: by a dossier that he filed there."""
        citizen = self.people.citizen_elder
        if not citizen.get("/v1/dossiers", query={"limit": 1}).json["items"]:
            citizen.file()
        filed = citizen.get("/v1/dossiers", query={"limit": 1}).json["items"][0]["id"]
        return citizen.dossier(filed)["applicant"]["party_id"]

    def file(self):
        self.kept.days(0)
        body = {"procedure_code": self.procedure, "unit_code": UNIT, "answers": self.answers,
                "return_channel": self.setting.returned}
        if self.setting.returned == "post":
            body["return_address"] = ADDRESS
        if self.setting.intake != "online":
            body |= {"channel": self.setting.intake,
                     "applicant": {"party_id": self.party()} if self.setting.account else PERSON}
        answer = self.filer.post("/v1/dossiers", body, key=True)
        assert answer.status == 201, answer
        self.dossier = answer.json["id"]
        for component in self.case["components"]:
            if component["required"]:
                self.give(self.filer, component["code"])
        self.filer.submit(self.dossier)
        self.filed, self.history = self.filed + 1, []
        self.first = self.first or self.dossier
        self.observe()

    def give(self, person, component):
        done = person.put(f"/v1/dossiers/{self.dossier}/components/{component}", {"upload_ids": [person.upload()]})
        assert done.status == 200, done

    # ---- what may come next ----

    def edges(self, now):
        """What is offered to each, and what else happens to a dossier: money and letters arrive, results are fetched, days pass."""
        edges = []
        acting = {who: actions for who, actions in self.offers[now].items()
                  if who == "applicant" or who.split("_")[0] == self.setting.acting}
        for who, actions in self.offers[now].items():
            # What nobody of those who act is offered, a leader's word or the asking for it, the others do.
            edges += [Edge(who, what, self.setting.holder if "target" in STEPS[what].get("asks", ()) else "")
                      for what in self.walked(actions) if who in acting or not any(what in others for others in acting.values())]
        if now.state in ENDED:
            return edges
        if now.fee == "due" and self.setting.account:
            edges.append(Edge("applicant", "pays by bank"))
        if now.letter and now.letter.split()[0] not in LETTER_ENDS:
            edges += [Edge("carrier", self.setting.letter), Edge("carrier", "delivered", "with proof")]
        if STATES[now.state]["phase"] == "decided" and now.fee != "due" and self.setting.account \
                and FETCH not in self.offers[now]["applicant"]:
            edges.append(Edge("applicant", "fetches the result"))
        if self.setting.late and False in (now.limit_passed, now.notice_passed):
            edges.append(Edge("time", "passes"))
        return [edge for edge in edges if not self.ends_as_before(now, edge) and not self.goes_as_before(now, edge)]

    def ending(self, edge):
        return STEPS.get(edge.what, {}).get("to") in ENDED

    def ends_as_before(self, now, edge):
        """Whether it leads to an end, as it has been seen to do from such a situation, told apart by what may matter to the end
        alone."""
        if not self.ending(edge):
            return False
        step = STEPS[edge.what]
        letter = "shipment" in step.get("when", "") and now.letter
        key = (edge, self.read(edge), now.state, now.resume_state, now.fee == "due", now.withdrawal, now.partner, letter)
        if key in self.known.ended:
            self.surely.setdefault(now, set()).add(step["to"])
            return True
        self.known.ended.add(key)
        return False

    def goes_as_before(self, now, edge):
        """Whether it has been taken where only the holder or what is long past was different, while something else is pending
        too, a withdrawal, a leader's word or a letter sent before: what is pending doubles all that there is."""
        pending = now.withdrawal or now.leader_asked or now.partner or now.letter and STATES[now.state]["phase"] == "open"
        if self.ending(edge) or not pending:
            return False
        key = (edge, now.state, now.resume_state, now.fee == "due", now.withdrawal, now.leader_asked, now.partner, now.letter)
        if key in self.alike:
            self.likewise.append((now, self.alike[key], edge))
            return True
        self.alike[key] = now
        return False

    def read(self, edge):
        """The setting as far as this reads it."""
        return projection(self.setting, read_by(edge.what))

    def expected(self, situation, edge):
        """Where it leads, as seen under other settings which are the same to it, if each value of this setting has been met at
        it and if there is nothing new to be seen there; else None."""
        target = self.known.leads.get((situation, edge, self.read(edge)))
        if target is None or not all((situation, edge, value) in self.known.met for value in enumerate(self.setting[:WAY])):
            return None
        if target in self.graph:
            return target
        offers = self.known.offers.get((target, projection(self.setting, offered_by(target.state))))
        if not self.merges or offers is None:
            return None
        self.reach(target, offers)
        return target

    def target(self, who, how):
        """To whom it is passed on, as seen by the one who does it."""
        units = {name: (UNIT if name in self.STAFF[:2] else ELSEWHERE) for name in self.STAFF}
        here = units[who]
        there = ELSEWHERE if here == UNIT else UNIT
        colleague = next(name for name in self.STAFF if units[name] == here and name != who)
        stranger = next(name for name in self.STAFF if units[name] == there)
        return {"nobody": {"unit_code": there}, "self": {"officer_id": self.ids[who]},
                "colleague": {"unit_code": here, "officer_id": self.ids[colleague]},
                "elsewhere": {"unit_code": there, "officer_id": self.ids[stranger]}}[how]

    def supplement(self):
        if self.case["components"]:
            return {"components": [self.case["components"][0]["code"]]}
        return {"fields": [self.words_field()]}

    def words_field(self):
        """An answer in words, which can say more."""
        return next(name for name, value in self.answers.items()
                    if isinstance(value, str) and set(self.form["schema"]["properties"][name]) <= {"type", "minLength", "maxLength"}
                    and not name.startswith("applicant"))

    def body(self, who, what, how=""):
        """What the step asks, by the vocabulary, and what the contract requires of it."""
        schemas = self.contract.document["components"]["schemas"]
        name = schemas["Action"]["discriminator"]["mapping"][what].rsplit("/", 1)[1]
        asks, body = STEPS[what].get("asks", ()), {"action": what}
        if "target" in asks:
            body |= self.target(who, how) if who in self.STAFF else {}
        if "supplement" in asks:
            body |= self.supplement()
        for member in schemas[name]["required"]:
            if member not in body:
                body[member] = self.member(who, what, member)
        if "reasons" in STEPS[what] and "reason_code" in body:
            body["reason"] = REASON
        return body

    def member(self, who, what, member):
        if member == "reason":
            return REASON
        if member == "reason_code":
            return STEPS[what]["reasons"][0]
        if member == "receiver_name":
            return PERSON["full_name"]
        if member == "upload_ids":
            return [self.spare[who]]
        if member == "days":
            return 1
        if member == "partner":
            return self.partner
        raise KeyError(f"the contract requires {member} of a step: say here how it is made")

    def ask(self, who, what, how=""):
        person, asks = self.roles[who], STEPS[what].get("asks", ())
        if "carrier" in asks:
            path, body = "shipments", {"carrier": "demo"}
        elif "cash" in asks:
            path, body = "payments", {"method": "cash"}
        else:
            path, body = "actions", self.body(who, what, how)
        return person.post(f"/v1/dossiers/{self.dossier}/{path}", body, key=True, etag=self.etag)

    # ---- taking an edge ----

    def take(self, edge):
        before, told, self.taken = self.situation, None, self.taken + 1
        if edge.what in STEPS:
            told = self.step(edge)
        elif edge.what == "pays by bank":
            self.pay()
        elif edge.what == "fetches the result":
            self.fetch(edge.who)
        elif edge.who == "carrier":
            self.letter(edge)
        else:
            self.pass_days()
        self.observe(edge.who, told) if told is not None else self.observe()
        target = self.graph[before][edge]
        if target is not None and target != self.situation:
            self.fault("leads now here, now there", edge, before, f"{target} or {self.situation}")
        self.graph[before][edge] = self.known.leads[before, edge, self.read(edge)] = self.situation
        self.executed.add((before, edge))
        self.known.met.update((before, edge, value) for value in enumerate(self.setting[:WAY]))

    def step(self, edge):
        if edge.what == FETCH:
            self.fetch(edge.who)
            return None
        if STEPS[edge.what].get("clock") == "supplied":
            self.supply(self.roles[edge.who])
        answer = self.ask(edge.who, edge.what, edge.how)
        if answer.status != 201:
            self.fault(f"button to {answer.status} {answer.code}", edge, self.situation, answer.body.decode()[:300])
        return answer.json.get("actions") if answer.status == 201 else None

    def supply(self, person):
        asked = person.dossier(self.dossier)["supplement"]
        for component in asked["components"]:
            self.give(person, component)
        for field in asked["fields"]:
            # Another word each time: what changes nothing is nothing supplied.
            more = {field: f"{self.answers[field]} {next(self.clock)}"}
            done = person.patch(f"/v1/dossiers/{self.dossier}", {"answers": more}, etag=person.etag(self.dossier))
            assert done.status == 200, done
        self.etag = person.etag(self.dossier)

    def pay(self):
        shown = self.roles["applicant"].post(f"/v1/dossiers/{self.dossier}/payments", {"method": "vietqr"}, key=True)
        assert shown.status == 201, shown
        told = self.people.bank(shown.json["transfer_content"], shown.json["amount"])
        assert told.json == {"outcome": "settled"}, told

    def fetch(self, who):
        files = self.roles[who].dossier(self.dossier)["results"]
        assert files, "a result that is not there for the one whose it is"
        for file in files:
            got = self.roles[who].get(f"/v1/dossiers/{self.dossier}/files/{file['id']}")
            assert got.status == 200, got

    def letter(self, edge):
        at = datetime(2026, 11, 24) + timedelta(seconds=next(self.clock))
        proof = {"proof": {"receiver_name": PERSON["full_name"], "id_seen": True}} if edge.how else {}
        told = self.people.carrier(self.number, edge.what, f"{at:%Y-%m-%dT%H:%M:%SZ}", **proof)
        assert told.status == 200 and told.json["outcome"] == "recorded", told

    def pass_days(self):
        self.kept.days(self.kept.passed + LONGER)

    # ---- what is held against it ----

    def fault(self, kind, edge, situation, more=""):
        self.faults.append((kind, edge, situation, self.setting, more))

    def refuse_the_rest(self):
        """Every step that is not offered is refused and leaves no trace."""
        rest = list(self.rest())
        before = rest and self.kept.ask("traces", self.dossier)
        for who, what in rest:
            answer = self.ask(who, what, self.setting.holder)
            if answer.status not in REFUSED:
                self.fault(f"not offered, and answers {answer.status}", Edge(who, what), self.situation, answer.code)
        self.refusals += len(rest)
        after = rest and self.kept.ask("traces", self.dossier)
        if before != after:
            self.fault("refused, and leaves a trace", None, self.situation, f"{before} {after}")

    def rest(self):
        """The steps that are not offered here, to whom, as far as they have not been refused where it comes to the same."""
        now = self.situation
        for who, offered in self.offers[now].items():
            for what in STEPS:
                # What else the step's own condition asks tells apart as well.
                returned, facts = asked_by(what)
                key = (who, what, returned and self.setting.returned, now.state, now.holder[0], *(now[at] for at in facts))
                if what not in offered and what != FETCH and key not in self.known.refused:
                    self.known.refused.add(key)
                    yield who, what

    def check_end(self):
        """What an ended dossier's rows say is what the walk saw, and what they promise is settled."""
        reader = self.roles["officer"]
        events = reader.get(f"/v1/dossiers/{self.dossier}/events")
        custody = reader.get(f"/v1/dossiers/{self.dossier}/custody")
        assert events.status == custody.status == 200
        self.kept.cursor.execute(CHAIN, (self.dossier,))
        before, rows = "0" * 64, self.kept.cursor.fetchall()
        for row in rows:
            text = "|".join([before, self.dossier, *map(str, row[:-1])])
            if hashlib.sha256(text.encode()).hexdigest() != row.hash:
                self.fault("a link of custody that does not follow", None, self.situation, str(row))
            before = row.hash
        told = [link["hash"] for link in custody.json["items"]]
        held = [(row.state, row.unit_code, row.officer) for row in rows]
        seen = [key for key, _ in itertools.groupby(self.history)]
        if told != [row.hash for row in rows] or [key for key, _ in itertools.groupby(held)] != seen:
            self.fault("custody is not what happened", None, self.situation, f"{held} but {seen}")
        states = [event["to_state"] for event in events.json["items"]]
        if [key for key, _ in itertools.groupby(states)] != [key for key, _ in itertools.groupby(s for s, _, _ in seen)]:
            self.fault("events are not what happened", None, self.situation, f"{states} but {seen}")
        self.kept.cursor.execute("select promised, ended_why from promise where dossier_id = %s", (self.dossier,))
        promises = self.kept.cursor.fetchall()
        if any(why is None for _, why in promises) or self.situation.state in HANDED_OVER and ("result", "kept") not in promises:
            self.fault("an end with promises that are open", None, self.situation, str(promises))

    # ---- the way ----

    def run(self):
        """Every edge of every situation, in the order in which they are reached: so by the shortest ways."""
        self.file()
        while self.todo:
            situation = self.todo.popleft()
            for edge in self.graph[situation]:
                target = self.expected(situation, edge)
                self.graph[situation][edge] = target
                sampled = target is not None and self.merges and self.drawn(situation, edge)
                self.sampled, self.merged = self.sampled + sampled, self.merged + (target is not None and not sampled)
                if (target is None or sampled) and self.go_to(situation):
                    self.take(edge)
        for situation, edges in self.graph.items():
            for edge in edges:
                if edges[edge] is None:
                    self.fault("never tried", edge, situation)
        if not self.merges:
            self.go_again()
        self.kept.forget()
        return self

    def drawn(self, situation, edge):
        return zlib.crc32(repr((self.setting, situation, edge)).encode()) % ONE_IN == 0

    def go_to(self, situation):
        """Puts it back, or goes there from the nearest that can be put back; False, and a fault, if that leads elsewhere."""
        way = [] if situation in self.stood else self.ways(self.stood).get(situation)
        if way is None:
            self.fault("not reached as under other settings", None, situation)
            return False
        self.put_back(way[0][0] if way else situation)
        return self.go(way)

    def go(self, way):
        """Along a way that is known. What was held against the contract the first time is not once more."""
        self.hold_to_contract(False)
        for before, edge in way:
            if self.situation == before:
                self.take(edge)
        self.hold_to_contract(True)
        return not way or self.situation == self.graph[way[-1][0]][way[-1][1]]

    def ways(self, starts):
        """situation -> the shortest way there from one of some, as situations and edges."""
        come, queue = {situation: [] for situation in starts}, deque(starts)
        while queue:
            at = queue.popleft()
            for edge, target in self.graph[at].items():
                if target is not None and target not in come:
                    come[target] = come[at] + [(at, edge)]
                    queue.append(target)
        return come

    def go_again(self):
        """New dossiers, from their filing on, go the longest of the shortest ways, none to where another has come by."""
        been = set()
        ways = sorted(self.ways([next(iter(self.graph))]).items(), key=lambda item: -len(item[1]))
        while self.filed <= WAYS_GONE_AGAIN and ways:
            situation, way = ways.pop(0)
            if situation not in been:
                self.file()
                been.update({situation}, (at for at, _ in way))
                if not self.go(way):
                    self.fault("not reached again", None, situation, str(self.situation))
                elif {name: self.offered(person) for name, person in self.roles.items()} != self.offers[situation]:
                    self.fault("offers other steps now than before", None, situation)
                elif situation.state in ENDED:
                    self.check_end()

    def hold_to_contract(self, checked):
        for person in self.roles.values():
            person.checked = checked

    def dead_ends(self):
        """The situations from which nobody comes to an end; those with a result that cannot be handed over; those before a
        result in which the office waits for ever for a citizen who does nothing."""
        def staff(edge):
            return edge.who in (*self.STAFF, "time") and "cash" not in STEPS.get(edge.what, {}).get("asks", ())
        every, office = lambda edge: True, staff
        for kind, ends, counted, phases in (("no end", ENDED, every, ("open", "decided")),
                                            ("a result that cannot be handed over", HANDED_OVER, every, ("decided",)),
                                            ("no end for the office alone", ENDED, office, ("open",) if self.setting.late else ())):
            reached = self.leading_to(ends, counted)
            for situation in self.graph:
                if STATES[situation.state]["phase"] in phases and situation not in reached:
                    yield kind, situation

    def leading_to(self, ends, counted):
        back = {}
        for situation, edges in self.graph.items():
            for edge, target in edges.items():
                if counted(edge):
                    back.setdefault(target, []).append(situation)
        for situation, alike, edge in self.likewise:
            if counted(edge):
                back.setdefault(self.graph[alike][edge], []).append(situation)
        reached = {situation for situation in self.graph if situation.state in ends or self.surely.get(situation, set()) & ends}
        queue = deque(reached)
        while queue:
            for before in back.get(queue.popleft(), ()):
                if before not in reached:
                    reached.add(before)
                    queue.append(before)
        return reached
