"""The working calendar, counted here a second time and in another way than the program does: by listing every working
interval. Instants are datetimes in UTC without a zone; local time is UTC+7."""
import json
from datetime import date, datetime, timedelta

from harness.contract import ROOT

LOCAL = timedelta(hours=7)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DOCUMENT = json.loads((ROOT / "schema/reference/calendar-2026.json").read_text(encoding="utf-8"))
OFF = {date.fromisoformat(day["date"]) for year in DOCUMENT["years"] for day in year["days_off"]}
SWAPPED = {date.fromisoformat(day["date"]): date.fromisoformat(day["instead_of"])
           for year in DOCUMENT["years"] for day in year["days_worked"]}


def parse(text):
    return datetime.strptime(text.removesuffix("Z").split(".")[0], "%Y-%m-%dT%H:%M:%S")


def intervals(day):
    """The working intervals of a local day, in UTC."""
    like = SWAPPED.get(day)
    if day in OFF:
        return []
    hours = DOCUMENT["week"][WEEKDAYS[(like or day).weekday()]]
    moment = datetime.combine(day, datetime.min.time())
    return [tuple(moment + timedelta(hours=int(t[:2]), minutes=int(t[3:])) - LOCAL for t in pair) for pair in hours]


def days_from(at):
    day = (at + LOCAL).date()
    while True:
        yield day
        day += timedelta(days=1)


def add_seconds(at, seconds):
    for day in days_from(at):
        for begin, end in intervals(day):
            begin = max(begin, at)
            if begin >= end:
                continue
            if (end - begin).total_seconds() >= seconds:
                return begin + timedelta(seconds=seconds)
            seconds -= (end - begin).total_seconds()


def seconds_between(start, end):
    total = 0
    for day in days_from(start):
        if day > (end + LOCAL).date():
            return total
        for begin, close in intervals(day):
            total += max(0, (min(close, end) - max(begin, start)).total_seconds())


def working_days(at, amount, cutoff=None):
    """When so many working days received at an instant are over."""
    if cutoff is None:
        return add_seconds(at, amount * DOCUMENT["day_minutes"] * 60)
    limit = timedelta(hours=int(cutoff[:2]), minutes=int(cutoff[3:]))
    received = (at + LOCAL).date()
    counted = 0
    for day in days_from(at):
        if not intervals(day):
            continue
        if day == received and at + LOCAL > datetime.combine(day, datetime.min.time()) + limit:
            continue
        counted += 1
        if counted == amount:
            return intervals(day)[-1][1]


def calendar_days(at, amount):
    """Closing time of the day so many days after the one on which work begins, or of the next that is worked."""
    start = next(day for day in days_from(at) if any(end > at for _, end in intervals(day)))
    return next(intervals(day)[-1][1] for day in days_from(datetime.combine(start + timedelta(days=amount), datetime.min.time()))
                if intervals(day))


def working_hours(at, amount):
    return add_seconds(at, amount * 3600)
