"""The sample province and the reference lists: their structure, and that what one file names exists in another.

Run with pytest; needs the schema folder alone.
"""
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "schema" / "sample"
REFERENCE = ROOT / "schema" / "reference"

CODES = """
1.001193 1.004884 1.000894 1.000656 1.004873 2.000635 1.004859 1.001022 1.004837 2.000815 2.000884 2.000908 1.004222
1.004194 1.002755 1.010038 1.003677 2.001159 2.000200 2.001195 2.001194 1.001456 3.000333 3.000334 1.001612 2.000720
2.001610 1.013225 1.013226 1.013831 1.012783 1.012784 1.012756 1.012766 1.012781 1.012782 1.012787 3.000346 3.000347
3.000348 1.011607 1.001699 1.001776 1.010833 1.014748 2.001827 1.001029 2.001955 2.002493 2.002492 3.000182 3.000181
1.001622 1.013133 2.002621 2.002622 2.000777 2.000751 2.000477
""".split()

UNIT_KINDS = {
    "province", "department", "commune", "police_commune", "police_province", "land_office", "employment_center",
    "school", "military", "desk",
}
KEYWORDS = {
    "type", "enum", "const", "required", "properties", "additionalProperties", "minimum", "maximum", "minLength",
    "maxLength", "pattern", "format", "allOf", "if", "then", "$ref", "$defs", "$schema",
}
WIDGET_TYPES = {
    "text": "string", "textarea": "string", "select": "string", "radio": "string", "date": "string", "phone": "string",
    "email": "string", "personal_id": "string", "checkbox": "boolean", "number": "integer", "address": "object",
}
AUTOCOMPLETE = {"name", "tel", "email", "bday", "street-address", "organization", "organization-title"}
PREFILL = {"me.full_name", "me.phone", "me.email", "me.personal_id"}
# Birth registration provinces of the personal identification number, as before the mergers of 2025.
ID_PROVINCES = {
    f"{n:03d}" for n in (
        1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44,
        45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89,
        91, 92, 93, 94, 95, 96)
}
PROVINCES = set(
    "01 04 08 11 12 14 15 19 20 22 24 25 31 33 37 38 40 42 44 46 48 51 52 56 66 68 75 79 80 82 86 91 92 96".split())


def unique_members(pairs):
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), f"a member twice: {Counter(names).most_common(1)}"
    return dict(pairs)


def read(path):
    return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=unique_members)


FILES = sorted((SAMPLE / "procedures").glob("*.json"))
PROCEDURES = {path.stem: read(path) for path in FILES}
UNITS = read(SAMPLE / "units.json")
ACCOUNTS = read(SAMPLE / "accounts.json")
SECTORS = read(REFERENCE / "sectors.json")

each_procedure = pytest.mark.parametrize("code", sorted(PROCEDURES))


def fields_of(procedure):
    return [field for page in procedure["form"]["ui"]["pages"] for field in page["fields"]]


def resolve(procedure, schema):
    """A property's schema, through a reference to the form's own definitions."""
    if "$ref" not in schema:
        return schema
    assert schema == {"$ref": "#/$defs/address"}
    return procedure["form"]["schema"]["$defs"]["address"]


def subschemas(schema):
    yield schema
    for name in ("properties", "$defs"):
        for child in schema.get(name, {}).values():
            yield from subschemas(child)
    for child in schema.get("allOf", []):
        yield from subschemas(child)
    for name in ("if", "then"):
        if name in schema:
            yield from subschemas(schema[name])


def words_per_sentence(text):
    # A dot between digits groups thousands; it ends no sentence.
    sentences = [s for s in re.split(r"[.?!](?=\s|$)", text) if s.strip()]
    return sum(len(s.split()) for s in sentences) / len(sentences)


def is_personal_id(number):
    return re.fullmatch(r"[0-9]{12}", number) and number[:3] in ID_PROVINCES and number[3] in "0123"


def texts(value):
    if isinstance(value, dict):
        for child in value.values():
            yield from texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from texts(child)
    elif isinstance(value, str):
        yield value


