#!/usr/bin/python3
"""Whether a contract only adds to an older one: additions.py OLD NEW

Nothing that a client of OLD relies on may be gone or stricter in NEW: paths, operations, roles, parameters, bodies, answers,
properties, values. A rule that is looser or gone takes what was taken before: it is told, and counted as an addition.
Prints what was compared, what was added and what is refused; ends with 1 if anything is.
"""
import collections
import json
import sys

import yaml

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
# What says nothing about what is sent or taken.
WORDS = {"description", "summary", "title", "example", "examples", "x-class", "x-query", "x-problems"}
SETS = {"enum", "required"}
# Rules that are looser when the number falls, or rises; others are looser only when they are gone.
LOWER = {"minimum", "minLength", "minItems", "minProperties"}
HIGHER = {"maximum", "maxLength", "maxItems", "maxProperties"}
GONE = {"pattern", "format", "const", "uniqueItems"}
NESTED = {"properties", "items", "oneOf", "anyOf", "allOf", "discriminator"}


class Comparison:
    def __init__(self, old, new):
        self.old, self.new = old, new
        self.compared, self.added, self.findings = collections.Counter(), collections.Counter(), []
        self.pairs = set()

    def find(self, where, what):
        self.findings.append(f"{where}: {what}")

    @staticmethod
    def resolve(document, value):
        while isinstance(value, dict) and "$ref" in value:
            found = document
            for part in value["$ref"][2:].split("/"):
                found = found[part.replace("~1", "/").replace("~0", "~")]
            value = found
        return value

    def both(self, old, new):
        return self.resolve(self.old, old), self.resolve(self.new, new)

    def named(self, kind, where, old, new):
        """Pairs of what both have by name; what is gone is a finding, what is new is counted."""
        for name in old:
            if name in new:
                self.compared[kind] += 1
                yield name, old[name], new[name]
            else:
                self.find(where, f"{kind} {name} is gone")
        self.added[kind] += len(set(new) - set(old))

    def run(self):
        for path, old, new in self.named("path", "paths", self.old["paths"], self.new["paths"]):
            old_methods = {method: old[method] for method in METHODS if method in old}
            new_methods = {method: new[method] for method in METHODS if method in new}
            for method, one, other in self.named("operation", path, old_methods, new_methods):
                self.operation(f"{method} {path}", one, other, old.get("parameters", []), new.get("parameters", []))
        schemas = [document["components"]["schemas"] for document in (self.old, self.new)]
        for name, one, other in self.named("schema", "components/schemas", *schemas):
            self.schema(f"schema {name}", one, other)

    def operation(self, where, old, new, old_shared, new_shared):
        for member in ("operationId", "x-idempotency", "x-if-match"):
            if old.get(member) != new.get(member):
                self.find(where, f"{member} was {old.get(member)}, is {new.get(member)}")
        if new.get("x-max-body", 0) < old.get("x-max-body", 0):
            self.find(where, f"x-max-body was {old['x-max-body']}, is {new.get('x-max-body', 0)}")
        self.security(where, old["security"], new["security"])
        self.parameters(where, old_shared + old.get("parameters", []), new_shared + new.get("parameters", []))
        self.body(where, *self.both(old.get("requestBody"), new.get("requestBody")))
        for status, one, other in self.named("answer", where, old["responses"], new["responses"]):
            one, other = self.both(one, other)
            self.content(f"{where} {status}", one.get("content", {}), other.get("content", {}))
            for name, _, _ in self.named("header", f"{where} {status}", one.get("headers", {}), other.get("headers", {})):
                pass

    def security(self, where, old, new):
        """Each alternative is a caller who is let in; an operation for everybody stays one."""
        if (old == []) != (new == []):
            self.find(where, f"security was {old}, is {new}")
            return
        was, now = ({" ".join([kind, *sorted(scopes)]): scopes for one in side for kind, scopes in one.items()}
                    for side in (old, new))
        for _ in self.named("caller", where, was, now):
            pass

    def parameters(self, where, old, new):
        by_name = [{f"{one['in']} {one['name']}": one for one in (self.resolve(document, each) for each in side)}
                   for document, side in ((self.old, old), (self.new, new))]
        for name, one, other in self.named("parameter", where, *by_name):
            if other.get("required", False) and not one.get("required", False):
                self.find(where, f"parameter {name} is required now")
            self.schema(f"{where} {name}", one["schema"], other["schema"])
        for name in set(by_name[1]) - set(by_name[0]):
            if by_name[1][name].get("required", False):
                self.find(where, f"a new parameter {name} is required")

    def body(self, where, old, new):
        if (old is None) != (new is None):
            if old is None and not new.get("required", False):
                self.added["body"] += 1
            else:
                self.find(where, "a body is gone" if new is None else "a body is required now")
        if old is None or new is None:
            return
        if new.get("required", False) and not old.get("required", False):
            self.find(where, "the body is required now")
        self.content(f"{where} body", old["content"], new["content"])

    def content(self, where, old, new):
        for name, one, other in self.named("media type", where, old, new):
            self.schema(f"{where} {name}", one["schema"], other["schema"])

    def rule(self, where, keyword, old, new):
        looser = new is None if old is None or new is None else new < old if keyword in LOWER else new > old
        if looser and old is not None and keyword in (LOWER | HIGHER | GONE if new is None else LOWER | HIGHER):
            print(f"{where}: looser: {keyword} was {old}, is {new}")
            self.added["looser rule"] += 1
        else:
            self.find(where, f"{keyword} was {old}, is {new}")

    def schema(self, where, old, new):
        old, new = self.both(old, new)
        key = json.dumps([old, new], sort_keys=True)
        if key in self.pairs:
            return
        self.pairs.add(key)
        for keyword in sorted((set(old) | set(new)) - WORDS - SETS - NESTED):
            if old.get(keyword) != new.get(keyword):
                self.rule(where, keyword, old.get(keyword), new.get(keyword))
        if set(old.get("required", [])) != set(new.get("required", [])):
            self.find(where, f"required was {old.get('required', [])}, is {new.get('required', [])}")
        if ("enum" in old) != ("enum" in new):
            self.find(where, "the list of values came or went")
        for _ in self.named("value", where, *(dict.fromkeys(map(str, side.get("enum", []))) for side in (old, new))):
            pass
        for name, one, other in self.named("property", where, old.get("properties", {}), new.get("properties", {})):
            self.schema(f"{where}/{name}", one, other)
        for keyword in ("oneOf", "anyOf", "allOf"):
            branches = [{json.dumps(one.get("$ref", index)): one for index, one in enumerate(side.get(keyword, []))}
                        for side in (old, new)]
            for name, one, other in self.named("branch", where, *branches):
                self.schema(f"{where}/{keyword}/{name}", one, other)
        mappings = [side.get("discriminator", {}).get("mapping", {}) for side in (old, new)]
        for name, one, other in self.named("word of a discriminator", where, *mappings):
            if one != other:
                self.find(where, f"{name} led to {one}, leads to {other}")
        if ("items" in old) != ("items" in new):
            self.find(where, "items came or went")
        elif "items" in old:
            self.schema(f"{where}/items", old["items"], new["items"])


def plain(value):
    """The same with text for every key: answers are keyed by 200 or '200'."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def read(path):
    with open(path, encoding="utf-8") as file:
        return plain(yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def told(counts):
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()) if count) or "nothing"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    comparison = Comparison(read(sys.argv[1]), read(sys.argv[2]))
    comparison.run()
    for finding in comparison.findings:
        print(finding)
    print(f"compared: {told(comparison.compared)}")
    print(f"added: {told(comparison.added)}")
    print(f"gone or stricter: {len(comparison.findings)}")
    sys.exit(1 if comparison.findings else 0)


if __name__ == "__main__":
    main()
