"""The contract that the program publishes is the one of the repository, whole, and its examples are true."""
import json
import re

import jsonschema
import pytest

from harness.contract import Contract, ROOT

CONTRACT = Contract()


def test_the_published_contract_is_the_repository_s(anyone):
    published = anyone.get("/openapi.json")
    assert json.loads(published.body) == json.loads(json.dumps(CONTRACT.document))
    again = anyone.get("/openapi.json", headers={"If-None-Match": published.headers["etag"]})
    assert again.status == 304


def schemas(node, pointer=""):
    if isinstance(node, dict):
        if "schema" in node and ("example" in node or "examples" in node):
            yield pointer, node
        for name, item in node.items():
            yield from schemas(item, f"{pointer}/{name}")
    elif isinstance(node, list):
        for at, item in enumerate(node):
            yield from schemas(item, f"{pointer}/{at}")


def test_every_example_is_valid():
    tried = 0
    for pointer, node in schemas(CONTRACT.document):
        examples = [node["example"]] if "example" in node else [item["value"] for item in node["examples"].values()]
        for example in examples:
            assert CONTRACT.errors(node["schema"], example) == [], pointer
            tried += 1
    assert tried >= 5


@pytest.mark.parametrize("name", CONTRACT.document["components"]["schemas"])
def test_every_schema_is_a_schema(name):
    jsonschema.Draft202012Validator.check_schema(CONTRACT.document["components"]["schemas"][name])


def test_the_catalogue_of_problems_is_complete_and_spoken_in_both_languages():
    listed = CONTRACT.document["components"]["schemas"]["ProblemCode"]["enum"]
    assert sorted(listed) == sorted(CONTRACT.catalogue)
    for code, (status, vi, en) in CONTRACT.catalogue.items():
        assert 400 <= status < 600 and vi.endswith(".") and en.endswith("."), code
        assert any(letter in vi for letter in "ăâđêôơưáàảãạấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"), vi


def test_a_file_has_one_of_the_types_that_are_accepted():
    accepted = re.findall(r'^ +\[MC_FILE_\w+\] = \{"\w+",\s+"([^"]+)",', (ROOT / "lib/files/file_type.c").read_text(), re.M)
    assert len(accepted) >= 6
    assert sorted(CONTRACT.operations["getDossierFile"].responses["200"]["content"]) == sorted(accepted)


def test_every_operation_has_a_lane_that_nginx_knows():
    """Slow work never shares the fast lane's threads: what writes, hashes, draws or moves files is marked slow."""
    fast = [op for op in CONTRACT.operations.values() if op.lane == "fast"]
    assert {op.method for op in fast} == {"GET"}
    assert {op.id for op in fast}.isdisjoint({"getDossierFile", "getDossierPaper", "getShipmentLabel"})
    assert (ROOT / "api/generate/lanes.py").exists()