def test_every_procedure_of_the_domain_table_is_there():
    assert sorted(PROCEDURES) == sorted(CODES)
    assert len(set(CODES)) == len(CODES)


@pytest.mark.parametrize("path", [*FILES, *sorted(SAMPLE.glob("*.json")), *sorted(REFERENCE.glob("*.json"))],
                         ids=lambda path: path.name)
def test_files_are_composed_utf8_without_stray_spaces(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", text) == text
    assert text.endswith("\n") and not text.endswith("\n\n")
    assert not [line for line in text.splitlines() if line != line.rstrip() or "\t" in line]
    assert len(text.splitlines()) <= 600
    for value in texts(json.loads(text)):
        assert value == value.strip() and "  " not in value, value


@each_procedure
def test_structure(code):
    procedure = PROCEDURES[code]
    required = {
        "code", "title", "title_en", "summary", "sector", "level", "audience", "unit_kinds", "decided_by",
        "legal_basis", "result", "keywords", "note", "version", "valid_from", "checked_on", "cases", "form",
    }
    assert set(procedure) - {"unconfirmed", "law"} == required
    # these have laws with time rules of their own
    assert procedure.get("law") == {"ho-tich": "civil_status", "ly-lich-tu-phap": "criminal_record"}.get(procedure["sector"]["code"])
    assert procedure["code"] == code
    assert procedure["note"] == "mẫu, không có giá trị pháp lý"
    assert procedure["level"] in {"full", "partial", "information"}
    assert procedure["audience"] and set(procedure["audience"]) <= {"citizen", "business"}
    assert procedure["sector"] in SECTORS
    assert procedure["legal_basis"] and all(set(b) == {"number", "title"} for b in procedure["legal_basis"])
    assert all(re.fullmatch(r"\d+/\d{4}/[A-ZĐ0-9a-z-]+", b["number"]) for b in procedure["legal_basis"])
    assert procedure["result"] and all(set(r) == {"code", "name"} for r in procedure["result"])
    assert set(procedure.get("unconfirmed", [])) <= {"fees", "time"}
    assert procedure["version"] == 1
    assert procedure["valid_from"] <= procedure["checked_on"]


@each_procedure
def test_summary_and_hints_are_plain(code):
    procedure = PROCEDURES[code]
    assert words_per_sentence(procedure["summary"]) <= 15, procedure["summary"]
    spoken = [hint for field in fields_of(procedure) for hint in [field.get("hint")] if hint]
    spoken += [component["hint"] for case in procedure["cases"] for component in case["components"]]
    spoken += [step for case in procedure["cases"] for step in case["steps"]]
    for text in spoken:
        assert words_per_sentence(text) <= 15, text


@each_procedure
def test_keywords(code):
    keywords = PROCEDURES[code]["keywords"]
    assert len(keywords) >= 5
    assert len({k.casefold() for k in keywords}) == len(keywords)
    assert all(2 <= len(k) <= 80 for k in keywords)


@each_procedure
def test_cases_components_and_channels(code):
    procedure = PROCEDURES[code]
    cases = procedure["cases"]
    assert cases[0]["code"] == "default"
    assert len({case["code"] for case in cases}) == len(cases)
    for case in cases:
        assert set(case) == {"code", "title", "steps", "components", "channels"}
        assert len(case["steps"]) >= 2
        codes = [component["code"] for component in case["components"]]
        assert len(set(codes)) == len(codes)
        for component in case["components"]:
            assert set(component) - {"bring"} == {"code", "name", "required", "originals", "copies", "accepts", "max_files", "hint"}
            assert not (component["required"] and component.get("bring"))
            assert re.fullmatch(r"[A-Z0-9][A-Z0-9-]{0,39}", component["code"])
            assert component["hint"]
            assert component["originals"] + component["copies"] >= 1
            assert component["accepts"] and set(component["accepts"]) <= {"pdf", "jpeg", "png"}
            assert 1 <= component["max_files"] <= 20
        channels = [channel["channel"] for channel in case["channels"]]
        assert "counter" in channels or channels == ["online"]
        assert len(set(channels)) == len(channels) and set(channels) <= {"online", "counter", "post"}
        if procedure["level"] == "full":
            assert "online" in channels


@each_procedure
def test_times(code):
    for case in PROCEDURES[code]["cases"]:
        for channel in case["channels"]:
            time = channel["time"]
            assert channel["time_note"]
            assert time["unit"] in {"working_hour", "working_day", "calendar_day", "none"}
            assert ("amount" in time) == (time["unit"] != "none")
            assert 1 <= time.get("amount", 1) <= 60
            assert set(time) <= {"amount", "unit", "cutoff"}
            if "cutoff" in time:
                assert time == {"amount": 1, "unit": "working_day", "cutoff": "15:00"}


@each_procedure
def test_fees(code):
    procedure = PROCEDURES[code]
    schema = procedure["form"]["schema"]
    for case in procedure["cases"]:
        for channel in case["channels"]:
            codes = [fee["code"] for fee in channel["fees"]]
            assert len(set(codes)) == len(codes)
            for fee in channel["fees"]:
                assert fee["kind"] in {"fee", "charge"}
                assert fee["name"].startswith("Phí" if fee["kind"] == "fee" else "Lệ phí")
                assert 1000 <= fee["amount"] <= 2_000_000 and fee["amount"] % 500 == 0
                assert ("quantity_field" in fee) == (fee["per"] == "quantity")
                if fee["per"] == "quantity":
                    quantity = schema["properties"][fee["quantity_field"]]
                    # Always answered; with none, nothing is billed.
                    assert quantity["type"] == "integer" and 0 <= quantity["minimum"] <= quantity["maximum"] <= 1000
                    assert fee["quantity_field"] in schema["required"]
                else:
                    assert fee["per"] == "dossier"


def test_known_fees():
    def amounts(code):
        return {c["channel"]: [f["amount"] for f in c["fees"]] for c in PROCEDURES[code]["cases"][0]["channels"]}

    assert amounts("2.000635") == {"online": [8000], "counter": [8000], "post": [8000]}
    assert amounts("1.001193") == {"online": [8000], "counter": [8000], "post": [8000]}  # only for extra copies
    assert amounts("1.004222") == {"online": [10000], "counter": [20000]}
    assert amounts("1.004194") == {"online": [7000], "counter": [15000]}
    assert amounts("1.001456") == {"online": [160000], "counter": [200000]}
    assert amounts("3.000347") == {"online": [115000], "counter": [135000]}
    assert amounts("2.000884")["counter"] == [10000]


@each_procedure
def test_form_schema_is_valid_and_bounded(code):
    schema = PROCEDURES[code]["form"]["schema"]
    Draft202012Validator.check_schema(schema)
    assert schema["type"] == "object" and schema["additionalProperties"] is False
    for sub in subschemas(schema):
        assert set(sub) <= KEYWORDS, set(sub) - KEYWORDS
        if sub.get("type") == "string":
            assert 1 <= sub["maxLength"] <= 2000
        if sub.get("type") == "integer":
            assert sub["minimum"] <= sub["maximum"]
        if sub.get("type") == "object":
            assert sub["additionalProperties"] is False
        if "pattern" in sub:
            assert sub["pattern"].startswith("^") and sub["pattern"].endswith("$")
    assert set(schema["required"]) <= set(schema["properties"])


@each_procedure
def test_pages(code):
    procedure = PROCEDURES[code]
    schema = procedure["form"]["schema"]
    pages = procedure["form"]["ui"]["pages"]
    assert 1 <= len(pages) <= 12
    assert len({page["id"] for page in pages}) == len(pages)
    assert all(page["title"] and page["title_en"] and 1 <= len(page["fields"]) <= 4 for page in pages)
    names = [field["name"] for field in fields_of(procedure)]
    assert names == list(schema["properties"]), "each answer on exactly one page, in the same order"


@each_procedure
def test_fields(code):
    procedure = PROCEDURES[code]
    properties = procedure["form"]["schema"]["properties"]
    for field in fields_of(procedure):
        rule = resolve(procedure, properties[field["name"]])
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,39}", field["name"])
        assert field["label"] and field["label_en"]
        assert ("hint" in field) == ("hint_en" in field)
        assert rule["type"] == WIDGET_TYPES[field["widget"]]
        assert (field["widget"] == "address") == ("$ref" in properties[field["name"]])
        assert (field["widget"] == "date") == (rule.get("format") == "date")
        assert (field["widget"] == "email") == (rule.get("format") == "email")
        if field["widget"] == "phone":
            assert rule["pattern"] == "^0[0-9]{9,10}$"
        if field["widget"] == "personal_id":
            assert rule["pattern"] == "^[0-9]{12}$"
        assert ("options" in field) == (field["widget"] in {"select", "radio"})
        if "options" in field:
            assert [option["value"] for option in field["options"]] == rule["enum"]
            assert all(option["label"] and option["label_en"] for option in field["options"])
            assert len({option["label"] for option in field["options"]}) == len(field["options"]) >= 2
        assert field.get("autocomplete", "name") in AUTOCOMPLETE
        assert field.get("prefill", "me.phone") in PREFILL


