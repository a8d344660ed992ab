"""Documents of the catalogue come in force whole or not at all, by the command and over the API alike."""
import copy
import datetime
import json
import random
import subprocess

import pytest

from harness.documents import CALENDAR, CLOSURE, COMPETENCE, EXEMPTION, FEES, GOOD, OUTAGE, PARTNER, PROCEDURE, SAMPLE, UNIT
from harness.people import COPIES
from harness.service import binary


def wrong(value, pointer, to=None, drop=False):
    """A copy with another value at a pointer, or without it."""
    changed = copy.deepcopy(value)
    *way, last = [int(step) if step.isdigit() else step for step in pointer.split("/")[1:]]
    at = changed
    for step in way:
        at = at[step]
    if drop:
        del at[last]
    else:
        at[last] = to
    return changed


# list, the pointer that is wrong, what stands there (... = nothing), the pointer that is told, the rule
CASE = "/cases/0"
ONLINE = "/cases/0/channels/0"
MISTAKES = [
    ("procedures", f"{ONLINE}/fees/0/per", "page", None, "enum"),
    ("procedures", f"{ONLINE}/fees/0/amount", "20.000", None, "type"),
    ("procedures", f"{ONLINE}/fees/0/amount", -1, None, "minimum"),
    ("procedures", f"{ONLINE}/fees/0/quantity_field", "khong_co", None, "quantity_field"),
    ("procedures", f"{ONLINE}/fees/0/quantity_field", ..., None, "quantity_field"),
    ("procedures", f"{ONLINE}/fees/0/per", "dossier", f"{ONLINE}/fees/0/quantity_field", "per"),
    ("procedures", f"{ONLINE}/fees", ..., None, "required"),
    ("procedures", f"{ONLINE}/time/cutoff", "29:59", None, "pattern"),
    ("procedures", f"{ONLINE}/time/amount", ..., None, "amount"),
    ("procedures", f"{ONLINE}/time/unit", "none", f"{ONLINE}/time/amount", "amount"),
    ("procedures", f"{ONLINE}/time/amount", 0, None, "minimum"),
    ("procedures", f"{ONLINE}/channel", "fax", None, "enum"),
    ("procedures", f"{CASE}/channels/1/channel", "online", None, "twice"),
    ("procedures", f"{CASE}/components/0/accepts/0", "exe", None, "enum"),
    ("procedures", f"{CASE}/components/0/accepts/0", "zip", None, "enum"),
    ("procedures", f"{CASE}/components/0/max_files", 21, None, "maximum"),
    ("procedures", f"{CASE}/components/0", {**PROCEDURE["cases"][0]["components"][0], "required": True, "bring": True},
     f"{CASE}/components/0/bring", "bring"),
    ("procedures", f"{CASE}/code", "Có Dấu", None, "pattern"),
    ("procedures", "/legal_basis", "x", None, "type"),
    ("procedures", "/note", ..., None, "required"),
    ("procedures", "/sector/code", "HT", None, "pattern"),
    ("procedures", "/exempt", True, None, "additionalProperties"),
    ("procedures", "/title", "x" * 3000, None, "maxLength"),
    ("procedures", "/keywords/0", "y" * 3000, None, "maxLength"),
    ("procedures", "/version", 10**12, None, "maximum"),
    ("procedures", "/valid_from", "0000-01-01", None, "pattern"),
    ("procedures", "/valid_from", "2026-02-30", None, "format"),
    ("procedures", "/valid_until", "2026-07-01", None, "valid_until"),
    ("procedures", "/unit_kinds", [], None, "minItems"),
    ("procedures", "/code", "1.2", None, "pattern"),
    ("procedures", "/form/schema/properties/copies/type", "int", "/form/schema", "schema"),
    ("procedures", "/form/example/copies", 0, None, "minimum"),
    ("procedures", "/form/example", {"x": 1}, None, None),
    ("units", "/code", "000.00.45.H18", None, "pattern"),
    ("units", "/parent", "H98", None, "unknown"),
    ("units", "/parent", "H99.91", None, "parent"),
    ("units", "/calendar", "khong-co", None, "unknown"),
    ("units", "/place_code", "99999", None, "unknown"),
    ("units", "/parent", "", None, "minLength"),
    ("units", "/place_code", "", None, "minLength"),
    ("units", "/address", "", None, "minLength"),
    ("units", "/hours", "", None, "minLength"),
    ("units", "/successor", "H99.31", "/valid_until", "dependentRequired"),
    ("units", "/valid_until", "2020-01-01", None, "valid_until"),
    ("units", "/valid_from", ..., None, "required"),
    ("units", "/mail", "x@y.example", None, "additionalProperties"),
    ("calendars", "/week/monday", [["07:00", "06:00"]], None, None),
    ("calendars", "/week/monday", [["07:00", "24:30"]], None, None),
    ("calendars", "/week", {day: [["07:00", "07:01"]] for day in CALENDAR["week"]}, None, "week"),
    ("calendars", "/years/0/days_off/0/date", "2027-01-01", "/years/0/days_off/0", None),
    ("calendars", "/years/1/year", 2026, "/years/1", None),
    ("calendars", "/day_minutes", 0, None, "minimum"),
    ("fees", "/procedure", "9.999999", None, "unknown"),
    ("fees", "/case", "khac", "/channel", "unknown"),
    ("fees", "/lines/0/quantity_field", "holder_name", None, "quantity_field"),
    ("fees", "/valid_until", "2027-01-01", None, "valid_until"),
    ("closures", "/unit", "H99.99", None, "unknown"),
    ("closures", "/procedure", "9.999999", None, "unknown"),
    ("closures", "/reason", ..., None, "required"),
    ("closures", "/valid_until", "2027-02-01", None, "valid_until"),
    ("exemptions", "/proof", ..., None, "required"),
    ("exemptions", "/proof/accepts/0", "program", None, "enum"),
    ("exemptions", "/percent", 101, None, "maximum"),
    ("exemptions", "/lines", ["KHONG-CO"], "/lines/0", "unknown"),
    ("outages", "/until", "2026-03-02T08:00:00Z", None, "until"),
    ("outages", "/until", "2099-03-02T08:00:00Z", None, "until"),
    ("outages", "/from", "2026-03-02T08:00:30Z", None, "pattern"),
    ("outages", "/from", "2026-02-30T08:00:00Z", None, "format"),
    ("outages", "/what", ..., None, "required"),
    ("outages", "/covers", {"partner": "khong-co"}, "/covers/partner", "unknown"),
    ("outages", "/covers", {"unit": "H99.99"}, "/covers/unit", "unknown"),
    ("outages", "/covers", {"unit": "H99.31", "partner": "thue"}, None, "maxProperties"),
    ("outages", "/covers", {}, None, "minProperties"),
    ("partners", "/code", "Thuế", None, "pattern"),
    ("partners", "/procedures/0", "9.999999", None, "unknown"),
    ("partners", "/procedures", [], None, "minItems"),
    ("partners", "/time/amount", ..., None, "amount"),
    ("partners", "/time/unit", "none", "/time/amount", "amount"),
    ("partners", "/legal_basis", ..., None, "required"),
    ("partners", "/valid_until", "2027-01-01", None, "valid_until"),
    ("competence", "/unit", "H99.99", None, "unknown"),
    ("competence", "/procedures/0", "9.999999", None, "unknown"),
]


