"""A draft is filed under what is in force when it is filed, not when it was begun; what it says is kept."""
import copy
import json

from harness.contract import ROOT
from harness.people import COPIES

PROCEDURE = json.loads((ROOT / f"schema/sample/procedures/{COPIES}.json").read_text(encoding="utf-8"))
PAPER = {"code": "KQ-MOI", "name": "Bản chụp giấy tờ tùy thân", "required": True, "originals": 0, "copies": 1,
         "accepts": ["pdf"], "max_files": 2}


def test_what_was_begun_before_a_change_is_filed_under_the_new_version(people, service, moment):
    """Begun on 31/12/2026 and filed on 2/1/2027, it was filed under the version that had ended."""
    citizen = people.newcomer()
    changed = copy.deepcopy(PROCEDURE) | {"valid_from": "2027-01-01"}
    for case in changed["cases"]:
        case["components"].append(PAPER)
    moment.set("2026-12-31 16:00")
    draft, unchanged = citizen.draft(), citizen.draft()
    answer = people.admin.put("/v1/admin/catalogue", {"basis": "QĐ 9/QĐ-UBND", "procedures": [changed]})
    assert answer.status == 200, answer
    citizen.submit(unchanged)  # still in force on its day
    before = citizen.dossier(draft)
    moment.set("2027-01-02 09:00")
    refused = citizen.post(f"/v1/dossiers/{draft}/submission", key=True)
    assert (refused.status, refused.code) == (409, "procedure-changed")
    assert [(e["pointer"], PAPER["name"] in e["detail"]) for e in refused.json["errors"]] == [("/components/KQ-MOI", True)]
    moved = citizen.dossier(draft)
    assert moved["procedure"]["version"] > before["procedure"]["version"] and moved["answers"] == before["answers"]
    assert citizen.post(f"/v1/dossiers/{draft}/submission", key=True).code == "component-missing"
    put = citizen.put(f"/v1/dossiers/{draft}/components/KQ-MOI", {"upload_ids": [citizen.upload()]})
    assert put.status == 200
    citizen.submit(draft)
    assert citizen.dossier(draft)["procedure"]["version"] == moved["procedure"]["version"]
    assert citizen.dossier(unchanged)["procedure"]["version"] == before["procedure"]["version"]


def test_what_was_begun_before_a_procedure_ended_is_told_that_it_takes_no_more(people, service, moment):
    citizen = people.newcomer()
    moment.set("2026-12-31 16:00")
    draft = citizen.draft()
    ended = service.sql("update procedure_version set valid_until = '2027-01-01' where procedure_code = %s"
                        " and valid_until is null returning id", COPIES)
    moment.set("2027-01-02 09:00")
    try:
        refused = citizen.post(f"/v1/dossiers/{draft}/submission", key=True)
        assert (refused.status, refused.code) == (409, "procedure-closed")
        assert citizen.dossier(draft)["state"] == "draft"
    finally:
        service.sql("update procedure_version set valid_until = null where id = any (%s::uuid[])", [row[0] for row in ended])
