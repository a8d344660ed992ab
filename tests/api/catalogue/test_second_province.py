"""A second province, from its folder into a fresh database and over the API: served like the first, with its own days."""
import json
import subprocess

import pytest

from harness.contract import ROOT
from harness.people import People
from harness.service import Service, binary, plain_environment
from harness.working_time import LOCAL, parse

FOLDER = ROOT / "schema/sample/second-province"
OWN, POLICE = "1.900001.H98", "1.900002.H98"
PATHS = ("/v1/units", "/v1/procedures", f"/v1/procedures/{OWN}", f"/v1/procedures/{OWN}/form", f"/v1/procedures/{POLICE}",
         f"/v1/units?procedure={OWN}", f"/v1/units?procedure={OWN}&at=2025-08-01")


def documents(*kinds):
    """The folder as one document of the contract."""
    found = {}
    for kind in kinds:
        files = [FOLDER / f"{kind}.json"] if (FOLDER / f"{kind}.json").exists() else sorted((FOLDER / kind).glob("*.json"))
        read = [json.loads(path.read_text(encoding="utf-8")) for path in files]
        found[kind] = read[0] if isinstance(read[0], list) else read
    return {"basis": "QĐ 1/QĐ-UBND", **found}


def imported(cluster, template, folder, contract, name, *imports):
    """A fresh database with what is imported by the command, and the program serving it; who may sign in."""
    folder.mkdir()
    cluster.script("create", name)
    environment = {**plain_environment(), "MOTCUA_DATABASE_URL": cluster.url("owner", name), "MOTCUA_KEY_DIR": str(template.keys / "keys")}
    for arguments in (("migrate",), *imports, ("import", "accounts", FOLDER / "accounts.json", folder / "logins.json")):
        subprocess.run([binary(), *map(str, arguments)], env=environment, check=True, stdout=subprocess.DEVNULL)
    service = Service(cluster, name, folder / "service", template.keys, MOTCUA_SITE_DIR=ROOT / "schema/sample/second-site")
    service.start_api()
    return service, People(service, contract, json.loads((folder / "logins.json").read_text()))


@pytest.fixture(scope="module")
def province(cluster, template, folder, contract):
    service, people = imported(cluster, template, folder / "province", contract, "hoa_sim",
                               ("import", "catalogue", FOLDER, "--basis", "QĐ 1/QĐ-UBND"))
    yield service, people
    service.stop()


def ask(people, path, **query):
    answer = people.nobody.get(path, query=query)
    assert answer.status == 200, answer
    return answer.json


def fee_on(people, day=None):
    lines = ask(people, f"/v1/procedures/{OWN}", **({"at": day} if day else {}))["cases"][0]["channels"][0]["fees"]
    return sum(line["amount"] for line in lines)


def test_it_is_served_under_its_own_name(province):
    _, people = province
    assert ask(people, "/v1/site")["province"]["vi"] == "Tỉnh Hoa Sim"
    assert {unit["code"] for unit in ask(people, "/v1/units")["items"]} == {"H98", "H98.31", "H98.32", "H98.31.02"}
    assert [one["code"] for one in ask(people, "/v1/procedures", q="xác nhận của xã")["items"]][:1] == [OWN]
    assert ask(people, "/v1/units/H98.33")["successor"] == "H98.32"


def test_a_fee_comes_into_force_by_the_clock(province):
    _, people = province
    days = {"2026-08-14": 10000, "2026-08-15": 0, "2026-08-31": 0, "2026-09-01": 10000, "2026-12-31": 10000, "2027-01-01": 20000}
    assert {day: fee_on(people, day) for day in days} == days


def test_its_dossiers_are_filed_at_the_fee_and_by_the_hours_of_the_day(province):
    service, people = province
    citizen = people.newcomer()
    filed = citizen.submit(citizen.draft(OWN, unit="H98.31"))
    assert filed["fee_total"] == fee_on(people) and filed["code"].startswith("H98.31-")
    police = citizen.draft(POLICE, unit="H98.31.02")
    assert citizen.submit(police)["fee_total"] == 0
    assert service.sql("select count(*) from dossier where state = 'registered'") == [(2,)]
    assert (parse(filed["expected_by"]) + LOCAL).weekday() < 5
    answer = citizen.post("/v1/dossiers", {"procedure_code": OWN, "unit_code": "H98.33", "return_channel": "counter",
                                           "answers": {"purpose": "Việc riêng"}}, key=True)
    assert answer.code == "unit-unknown"


def test_the_same_documents_over_the_api_give_the_same_catalogue(cluster, template, folder, contract, province):
    _, people = province
    service, others = imported(cluster, template, folder / "by-api", contract, "hoa_sim_api",
                               ("import", "calendars", FOLDER / "calendars", "--basis", "x"),
                               ("import", "units", FOLDER / "units.json", "--basis", "x"))
    try:
        everything = documents("calendars", "units", "procedures", "competence", "fees", "exemptions")
        trial = others.admin.put("/v1/admin/catalogue", everything, query={"dry_run": "true"})
        assert trial.status == 200 and trial.json["changes"], trial
        done = others.admin.put("/v1/admin/catalogue", everything)
        assert done.json["changes"] == trial.json["changes"]
        assert {change["what"] for change in done.json["changes"]} == {"procedure", "fees", "competence", "exemption"}
        for path in PATHS:
            assert others.nobody.get(path).json == people.nobody.get(path).json, path
        assert others.admin.put("/v1/admin/catalogue", everything).json["changes"] == []
    finally:
        service.stop()