def spoilt(row):
    kind, pointer, to, told, code = row
    return kind, wrong(GOOD[kind], pointer, to, drop=to is ...), told or pointer, code


def send(person, documents, **query):
    return person.put("/v1/admin/catalogue", {"basis": "QĐ 1/QĐ-UBND", **documents}, query=query)


def run(service, *arguments):
    return subprocess.run([binary(), "import", *map(str, arguments)], env=service.environment("owner"), text=True,
                          capture_output=True)


def stored(service):
    return service.sql("select (select count(*) from procedure_version), (select count(*) from unit), "
                       "(select count(*) from competence), (select count(*) from procedure_fee), (select count(*) from closure), (select count(*) from exemption), "
                       "(select count(*) from calendar), (select count(*) from import)")


@pytest.mark.parametrize("row", MISTAKES, ids=lambda row: f"{row[0]}{row[1]}={str(row[2])[:20]}")
def test_a_mistake_is_told_with_its_place_and_changes_nothing(service, people, row):
    """The old answer: rc=0 and then 500 at submission, a raw '23502 ...', or an unknown member taken in silence."""
    kind, document, pointer, code = spoilt(row)
    before = stored(service)
    answer = send(people.admin, {kind: [document]})
    assert (answer.status, answer.code) == (422, "invalid-body"), answer
    told = {error["pointer"]: error["code"] for error in answer.json["errors"]}
    here = [at for at in told if at.startswith(f"/{kind}/0{pointer}")]
    assert here, told
    assert code is None or code in {told[at] for at in here}, told
    assert stored(service) == before


