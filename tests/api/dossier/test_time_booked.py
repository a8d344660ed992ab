"""Promises, pauses, holders and rounds as rows: what a dossier says of now is what its rows say, and every working minute from
filing to hand-over is booked once, to a holder and a cause."""
import random
from datetime import datetime, timedelta

import pytest

from harness import working_time
from harness.outages import enter, minute, work_once
from harness.people import ADDRESS, BIRTH, COPIES

REASON = "Bản chụp bị mờ, không đọc được ngày sinh."
BODY = {"accept": {}, "take": {}, "refuse": {"reason": REASON}, "request_supplement": {"reason": REASON, "fields": ["copies"]},
        "stop": {"reason": REASON}, "recall": {"reason": REASON}, "expire_supplement": {}, "accept_withdrawal": {},
        "return": {"receiver_name": "Đỗ Thị Hòa"}, "decline_withdrawal": {"reason": REASON}, "request_payment": {"reason": REASON},
        "request_withdrawal": {"reason": REASON}, "extend": {"reason": REASON, "days": 2},
        "ask_leader": {"reason": REASON}, "hand_back": {"reason": REASON}, "cancel_supplement": {"reason": REASON},
        "expire_payment": {}, "partner_answered": {}}
PROOF = {"proof": {"receiver_name": "Phạm Thị Thử Nghiệm", "received_at": "2027-01-04T02:00:00Z"}}


@pytest.fixture()
def citizen(people):
    return people.newcomer()


def entries(service, dossier):
    return service.sql("""select cause, stands, unit_code, minutes, extract(epoch from from_at)::bigint,
        extract(epoch from until_at)::bigint, state, partner_code from time_entry where dossier_id = %s order by number""", dossier)


def promises(service, dossier):
    return service.sql("""select promised, iso_time(due_at), ended_why, late_minutes from promise where dossier_id = %s
        order by number""", dossier)


def instant(seconds):
    return datetime(1970, 1, 1) + timedelta(seconds=seconds)


