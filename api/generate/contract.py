"""Reading openapi.yaml: resolved references, and the rules every operation must keep."""
import datetime
import re
from typing import NamedTuple
from urllib.parse import unquote

import yaml

from text import Refused

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
OPERATION_KEYS = {
    "operationId", "tags", "summary", "description", "security", "parameters", "requestBody", "responses",
    "deprecated", "x-class", "x-handler", "x-max-body", "x-idempotency", "x-if-match", "x-problems", "x-query", "x-quota",
    "x-rate", "x-not-found", "x-read-log", "x-secret",
}
PARAMETER_KEYS = {"name", "in", "required", "description", "schema", "example", "examples", "x-as-typed"}
PARAMETER_SCHEMA_KEYS = {
    "type", "format", "enum", "const", "pattern", "minimum", "maximum", "minLength", "maxLength", "default",
    "examples", "description",
}
MAX_BODY = 4 * 1024 * 1024


# x-rate: by what uses are counted in the database, and in which times; those of an account are counted in the process.
RATE_PER = ("address", "code", "device", "login")
READ_LOG = ("none", "dossier", "shipment", "list")
SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


class Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):
    """YAML as JSON sees it: no dates, no key twice."""

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if name in seen:
                raise Refused(f"line {key.start_mark.line + 1}: '{name}' stands twice")
            seen.add(name)
        return super().construct_mapping(node, deep)


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plain(value):
    """The same value with text for every key, as JSON has it (responses are keyed by 200 or '200')."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, (datetime.date, datetime.datetime)):
        raise Refused(f"a date must be quoted: {value}")
    return value


class Permit(NamedTuple):
    """One alternative of an operation's security: a kind of caller, with which roles, which assurance (or None), and of
    systems the group that signs (or None)."""
    kind: str
    roles: list
    assurance: str
    group: str


class Rate(NamedTuple):
    """A budget of an operation's uses: by what it is counted, and time -> most in it."""
    per: str
    times: dict

    @property
    def rules(self):
        """seconds -> most, as budget_use reads them"""
        return {str(SECONDS[time]): most for time, most in self.times.items()}

    @property
    def policy(self):
        """As the header RateLimit-Policy says it."""
        return ", ".join(f'"{time}";q={most};w={SECONDS[time]}' for time, most in self.times.items())


class Contract:
    """The document and questions about it. vocabulary: that of schema/vocabulary; classes: those of api/core/classes.def by name"""

    def __init__(self, path, vocabulary, classes):
        self.classes = classes
        self.roles, self.assurances = list(vocabulary["roles"].codes), list(vocabulary["assurances"].codes)
        self.limits = set(vocabulary["limits"].codes)
        with open(path, encoding="utf-8") as file:
            self.document = plain(yaml.load(file, Loader))
        self.tags = {tag["name"] for tag in self.document["tags"]}
        self.check_references(self.document, "#")
        self.read_schemes()
        self.operations = [operation for operation in self.read_operations()]
        self.check_unique()

    def resolve(self, value):
        """Follows $ref; the result holds no $ref at its top."""
        for _ in range(8):
            if not (isinstance(value, dict) and "$ref" in value):
                return value
            value = self.at(value["$ref"])
        raise Refused(f"a reference leads nowhere: {value}")

    def at(self, reference):
        if not reference.startswith("#/"):
            raise Refused(f"only local references: {reference}")
        value = self.document
        for part in unquote(reference[2:]).split("/"):
            part = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(value, dict) or part not in value:
                raise Refused(f"there is nothing at {reference}")
            value = value[part]
        return value

    def check_references(self, value, where):
        if isinstance(value, dict):
            if "$ref" in value and isinstance(value["$ref"], str):
                self.at(value["$ref"])
            for key, item in value.items():
                self.check_references(item, f"{where}/{key}")
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self.check_references(item, f"{where}/{index}")

    def read_schemes(self):
        """The kinds of caller that sign in or sign, with their scopes and what each means."""
        self.schemes = {name: scheme.get("x-scopes", {}) for name, scheme in self.at("#/components/securitySchemes").items()}
        if set(self.schemes) != {"citizen", "staff", "system"}:
            raise Refused(f"securitySchemes are citizen, staff and system, not {', '.join(self.schemes)}")
        posts = [role for role in self.roles if role != "citizen"]
        known = {"citizen": self.assurances, "staff": posts + self.assurances}
        for name, scopes in self.schemes.items():
            for scope in sorted(set(scopes) - set(known.get(name, scopes))):
                raise Refused(f"scope {scope} of {name} is in neither roles.yaml nor assurances.yaml")
            for scope, words in scopes.items():
                if not words:
                    raise Refused(f"scope {scope} of {name} is not explained")
        for role in posts:
            if role not in self.schemes["staff"]:
                raise Refused(f"role {role} is no scope of staff")

    def read_operations(self):
        for path, item in self.document["paths"].items():
            check_path(path)
            unknown = set(item) - set(METHODS) - {"parameters", "summary", "description"}
            if unknown:
                raise Refused(f"{path}: unknown members {sorted(unknown)}")
            for method in METHODS:
                if method in item:
                    yield Operation(self, path, method, item)

    def check_unique(self):
        names = set()
        for operation in self.operations:
            if operation.name in names:
                raise Refused(f"operationId {operation.name} stands twice")
            names.add(operation.name)
        shapes = {}
        for operation in self.operations:
            shape = (operation.method, re.sub(r"\{[^}]*\}", "{}", operation.path))
            if shape in shapes:
                raise Refused(f"{operation.path} and {shapes[shape]} are the same route")
            shapes[shape] = operation.path

    def check_actions(self, steps):
        """The steps that can be asked for are those of the vocabulary without an operation of their own."""
        listed = set(self.at("#/components/schemas/Action")["discriminator"]["mapping"])
        wanted = {entry.code for entry in steps.entries if not entry["elsewhere"]}
        for code in sorted(listed ^ wanted):
            raise Refused(f"'{code}' is " + ("an Action of the contract, but no step of steps.yaml" if code in listed else
                                             "a step of steps.yaml, but the contract's Action does not take it"))


