"""Holds every exchange of the tests against openapi.yaml, and remembers which answers have been seen.

The rules: a request that the contract refuses is never answered with 2xx; every answer is one that the
contract lists (or a problem, where it says `default`), with the headers it names, a body of its schema and
nothing of the database or of the program's inside; every problem is one of the catalogue, in the language asked for, and
one that the operation names.
"""
import json
import pathlib
import re
import sys
import threading
import urllib.parse
import uuid

import yaml

from harness.schemas import Schemas

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "api/generate"))
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
PROBLEM = "application/problem+json"
A_PROBLEM = {"$ref": "#/components/schemas/Problem"}
# Answers of every operation: too many requests is said by nginx, unavailable by the load or the database's absence.
EVERYWHERE = ("429", "503")
# Words that only the inside of the program knows. None of them may ever reach a client, in small letters or capitals.
INTERNAL = ("sqlstate", "pgres", "libpq", "postgres", "pg_", "motcua_api", "motcua_owner", "motcua_worker", "motcua_readonly",
            "relation \"", "column \"", "constraint", "duplicate key", "violates", "permission denied", "syntax error", "null value",
            "plpgsql", "error:", "context:", "detail:", "row-level", "errno", "strerror", "/home/", "/tmp/", "/root/", "segmentation",
            "addresssanitizer", "null pointer", "ulfius", "microhttpd", "jansson")
# A place in a source, an address in memory, a code of our own in SQL: what they begin with, and the whole.
FORMS = {".c:": re.compile(r"\.c:\d"), "0x": re.compile(r"\b0x[0-9a-f]{6}"), "mc00": re.compile(r"\bmc00\d\b")}
# Tokens, signatures and ids are random and may spell anything.
OPAQUE = re.compile(r"[A-Za-z0-9_.-]{30,}")


def inside(text):
    """The first of what only the inside of the program knows; None if there is none."""
    def found(lower):
        return next((word for word in INTERNAL if word in lower), None) or next(
            (begin for begin, form in FORMS.items() if begin in lower and form.search(lower)), None)
    return found(text.lower()) and found(OPAQUE.sub("", text).lower())


def load_catalogue():
    """code -> (status, Vietnamese title, English title)"""
    text = (ROOT / "schema/vocabulary/problems.yaml").read_text(encoding="utf-8")
    return {code: (entry["status"], entry["vi"], entry["en"]) for code, entry in yaml.safe_load(text)["entries"].items()}


class Operation:
    """One method of one path, references resolved as deep as parameters and responses."""

    def __init__(self, contract, method, path, item, shared):
        self.contract = contract
        self.method = method.upper()
        self.path = path
        self.id = item["operationId"]
        self.cost_class = item["x-class"]
        self.max_body = item.get("x-max-body", 0)
        self.idempotency = item.get("x-idempotency")
        self.if_match = item.get("x-if-match") == "required"
        self.secrets = item.get("x-secret", [])
        self.problems = set(item.get("x-problems", []))
        self.security = item.get("security", [])
        self.roles = self.roles_of(self.security)
        self.read_log = self.read_log_of(item.get("x-read-log"))
        self.parameters = [contract.resolve(p) for p in shared + item.get("parameters", [])]
        self.body = contract.resolve(item["requestBody"]) if "requestBody" in item else None
        self.responses = {str(status): contract.resolve(answer) for status, answer in item["responses"].items()}
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+?)", re.escape(path))
        self.pattern = re.compile(pattern + r"\Z")

    def read_log_of(self, said):
        """What a read by the staff shows: what the operation says, or its class; None where it is no such read."""
        reads = self.method == "GET" or self.cost_class == "search"
        if not reads or not set(self.roles) & {"officer", "leader", "admin"}:
            return None
        return said["shows"] if said else self.contract.document["x-classes"][self.cost_class]["read_log"]

    @staticmethod
    def roles_of(security):
        """Whose token an operation takes, as the roles that tokens name; none if it takes none."""
        roles = []
        for (kind, scopes), in (one.items() for one in security):
            posts = [scope for scope in scopes if scope in ("officer", "leader", "admin")]
            roles += {"citizen": ["citizen"], "staff": posts or ["officer", "leader", "admin"]}.get(kind, [])
        return roles

    def fill(self, **values):
        """The path with parameters: those given, else ones of the right form that name nothing."""
        nothing = {"id": "01900000-0000-7000-8000-000000000000", "file_id": "01900000-0000-7000-8000-000000000001",
                   "code": "9.999999", "tracking_number": "RM000000000VN", "component_code": "KHONG-CO",
                   "form": "receipt", "name": "demo", "number": "1"}
        if self.path.startswith("/v1/units"):
            nothing["code"] = "Z99"
        return re.sub(r"\{(\w+)\}", lambda m: values.get(m.group(1), nothing[m.group(1)]), self.path)


