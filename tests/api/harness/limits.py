"""The limits that the contract puts on what is sent, as cases: what is just allowed, one beyond it, and ten times as much.

A limit is a keyword of a schema (maxLength, minItems, maximum ...), or how long a text may get that a pattern or a format bounds.
All is made of the schemas alone; what a value must be besides, so that nothing else is wrong with it, comes from examples."""
import copy
import datetime
import functools
import json
import re
import re._constants as kinds
import re._parser as parser
from collections import namedtuple

# place: body, or where a parameter stands; name: the pointer into a body, or a parameter's name; schema: of the value; bound: None
# where a pattern or a format bounds it; good keeps to the limit, bad do not: the nearest first. In a body they are whole bodies.
Limit = namedtuple("Limit", "place name schema keyword bound good bad")
FORMATS = {"uuid": "0193568a-3c00-7000-8000-000000000042", "date": "2027-01-01", "date-time": "2027-01-01T00:00:00Z",
           "email": "an@example.vn"}
# Where any text will not do although the schema does not say so, by the name of a member.
TYPED = {"phone": "0912 345 678", "personal_id": "001 190 000 001", "receiver_personal_id": "001 190 000 001", "tax_code": "0100109106"}
WORDS = "Ấp Đá Bạc nhà Nguyễn Thị Ánh Tuyết "
FULL = object()  # stands for so many items that no body has room for them
ENDLESS = 1000  # of a repeat in a pattern that has no end


