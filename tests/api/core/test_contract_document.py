"""The contract that the program publishes is the one of the repository, whole, and its examples are true."""
import base64
import hashlib
import hmac
import json
import re

import jsonschema
import pytest
import yaml

from harness.contract import Contract, ROOT, inside
from harness.service import binary

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
    for name, schema in CONTRACT.document["components"]["schemas"].items():
        for example in schema.get("examples", []):
            assert CONTRACT.errors(schema, example) == [], name
            tried += 1
    assert tried >= 50


def test_the_problems_shown_are_those_of_the_catalogue():
    for name, answer in CONTRACT.document["components"]["responses"].items():
        shown = answer["content"]["application/problem+json"]["example"]
        assert (shown["status"], shown["title"]) == CONTRACT.catalogue[shown["code"]][:2], name
        assert shown["type"] == f"urn:motcua:problem:{shown['code']}", name


def test_every_problem_of_the_catalogue_is_one_that_somebody_meets():
    """The rest stays in the list because it was published, a code is never used again for anything else; or nginx says it."""
    named = set.union(CONTRACT.common, *(operation.problems for operation in CONTRACT.operations.values()))
    assert set(CONTRACT.catalogue) - named == {"already-exists", "not-acceptable", "tls-required"}


def test_the_signature_that_the_contract_shows_is_right():
    """What the description of the notices shows, computed with the names of Standard Webhooks."""
    words = next(tag["description"] for tag in CONTRACT.document["tags"] if tag["name"] == "webhooks")
    secret, name, timestamp, body, signature = re.search(
        r"secret `whsec_(.+?)`, the id `(.+?)`, the timestamp `(\d+)` and the body\n`(.+)`\nthe signature is `v1,(.+?)`", words).groups()
    key = base64.b64decode(secret)
    assert 24 <= len(key) <= 64
    made = hmac.new(key, f"{name}.{timestamp}.{body}".encode(), "sha256").digest()
    assert base64.b64encode(made).decode() == signature
    assert CONTRACT.errors({"$ref": "#/components/schemas/BankNotice"}, json.loads(body)) == []


def test_the_link_of_custody_that_the_contract_shows_is_the_first_of_its_dossier():
    schemas = CONTRACT.document["components"]["schemas"]
    link = schemas["CustodyList"]["examples"][0]["items"][0]
    words = "|".join(["0" * 64, schemas["Dossier"]["examples"][0]["id"], str(link["sequence"]), link["unit"]["code"], "",
                      link["officer_name"] or "", link["state"], link["since"], link["until"], link["submission_sha256"]])
    assert hashlib.sha256(words.encode()).hexdigest() == link["hash"]


@pytest.mark.parametrize("text, found", [
    ('{"detail":"Error: duplicate key value"}', True), ("lib/store/pg.c:42", True), ("at 0x7fbac0aa5a10", True), ("SQLSTATE MC001", True),
    ("Motcua_Api", True), ("Segmentation fault", True), ("mã MC001", True), ("XMC0012", False), ("10x abcdef", False), ("a.c: xong", False),
    ("eyJhbGciOiJFUzI1NiJ9.pg_AAAAAAAAAAAA", False), ("Hồ sơ của bạn đã được tiếp nhận.", False)])
def test_what_only_the_inside_knows_is_told_from_the_rest(text, found):
    assert bool(inside(text)) == found


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
    kinds = yaml.safe_load((ROOT / "schema/vocabulary/file_kinds.yaml").read_text())["entries"].values()
    accepted = [kind["media_type"] for kind in kinds if "media_type" in kind]
    assert len(accepted) >= 6
    assert sorted(CONTRACT.operations["getDossierFile"].responses["200"]["content"]) == sorted(accepted)


def test_what_writes_hashes_draws_or_moves_files_is_no_look_up():
    """The threads of key look-ups are few and wait for nothing else."""
    look_ups = [op for op in CONTRACT.operations.values() if op.cost_class == "key"]
    assert {op.method for op in look_ups} <= {"GET", "HEAD", "OPTIONS"}
    heavy = {op.id for op in CONTRACT.operations.values() if op.cost_class == "heavy"}
    assert {"createAccount", "getDossierPaper", "getShipmentLabel"} <= heavy
    assert {op.id for op in CONTRACT.operations.values() if op.cost_class == "login"} == {"createSession"}


def listener_of(method, path):
    """What the maps that the build wrote say, as nginx reads them: of requests to classes, whole strings, then regular expressions
    in their order; and of classes to listeners."""
    made = (binary().parent / "gen/nginx_listeners.conf").read_text()
    rows = re.findall(r'^\t"(~?)([^"]+)" (\w+);$', made, re.M)
    request = f"{method} {path}"
    whole = [name for mark, text, name in rows if not mark and text == request]
    cost_class = (whole + [name for mark, text, name in rows if mark and re.search(text, request)] + [""])[0]
    listeners, = re.findall(r"^map \$motcua_class \$motcua_listener \{ (.*?) \}$", made, re.M)
    listeners = dict(pair.split() for pair in listeners.strip(" ;").split(";"))
    return listeners.get(cost_class, listeners["default"])


@pytest.mark.parametrize("operation", CONTRACT.operations.values(), ids=lambda op: op.id)
def test_nginx_sends_every_operation_to_its_listener(operation):
    path = re.sub(r"\{\w+\}", "x1", operation.path)
    wanted = "lookup" if operation.cost_class == "key" else "work"
    assert listener_of(operation.method, path) == wanted
    if operation.method == "GET" and not any(
            other.path == operation.path and other.method == "HEAD" for other in CONTRACT.operations.values()):
        assert listener_of("HEAD", path) == wanted
    assert listener_of(operation.method, path + "/more/than/that") == "work"
