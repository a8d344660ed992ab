"""One promised day: whoever reads of it, wherever, is told the same, whatever the hour of the filing."""
import subprocess

import pytest

from harness import working_time
from harness.people import BIRTH, COPIES, UNIT

# An ordinary Wednesday, around the cut-off of 15:00; the eves of a holiday at the weekend and of Tết. All to come: nothing
# signs receipts of the past.
HOURS = ("2027-03-10 14:59", "2027-03-10 15:00", "2027-03-10 15:01", "2027-04-29 15:01", "2027-02-04 14:59")


def limit_of(people, procedure):
    case = people.nobody.get(f"/v1/procedures/{procedure}").json["cases"][0]
    return next(channel["time"] for channel in case["channels"] if channel["channel"] == "online")


def due_of(at, time):
    """Counted in another way than the program does."""
    cutoff = time.get("cutoff")
    if time["unit"] == "none":
        return None
    if time["unit"] == "working_day":
        return working_time.working_days(at, time["amount"], cutoff)
    assert cutoff is None, "no sample has a cut-off with another unit"
    count = working_time.working_hours if time["unit"] == "working_hour" else working_time.calendar_days
    return count(at, time["amount"])


def told(people, citizen, dossier, code, phone):
    """What everybody is told: receipt, applicant, list, tracking, and the facts of the papers."""
    receipt = citizen.get(f"/v1/dossiers/{dossier}/receipt").json["payload"]["expected_by"]
    listed = next(item for item in citizen.get("/v1/dossiers", query={"limit": 100}).json["items"] if item["id"] == dossier)
    tracked = people.nobody.follow(citizen.link(dossier)).json
    return {"receipt": receipt, "citizen": citizen.dossier(dossier)["due_at"], "list": listed["due_at"], "tracking": tracked["due_at"]}


def instants(said):
    return {name: None if at is None else working_time.parse(at) for name, at in said.items()}


def test_every_sample_procedure_says_one_day_to_all(people, service, moment):
    """Before: the receipt ignored the 15:00 cut-off and the desk honoured it: the one counted from the end of the intake hours,
    'mc_calendar_due(intake.at, limit)', the desk from acceptance:
    filed on Wednesday at 14:30, copies due the same day were promised for Thursday 17:00 by the one and, accepted on Thursday
    at 15:30, for Friday 17:00 by the other; no day stood anywhere before acceptance."""
    offers = service.sql("""select v.procedure_code, (select min(c.unit_code) from competence c where c.procedure_code = v.procedure_code)
        from procedure_version v join procedure_channel ch on ch.version_id = v.id and ch.channel = 'online'
        where v.level <> 'information' group by 1, 2 having count(*) > 0 order by 1""")
    filed = 0
    for number, (procedure, unit) in enumerate(offers):
        citizen = people.newcomer()
        time = limit_of(people, procedure)
        for hour in HOURS if time.get("cutoff") else (HOURS[number % 3], HOURS[3 + number % 2]):
            dossier = citizen.draft(procedure, unit=unit)
            at = moment.set(hour)
            code = citizen.submit(dossier)["code"]
            said = told(people, citizen, dossier, code, citizen.login["login"])
            assert set(instants(said).values()) == {due_of(at, time)}, (procedure, hour, time, said)
            filed += 1
    assert len(offers) >= 40 and filed >= 2 * len(offers)


@pytest.mark.parametrize("hour", HOURS)
@pytest.mark.parametrize("procedure", [BIRTH, COPIES])
def test_acceptance_keeps_the_intake_promise_and_moves_no_day(people, service, moment, procedure, hour):
    """Filed 06/11 16:46 and accepted on 25/11 20:42, 'Hẹn trả 17:00 26/11, Còn 20 giờ': accepting set a new day, and nothing
    told that the answer was twelve working days late."""
    citizen, officer = people.newcomer(), people.officer
    dossier = citizen.draft(procedure)
    filed_at = moment.set(hour)
    code = citizen.submit(dossier)["code"]
    before = told(people, citizen, dossier, code, citizen.login["login"])
    promised = working_time.parse(before["receipt"])
    accepted_at = moment.set("2027-05-25 10:20")
    accepted = officer.do(dossier, "accept")
    assert told(people, citizen, dossier, code, citizen.login["login"]) == before
    assert accepted["due_at"] == before["receipt"]
    item = next(i for i in officer.pages("/v1/inbox", limit=100) if i["id"] == dossier)
    assert item["due_at"] == item["step_due_at"] == before["receipt"]
    paper = citizen.get(f"/v1/dossiers/{dossier}/papers/appointment.pdf").body
    text = subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()
    local = promised + working_time.LOCAL
    words = f"{local:%H} giờ {local:%M} phút, ngày {local:%d} tháng {local.month:0{2 if local.month < 3 else 1}d} năm {local.year}"
    assert words in " ".join(text.split())
    answer_due = working_time.working_hours(filed_at, 8)
    rows = service.sql("""select promised, extract(epoch from due_at), ended_why, late_minutes from promise
        where dossier_id = %s order by number""", dossier)
    late = -(-working_time.seconds_between(answer_due, accepted_at) // 60)
    assert late > 0 and [(kind, why, minutes) for kind, _, why, minutes in rows] == [
        ("intake", "kept", late), ("result", None, None)]
    assert rows[0][1] == (answer_due - working_time.datetime(1970, 1, 1)).total_seconds()


def test_accepted_in_time_the_answer_is_kept_without_delay(people, service, moment):
    citizen = people.newcomer()
    moment.set("2027-03-10 09:00")
    dossier = citizen.file(BIRTH, unit=UNIT)
    moment.set("2027-03-11 09:00")
    people.officer.do(dossier, "accept")
    assert service.sql("select ended_why, late_minutes from promise where dossier_id = %s and promised = 'intake'", dossier) == [
        ("kept", 0)]


@pytest.mark.parametrize("channel, due", [("counter", "2027-03-10 10:00"), ("post", "2027-03-11 09:00"),
                                          ("online", "2027-03-11 09:00")])
def test_a_law_has_time_rules_by_channel(people, moment, service, channel, due):
    """Criminal records: answered within an hour at the counter, a working day by post, eight working hours online; before the
    law's first day, as all others."""
    unit, procedure = "H99.20", "3.000333"
    moment.set("2027-03-10 09:00")
    if channel == "online":
        person = people.newcomer()
        dossier = person.file(procedure, unit=unit)
    else:
        person = people.staff(unit)
        dossier = person.draft(procedure, unit=unit, answers=person.form(procedure)["example"], channel=channel,
                               applicant={"full_name": "Lý Thị Mẫu", "phone": "0901234567"})
        person.submit(dossier)
    at = service.sql("select (due_at at time zone 'Asia/Ho_Chi_Minh')::text from promise where dossier_id = %s and promised = 'intake'",
                     dossier)
    assert at == [(f"{due}:00",)]
    steps = " ".join(person.get(f"/v1/dossiers/{dossier}/receipt").json["payload"]["next"])
    assert {"counter": "1 giờ làm việc", "post": "1 ngày làm việc", "online": "8 giờ làm việc"}[channel] in steps
