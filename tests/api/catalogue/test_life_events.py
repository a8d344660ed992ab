"""What the cards of life events announce is there: each line of a card leads to a procedure, and its words find it."""
import json
import pathlib

import pytest

SITES = sorted((pathlib.Path(__file__).resolve().parents[3] / "schema/sample").glob("*/site.json"))


def test_the_site_tells_them(anyone):
    events = anyone.get("/v1/site").json["life_events"]
    assert events == json.loads((SITES[0].parents[1] / "site/site.json").read_text(encoding="utf-8"))["life_events"]


@pytest.mark.parametrize("site", SITES, ids=lambda path: path.parent.name)
def test_every_line_of_a_card_has_a_hit(anyone, site):
    wrong = []
    for event in json.loads(site.read_text(encoding="utf-8"))["life_events"]:
        codes = [procedure["code"] for procedure in event["procedures"]]
        assert len(set(codes)) == len(codes)
        for procedure in event["procedures"]:
            assert anyone.get(f"/v1/procedures/{procedure['code']}").status == 200, procedure
            found = anyone.get("/v1/procedures", query={"q": procedure["name"]["vi"], "limit": "3"}).json["items"]
            if procedure["code"] not in [item["code"] for item in found]:
                wrong.append((procedure["code"], procedure["name"]["vi"], [item["code"] for item in found]))
    assert wrong == []
