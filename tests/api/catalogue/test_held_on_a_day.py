"""What is read and filed is what holds on the day: of the catalogue asked for a day, of fees, and of the hours a unit keeps."""
import datetime
import json

import pytest

from harness.people import COPIES
from harness.working_time import LOCAL, parse

MONTH = datetime.timedelta(days=30)


def today(service):
    return service.sql("select local_day(now())")[0][0]


def fee_of(anyone, **query):
    channels = anyone.get(f"/v1/procedures/{COPIES}", query=query).json["cases"][0]["channels"]
    return next((channel["fees"][0]["amount"], channel["fees_until"]) for channel in channels if channel["channel"] == "online")


def total(person):
    return person.submit(person.draft(COPIES, answers={**person.form(COPIES)["example"], "copies": 1}))["fee_total"]


def test_a_fee_of_a_later_day_is_asked_from_that_day_on(service, people, anyone):
    """The old answer: whatever was imported was in force at once. The days pass here by moving what is stored, not the clock."""
    now = today(service)
    later = now + MONTH
    lines = [{"code": "PHI-TLHT", "name": "Phí cấp bản sao trích lục hộ tịch", "kind": "fee", "amount": 9000, "per": "quantity",
              "quantity_field": "copies"}]
    service.sql("select fee_set(%s)", json.dumps({"procedure": COPIES, "case": "default", "channel": "online",
                                                   "valid_from": str(later), "lines": lines}))
    assert fee_of(anyone) == (8000, str(later)) and fee_of(anyone, at=str(later)) == (9000, None)
    tag = anyone.get(f"/v1/procedures/{COPIES}").headers["etag"]
    citizen = people.newcomer()
    assert total(citizen) == 8000
    begun = citizen.draft(COPIES, answers={**citizen.form(COPIES)["example"], "copies": 1})
    service.sql("update procedure_fee set valid_until = valid_until - 30 where procedure_code = %s and valid_until is not null", COPIES)
    service.sql("update procedure_fee set valid_from = valid_from - 30 where procedure_code = %s and valid_from > %s", COPIES, now)
    assert fee_of(anyone) == (9000, None) and anyone.get(f"/v1/procedures/{COPIES}").headers["etag"] != tag
    assert total(citizen) == 9000
    assert citizen.submit(begun)["fee_total"] == 9000


def test_every_list_is_asked_for_a_day(service, anyone):
    now = today(service)
    before = {"at": "2020-01-01"}
    assert anyone.get("/v1/units", query=before).json["items"] == []
    assert anyone.get("/v1/procedures", query=before).json["items"] == []
    assert anyone.get("/v1/procedures", query={**before, "q": "khai sinh"}).json["items"] == []
    assert anyone.get(f"/v1/procedures/{COPIES}", query=before).code == "procedure-unknown"
    assert anyone.get(f"/v1/procedures/{COPIES}/form", query=before).code == "procedure-unknown"
    assert anyone.get("/v1/procedures", query={"at": str(now), "unit": "H99.31"}).json["items"] != []
    assert anyone.get("/v1/procedures", query={**before, "unit": "H99.31"}).json["items"] == []


@pytest.mark.parametrize("at", ["2026-02-30", "0000-01-01", "hôm nay", "2026-1-1", "20261-01-01"])
def test_a_day_that_is_none_is_refused(anyone, at):
    for target in ("/v1/units", "/v1/procedures", f"/v1/procedures/{COPIES}", f"/v1/procedures/{COPIES}/form"):
        assert anyone.get(target, query={"at": at}).code == "bad-query", target


def weekly(**days):
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return {"name": "Lịch riêng", "utc_offset": "+07:00", "day_minutes": 270, "years": [],
            "week": {name: days.get(name, []) for name in names}}


def test_a_unit_keeps_the_hours_of_its_own_or_of_the_unit_above(service, people):
    """The old answer: a second calendar took the place of the first, for every unit."""
    service.sql("select calendar_set(%s, local_day(now()))",
                json.dumps({"code": "saturday", **weekly(saturday=[["07:00", "11:30"]])}))
    service.sql("update unit set calendar_code = 'saturday' where code = 'H99.36'")
    service.sql("insert into unit (code, kind, name, folded_name, parent_code) values ('H99.36.99', 'commune', 'Điểm', 'diem', 'H99.36')")
    service.sql("select competence_follow(local_day(now()))")
    service.stop_api()
    service.start_api()
    people.staff("H99.36.99")
    citizen = people.newcomer()

    def expected(unit):
        filed = citizen.submit(citizen.draft(COPIES, unit=unit))
        return (parse(filed["expected_by"]) + LOCAL).strftime("%A %H:%M")

    assert expected("H99.36") == expected("H99.36.99") == "Saturday 11:30"
    assert not expected("H99.31").startswith("Saturday")


def test_what_rests_on_days_off_not_published_yet_is_an_estimate(service, people, anyone):
    """On the answer, the signed receipt, the dossier, the lists, the tracking; the old answer told a day as if it were sure."""
    year = today(service).year
    known = [{"year": year + more, "official": True, "days_off": [], "days_worked": []} for more in range(3)]
    every_day = weekly(**{day: [["07:00", "11:30"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")})
    for code, years in (("published", known), ("open", [])):
        service.sql("select calendar_set(%s, local_day(now()))", json.dumps({"code": code, **every_day, "years": years}))
    service.sql("update unit set calendar_code = 'published' where code = 'H99.34'")
    service.sql("update unit set calendar_code = 'open' where code = 'H99.35'")
    service.stop_api()
    service.start_api()
    citizen = people.newcomer()
    for unit, estimated in (("H99.34", False), ("H99.35", True)):
        dossier = citizen.draft(COPIES, unit=unit)
        filed = citizen.submit(dossier)
        assert filed["expected_estimated"] is estimated
        assert citizen.get(f"/v1/dossiers/{dossier}/receipt").json["payload"]["expected_estimated"] is estimated
        assert citizen.dossier(dossier)["due_estimated"] is estimated
        listed = citizen.get("/v1/dossiers").json["items"]
        assert [one["due_estimated"] for one in listed if one["id"] == dossier] == [estimated]
        assert service.sql("select estimated from promise where dossier_id = %s and promised = 'result'", dossier) == [(estimated,)]
        tracked = anyone.follow(citizen.link(dossier))
        assert tracked.json["due_estimated"] is estimated