def check_path(path):
    if path != "/" and (not path.startswith("/") or path.endswith("/") or "//" in path):
        raise Refused(f"{path}: a path begins with a slash and does not end with one")
    for segment in path[1:].split("/"):
        if not re.fullmatch(r"[a-z0-9.-]+|\{[a-z0-9_]+\}(\.[a-z]+)?", segment):
            raise Refused(f"{path}: segment '{segment}' is neither a literal nor one parameter")


class Operation:
    """One operation, checked."""

    def __init__(self, contract, path, method, item):
        self.contract, self.path, self.method = contract, path, method
        self.data = data = item[method]
        self.name = data.get("operationId")
        if not self.name or not re.fullmatch(r"[a-z][A-Za-z0-9]+", self.name):
            raise Refused(f"{method} {path}: no proper operationId")
        self.check_members()
        self.handler = data.get("x-handler", self.name)
        self.cost_class = self.read_class()
        self.idempotency = data.get("x-idempotency", "none")
        self.if_match = data.get("x-if-match") == "required"
        self.read_security()
        self.read_body()
        self.parameters = [self.read_parameter(one) for one in item.get("parameters", []) + data.get("parameters", [])]
        self.check_parameters()
        self.read_log = self.read_read_log()
        self.secrets = data.get("x-secret", [])
        Secrets(self).check()
        self.own_rate = {}  # minute and day, where the account's is another one than its class has
        self.rates = [self.read_rate(rate) for rate in data.get("x-rate", []) if not self.is_own_rate(rate)]
        if self.roles and not (self.own_rate or self.contract.classes[self.cost_class].minute):
            self.fail(f"x-rate is missing: the class {self.cost_class} counts no accounts")
        if len({rate.per for rate in self.rates}) < len(self.rates):
            self.fail("x-rate counts by one thing twice")
        self.quotas = [self.read_quota(quota) for quota in data.get("x-quota", [])]
        if len(set(self.quotas)) < len(self.quotas):
            self.fail("x-quota names one thing twice")

    def fail(self, what):
        raise Refused(f"{self.name} ({self.method} {self.path}): {what}")

    def check_members(self):
        data = self.data
        unknown = set(data) - OPERATION_KEYS
        if unknown:
            self.fail(f"unknown members {sorted(unknown)}")
        for key in ("tags", "summary", "security", "responses"):
            if key not in data:
                self.fail(f"no {key}")
        if len(data["tags"]) != 1 or data["tags"][0] not in self.contract.tags:
            self.fail("exactly one tag of the list at the top")
        for status in data["responses"]:
            if status != "default" and not re.fullmatch(r"[1-5][0-9]{2}", status):
                self.fail(f"'{status}' is no status")
        if "default" not in data["responses"]:
            self.fail("no default response")
        if data.get("x-idempotency", "none") not in ("none", "optional", "required", "unless-dry-run"):
            self.fail("x-idempotency is optional, required or unless-dry-run")
        if data.get("x-if-match", "required") != "required":
            self.fail("x-if-match is required or absent")

    def read_class(self):
        """One of the cost classes of api/core/classes.def, in which everything stands that the contract does not say."""
        found = self.data.get("x-class")
        if found not in self.contract.classes:
            self.fail(f"x-class is one of {', '.join(self.contract.classes)}, not {found}")
        if found == "key" and "requestBody" in self.data:
            self.fail("an operation of class key takes no body")
        return found

    def read_security(self):
        """Who may call; the roles are those of all alternatives, in the order of the vocabulary."""
        self.permits = [self.read_permit(alternative) for alternative in self.data["security"]]
        self.groups = [permit.group for permit in self.permits if permit.kind == "system"]
        if self.groups and len(self.permits) > 1:
            self.fail("what a system of one group sends nobody else sends")
        named = {role for permit in self.permits for role in permit.roles}
        self.roles = [role for role in self.contract.roles if role in named]
        if len(named) < sum(len(permit.roles) for permit in self.permits):
            self.fail("security names a role twice")

    def read_permit(self, alternative):
        """An alternative is one scheme with the scopes that a caller must have, all of them."""
        if len(alternative) != 1:
            self.fail("an alternative of security is one scheme; for everybody security is []")
        (kind, scopes), = alternative.items()
        known = self.contract.schemes.get(kind)
        if known is None:
            self.fail(f"security names {kind}, which is no kind of caller")
        for scope in scopes:
            if scope not in known or scopes.count(scope) > 1:
                self.fail(f"{kind} has no scope '{scope}', or it stands twice")
        roles = [scope for scope in scopes if scope in self.contract.roles]
        assurances = [scope for scope in scopes if scope in self.contract.assurances]
        if kind == "system":
            if len(scopes) != 1:
                self.fail("of systems one group signs")
            return Permit(kind, [], None, scopes[0])
        if len(roles) > 1 or len(assurances) > 1:
            self.fail("a caller has one role and one assurance: write alternatives")
        every = ["citizen"] if kind == "citizen" else [role for role in self.contract.roles if role != "citizen"]
        return Permit(kind, roles or every, assurances[0] if assurances else None, None)

    def read_body(self):
        self.body, self.body_required, self.media_type, self.schema_pointer = "none", False, None, None
        body = self.contract.resolve(self.data.get("requestBody"))
        self.max_body = self.data.get("x-max-body", 0)
        if body is None:
            if self.max_body:
                self.fail("x-max-body without requestBody")
            return
        if not isinstance(self.max_body, int) or not 0 < self.max_body <= MAX_BODY:
            self.fail(f"x-max-body from 1 to {MAX_BODY}")
        if len(body["content"]) != 1:
            self.fail("one media type of the body")
        (self.media_type, media), = body["content"].items()
        self.body_required = body.get("required", False)
        if self.media_type != "application/json":
            self.body = "bytes"
            return
        self.body = "json"
        schema = media["schema"]
        if set(schema) != {"$ref"}:
            self.fail("the body's schema is a $ref to components/schemas")
        self.schema_pointer = schema["$ref"][1:]
        RequestSchemas(self).check(schema, self.schema_pointer)

    def read_parameter(self, reference):
        parameter = dict(self.contract.resolve(reference))
        unknown = set(parameter) - PARAMETER_KEYS
        if unknown:
            self.fail(f"parameter {parameter.get('name')}: unknown members {sorted(unknown)}")
        schema = parameter["schema"] = self.contract.resolve(parameter["schema"])
        unknown = set(schema) - PARAMETER_SCHEMA_KEYS
        if unknown or schema.get("type", "string" if "enum" in schema else None) not in ("string", "integer", "boolean"):
            self.fail(f"parameter {parameter['name']}: schema not supported {sorted(unknown)}")
        if parameter.get("x-as-typed", "words") != "words" or "x-as-typed" in parameter and schema.get("type") != "string":
            self.fail(f"parameter {parameter['name']}: x-as-typed is words, of a text")
        if schema.get("format", "uuid") not in ("uuid", "date"):
            self.fail(f"parameter {parameter['name']}: format {schema['format']} is not supported")
        if schema["type"] == "string" and not {"maxLength", "pattern", "enum", "const", "format"} & set(schema):
            self.fail(f"parameter {parameter['name']}: a text needs maxLength")
        if schema["type"] == "integer" and not {"minimum", "maximum"} <= set(schema):
            self.fail(f"parameter {parameter['name']}: an integer needs minimum and maximum")
        return parameter

    def read_read_log(self):
        """What a read that the staff may make shows of other people, for the ledger of reading: what its class says, unless the
        contract says and explains another thing."""
        reads = self.method == "get" or self.cost_class == "search"
        staff = reads and set(self.roles) & {"officer", "leader", "admin"}
        usual = self.contract.classes[self.cost_class].shows if staff else "none"
        own = self.data.get("x-read-log", {"shows": usual, "why": "as its class"})
        if not isinstance(own, dict) or set(own) != {"shows", "why"} or own["shows"] not in READ_LOG or not own["why"]:
            self.fail(f"x-read-log: shows ({', '.join(READ_LOG)}), and why")
        shows = own["shows"]
        if "x-read-log" in self.data and (shows == usual or not staff):
            self.fail(f"x-read-log stands where a read of the staff shows another thing than its class has, {usual}")
        wanted = {"dossier": "id", "shipment": "tracking_number"}.get(shows)
        if wanted and f"{{{wanted}}}" not in self.path:
            self.fail(f"x-read-log: {shows} needs {{{wanted}}} in the path")
        return shows

    def is_own_rate(self, rate):
        """How often an account may use it, counted in the process: read where it differs from what its class has."""
        if rate.get("per") != "account":
            return False
        usual = self.contract.classes[self.cost_class]
        if set(rate) != {"per", "minute", "day", "why"} or not rate["why"]:
            self.fail("x-rate of an account: minute, day, and why")
        if not self.roles:
            self.fail("x-rate of an account: nobody is signed in here")
        if not all(isinstance(rate[time], int) and rate[time] > 0 for time in ("minute", "day")) or rate["day"] < rate["minute"]:
            self.fail("x-rate: how many is a whole number from 1, and no fewer a day than a minute")
        if (rate["minute"], rate["day"]) == (usual.minute, usual.day):
            self.fail(f"x-rate is what the class {self.cost_class} has anyway")
        if self.own_rate:
            self.fail("x-rate counts by one thing twice")
        self.own_rate = {time: rate[time] for time in ("minute", "day")}
        return True

    def read_rate(self, rate):
        """How often the operation may be used, counted in the database: by what, how much in which times, and why."""
        times = {time: rate[time] for time in SECONDS if time in rate}
        if set(rate) != {"per", "kept", "why", *times} or rate["per"] not in RATE_PER or rate["kept"] is not True or not times \
                or not rate["why"]:
            self.fail(f"x-rate: per (account, {', '.join(RATE_PER)}), {', '.join(SECONDS)}: how many, kept: true, and why")
        if not all(isinstance(most, int) and most > 0 for most in times.values()):
            self.fail("x-rate: how many is a whole number from 1")
        return Rate(rate["per"], times)

    def read_quota(self, quota):
        """What of the caller is counted, a limit of the vocabulary; the code of the limit."""
        if set(quota) != {"of", "why"} or not quota["why"]:
            self.fail("x-quota: of what, and why")
        if quota["of"] not in self.contract.limits:
            self.fail(f"x-quota: {quota['of']} is not in limits.yaml")
        return quota["of"]

    def check_parameters(self):
        places = {}
        for parameter in self.parameters:
            if parameter["in"] not in ("path", "query", "header"):
                self.fail(f"parameter {parameter['name']}: in {parameter['in']}")
            key = parameter["name"].lower().replace("-", "_")
            if key in places:
                self.fail(f"parameter {key} stands twice")
            places[key] = parameter
        in_path = [one["name"] for one in self.parameters if one["in"] == "path"]
        if sorted(in_path) != sorted(re.findall(r"\{(\w+)\}", self.path)):
            self.fail(f"path parameters {in_path} are not those of the path")
        key, match = places.get("idempotency_key"), places.get("if_match")
        wanted = {"none": None, "required": True}.get(self.idempotency, False)
        if (key.get("required", False) if key else None) != wanted:
            self.fail("x-idempotency and the parameter Idempotency-Key disagree")
        if self.idempotency == "unless-dry-run" and places.get("dry_run", {"schema": {}})["schema"].get("type") != "boolean":
            self.fail("x-idempotency: unless-dry-run needs a parameter dry_run, true or false")
        if (match is not None and match.get("required", False)) != self.if_match:
            self.fail("x-if-match and the parameter If-Match disagree")