def words(length):
    """A text of so many characters, some of more bytes than one, and no blank at its end."""
    text = (WORDS * (length // len(WORDS) + 1))[:length]
    return text[:-1] + "ở" if text.endswith(" ") else text


@functools.cache
def longest(pattern):
    """The longest text of a pattern; None if it has no end."""
    endless = []

    def one(items):
        return "".join(map(piece, items))

    def piece(item):
        kind, value = item
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT):
            endless.append(value[1] is kinds.MAXREPEAT)
            return one(value[2]) * min(value[1], ENDLESS)
        if kind is kinds.SUBPATTERN:
            return one(value[-1])
        if kind is kinds.BRANCH:
            return max(map(one, value[1]), key=len)
        if kind is kinds.IN and value[0][0] in (kinds.LITERAL, kinds.RANGE):
            return chr(value[0][1] if value[0][0] is kinds.LITERAL else value[0][1][0])
        return {kinds.LITERAL: lambda: chr(value)}.get(kind, lambda: "" if kind is kinds.AT else "x")()

    text = one(parser.parse(pattern))
    return None if any(endless) or not pattern.endswith("$") else text


def pointer(path):
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def at(value, path):
    for step in path:
        value = value[step]
    return value


def put(body, path, value):
    """The body with another value there."""
    if not path or value is FULL:
        return value
    changed = copy.deepcopy(body)
    at(changed, path[:-1])[path[-1]] = value
    return changed


class Limits:
    """Those of one contract."""

    def __init__(self, contract):
        self.contract = contract
        self.unbounded = []  # what has no limit at all

    # ---- values ----

    def sample(self, schema, name=""):
        """As little as a schema takes."""
        schema = self.contract.resolve(schema)
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        if "examples" in schema and schema.get("type") != "object":
            return copy.deepcopy(schema["examples"][0])
        if "oneOf" in schema and "properties" not in schema:
            return self.sample(schema["oneOf"][0])
        if schema["type"] == "object":
            return self.members(schema, [])
        if schema["type"] == "array":
            return self.many(schema["items"], schema.get("minItems", 0))
        if schema["type"] in ("boolean", "integer"):
            return True if schema["type"] == "boolean" else schema.get("minimum", 1)
        return self.text(schema, name, None)

    def members(self, schema, wanted):
        """An object with these members, and those that it must have besides: in one of its forms, where it has several."""
        for form in schema.get("oneOf", [{}]):
            names = dict.fromkeys([*wanted, *schema.get("required", []), *form.get("required", [])])
            names = names or list(schema.get("properties", ()))[:schema.get("minProperties", 0)]
            value = {name: self.sample(schema["properties"][name], name) for name in names}
            if not self.contract.errors(schema, value):
                return value
        raise AssertionError(f"no object with {wanted}: {self.contract.errors(schema, value)}")

    def text(self, schema, name, length):
        """A text of so many characters that is right in every other way; as it comes if none is said. None if there is none."""
        if schema.get("format") == "email" and length:
            return "an@" + "".join("abc." * (length // 4 + 1))[:length - 6].rstrip(".").ljust(length - 6, "a") + ".vn"
        if schema.get("format") in FORMATS:
            return FORMATS[schema["format"]]
        if name in TYPED and "pattern" not in schema:
            return TYPED[name].ljust(length or 0)
        if "pattern" not in schema:
            return words(max(schema.get("minLength", 1), 2) if length is None else length)
        if length is None and longest(schema["pattern"]):
            return longest(schema["pattern"])
        texts = (text for one in "xa1A" for text in (one * (length or 1), words(length or 1)))
        return next((text for text in texts if re.search(schema["pattern"], text)), None)

    def many(self, schema, count):
        """So many values that differ, as long as there are as many."""
        value = self.sample(schema)
        return [self.varied(self.contract.resolve(schema), value, turn) for turn in range(count)]

    def varied(self, schema, value, turn):
        if schema.get("format") == "uuid":
            return f"{value[:-6]}{turn:06d}"
        if schema.get("format") == "date":
            return (datetime.date(2027, 1, 1) + datetime.timedelta(turn)).isoformat()
        if "enum" in schema:
            return schema["enum"][turn % len(schema["enum"])]
        if isinstance(value, dict):
            first = next((name for name in ("code", "number", "date", "year", "name") if name in value), None)
            return {**value, first: self.varied(self.contract.resolve(schema["properties"][first]), value[first], turn)} if first else value
        return self.numbered(schema, value, turn) if isinstance(value, str) else value

    @staticmethod
    def numbered(schema, value, turn):
        letters = "".join(chr(ord("a") + int(digit)) for digit in str(turn))
        for text in (value[:len(value) - len(str(turn))] + str(turn), f"x{turn}", f"X{turn}", f"{turn:06d}", letters):
            if len(text) <= schema.get("maxLength", len(text)) and re.search(schema.get("pattern", ""), text):
                return text
        return value

    # ---- the limits of a value ----

    def of_text(self, schema, name):
        """(keyword, bound, good, bad...) of a text."""
        if "minLength" in schema:
            least = schema["minLength"]
            yield "minLength", least, self.text(schema, name, least), [words(least - 1)]
        form = schema.get("format")
        ends = FORMATS[form] if form in ("uuid", "date", "date-time") else longest(schema["pattern"]) if "pattern" in schema else None
        if ends and len(ends) <= schema.get("maxLength", len(ends)):
            keyword = "pattern" if "pattern" in schema and form is None else "format"
            yield keyword, None, ends, [ends + ends[-1], (ends * 11)[:10 * len(ends)]]
        elif "maxLength" in schema:
            most = schema["maxLength"]
            yield "maxLength", most, self.text(schema, name, most), [words(most + 1), words(10 * most)]
        else:
            self.unbounded.append(name)

    def of_number(self, schema, name):
        least, most = schema.get("minimum"), schema.get("maximum")
        if least is None or most is None:
            self.unbounded.append(name)
            return
        yield "minimum", least, least, [least - 1, -10 * abs(least) - 10]
        yield "maximum", most, most, [most + 1, 10 * most]

    def of_list(self, schema, name):
        def filled(count):
            full = count * len(json.dumps(self.sample(schema["items"]), ensure_ascii=False).encode()) > self.room
            return FULL if full else self.many(schema["items"], count)

        if "maxItems" not in schema:
            self.unbounded.append(name)
            return
        if schema.get("minItems"):
            yield "minItems", schema["minItems"], filled(schema["minItems"]), [filled(schema["minItems"] - 1)]
        most = schema["maxItems"]
        # Of a set there are no more than there are values.
        values = self.contract.resolve(schema["items"]).get("enum", []) if schema.get("uniqueItems") else []
        yield "maxItems", most, filled(min(most, len(values) or most)), [filled(most + 1), filled(10 * most)]

    def of_object(self, schema, name, value):
        """Of one that may have members of any name."""
        if schema.get("additionalProperties") is False:
            return
        if "maxProperties" not in schema:
            self.unbounded.append(name)
            return
        member = self.sample(schema["additionalProperties"]) if isinstance(schema.get("additionalProperties"), dict) else "x"
        names = schema.get("propertyNames")
        most = schema["maxProperties"]

        def filled(count):
            return {self.named(names, turn): member for turn in range(count)}

        yield "maxProperties", most, filled(most), [filled(most + 1), filled(10 * most)]
        if names:
            ends = longest(names["pattern"])
            yield "propertyNames", None, {ends: member}, [{ends + "x": member}, {ends[:-1] + "x" * 9 * len(ends): member}]

    @staticmethod
    def named(names, turn):
        return f"/answers/m{turn}" if names else f"m{turn}"

    def of_value(self, schema, name, value=None):
        kind = schema.get("type")
        kind = next(one for one in kind if one != "null") if isinstance(kind, list) else kind
        if "enum" in schema or "const" in schema or kind in ("boolean", None):
            return []
        rules = {"string": self.of_text, "integer": self.of_number, "array": self.of_list}
        return rules[kind](schema, name) if kind in rules else self.of_object(schema, name, value)

    # ---- of an operation ----

    def of_parameters(self, operation):
        for parameter in operation.parameters:
            schema = self.contract.resolve(parameter["schema"])
            for keyword, bound, good, bad in self.of_value(schema, parameter["name"]):
                in_header = {text: self.plain(parameter, str(text)) for text in (good, *bad)}
                yield Limit(parameter["in"], parameter["name"], schema, keyword, bound, in_header[good], [in_header[one] for one in bad])

    @staticmethod
    def plain(parameter, text):
        """As a header can hold it, which has no letters but those of ASCII; an entity tag stands in quotes."""
        if parameter["in"] != "header" or text.isascii():
            return text
        return '"' + "x" * (len(text) - 2) + '"' if parameter["name"] == "If-Match" else "x" * len(text)

    def of_body(self, operation, bases):
        """Those of its JSON body, each in one of the bases, or in one of these with what is missing."""
        schema = operation.body["content"]["application/json"]["schema"]
        self.room = operation.max_body
        for path, part, body in self.places(schema, [], bases[0], bases):
            for keyword, bound, good, bad in self.of_value(part, (path or [""])[-1], at(body, path)):
                yield Limit("body", pointer(path), part, keyword, bound, put(body, path, good), [put(body, path, one) for one in bad])

    def places(self, schema, path, body, bases=()):
        """Each place of a body with its schema and a body that has something there."""
        schema = self.contract.resolve(schema)
        yield path, schema, body
        for branch in schema.get("oneOf", []) if "properties" not in schema else []:
            if self.contract.resolve(branch).get("type") == "null":
                continue
            fits = [one for one in (body, *bases) if not self.contract.errors(branch, at(one, path))]
            yield from self.places(branch, path, fits[0] if fits else put(body, path, self.sample(branch)))
        for name, member in schema.get("properties", {}).items():
            whole = next((one for one in (body, *bases) if name in at(one, path)), body) if not path else body
            yield from self.places(member, path + [name], self.having(schema, path, name, whole))
        if isinstance(schema.get("items"), dict):
            inside = body if at(body, path) else put(body, path, [self.sample(schema["items"])])
            yield from self.places(schema["items"], path + [0], inside)
        if isinstance(schema.get("additionalProperties"), dict):
            name = self.named(schema.get("propertyNames"), 0)
            yield from self.places(schema["additionalProperties"], path + [name], put(body, path, {name: self.sample(schema["additionalProperties"])}))

    def having(self, schema, path, name, body):
        """The body with this member, and with those that it asks for."""
        if name in at(body, path) and at(body, path)[name] is not None:
            return body
        changed = put(body, path + [name], self.sample(schema["properties"][name], name))
        for other in schema.get("dependentRequired", {}).get(name, []):
            changed = self.having(schema, path, other, changed)
        return put(body, path, self.members(schema, [name])) if self.contract.errors(schema, at(changed, path)) else changed