@each_procedure
def test_conditions(code):
    """A question that depends on another is required exactly when it is asked, or never."""
    procedure = PROCEDURES[code]
    schema = procedure["form"]["schema"]
    fields = {field["name"]: field for field in fields_of(procedure)}
    order = list(fields)
    rules = {}
    for rule in schema.get("allOf", []):
        (name, test), = rule["if"]["properties"].items()
        assert rule["if"]["required"] == [name] and set(test) == {"const"}
        rules[name, test["const"]] = set(rule["then"]["required"])
    for name, field in fields.items():
        condition = field.get("show_if")
        if condition is None:
            continue
        assert name not in schema["required"]
        control = fields[condition["field"]]
        assert "show_if" not in control and order.index(condition["field"]) < order.index(name)
        assert condition["field"] in schema["required"]
        assert condition["equals"] in [option["value"] for option in control["options"]]
    for (name, value), required in rules.items():
        assert required <= {n for n, f in fields.items() if f.get("show_if") == {"field": name, "equals": value}}


@each_procedure
def test_example_is_a_complete_valid_answer(code):
    procedure = PROCEDURES[code]
    schema, example = procedure["form"]["schema"], procedure["form"]["example"]
    errors = list(Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(example))
    assert not errors, [error.message for error in errors]
    assert len(example) <= 25
    for field in fields_of(procedure):
        condition = field.get("show_if")
        shown = condition is None or example.get(condition["field"]) == condition["equals"]
        assert (field["name"] in example) == shown, field["name"]
        value = example.get(field["name"])
        if value is None:
            continue
        if field["widget"] == "address":
            assert value["province_code"] in PROVINCES
        if field["widget"] == "personal_id":
            assert is_personal_id(value), value


