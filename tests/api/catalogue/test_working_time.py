"""The hours that a unit works: with them a client counts what is left, and gets what the program counts."""
import random
from datetime import date, datetime, timedelta

from harness import working_time
from harness.people import UNIT


def hours_by_day(shown):
    first = date.fromisoformat(shown["from"])
    return {first + timedelta(days=i): shown["hours"][int(digit)] for i, digit in enumerate(shown["days"])}


def test_it_says_of_each_day_what_the_calendar_says(people):
    shown = people.nobody.get(f"/v1/units/{UNIT}/working-time").json
    days = hours_by_day(shown)
    assert shown["day_minutes"] == 480 and len(days) == 580 and min(days) <= date.today() <= max(days)
    for day, stretches in days.items():
        if 2026 <= day.year <= 2027:
            midnight = datetime.combine(day, datetime.min.time()) - working_time.LOCAL
            assert [(midnight + timedelta(minutes=a), midnight + timedelta(minutes=b)) for a, b in stretches] \
                == working_time.intervals(day), day


def test_a_client_counts_with_it_what_the_program_counts(people):
    days = hours_by_day(people.nobody.get(f"/v1/units/{UNIT}/working-time").json)
    chance = random.Random(3)
    for _ in range(300):
        start = datetime.combine(date.today(), datetime.min.time()) + timedelta(minutes=chance.randrange(-100 * 1440, 300 * 1440))
        end = start + timedelta(minutes=chance.randrange(30 * 1440))
        left = 0
        for day, stretches in days.items():
            midnight = datetime.combine(day, datetime.min.time()) - working_time.LOCAL
            for a, b in stretches:
                begin, close = max(start, midnight + timedelta(minutes=a)), min(end, midnight + timedelta(minutes=b))
                left += max(0, (close - begin).total_seconds())
        if end.year < 2028:
            assert left == working_time.seconds_between(start, end)


def test_an_unknown_unit_has_none(people):
    assert people.nobody.get("/v1/units/H99.98/working-time").code == "not-found"