def test_the_command_lists_every_mistake_of_every_file(service, tmp_path):
    count = 0
    for number, row in enumerate(MISTAKES):
        kind, document, _, _ = spoilt(row)
        if json.loads(json.dumps(document)) is None or kind == "calendars":
            continue
        if row[4] in ("quantity_field", "per", "amount", "unknown", "valid_until", "until", "twice", None, "parent", "week", "minimum", "schema", "bring"):
            continue  # told only once all files fit their schemas
        folder = tmp_path / kind
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.json").write_text(json.dumps(document), encoding="utf-8")
        count += 1
    (tmp_path / "procedures/broken.json").write_text("{", encoding="utf-8")
    done = run(service, "catalogue", tmp_path, "--basis", "mẫu")
    assert done.returncode == 1
    for path in tmp_path.glob("*/*.json"):
        assert str(path) in done.stderr, path
    assert len(done.stderr.splitlines()) >= count + 1
    assert "mistakes, nothing was changed" in done.stderr


def test_documents_that_do_not_fit_together_are_refused(people):
    pairs = {
        "units": [UNIT, UNIT], "procedures": [PROCEDURE, PROCEDURE], "fees": [FEES, FEES],
        "closures": [CLOSURE, {**CLOSURE, "valid_from": "2027-03-05", "valid_until": "2027-03-20"}],
        "exemptions": [EXEMPTION, EXEMPTION], "competence": [COMPETENCE, COMPETENCE], "calendars": [CALENDAR, CALENDAR],
        "partners": [PARTNER, PARTNER],
        "outages": [OUTAGE, {**OUTAGE, "from": "2026-03-02T09:59:00Z", "until": "2026-03-02T11:00:00Z"}]}
    for kind, documents in pairs.items():
        answer = send(people.admin, {kind: documents})
        assert answer.code == "invalid-body", kind
        assert {error["code"] for error in answer.json["errors"]} <= {"twice", "overlap"}
        assert all(error["pointer"].startswith(f"/{kind}/1") for error in answer.json["errors"])
    circle = [{**UNIT, "code": "H99.92", "parent": "H99.93"}, {**UNIT, "code": "H99.93", "parent": "H99.92"}]
    assert send(people.admin, {"units": circle}).code == "invalid-body"


def test_days_that_entries_share_are_found_whichever_comes_first(people):
    """Of the same thing, with an end of their own: each that shares days with one before it is told, and no other."""
    def told(*periods):
        documents = [{**EXEMPTION, "valid_from": f"2027-01-{begin:02}", **({"valid_until": f"2027-01-{end:02}"} if end else {})}
                     for begin, end in periods]
        answer = send(people.admin, {"exemptions": documents}, dry_run="true")
        return [int(error["pointer"].split("/")[2]) for error in answer.json.get("errors", [])]

    assert told((1, 5), (5, 9), (9, 12)) == [] and told((9, 12), (1, 5), (5, 9)) == []
    assert told((1, 5), (4, 9), (8, 12), (12, 14)) == [1, 2]
    assert told((8, 12), (1, 5), (4, 9), (14, 15)) == [2]
    assert told((3, 4), (6, 7), (1, 9), (8, 10), (9, 12), (20, 21)) == [2, 3, 4]
    assert told((1, 20), (2, 3), (4, 5), (20, 21)) == [1, 2]
    assert told((1, None), (2, 9), (3, None), (9, 11)) == []


# list -> as many documents as the contract takes, no two the same
def many_units(count):
    return [{**UNIT, "code": f"H97.{100 + turn // 900}.{100 + turn % 900}"} for turn in range(count)]