class Secrets:
    """x-secret names what an operation's body and good replies hold that nobody else may see, such as a password: the reply is
    not kept for an Idempotency-Key, nor is anything made of these members. Deny by default: what is called as secrets are, or is
    writeOnly, must be named."""
    CALLED = re.compile(r"password|passphrase|otp|secret|(.*_)?(secret|password|tokens?)|(secret|password)_.*")

    def __init__(self, operation):
        self.operation, self.seen, self.called = operation, set(), set()

    def check(self):
        body = self.operation.contract.resolve(self.operation.data.get("requestBody")) or {}
        members = self.read(body)
        for status, response in self.operation.data["responses"].items():
            if status.startswith("2"):
                members |= self.read(self.operation.contract.resolve(response))
        for name in sorted(self.called - set(self.operation.secrets)):
            self.operation.fail(f"x-secret does not name {name}, which is a secret by its name or by writeOnly")
        for name in self.operation.secrets:
            if name not in members:
                self.operation.fail(f"x-secret names {name}, which is no member of the body or of a good reply")

    def read(self, holder):
        """The members of what comes or goes; those further inside are looked at too, but it is the outer one that is left out."""
        schemas = [media["schema"] for media in holder.get("content", {}).values() if "schema" in media]
        return {name for schema in schemas for name in self.members(schema, None)}

    def members(self, schema, outer):
        if "$ref" in schema:
            if (schema["$ref"], outer) in self.seen:
                return set()
            self.seen.add((schema["$ref"], outer))
        schema = self.operation.contract.resolve(schema)
        found = set()
        for name, one in schema.get("properties", {}).items():
            found.add(outer or name)
            if self.CALLED.fullmatch(name) or self.operation.contract.resolve(one).get("writeOnly") or one.get("writeOnly"):
                self.called.add(outer or name)
            found |= self.members(one, outer or name)
        for key in ("oneOf", "anyOf", "allOf"):
            for one in schema.get(key, []):
                found |= self.members(one, outer)
        if isinstance(schema.get("items"), dict):
            found |= self.members(schema["items"], outer)
        return found


