"""Proven outages: what they cover, that they are corrected by counter-entries, and that nobody is late by them."""
from datetime import datetime, timedelta

import pytest

from harness.outages import enter, work_once
from harness.people import BIRTH, COPIES


@pytest.fixture()
def citizen(people):
    return people.newcomer()


@pytest.fixture(scope="module")
def days():
    """Each test has days of its own: outages share no minutes."""
    return (datetime(2032, 3, 1) + timedelta(weeks=2 * count) for count in range(8))  # Mondays


def at(day, hour, minute=0):
    """An instant of the day by Vietnam's clock, in UTC."""
    return day + timedelta(hours=hour - 7, minutes=minute)


def local(day, hour, minute=0):
    return f"{day:%Y-%m-%d} {hour:02}:{minute:02}"


def booked(person, dossier):
    """cause -> minutes, by partner where one is meant"""
    sums = {}
    for entry in person.get(f"/v1/dossiers/{dossier}/times").json["entries"]:
        sums[entry["cause"]] = sums.get(entry["cause"], 0) + entry["minutes"]
    return {cause: minutes for cause, minutes in sums.items() if minutes}


def promises(person, dossier):
    return {p["kind"]: (p["late_minutes"], p["excused_minutes"]) for p in person.get(f"/v1/dossiers/{dossier}/times").json["promises"]
            if p["ended_why"] == "kept"}


def rows(service, dossier):
    return [minutes for minutes, in service.sql("""select g.minutes from outage_entry g join outage o on o.id = g.outage_id
        where g.dossier_id = %s order by o.id, g.entry_number""", dossier)]


def test_an_outage_covers_a_partner_or_a_unit_alone(people, service, moment, citizen, days):
    day = next(days)
    moment.set(local(day, 8))
    waiting, working, away = citizen.file(COPIES), citizen.file(COPIES), citizen.file(BIRTH)
    for dossier in (waiting, working, away):
        people.officer.do(dossier, "accept")
    people.officer.do(waiting, "await_partner", partner="ho-tich")
    people.officer.do(away, "forward", unit_code="H99.32")
    moment.set(local(day, 11))
    assert enter(people, at(day, 8, 30), at(day, 9, 30), partner="ho-tich").status == 200
    # at the same time, as none of these claims what another does
    assert enter(people, at(day, 9), at(day, 10), unit="H99.31").status == 200
    assert enter(people, at(day, 9), at(day, 9, 15), partner="thue").status == 200
    assert enter(people, at(day, 9, 30), at(day, 9, 50), unit="H99.32").status == 200
    for covers in ({}, {"unit": "H99"}, {"partner": "ho-tich"}, {"unit": "H99.31"}):
        clash = enter(people, at(day, 9, 10), at(day, 9, 20), **covers)
        assert [e["code"] for e in clash.json["errors"]] == ["overlap"], covers
    work_once(service)
    assert booked(citizen, waiting) == {"partner": 120, "outage": 60}
    assert booked(citizen, working) == {"office": 120, "outage": 60}
    assert booked(citizen, away) == {"agency": 160, "outage": 20}