@each_procedure
def test_the_schema_refuses_wrong_answers(code):
    form = PROCEDURES[code]["form"]
    validator = Draft202012Validator(form["schema"], format_checker=FormatChecker())
    assert not validator.is_valid({})
    assert not validator.is_valid({**form["example"], "unknown": "x"})
    for name in form["schema"]["required"]:
        assert not validator.is_valid({k: v for k, v in form["example"].items() if k != name}), name
    for name, value in form["example"].items():
        assert not validator.is_valid({**form["example"], name: [value]}), name
        if isinstance(value, str):
            assert not validator.is_valid({**form["example"], name: "x" * 3000}), name
    for rule in form["schema"].get("allOf", []):
        (control, test), = rule["if"]["properties"].items()
        bare = {k: v for k, v in form["example"].items() if k not in rule["then"]["required"]}
        assert not validator.is_valid({**bare, control: test["const"]}), control


def test_birth_registration_without_a_father():
    form = PROCEDURES["1.001193"]["form"]
    answers = {k: v for k, v in form["example"].items() if k == "father_named" or not k.startswith("father_")}
    validator = Draft202012Validator(form["schema"], format_checker=FormatChecker())
    assert not validator.is_valid(answers)
    assert validator.is_valid({**answers, "father_named": "no"})