class RequestSchemas:
    """In what comes in, objects are closed and texts and arrays are bounded."""

    def __init__(self, operation):
        self.operation, self.seen = operation, set()

    def check(self, schema, where):
        if "$ref" in schema:
            if schema["$ref"] in self.seen:
                return
            self.seen.add(schema["$ref"])
        schema = self.operation.contract.resolve(schema)
        kinds = schema.get("type", [])
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if "object" in kinds and schema.get("additionalProperties") is not False and "maxProperties" not in schema:
            self.operation.fail(f"{where}: an object of a request needs additionalProperties: false")
        if "string" in kinds and not {"maxLength", "pattern", "enum", "const", "format"} & set(schema):
            self.operation.fail(f"{where}: a text of a request needs maxLength")
        if "array" in kinds and "maxItems" not in schema:
            self.operation.fail(f"{where}: an array of a request needs maxItems")
        for name, one in schema.get("properties", {}).items():
            self.check(one, f"{where}/properties/{name}")
        for index, one in enumerate(schema.get("oneOf", [])):
            self.check(one, f"{where}/oneOf/{index}")
        if "items" in schema:
            self.check(schema["items"], f"{where}/items")
        if "oneOf" in schema and "discriminator" in schema:
            self.check_discriminator(schema, where)

    def check_discriminator(self, schema, where):
        """Each word of the mapping is allowed by its branch, and every branch is reached."""
        discriminator = schema["discriminator"]
        branches = {one["$ref"] for one in schema["oneOf"]}
        if set(discriminator["mapping"].values()) != branches:
            self.operation.fail(f"{where}: the mapping does not lead to every branch of oneOf")
        for word, reference in discriminator["mapping"].items():
            branch = self.operation.contract.at(reference)
            member = branch["properties"][discriminator["propertyName"]]
            if word not in member.get("enum", [member.get("const")]):
                self.operation.fail(f"{where}: {reference} does not allow '{word}'")
