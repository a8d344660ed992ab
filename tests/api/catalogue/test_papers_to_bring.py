"""Papers that are brought when the person comes do not stand in the way of filing."""
import pytest

BROUGHT = {"1.000894": "TK-KH", "2.000815": "BANCHINH", "1.013133": "PHIEU-NVQS"}


@pytest.mark.parametrize("procedure, code", BROUGHT.items())
def test_it_can_be_filed_without_them(people, anyone, procedure, code):
    citizen = people.newcomer()
    form = citizen.form(procedure)
    unit = next(one["code"] for one in anyone.get("/v1/units", query={"procedure": procedure}).json["items"] if one["open"])
    answer = citizen.post("/v1/dossiers", {"procedure_code": procedure, "unit_code": unit,
                                           "return_channel": "counter", "answers": form["example"]}, key=True)
    dossier = answer.json["id"]
    assert citizen.submit(dossier)["state"] == "registered"
    component = next(one for one in citizen.dossier(dossier)["components"] if one["code"] == code)
    assert component["bring"] and not component["required"] and component["files"] == []
    guide = anyone.get(f"/v1/procedures/{procedure}").json
    assert [one["bring"] for one in guide["cases"][0]["components"] if one["code"] == code] == [True]
