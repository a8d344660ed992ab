#!/usr/bin/python3
"""Random schemas and values, judged by our interpreter and by python3-jsonschema: no verdict may differ.

Usage: json_schema_differential.py PROGRAM SECONDS [SEED]   (PROGRAM: json_schema_verdicts, built)
"""
import json
import random
import subprocess
import sys
import time
import warnings

warnings.simplefilter("ignore")
from jsonschema import Draft202012Validator, ValidationError  # noqa: E402
from jsonschema.validators import extend  # noqa: E402

SCHEMAS, VALUES = 1000, 25
NAMES = ["a", "b", "c", "ab", "ế"]
TYPES = ["integer", "number", "string", "object", "array", "null", "boolean", ["integer", "string"],
         ["null", "object", "array"]]
TEXTS = ["", "a", "ab", "abc", "ế😀", "b1", "2024-01-01"]
NUMBERS = [0, 1, 2, 3, -1, 10, 9007199254740993, 0.5, 1.0, 2.5, -0.25, 1e3, 3.0, 0.1]
LEAVES = [True, False, {"type": "integer"}, {"minLength": 2}, {"enum": [1, "a", None]}]
DEFINITIONS = [{"type": "integer"}, {"maxLength": 1}, {"required": ["a"]}, False, {"properties": {"a": {"type": "string"}}}]


def equal(a, b):
    """As JSON Schema means it: 1 and 1.0 are equal, 1 and true never, however deep they lie. Python's own == takes
    [0] for [false], and jsonschema 4.10 with it."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(equal, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(equal(a[name], b[name]) for name in a)
    return a == b


def check_enum(_, values, instance, __):
    if not any(equal(value, instance) for value in values):
        yield ValidationError("enum")


def check_const(_, value, instance, __):
    if not equal(value, instance):
        yield ValidationError("const")


def check_unique(_, wanted, instance, __):
    if wanted and isinstance(instance, list) and any(
            equal(a, b) for i, a in enumerate(instance) for b in instance[:i]):
        yield ValidationError("uniqueItems")


Oracle = extend(Draft202012Validator, {"enum": check_enum, "const": check_const, "uniqueItems": check_unique})


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def one(self, choices):
        return self.random.choice(choices)

    def few(self, most, make):
        return [make() for _ in range(self.random.randint(1, most))]

    def names(self):
        return self.random.sample(NAMES, self.random.randrange(3))

    def value(self, depth=0):
        kind = self.random.randrange(8 if depth < 3 else 5)
        if kind == 0:
            return self.one([None, True, False])
        if kind <= 2:
            return self.one(NUMBERS)
        if kind <= 4:
            return self.one(TEXTS)
        if kind == 5:
            return [self.value(depth + 1) for _ in range(self.random.randrange(5))]
        return {name: self.value(depth + 1) for name in self.random.sample(NAMES, self.random.randrange(4))}

    def keywords(self, sub):
        """Every keyword with a way to make its operand."""
        count = lambda: self.random.randrange(4)  # noqa: E731
        bound = lambda: self.one([0, 1, 0.5, 2, 9007199254740992])  # noqa: E731
        members = lambda: {name: sub() for name in self.random.sample(NAMES, self.random.randint(1, 3))}  # noqa: E731
        return {
            "type": lambda: self.one(TYPES), "const": lambda: self.value(1),
            "enum": lambda: self.few(3, lambda: self.value(2)),
            "minimum": bound, "maximum": bound, "exclusiveMinimum": bound, "exclusiveMaximum": bound,
            "multipleOf": lambda: self.one([1, 2, 0.5, 0.25]),
            "minLength": count, "maxLength": count, "minItems": count, "maxItems": count,
            "minProperties": count, "maxProperties": count, "minContains": count, "maxContains": count,
            "uniqueItems": lambda: self.one([True, False]),
            "pattern": lambda: self.one(["^a", "b$", "^[a-c]+$", ".", "^..$"]),
            "required": self.names, "dependentRequired": lambda: {self.one(NAMES): self.names()},
            "propertyNames": sub, "properties": members, "additionalProperties": sub,
            "patternProperties": lambda: {self.one(["^a", "b", "."]): sub()},
            "prefixItems": lambda: self.few(2, sub), "items": sub, "contains": sub,
            "allOf": lambda: self.few(2, sub), "anyOf": lambda: self.few(3, sub), "oneOf": lambda: self.few(3, sub),
            "not": sub, "if": sub, "then": sub, "else": sub, "dependentSchemas": members,
            "$ref": lambda: "#/$defs/x",
        }

    def schema(self, depth=0):
        if self.random.random() < 0.06:
            return self.one([True, False])
        makers = self.keywords(lambda: self.schema(depth + 1) if depth < 3 else self.one(LEAVES))
        schema = {name: makers[name]() for name in self.random.sample(sorted(makers), self.random.randint(1, 5))}
        if self.random.random() < 0.1:
            schema["items"] = {"$ref": "#"}
        return schema

    def pair(self):
        schema = self.schema()
        if isinstance(schema, bool):
            schema = {"not": not schema}
        schema["$defs"] = {"x": self.one(DEFINITIONS)}
        return [schema, [self.value() for _ in range(VALUES)]]


def differences(program, pairs):
    lines = subprocess.run([program], input=json.dumps(pairs), capture_output=True, text=True, check=True).stdout.split("\n")
    for (schema, values), line in zip(pairs, lines):
        if set(line) - set("01") or len(line) != len(values):
            yield schema, None, line
            continue
        validator = Oracle(schema)
        for value, verdict in zip(values, line):
            if validator.is_valid(value) != (verdict == "1"):
                yield schema, value, verdict


def main():
    program, seconds = sys.argv[1], float(sys.argv[2])
    maker = Maker(int(sys.argv[3]) if len(sys.argv) > 3 else time.time_ns())
    end, verdicts, found = time.monotonic() + seconds, 0, 0
    while time.monotonic() < end:
        pairs = [maker.pair() for _ in range(SCHEMAS)]
        for schema, value, verdict in differences(program, pairs):
            found += 1
            print("DIFFERS:", json.dumps(schema), json.dumps(value), "ours:", verdict, file=sys.stderr)
        verdicts += SCHEMAS * VALUES
    print(f"json_schema against python3-jsonschema: {verdicts} verdicts compared, {found} differ")
    return 1 if found else 0


sys.exit(main())
