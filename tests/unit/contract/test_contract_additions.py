"""What tells an addition from a break of the contract finds each kind of break."""
import copy
import pathlib
import subprocess

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[3]
DOCUMENT = yaml.load((ROOT / "openapi.yaml").read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def compare(tmp_path, new, old=DOCUMENT):
    for name, document in (("old", old), ("new", new)):
        (tmp_path / name).write_text(yaml.safe_dump(document), encoding="utf-8")
    done = subprocess.run([ROOT / "tests/contract/additions.py", tmp_path / "old", tmp_path / "new"],
                          capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


def spoilt(*path, **change):
    """The contract with one place changed: put=value, take=name, or add=value to a list."""
    document = copy.deepcopy(DOCUMENT)
    place = document
    for part in path:
        place = place[part]
    if "take" in change:
        place.remove(change["take"]) if isinstance(place, list) else place.pop(change["take"])
    elif "add" in change:
        place.append(change["add"])
    else:
        place.update(change["put"])
    return document


DOSSIERS = ("paths", "/v1/dossiers", "post")
CREATE = ("components", "schemas", "DossierCreate")

BREAKS = {
    "path /healthz is gone": spoilt("paths", take="/healthz"),
    "operation delete is gone": spoilt("paths", "/v1/dossiers/{id}", take="delete"),
    "operationId was createDossier": spoilt(*DOSSIERS, put={"operationId": "makeDossier"}),
    "x-max-body was 65536, is 100": spoilt(*DOSSIERS, put={"x-max-body": 100}),
    "x-idempotency was required": spoilt(*DOSSIERS, put={"x-idempotency": "optional"}),
    "caller staff officer is gone": spoilt(*DOSSIERS, "security", take={"staff": ["officer"]}),
    "security was": spoilt("paths", "/healthz", "get", put={"security": [{"citizen": []}]}),
    "parameter query limit is gone":
        spoilt("paths", "/v1/dossiers", "get", "parameters", take={"$ref": "#/components/parameters/Limit"}),
    "parameter query q is required now": spoilt("components", "parameters", "Query", put={"required": True}),
    "a new parameter query x is required":
        spoilt(*DOSSIERS, "parameters", add={"name": "x", "in": "query", "required": True, "schema": {"type": "string"}}),
    "maximum was 100, is 50": spoilt("components", "parameters", "Limit", "schema", put={"maximum": 50}),
    "minimum was 1, is 2": spoilt("components", "parameters", "Limit", "schema", put={"minimum": 2}),
    "maxLength was None, is 9": spoilt(*CREATE, "properties", "case_code", put={"maxLength": 9}),
    "type was string, is integer": spoilt("components", "schemas", "Id", put={"type": "integer"}),
    "type was string, is None": spoilt("components", "schemas", "Id", take="type"),
    "the body is required now": spoilt("paths", "/v1/dossiers/{id}/submission", "post", "requestBody", put={"required": True}),
    "answer 404 is gone": spoilt(*DOSSIERS, "responses", take="404"),
    "header Location is gone": spoilt(*DOSSIERS, "responses", "201", "headers", take="Location"),
    "media type application/pdf is gone":
        spoilt("paths", "/v1/dossiers/{id}/papers/{form}.pdf", "get", "responses", "200", put={"content": {}}),
    "property return_address is gone": spoilt(*CREATE, "properties", take="return_address"),
    "required was": spoilt(*CREATE, "required", add="case_code"),
    "pattern was ^[a-z0-9-]{1,40}$": spoilt(*CREATE, "properties", "case_code", put={"pattern": "^a$"}),
    "value post is gone": spoilt("components", "schemas", "Channel", "enum", take="post"),
    "the list of values came or went": spoilt("components", "schemas", "Channel", take="enum"),
    "branch": spoilt("components", "schemas", "Action", "oneOf", take={"$ref": "#/components/schemas/PlainAction"}),
    "word of a discriminator accept is gone":
        spoilt("components", "schemas", "Action", "discriminator", "mapping", take="accept"),
}


@pytest.mark.parametrize("finding", BREAKS)
def test_a_break_is_found(tmp_path, finding):
    status, said = compare(tmp_path, BREAKS[finding])
    assert status == 1
    assert any(finding in line for line in said), said


ADDITIONS = {
    "1 property": spoilt(*CREATE, "properties", put={"note": {"type": "string"}}),
    "1 parameter": spoilt(*DOSSIERS, "parameters", add={"name": "x", "in": "query", "schema": {"type": "string"}}),
    "1 caller": spoilt(*DOSSIERS, "security", add={"staff": ["admin"]}),
    "1 answer": spoilt(*DOSSIERS, "responses", put={"418": {"description": "A teapot"}}),
    "1 value": spoilt("components", "schemas", "Channel", "enum", add="agent"),
    "1 looser rule": spoilt(*CREATE, "properties", "case_code", take="pattern"),
    "2 looser rule": spoilt("components", "parameters", "Limit", "schema", put={"minimum": 0, "maximum": 200}),
    "nothing": spoilt(*DOSSIERS, put={"description": "Other words"}),
}


@pytest.mark.parametrize("added", ADDITIONS)
def test_an_addition_is_taken_and_counted(tmp_path, added):
    status, said = compare(tmp_path, ADDITIONS[added])
    assert (status, said[-2:]) == (0, [f"added: {added}", "gone or stricter: 0"])
