"""Whatever the compiled schemas of the contract take at once, jsonschema finds right too: of what has been shown of them, spoilt
in each of its places in many ways."""
import copy

import pytest

from core.test_bad_json import VALID
from harness.contract import Contract
from harness.schemas import Schemas

CONTRACT = Contract()
OTHERS = (None, True, False, 0, -1, 1, 1.5, 10**15, "", "x", "x" * 20001, "1\n", "ế", "2026-02-30", "2026-02-28T25:00:00Z", [], ["x", "x"], {},
          {"x": 1})
MISSING = object()


def nodes(value, path=()):
    yield path
    for name, part in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from nodes(part, (*path, name))


def spoilt(value, path, other):
    """It with another value in a place, or without the place."""
    if not path:
        return other
    changed = copy.deepcopy(value)
    at = changed
    for name in path[:-1]:
        at = at[name]
    if other is MISSING:
        del at[path[-1]]
    else:
        at[path[-1]] = other
    return changed


def shown():
    """Each schema of which a value is shown, with the value: in the contract, and the bodies that tests send."""
    for name, schema in CONTRACT.document["components"]["schemas"].items():
        yield from ((f"{name}-{at}", schema, example) for at, example in enumerate(schema.get("examples", [])))
    for operation in CONTRACT.operations.values():
        for body in VALID.get(operation.id, []):
            yield operation.id, operation.body["content"]["application/json"]["schema"], body


@pytest.mark.parametrize("schema, value", [case[1:] for case in shown()], ids=[case[0] for case in shown()])
def test_what_is_taken_at_once_is_right(schema, value):
    sure = Schemas(CONTRACT.document)
    sure.takes = lambda *_: False
    assert CONTRACT.errors(schema, value) == sure.errors(schema, value) == []
    places = list(nodes(value))
    taken = [changed for path in places for other in (*OTHERS, *([MISSING] if path else []))
             if CONTRACT.schemas.takes(schema, changed := spoilt(value, path, other))]
    taken += [more for path in places if isinstance(at := of(value, path), dict)
              and CONTRACT.schemas.takes(schema, more := spoilt(value, path, {**at, "x-more": 1}))]
    assert not [(changed, wrong) for changed in taken if (wrong := sure.errors(schema, changed))]
    assert len(taken) < len(places) * len(OTHERS)


def of(value, path):
    for name in path:
        value = value[name]
    return value


def test_nearly_all_schemas_are_compiled():
    """And of those that are not jsonschema is asked."""
    not_read = [name for name, schema in CONTRACT.document["components"]["schemas"].items()
                if CONTRACT.schemas.program(schema) is None]
    assert len(not_read) < 10, not_read


@pytest.mark.parametrize("schema", [
    {"type": "object", "dependentRequired": {"a": ["b"]}}, {"type": "array", "items": {"prefixItems": [{"type": "string"}]}},
    {"properties": {"a": {"$ref": "#/components/schemas/Id", "minLength": 100}}}, {"oneOf": [{"minContains": 2}]},
    {"const": 1}, {"items": {"enum": ["a", False]}}, {"format": "ipv4"}])
def test_a_schema_with_words_that_one_of_the_two_does_not_read_is_not_compiled(schema):
    assert CONTRACT.schemas.program(schema) is None
