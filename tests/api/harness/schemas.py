"""Whether a value is of a schema of the contract. What is wrong is said by jsonschema. What another library, which makes a program
of each schema, finds right at once is right: it is stricter where they part, and of schemas with words that it does not read
jsonschema alone is asked."""
import re
import uuid
from datetime import date, datetime

import fastjsonschema
import jsonschema

formats = jsonschema.FormatChecker(formats=[])


@formats.checks("uuid", raises=ValueError)
def is_uuid(value):
    return not isinstance(value, str) or str(uuid.UUID(value)) == value


@formats.checks("date", raises=ValueError)
def is_date(value):
    return not isinstance(value, str) or date.fromisoformat(value).isoformat() == value


@formats.checks("date-time", raises=ValueError)
def is_time(value):
    if not isinstance(value, str):
        return True
    # Times are UTC on the wire, written with Z.
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value) is not None \
        and datetime.fromisoformat(value[:19]) is not None


@formats.checks("email")
def is_email(value):
    return not isinstance(value, str) or re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) is not None


# What both libraries read, and what none reads. The compiled one reads JSON Schema up to draft 7.
READ = {"type", "properties", "required", "additionalProperties", "items", "enum", "const", "oneOf", "allOf", "anyOf", "not",
        "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems",
        "pattern", "format", "propertyNames", "format uuid", "format date", "format date-time", "format email"}
NOT_READ = {"description", "title", "example", "examples", "default", "discriminator", "readOnly", "writeOnly", "deprecated"}
FORMATS = {name: check for name, (check, _) in formats.checkers.items()}


class Schemas:
    """Those of one document, by where they stand in memory: there they stay for as long as they are known here."""

    def __init__(self, document):
        self.document = document
        self.resolver = jsonschema.RefResolver("", document)
        self.validators, self.programs = {}, {}

    def resolve(self, node):
        while "$ref" in node:
            node = self.resolver.resolve(node["$ref"])[1]
        return node

    def errors(self, schema, value):
        if self.takes(schema, value):
            return []
        if id(schema) not in self.validators:
            self.validators[id(schema)] = jsonschema.Draft202012Validator(schema, resolver=self.resolver, format_checker=formats)
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in self.validators[id(schema)].iter_errors(value)]

    def takes(self, schema, value):
        """Whether it is right at once; if not it may be right all the same."""
        if id(schema) not in self.programs:
            self.programs[id(schema)] = (schema, self.program(schema))
        _, program = self.programs[id(schema)]
        if program is None:
            return False
        try:
            program(value)
        except (fastjsonschema.JsonSchemaValueException, ValueError, RecursionError):
            return False
        return True

    def program(self, schema):
        """None of a schema with words that the compiled one does not read."""
        if not self.words(schema, set()) <= READ | NOT_READ:
            return None
        # Behind a $ref the rest of the document is left alone until it is named.
        return fastjsonschema.compile({"$ref": "#/one", "one": schema, "components": self.document["components"]},
                                      formats=FORMATS, use_default=False)

    def words(self, schema, seen):
        """All of a schema, with those of the schemas that it names and that have not been seen."""
        if isinstance(schema, bool):
            return set()
        found = set(schema)
        if "format" in schema:
            found.add("format " + schema["format"])
        # One of the two takes true for 1.
        if any(not isinstance(value, (str, type(None))) for value in [schema.get("const"), *schema.get("enum", ())]):
            found.add("a number of its own")
        if "$ref" in schema:
            # What stands beside it is read by one of the two alone.
            found = {"beside $ref"} if found & READ else found - {"$ref"}
            if schema["$ref"] not in seen:
                seen.add(schema["$ref"])
                found |= self.words(self.resolve(schema), seen)
        inner = [schema[name] for name in ("items", "additionalProperties", "propertyNames", "not") if name in schema]
        inner += [part for name in ("oneOf", "allOf", "anyOf") for part in schema.get(name, ())]
        inner += schema.get("properties", {}).values()
        return found.union(*(self.words(part, seen) for part in inner))