def many_days(count, kinds, step=1):
    """So many documents, of each kind in turn, each kind on one day after the other."""
    days = (datetime.date(2027, 1, 1) + datetime.timedelta(turn // len(kinds) * step) for turn in range(count))
    return [{**kinds[turn % len(kinds)], "valid_from": str(day)} for turn, day in enumerate(days)]


UNITS = [unit["code"] for unit in json.loads((SAMPLE / "units.json").read_text(encoding="utf-8")) if "valid_until" not in unit]
PROCEDURES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((SAMPLE / "procedures").glob("*.json"))]
CHANNELS = [{"procedure": procedure["code"], "case": case["code"], "channel": channel["channel"]}
            for procedure in PROCEDURES for case in procedure["cases"] for channel in case["channels"]]
MANY = {
    "units": many_units,
    "competence": lambda count: many_days(count, [{"unit": unit, "procedures": [COPIES]} for unit in UNITS]),
    "fees": lambda count: [{**fee, "lines": [{"code": "LP", "name": "Lệ phí", "kind": "charge", "amount": turn, "per": "dossier"}]}
                           for turn, fee in enumerate(many_days(count, CHANNELS))],
    "exemptions": lambda count: [{**EXEMPTION, "procedure": PROCEDURES[turn % len(PROCEDURES)]["code"], "code": f"c-{turn}"}
                                 for turn in range(count)],
    "closures": lambda count: [{**closure, "valid_until": str(datetime.date.fromisoformat(closure["valid_from"]) + datetime.timedelta(1))}
                               for closure in many_days(count, [{**CLOSURE, "unit": unit} for unit in UNITS], step=2)],
    "partners": lambda count: [{**PARTNER, "code": f"p-{turn}"} for turn in range(count)],
}


@pytest.mark.parametrize("kind", MANY)
def test_as_many_as_the_contract_takes_are_applied_while_somebody_waits(service, people, contract, kind):
    """Ten times as many are refused without a look at the documents; what a machine is too busy for is asked again."""
    operation = contract.operations["importCatalogue"]
    most = contract.resolve(operation.body["content"]["application/json"]["schema"])["properties"][kind]["maxItems"]

    def trial(count):
        # what is long is looked at here alone: a validator in Python takes seconds for it
        return people.admin.put("/v1/admin/catalogue", {"basis": "QĐ 1", kind: MANY[kind](count)}, query={"dry_run": "true"}, check=False)

    answer = next((answer for answer in (trial(most) for _ in range(5)) if answer.status != 503), None)
    assert answer is not None and answer.status == 200, answer
    # a list that a unit has already changes nothing
    assert len(answer.json["changes"]) == most if kind != "competence" else answer.json["changes"]
    refused = trial(most + 1)
    assert [(error["pointer"], error["code"]) for error in refused.json["errors"]] == [(f"/{kind}", "maxItems")]
    refused = trial(10 * most)
    assert refused.code == "body-too-large" or [error["code"] for error in refused.json["errors"]] == ["maxItems"]


def test_only_an_administrator_imports(people):
    for person in (people.citizen, people.officer, people.leader):
        assert send(person, {"units": [UNIT]}).code == "forbidden"
    assert send(people.nobody, {"units": [UNIT]}).code == "unauthenticated"


def test_nothing_is_changed_backwards(service, people):
    yesterday = service.sql("select local_day(now()) - 1")[0][0]
    assert send(people.admin, {"units": [UNIT]}, at=str(yesterday)).code == "bad-query"
    done = run(service, "units", SAMPLE / "units.json", "--basis", "mẫu", "--at", yesterday)
    assert done.returncode == 1 and "backwards" in done.stderr


def test_a_trial_shows_what_the_import_then_does(service, people):
    later = str(service.sql("select local_day(now()) + 40")[0][0])
    documents = {"units": [{**UNIT, "code": "H99.94"}], "fees": [{**FEES, "valid_from": later}],
                 "exemptions": [EXEMPTION], "competence": [{"unit": "H99.94", "procedures": [COPIES]}],
                 "closures": [{**CLOSURE, "unit": "H99.94", "procedure": COPIES}]}
    before = stored(service)
    trial = send(people.admin, documents, dry_run="true")
    assert trial.status == 200 and trial.json["dry_run"] and stored(service) == before
    assert {change["what"] for change in trial.json["changes"]} == {"unit", "fees", "exemption", "competence", "closure"}
    done = send(people.admin, documents)
    assert done.json["changes"] == trial.json["changes"] and not done.json["dry_run"]
    author, basis, changes = service.sql("select author, basis, changes from import order by at desc limit 1")[0]
    assert (author, basis, changes) == ("Phạm Quản Trị", "QĐ 1/QĐ-UBND", done.json["changes"])
    assert send(people.admin, documents).json["changes"] == []
    guide = people.citizen.get(f"/v1/procedures/{COPIES}").json
    assert [(one["code"], one["percent"], one["proof"]["name"]) for one in guide["exemptions"]] == [
        ("ho-ngheo", 100, "Giấy chứng nhận hộ nghèo")]
    fees = people.citizen.get(f"/v1/procedures/{COPIES}", query={"at": later}).json["cases"][0]["channels"]
    assert [one["fees"][0]["amount"] for one in fees if one["channel"] == "online"] == [9000]
    changed = send(people.admin, {"units": [{**UNIT, "code": "H99.94", "phone": "0299000"}]}, dry_run="true").json["changes"]
    assert changed[0]["members"] == [{"name": "phone", "before": None, "after": "0299000"}]


def test_two_versions_of_a_procedure_come_in_one_import(service, people):
    today = service.sql("select local_day(now())")[0][0]
    later = today + datetime.timedelta(days=30)
    documents = [{**PROCEDURE, "code": "9.900001", "valid_from": str(later), "note": "sau"},
                 {**PROCEDURE, "code": "9.900001", "valid_until": str(later), "note": "trước"}]
    assert send(people.admin, {"procedures": documents}).status == 200
    notes = [people.citizen.get("/v1/procedures/9.900001", query={"at": str(day)}).json["note"] for day in (today, later)]
    assert notes == ["trước", "sau"]


def paths(value, at=()):
    yield at
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from paths(inner, (*at, key))


def spoil(random_one, document):
    """One random change at a random place: another kind of value, a member more or less, a number out of range."""
    changed = copy.deepcopy(document)
    *way, last = random_one.choice([path for path in paths(changed) if path])
    at = changed
    for step in way:
        at = at[step]
    choice = random_one.randrange(4)
    if choice == 0:
        del at[last]
    elif choice == 1:
        at[last] = random_one.choice(["", "x", 0, -1, 10**18, 1.5, True, None, [], {}, "2026-13-01", "quantity", "none", "\\s",
                                       "a" * 5000])
    elif choice == 2 and isinstance(at[last], list):
        at[last] = at[last] * 2
    else:
        at[last] = {"type": at[last], "x": 1}
    return changed


@pytest.mark.parametrize("seed", range(4))
def test_what_was_imported_can_be_filed(people, seed):
    """Whatever is spoilt in a document: it is refused, or what people file by it is taken or refused with words, never 500."""
    random_one = random.Random(seed)
    citizen = people.newcomer()
    taken = 0
    for number in range(25):
        document = spoil(random_one, {**PROCEDURE, "code": f"9.8{seed}{number:04d}"})
        answer = send(people.admin, {"procedures": [document]})
        assert answer.status == 200 or answer.code == "invalid-body", (answer, document)
        if answer.status != 200:
            continue
        code = document["code"]
        guide = citizen.get(f"/v1/procedures/{code}")
        form = citizen.get(f"/v1/procedures/{code}/form")
        if guide.status != 200:
            continue
        unit = citizen.get("/v1/units", query={"procedure": code}).json["items"]
        if not unit or not any(channel["channel"] == "online" for channel in guide.json["cases"][0]["channels"]):
            continue
        begun = citizen.post("/v1/dossiers", {"procedure_code": code, "unit_code": unit[0]["code"], "return_channel": "counter",
                                              "answers": form.json["example"]}, key=True)
        if begun.status != 201:
            assert begun.status in (409, 422), begun
            continue
        filed = citizen.post(f"/v1/dossiers/{begun.json['id']}/submission", key=True)
        assert filed.status == 201 or filed.code == "component-missing", (filed, document)
        taken += filed.status == 201
    assert taken > 0