class Contract:
    def __init__(self, path=ROOT / "openapi.yaml", seen=None):
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        # Dates in examples stay texts, as they are in JSON.
        loader = type("Loader", (loader,), {"yaml_implicit_resolvers": {
            first: [(tag, rule) for tag, rule in rules if tag != "tag:yaml.org,2002:timestamp"]
            for first, rules in loader.yaml_implicit_resolvers.items()}})
        self.document = yaml.load(path.read_text(encoding="utf-8"), loader)
        self.schemas = Schemas(self.document)
        self.resolve, self.errors = self.schemas.resolve, self.schemas.errors
        self.catalogue = load_catalogue()
        self.operations = {}
        for template, item in self.document["paths"].items():
            shared = item.get("parameters", [])
            for method in METHODS:
                if method in item:
                    operation = Operation(self, method, template, item[method], shared)
                    self.operations[operation.id] = operation
        self.alike = {}  # (method, how many pieces a path has) -> operations
        for operation in self.operations.values():
            self.alike.setdefault((operation.method, operation.path.count("/")), []).append(operation)
        self.common = set(self.document["components"]["responses"]["Problem"]["x-problems"])
        self.seen = {} if seen is None else seen
        self.lock = threading.Lock()

    def match(self, method, path):
        """The operation of a request, or None; a path without parameters goes before one with."""
        found = [(op.path.count("{"), op, op.pattern.match(path)) for op in self.alike.get((method, path.count("/")), ())
                 if op.pattern.match(path)]
        if not found:
            return None, {}
        _, operation, match = min(found, key=lambda item: item[0])
        return operation, match.groupdict()

    # ---- requests ----

    def parameter_errors(self, operation, path_values, query, headers):
        wrong = []
        known = {p["name"] for p in operation.parameters if p["in"] == "query"}
        for name, value in query:
            if name not in known:
                wrong.append(f"unknown query parameter {name}")
            if [n for n, _ in query].count(name) > 1:
                wrong.append(f"query parameter {name} given twice")
            if "\0" in value or "\ufffd" in value:
                wrong.append(f"query parameter {name} is no text")
        values = {"path": path_values, "query": dict(query), "header": {k.lower(): v for k, v in headers.items()}}
        for parameter in operation.parameters:
            name = parameter["name"]
            value = values[parameter["in"]].get(name.lower() if parameter["in"] == "header" else name)
            if value is None:
                if parameter.get("required"):
                    wrong.append(f"{name} is missing")
                continue
            schema = self.resolve(parameter["schema"])
            if schema.get("type") == "integer":
                value = int(value) if re.fullmatch(r"-?\d+", value) else value
            elif schema.get("type") == "boolean":
                value = {"true": True, "false": False}.get(value, value)
            wrong += [f"{name}: {e}" for e in self.errors(schema, value)]
        return wrong

    def body_errors(self, operation, headers, body):
        if operation.body is None:
            return ["a body where none belongs"] if body else []
        if not body:
            # Bytes may be none at all: an upload's piece of length nought.
            return ["the body is missing"] if "application/json" in operation.body["content"] and operation.body.get("required") else []
        media_type = headers.get("Content-Type", "").split(";")[0].strip()
        if media_type not in operation.body["content"]:
            return [f"content type {media_type!r}"]
        if operation.max_body and len(body) > operation.max_body:
            return ["the body is too large"]
        if not media_type.endswith("json"):
            return []
        try:
            value = json.loads(body)
        except (ValueError, RecursionError) as error:
            return [str(error)]
        return self.errors(operation.body["content"][media_type]["schema"], value)

    # ---- answers ----

    def check_problem(self, answer, language):
        problem = json.loads(answer.body)
        wrong = self.errors(A_PROBLEM, problem)
        assert not wrong, f"not a problem: {wrong} in {problem}"
        status, vi, en = self.catalogue[problem["code"]]
        title = en if language == "en" else vi
        assert problem["status"] == answer.status == status, problem
        assert problem["title"] == title, f"{problem['title']!r} is not the catalogue's {title!r}"
        assert problem["type"] == f"urn:motcua:problem:{problem['code']}", problem
        assert answer.headers.get("content-language", "vi") == language
        for item in problem.get("errors", []):
            assert item["detail"].strip() and item["code"], item
        if answer.status == 401:
            assert answer.headers["www-authenticate"].startswith("Bearer")
        if answer.status in (429, 503):
            assert int(answer.headers["retry-after"]) > 0
        if answer.status == 405:
            assert answer.headers["allow"]
        return problem

    def check_body(self, operation, answer, spec, language):
        content = spec.get("content", {})
        media_type = answer.headers.get("content-type", "").split(";")[0].strip()
        if operation.method == "HEAD" or not content:
            assert not answer.body, f"{len(answer.body)} bytes where none belong: {answer.body[:200]}"
            return
        if answer.status >= 400:
            assert media_type == PROBLEM, f"{media_type}: {answer.body[:300]}"
            self.check_problem(answer, language)
            return
        assert media_type in content, f"{media_type} is not one of {list(content)}"
        if media_type == "application/json":
            value = json.loads(answer.body)
            wrong = self.errors(content[media_type]["schema"], value)
            assert not wrong, f"the answer is not what the contract says: {wrong}\n{answer.body[:1000]}"

    def check_headers(self, answer, spec, through_nginx):
        for name in spec.get("headers", {}):
            assert name.lower() in answer.headers, f"header {name} is missing"
        assert "cache-control" in answer.headers
        if "etag" in answer.headers:
            assert re.fullmatch(r'"[^"]+"', answer.headers["etag"]), answer.headers["etag"]
        if through_nginx and "x-request-id" not in answer.headers:
            return  # nginx' own answer
        request_id = answer.headers["x-request-id"]
        assert str(uuid.UUID(request_id)) == request_id
        assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", answer.headers["traceparent"])
        if answer.headers.get("content-type") == PROBLEM and answer.body:
            assert json.loads(answer.body)["instance"] == f"urn:uuid:{request_id}"

    def check(self, exchange):
        """Checks an exchange and remembers it; raises AssertionError with the whole story."""
        operation, path_values = self.match(exchange.method, exchange.path)
        answer = exchange.answer
        answers = [str(answer.status)]
        try:
            language = "en" if exchange.headers.get("Accept-Language", "").startswith("en") else "vi"
            if answer.body and answer.headers.get("content-type", "").split(";")[0] in ("application/json", PROBLEM) \
                    and (operation is None or operation.id != "getContract"):
                found = inside(answer.body.decode("utf-8"))
                assert not found, f"the answer shows {found!r}"
            if operation is None:
                assert answer.status in (400, 404, 405, 413, 414, 431, 501) or answer.status >= 500, answer.status
                if exchange.method != "HEAD":
                    self.check_problem(answer, language)
                return
            query = urllib.parse.parse_qsl(exchange.query, keep_blank_values=True)
            refused = self.parameter_errors(operation, path_values, query, exchange.headers)
            refused += self.body_errors(operation, exchange.headers, exchange.body)
            assert answer.status >= 400 or not refused, f"taken although {refused}"
            spec = operation.responses.get(str(answer.status))
            if spec is None and answer.status == 304:
                assert not answer.body and "If-None-Match" in exchange.headers
                return
            if spec is None:
                assert answer.status >= 400 and "default" in operation.responses, "a status the contract does not list"
                spec = operation.responses["default"]
            self.check_headers(answer, spec, exchange.through_nginx)
            self.check_body(operation, answer, spec, language)
            if answer.status >= 400 and answer.body:
                code = json.loads(answer.body)["code"]
                assert code in operation.problems | self.common, f"{operation.id} does not name the problem {code}"
                answers.append(code)
        except (AssertionError, KeyError, ValueError) as error:
            raise AssertionError(f"contract: {type(error).__name__} {error}\n{exchange}") from None
        with self.lock:
            for one in answers:
                self.seen[operation.id, one] = self.seen.get((operation.id, one), 0) + 1

    def never_seen(self, seen):
        """The answers that the contract lists, by status and by problem, and that are not among those seen. What comes from
        nginx or from the load is the same for every operation. So is a problem that follows from what an operation takes:
        it is decided in one place for all, and seen at one it is seen. An answer to HEAD has no body to see a problem in."""
        import cost_classes
        from contract import Contract as Source
        from explained import implied
        from vocabulary import Vocabulary
        everywhere = {answer for _, answer in seen} | self.common
        listed = {("every operation", status) for status in EVERYWHERE if status not in everywhere}
        for operation in Source(ROOT / "openapi.yaml", Vocabulary(ROOT / "schema/vocabulary"), cost_classes.read(ROOT)).operations:
            spared = {*EVERYWHERE, "default"} | {code for code in implied(operation) if code in everywhere}
            problems = set() if operation.method == "head" else set(operation.data.get("x-problems", []))
            listed |= {(operation.name, answer) for answer in (set(operation.data["responses"]) | problems) - spared}
        return sorted(listed - set(seen))