def test_a_birth_certificate_copy_is_short():
    procedure = PROCEDURES["2.000635"]
    assert len(procedure["form"]["ui"]["pages"]) <= 6
    assert len(procedure["form"]["example"]) <= 15
    assert len(procedure["cases"][0]["components"]) <= 3


def test_units():
    codes = [unit["code"] for unit in UNITS]
    assert len(set(codes)) == len(codes) and len({unit["name"] for unit in UNITS}) == len(codes)
    known = set()
    for unit in UNITS:
        assert set(unit) - {"email"} == {"code", "name", "name_en", "kind", "parent", "valid_from", "address", "phone", "hours"}
        assert re.fullmatch(r"H99(\.\d{1,3}){0,4}", unit["code"])
        assert unit["kind"] in UNIT_KINDS
        assert unit["parent"] is None or unit["parent"] in known, "parents come first"
        assert re.fullmatch(r"0299\d{7}", unit["phone"])
        assert unit.get("email", "x@motcua.example").endswith("@motcua.example")
        assert unit["address"].endswith("Tỉnh mẫu")
        known.add(unit["code"])
    assert [unit["code"] for unit in UNITS if unit["parent"] is None] == ["H99"]
    assert {unit["kind"] for unit in UNITS} == UNIT_KINDS
    communes = [unit["code"] for unit in UNITS if unit["kind"] == "commune"]
    assert 6 <= len(communes) <= 8
    for commune in communes:
        below = Counter(unit["kind"] for unit in UNITS if unit["code"].startswith(commune + "."))
        assert below == {"desk": 1, "police_commune": 1, "military": 1}
    for name in ("phone", "email"):
        values = [unit[name] for unit in UNITS if name in unit]
        assert len(set(values)) == len(values)


def test_accounts():
    codes = {unit["code"] for unit in UNITS}
    keys = [account["key"] for account in ACCOUNTS]
    assert len(set(keys)) == len(keys)
    assert {"citizen", "officer", "leader", "admin"} <= set(keys)
    assert Counter(account["role"] for account in ACCOUNTS)["officer"] >= 3
    for account in ACCOUNTS:
        assert set(account) - {"email"} == {"key", "full_name", "role", "phone", "personal_id", "units", "position"}
        assert account["role"] in {"citizen", "officer", "leader", "admin"}
        assert re.fullmatch(r"0(3|5|7|8|9)\d{8}", account["phone"])
        assert is_personal_id(account["personal_id"])
        assert set(account["units"]) <= codes and len(set(account["units"])) == len(account["units"])
        assert (account["role"] == "citizen") == (not account["units"]) == (account["position"] is None)
    for key in ("key", "phone", "personal_id"):
        assert len({account[key] for account in ACCOUNTS}) == len(ACCOUNTS)


@each_procedure
def test_somebody_receives_it(code):
    kinds = set(PROCEDURES[code]["unit_kinds"])
    receivers = [unit["code"] for unit in UNITS if unit["kind"] in kinds]
    assert kinds <= UNIT_KINDS and receivers
    for key in ("officer", "leader"):
        account = next(account for account in ACCOUNTS if account["key"] == key)
        assert set(account["units"]) & set(receivers), key


def test_states():
    """What a state means for citizens is said in short sentences."""
    states = yaml.safe_load((ROOT / "schema/vocabulary/states.yaml").read_text(encoding="utf-8"))["entries"]
    assert len(states) == 11
    for state in states.values():
        assert words_per_sentence(state["citizen"]["vi"]) <= 15


def test_sectors():
    assert len({sector["code"] for sector in SECTORS}) == len(SECTORS)
    assert all(re.fullmatch(r"[a-z][a-z-]*", sector["code"]) for sector in SECTORS)
    used = {procedure["sector"]["code"] for procedure in PROCEDURES.values()}
    assert used == {sector["code"] for sector in SECTORS}


def test_search_queries_name_procedures():
    queries = read(ROOT / "tests" / "data" / "search_queries.json")
    assert len(queries) >= 120
    assert len({query["q"] for query in queries}) == len(queries)
    expected = {code for query in queries for code in query["expect"]}
    assert expected <= set(PROCEDURES)
    assert len(expected) >= 0.9 * len(PROCEDURES)