def test_a_correction_books_what_differs_and_overwrites_nothing(people, service, moment, citizen, days):
    day = next(days)
    moment.set(local(day, 8))
    working, ended, after = citizen.file(BIRTH), citizen.file(BIRTH), citizen.draft(BIRTH)
    moment.set(local(day, 11))
    people.officer.do(ended, "refuse", reason="Hồ sơ trùng với hồ sơ đã nộp")
    moment.set(local(day, 15))
    citizen.submit(after)
    assert enter(people, at(day, 9), at(day, 10)).json["changes"][0]["change"] == "new"
    work_once(service)
    assert [booked(citizen, dossier).get("outage") for dossier in (working, ended)] == [60, 60]
    longer = enter(people, at(day, 9), at(day, 10, 30), what="Mất kết nối, theo biên bản bổ sung").json["changes"][0]
    assert longer["change"] == "changed" and {m["name"] for m in longer["members"]} == {"until", "what"}
    work_once(service)
    assert [booked(citizen, dossier).get("outage") for dossier in (working, ended)] == [90, 90]
    shorter = enter(people, at(day, 9), at(day, 9, 15))
    # what it gives up may be another's at once
    other = enter(people, at(day, 9, 20), at(day, 10, 20))
    assert (shorter.status, other.status) == (200, 200)
    for _ in range(3):
        service.start_worker()
        service.kill_worker()
    work_once(service)
    assert [booked(citizen, dossier).get("outage") for dossier in (working, ended)] == [75, 75]
    assert rows(service, ended) == [60, 30, -75, 60]
    assert booked(citizen, after) == {}
    assert enter(people, at(day, 9), at(day, 9), what="Không có sự cố nào").status == 200  # there was none
    assert enter(people, at(day, 9, 20), at(day, 9, 20), what="Không có sự cố nào").status == 200
    work_once(service)
    assert booked(citizen, ended) == {"office": 180} and sum(rows(service, ended)) == 0
    never = enter(people, at(day, 13), at(day, 13))
    assert [e["code"] for e in never.json["errors"]] == ["until"]
    for change in ("update outage set what = 'khác'", "update outage set replaced_at = now() where replaced_at is not null",
                   "insert into outage_entry select dossier_id, entry_number, outage_id, -1000 from outage_entry limit 1"):
        with pytest.raises(Exception, match="MC00|refused|internal|duplicate"):
            service.sql(change)


def test_nobody_is_late_by_an_outage(people, service, moment, citizen, days):
    day = next(days)
    moment.set(local(day, 8))
    dossier = citizen.file(BIRTH)
    moment.set(local(day + timedelta(days=1), 10))
    people.officer.do(dossier, "accept")  # 8 working hours and 120 minutes after
    moment.set(local(day + timedelta(days=2), 17))
    people.officer.finish(dossier)
    assert promises(citizen, dossier)["intake"] == (120, 0)
    late = promises(citizen, dossier)["result"][0]
    assert enter(people, at(day, 9), at(day, 9, 45)).status == 200
    work_once(service)
    assert promises(citizen, dossier)["intake"] == (75, 45)
    assert promises(citizen, dossier)["result"] == (late - 45, 45)
    # one after the answer is not the answer's
    assert enter(people, at(day + timedelta(days=1), 13, 30), at(day + timedelta(days=1), 14)).status == 200
    work_once(service)
    assert promises(citizen, dossier)["intake"] == (75, 45)
    assert promises(citizen, dossier)["result"] == (late - 75, 75)
    # and no more is excused than was late; what was written then stays
    assert enter(people, at(day, 9), at(day, 16, 50)).status == 200
    work_once(service)
    assert promises(citizen, dossier)["intake"] == (0, 120)
    assert service.sql("select late_minutes from promise where dossier_id = %s and promised = 'intake'", dossier) == [(120,)]


def test_a_partner_is_excused_by_its_own_outage_and_the_office_by_what_it_waited(people, service, moment, citizen, days):
    """Where the clock runs on while a partner is waited for."""
    day = next(days)
    service.sql("update procedure_version set law = null where procedure_code = %s", COPIES)
    moment.set(local(day, 8))
    dossier = citizen.file(COPIES)
    people.officer.do(dossier, "accept")
    people.officer.do(dossier, "await_partner", partner="ho-tich")
    moment.set(local(day + timedelta(days=1), 9))
    people.officer.do(dossier, "partner_answered")  # an hour late
    people.officer.finish(dossier)
    late = promises(citizen, dossier)["result"][0]
    assert late > 40 and promises(citizen, dossier)["partner"] == (60, 0)
    assert enter(people, at(day, 10), at(day, 10, 40), partner="ho-tich").status == 200
    assert enter(people, at(day, 14), at(day, 14, 30), unit="H99.31").status == 200  # a partner had it
    work_once(service)
    assert promises(citizen, dossier)["partner"] == (20, 40)
    assert promises(citizen, dossier)["result"] == (late - 40, 40)
    service.sql("update procedure_version set law = 'civil_status' where procedure_code = %s", COPIES)