def worked(start, end):
    return int(working_time.seconds_between(start, end) // 60)


def check_rows(service, dossier):
    """The columns of now equal the rows; the ledger is whole. The minutes booked."""
    (state, submitted, booked, stands, due, step_due, limit, rounds, holder, law) = service.sql("""
        select d.state, extract(epoch from submitted_at)::bigint, extract(epoch from booked_until)::bigint, stands_since is not null,
            due_at, step_due_at, (supplement ->> 'limit_at')::timestamptz, rounds, holder_unit_code, dossier_law(d)
        from dossier d where id = %s""", dossier)[0]
    rows = service.sql("select promised, due_at, ended_at, number from promise where dossier_id = %s order by number", dossier)
    by_kind = {kind: [row for row in rows if row[0] == kind] for kind in ("intake", "result", "supplement")}
    unended = {kind: [row[1] for row in of if row[2] is None] for kind, of in by_kind.items()}
    assert all(len(of) <= 1 for of in unended.values()), rows
    assert due == by_kind["result"][-1][1]
    assert unended["supplement"] == ([limit] if state == "supplement_requested" else [])
    ended = state in ("rejected", "withdrawn", "stopped", "returned")
    assert not ended or not any(unended.values())
    if state == "registered":
        assert unended["intake"] == [step_due]
    elif state in ("received", "processing"):
        assert not unended["intake"] and unended["result"] == [due] and step_due == due
    asked = service.sql("""select number, answered_at is not null, limit_at from supplement_round where dossier_id = %s
        order by number""", dossier)
    assert [row[0] for row in asked] == list(range(1, rounds + 1))
    if state == "supplement_requested":
        assert asked[-1][1:] == (False, limit)
    booking = entries(service, dossier)
    assert [row[4] for row in booking] == [submitted, *[row[5] for row in booking]][:len(booking)]
    assert booked == (booking[-1][5] if booking else submitted)
    total = sum(row[3] for row in booking)
    assert total == worked(instant(submitted), instant(booked))
    for cause, stood, unit, _, _, _, of_state, partner in booking:
        assert stood == (of_state in ("supplement_requested", "payment_requested")
                         or cause in ("agency", "partner") and law == "civil_status" and of_state != "finished"), (cause, of_state)
        assert (cause == "citizen") == (of_state == "supplement_requested") or of_state == "finished"
        assert (cause == "agency") == (unit == "H99.32") or cause == "partner" or of_state in ("supplement_requested", "payment_requested")
        assert (cause == "partner") == (partner is not None) and (partner is None or of_state in ("received", "processing"))
    check_waiting(service, dossier)
    custody = service.sql("select unit_code, state from custody where dossier_id = %s order by sequence desc limit 1", dossier)
    assert custody == [(holder, state)]
    check_charges(service, dossier, ended)
    return total


def check_waiting(service, dossier):
    """A partner's promise is open for as long as it is waited for, and it was late by what passed since then."""
    waits, since, submitted = service.sql("""select partner_code, partner_since, extract(epoch from submitted_at)::bigint
        from dossier where id = %s""", dossier)[0]
    asked = service.sql("""select partner_code, made_at, ended_at is null, ended_why, late_minutes, extract(epoch from due_at)::bigint,
        extract(epoch from ended_at)::bigint from promise where dossier_id = %s and promised = 'partner' order by number""", dossier)
    limited = waits in (None, "ho-tich")  # the other partner of these procedures has no time of its own
    assert [row[:2] for row in asked if row[2]] == ([(waits, since)] if waits and limited else [])
    for _, _, unended, why, late, due, ended in asked:
        assert unended or why in ("kept", "void")
        if why == "kept":
            assert late == -(-working_time.seconds_between(instant(due), instant(max(due, ended))) // 60)


def check_charges(service, dossier, ended):
    """What is due, paid and to be given back follows from the charges, and no more is given back than was paid."""
    kept, says, finished = service.sql("""select to_jsonb(d), to_jsonb(charges_say(d)), finished_at is not null
        from dossier d where id = %s""", dossier)[0]
    assert kept == says
    rows = service.sql("select id::text, kind, state, total from charge where dossier_id = %s", dossier)
    claimed = {state: sum(total for _, kind, of, total in rows if of == state and kind != "refund")
               for state in ("open", "paid", "to_refund")}
    back = sum(total for _, _, of, total in rows if of == "to_refund")
    assert (kept["fee_total"], kept["fee_paid"], kept["fee_to_refund"]) == (
        sum(claimed.values()), claimed["paid"] + claimed["to_refund"], back)
    quote = service.sql("""select (content::jsonb -> 'quote' ->> 'total')::bigint from submission where dossier_id = %s
        order by number desc limit 1""", dossier)[0][0]
    if ended and not finished:
        assert claimed["open"] == claimed["paid"] == 0 and back == claimed["to_refund"]
    else:
        assert claimed["open"] + claimed["paid"] - back == quote
    paid = service.sql("""select charge_id::text, sum(amount) from payment p join charge c on c.id = p.charge_id
        where c.dossier_id = %s and p.state = 'paid' group by 1""", dossier)
    assert dict(paid) == {charge: total for charge, kind, of, total in rows if of in ("paid", "to_refund") and kind != "refund"}


def settle(service, dossiers, known):
    work_once(service)
    for key, in service.sql("select id::text from outage where settled_at is not null"):
        known.setdefault(key, set(dossiers))


OUTAGES = """select id::text, first_id::text, extract(epoch from from_at)::bigint, extract(epoch from until_at)::bigint,
    settled_at is not null, partner_code, unit_code from outage where replaced_at is null"""
# One that was corrected before it was settled is not settled any more.
UNSETTLED = "select id::text from outage where settled_at is null and replaced_at is null"


def takes(partner, unit, cause, held_by, waits_for):
    """Whether an outage of a partner, of a unit or of all takes what somebody had; no unit here has another below it."""
    return waits_for == partner if partner else cause != "partner" and held_by == unit if unit else True


def check_outages(service, dossier, known):
    """What fell into outages, counted another way, is booked to them; all minutes are booked once. The minutes in outages.
    known: the dossiers that there were when an outage was settled, as the test goes back in time and files further ones."""
    submitted, booked, running, elapsed, *now = service.sql("""select extract(epoch from submitted_at)::bigint,
        extract(epoch from booked_until)::bigint, state_running(state),
        (select coalesce(sum(minutes), 0) from time_entry where dossier_id = id), time_cause(d), holder_unit_code,
        case when time_cause(d) = 'partner' then partner_code end from dossier d where id = %s""", dossier)[0]
    ledger = service.sql("select cause, outage_id::text, minutes from time_booked(%s)", dossier)
    stretches = entries(service, dossier)
    assert sum(row[2] for row in ledger) == elapsed and all(row[2] >= 0 for row in ledger)
    expected = 0
    for key, first, begins, ends, settled, partner, unit in service.sql(OUTAGES):
        assert settled and (not running or submitted >= ends or booked >= ends or dossier not in known[key]
                            or not takes(partner, unit, *now))
        minutes = 0
        for cause, _, held_by, _, since, until, _, waits_for in stretches if dossier in known[key] else ():
            since, until = max(begins, since), min(ends, until)
            if since < until and takes(partner, unit, cause, held_by, waits_for):
                minutes += worked(instant(submitted), instant(until)) - worked(instant(submitted), instant(since))
        assert sum(row[2] for row in ledger if row[:2] == ("outage", first)) == minutes
        expected += minutes
    assert sum(row[2] for row in ledger if row[0] == "outage") == expected
    return expected


class History:
    """A dossier taken through random steps at random moments."""

    def __init__(self, people, moment, citizen, seed):
        self.people, self.moment, self.citizen, self.random = people, moment, citizen, random.Random(seed)
        self.now = datetime(2027, 1, 1) + timedelta(seconds=self.random.randrange(300 * 86400))
        self.shipment = self.proven = None
        self.partner = "ho-tich" if seed % 2 else "dan-cu"
        post = {"return_channel": "post", "return_address": ADDRESS} if seed % 3 == 0 else {}
        self.dossier = citizen.draft(COPIES if seed % 2 else BIRTH, **post)
        self.moment.set(self.now)
        citizen.submit(self.dossier)

    def wait(self):
        self.now += timedelta(seconds=self.random.randrange(self.random.choice((30, 3600, 86400, 10 * 86400))))
        self.moment.set(self.now)

    def prove_outage(self):
        """A random time since the filing, of all, a partner or a unit, unless another claims some of it; whether it was entered."""
        filed = self.now - timedelta(seconds=self.random.randrange(60, 20 * 86400))
        begins = filed.replace(second=0) - working_time.LOCAL
        ends = min(begins + timedelta(minutes=self.random.randrange(1, 3000)), self.now.replace(second=0) - working_time.LOCAL)
        covers = self.random.choice(({}, {"partner": "ho-tich"}, {"partner": "dan-cu"}, {"unit": "H99.31"}, {"unit": "H99.32"}))
        answer = enter(self.people, begins, ends, **covers)
        assert answer.status == 200 or answer.json["errors"][0]["code"] in ("overlap", "until"), answer
        if answer.status == 200:
            self.proven = (begins, covers)
        return answer.status == 200

    def correct_outage(self):
        """The one that was entered last has another end, or was none; whether that could be said."""
        if not self.proven:
            return False
        begins, covers = self.proven
        ends = begins + timedelta(minutes=self.random.choice((0, self.random.randrange(1, 6000))))
        answer = enter(self.people, begins, ends, what="Kiểm tra lại biên bản", **covers)
        assert answer.status == 200 or answer.json["errors"][0]["code"] in ("overlap", "until"), answer
        return answer.status == 200

    def officer(self):
        here = self.citizen.dossier(self.dossier)["holder"]["unit"]["code"]
        return self.people.officer if here == "H99.31" else self.people.officer_binh

    def step(self):
        """One of the steps that somebody is offered; false at an end."""
        self.wait()
        shown = self.citizen.dossier(self.dossier)
        officer = self.officer()
        offered = [(self.citizen, name) for name in shown["actions"]] + [
            (officer, name) for name in officer.dossier(self.dossier)["actions"]]
        if self.shipment:
            offered.append((None, "carrier"))
        if not offered or shown["returned_at"]:
            return False
        # Often a partner is waited for, so that there is much of its time.
        waits = [offer for offer in offered if offer[1] == "await_partner" and self.random.random() < 0.6]
        person, name = self.random.choice(waits or offered)
        if name == "carrier":
            state = self.random.choice(("in_transit", "delivered", "returned_to_sender"))
            self.people.carrier(self.shipment, state, f"{self.now - working_time.LOCAL:%Y-%m-%dT%H:%M:%SZ}", **PROOF)
            self.shipment = self.shipment if state == "in_transit" else None
        elif name == "take_cash":
            person.pay_cash(self.dossier)
        elif name == "finish":
            person.finish(self.dossier)
        elif name == "ship":
            answer = person.post(f"/v1/dossiers/{self.dossier}/shipments", {"carrier": "demo"}, key=True)
            assert answer.status == 201, answer
            self.shipment = answer.json["tracking_number"]
        elif name == "supply":
            person.supply(self.dossier, copies=(shown["answers"].get("copies", 1) + self.random.randrange(1, 5)) % 6 + 1)
        elif name == "await_partner":
            person.do(self.dossier, name, partner=self.partner)
        elif name == "forward":
            person.do(self.dossier, "forward", unit_code=self.random.choice(("H99.31", "H99.32")))
        else:
            person.do(self.dossier, name, **BODY[name])
        return True


def test_random_histories_are_booked_to_the_minute_and_columns_equal_rows(people, service, moment, citizen, capsys):
    """In between outages are proven, each of which concerns whatever was open then."""
    steps = minutes = entered = corrected = 0
    dossiers, known = [], {}
    for seed in range(40):
        history = History(people, moment, citizen, seed)
        check_rows(service, history.dossier)
        dossiers.append(history.dossier)
        for number in range(12):
            if not history.step():
                break
            steps += 1
            if number == 5 and seed % 4 == 0:
                entered += history.prove_outage()
                settle(service, dossiers, known)
            if number == 8 and seed % 2 == 0:
                corrected += history.correct_outage()
            check_rows(service, history.dossier)
        entered += history.prove_outage()
        if seed % 5 == 0:
            settle(service, dossiers, known)
        if seed % 3 == 0:
            corrected += history.correct_outage()
    moment.set("2029-01-05 10:00")
    rounds = 0
    while service.sql(UNSETTLED):  # a round of the worker does not settle all that there is
        settle(service, dossiers, known)
        rounds += 1
        assert rounds < 20, service.sql(UNSETTLED)
    minutes = sum(check_rows(service, dossier) for dossier in dossiers)
    waited = service.sql("select sum(minutes) from time_entry where cause = 'partner' and dossier_id = any (%s::uuid[])", dossiers)[0][0]
    in_outages = sum(check_outages(service, dossier, known) for dossier in dossiers)
    work_once(service)
    assert in_outages == sum(check_outages(service, dossier, known) for dossier in dossiers)
    with capsys.disabled():
        print(f"\n40 histories, {steps} steps, {minutes} working minutes booked = elapsed, {waited} of them waiting for partners, "
              f"{in_outages} in {entered} outages, of which {corrected} corrected")
    assert steps >= 150 and minutes > in_outages > 0 and entered > 20 and corrected > 5 and waited > 1000


def test_waiting_for_the_citizen_is_not_the_office_s_lateness(people, service, moment, citizen):
    """'Yêu cầu bổ sung' rows showed the citizen's limit as 'Quá hạn 6 ngày' in red, and 5 of the '28 quá hạn' were those."""
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(BIRTH)
    people.officer.do(dossier, "accept")
    moment.set("2027-03-10 10:00")
    people.officer.do(dossier, "request_supplement", **BODY["request_supplement"])
    service.sql("update dossier set step_due_at = now() - interval '6 days' where id = %s", dossier)
    item = next(i for i in people.officer.pages("/v1/inbox", limit=100) if i["id"] == dossier)
    assert item["clock_stands"] and not item["overdue"]
    late = people.officer.get("/v1/inbox", query={"overdue": "true", "limit": 100}).json["items"]
    assert dossier not in [i["id"] for i in late]
    found = people.officer.search(citizen.dossier(dossier)["code"]).json["items"]
    assert [(i["id"], i["overdue"]) for i in found] == [(dossier, False)]  # looked up by its code it once counted as late
    moment.set("2027-03-12 10:00")
    supplied = citizen.supply(dossier, copies=3)
    # from zero at full receipt: before, what was left went on
    assert working_time.parse(supplied["due_at"]) == working_time.working_days(datetime(2027, 3, 12, 3), 1, "15:00")
    assert not supplied["clock_stands"]
    moment.set("2027-03-12 11:00")
    people.officer.finish(dossier)
    assert [row[:4] for row in entries(service, dossier)] == [
        ("office", False, "H99.31", 60), ("citizen", True, "H99.31", 960), ("office", False, "H99.31", 60)]
    assert [(kind, why, late) for kind, _, why, late in promises(service, dossier)] == [
        ("intake", "kept", 0), ("result", "moved", None), ("supplement", "kept", 0), ("result", "kept", 0)]


def test_waiting_for_the_fee_moves_the_day_by_as_much(people, service, moment, citizen):
    """request_payment ten days ago: due 20/11 before and after the citizen paid, back in 'Được tiếp nhận' already overdue."""
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(COPIES)
    people.officer.do(dossier, "accept")
    before = citizen.dossier(dossier)["due_at"]
    assert working_time.parse(before) == datetime(2027, 3, 10, 10)
    people.officer.do(dossier, "request_payment", reason="Vui lòng nộp lệ phí.")
    moment.set("2027-03-15 09:00")
    asked = citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True).json
    assert people.bank(asked["transfer_content"], asked["amount"]).json == {"outcome": "settled"}
    paid = citizen.dossier(dossier)
    assert paid["state"] == "received" and working_time.parse(paid["due_at"]) == datetime(2027, 3, 15, 10)
    assert [row[:4] for row in entries(service, dossier)] == [("money", True, "H99.31", 3 * 480)]
    assert [row[2] for row in promises(service, dossier)] == ["kept", "moved", None]


@pytest.mark.parametrize("law, moves", [("civil_status", True), (None, False)])
def test_another_agency_s_time_is_its_own_and_moves_the_day_only_by_a_special_law(people, service, moment, citizen, law, moves):
    version = service.sql("select id from procedure_version where procedure_code = %s", BIRTH)[0][0]
    service.sql("update procedure_version set law = %s where id = %s", law, version)
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(BIRTH)
    people.officer.do(dossier, "accept")
    before = citizen.dossier(dossier)["due_at"]
    people.officer.do(dossier, "forward", unit_code="H99.32")
    assert citizen.dossier(dossier)["clock_stands"] == moves
    moment.set("2027-03-12 09:00")
    people.officer_binh.do(dossier, "forward", unit_code="H99.31")
    after = working_time.parse(citizen.dossier(dossier)["due_at"])
    due = working_time.parse(before)
    assert after == (working_time.add_seconds(due, 2 * 8 * 3600) if moves else due)
    assert [row[:4] for row in entries(service, dossier)] == [("agency", moves, "H99.32", 2 * 480)]
    service.sql("update procedure_version set law = 'civil_status' where id = %s", version)


def test_more_papers_are_asked_for_once_and_soon_enough(people, moment, citizen):
    """A second and a third request, 60 working days each: all 201, and out of the late list for months."""
    moment.set("2027-03-10 09:00")
    dossier, slow = citizen.file(BIRTH), citizen.file(BIRTH)
    people.officer.do(dossier, "request_supplement", **BODY["request_supplement"])
    assert people.officer.act(slow, "request_supplement", **BODY["request_supplement"], days=60).code == "invalid-body"
    citizen.supply(dossier, copies=3)
    assert people.officer.act(dossier, "request_supplement", **BODY["request_supplement"]).code == "wrong-state"
    people.officer.do(slow, "accept")
    moment.set("2027-03-15 09:01")  # more than three working days after receipt
    assert people.officer.act(slow, "request_supplement", **BODY["request_supplement"]).code == "leader-required"
    assert people.leader.do(slow, "request_supplement", **BODY["request_supplement"])["state"] == "supplement_requested"


def test_the_day_is_moved_once_with_an_apology_and_in_good_time(people, service, moment, citizen):
    """There was no way to say sorry and name another day: lateness was silent."""
    moment.set("2027-03-10 09:00")
    dossier, late = citizen.file("1.004884"), citizen.file("1.004884")
    officer = people.officer
    before = working_time.parse(officer.do(dossier, "accept")["due_at"])
    officer.do(late, "accept")
    assert officer.act(dossier, "extend", reason="Chờ xác minh thông tin.").code == "invalid-body"
    moved = officer.do(dossier, "extend", reason="Chờ xác minh thông tin.", days=3)
    assert working_time.parse(moved["due_at"]) == working_time.working_days(before, 3)
    assert moved["step_due_at"] == moved["due_at"] and "extend" not in moved["actions"]
    notice = next(n for n in citizen.get("/v1/notifications").json["items"] if n["dossier_id"] == dossier)
    assert "xin lỗi" in notice["body"] and "Chờ xác minh thông tin." in notice["body"]
    assert officer.act(dossier, "extend", reason="Lần nữa thì không.", days=1).code == "wrong-state"
    assert [row[::2] for row in promises(service, dossier)] == [("intake", "kept"), ("result", "extended"), ("result", None)]
    # less than a day before the promised one it is too late to ask
    moment.set(before + working_time.LOCAL - timedelta(hours=23))
    assert officer.act(late, "extend", reason="Chờ xác minh thông tin.", days=3).code == "wrong-state"


def test_the_ledger_cannot_be_changed_or_left_open(service, people, moment, citizen):
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(BIRTH)
    moment.set("2027-03-10 10:00")
    people.officer.do(dossier, "accept")
    for change in ("update time_entry set minutes = 0", "delete from time_entry", "delete from promise",
                   "update promise set due_at = now()", "update promise set ended_why = 'void' where ended_at is not null",
                   "update dossier set booked_until = booked_until + interval '1 minute'"):
        with pytest.raises(Exception, match="MC00|refused|booked as a whole"):
            service.sql(f"{change}{' and' if 'where' in change else ' where'} "
                        f"{'id' if 'update dossier' in change else 'dossier_id'} = %s", dossier)
    check_rows(service, dossier)


def test_what_was_promised_and_worked_is_read_by_both_sides_and_by_no_other(people, moment, citizen):
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(BIRTH)
    moment.set("2027-03-11 10:00")
    people.officer.do(dossier, "accept")
    shown = citizen.get(f"/v1/dossiers/{dossier}/times").json
    assert shown == people.officer.get(f"/v1/dossiers/{dossier}/times").json
    assert [(p["kind"], p["ended_why"], p["late_minutes"]) for p in shown["promises"]] == [
        ("intake", "kept", 60), ("result", None, None)]
    assert shown["promises"][1]["due_at"] == citizen.dossier(dossier)["due_at"]
    assert [(e["cause"], e["unit"]["code"], e["minutes"]) for e in shown["entries"]] == [("office", "H99.31", 540)]
    assert people.officer_chung.get(f"/v1/dossiers/{dossier}/times").code == "not-found"
    assert people.newcomer().get(f"/v1/dossiers/{dossier}/times").code == "not-found"
    assert citizen.get(f"/v1/dossiers/{citizen.draft(BIRTH)}/times").code == "not-found"


def test_a_proven_outage_is_nobody_s_delay_and_moves_no_day(people, service, moment, citizen):
    """Two hours without the service stood as the office's own: nobody could say whose delay it was."""
    moment.set("2031-03-10 08:00")
    working, ended, later = citizen.file(BIRTH), citizen.file(BIRTH), citizen.draft(BIRTH)
    moment.set("2031-03-10 09:00")
    people.officer.do(working, "accept")
    promised = citizen.dossier(working)["due_at"]
    people.officer.do(ended, "refuse", reason=REASON)
    moment.set("2031-03-10 14:30")
    citizen.submit(later)
    begins, ends = datetime(2031, 3, 10, 1, 30), datetime(2031, 3, 10, 7, 0)  # 8:30 to 14:00: 180 + 30 minutes
    assert enter(people, begins, ends, dry_run="true").json["changes"][0]["what"] == "outage"
    assert service.sql("select count(*) from outage where from_at = %s", minute(begins)) == [(0,)]
    for _ in range(2):  # said again it changes nothing
        assert enter(people, begins, ends).status == 200
    clash = enter(people, ends - timedelta(minutes=1), ends + timedelta(minutes=5))
    assert (clash.code, clash.json["errors"][0]["code"]) == ("invalid-body", "overlap")
    for _ in range(3):
        service.start_worker()
        service.kill_worker()
    work_once(service)
    shown = citizen.get(f"/v1/dossiers/{working}/times").json
    assert [(e["cause"], e["minutes"]) for e in shown["entries"]] == [
        ("office", 30), ("outage", 30), ("office", 30), ("outage", 180)]
    assert [(e["cause"], e["minutes"]) for e in citizen.get(f"/v1/dossiers/{ended}/times").json["entries"]] == [
        ("office", 30), ("outage", 30)]
    assert citizen.get(f"/v1/dossiers/{later}/times").json["entries"] == []
    assert citizen.dossier(working)["due_at"] == promised
    for dossier in (working, ended, later):
        check_rows(service, dossier)
    for change in ("update outage set until_at = until_at + interval '1 hour'", "delete from outage", "delete from outage_entry",
                   "update outage_entry set minutes = 1",
                   "insert into outage_entry select dossier_id, entry_number, uuid_v7(), 1000 from outage_entry"):
        with pytest.raises(Exception, match="MC00|refused|internal"):
            service.sql(change)
