"""What the contract must say for those who read it: every operation and property in words, every problem by name."""
from text import Refused

# Answers that any operation may give, because they come from nginx or from the load; some give them for reasons of their own.
EVERYWHERE = {"429": "TooManyRequests", "503": "Unavailable"}
SESSION = ["unauthenticated", "token-expired", "token-invalid"]
IDEMPOTENCY = ["idempotency-in-progress", "idempotency-key-reused"]


def check(contract, catalogue):
    """catalogue: {code: status}, that of schema/vocabulary/problems.yaml"""
    check_common(contract, catalogue)
    for operation in contract.operations:
        check_words(operation)
        check_problems(operation, catalogue)
    for kind, what in (("parameters", "parameter"), ("headers", "header"), ("schemas", "schema")):
        for name, one in contract.at(f"#/components/{kind}").items():
            if not one.get("description"):
                raise Refused(f"{what} {name} has no description")
    for name, schema in contract.at("#/components/schemas").items():
        check_properties(contract, schema, name)


def check_words(operation):
    if not operation.data.get("description"):
        operation.fail("no description")
    for parameter in operation.parameters:
        if not parameter.get("description"):
            operation.fail(f"parameter {parameter['name']} has no description")


def check_properties(contract, schema, where):
    """Each property is described where it stands, or by the schema it refers to."""
    for name, one in schema.get("properties", {}).items():
        if not one.get("description") and not contract.resolve(one).get("description"):
            raise Refused(f"property {where}.{name} has no description")
        check_properties(contract, one, f"{where}.{name}")
    for branch in schema.get("oneOf", []) + ([schema["items"]] if "items" in schema else []):
        check_properties(contract, branch, where)


def check_common(contract, catalogue):
    """The answer Problem names what any request may meet, whatever it asks for."""
    codes = contract.at("#/components/responses/Problem").get("x-problems", [])
    unknown = set(codes) - set(catalogue)
    if unknown or not codes:
        raise Refused(f"answer Problem: x-problems {sorted(unknown)} are not in the catalogue, or there are none")


def implied(operation):
    """The problems that follow from what an operation takes, whatever it does with it."""
    codes = list(SESSION if operation.roles else [])
    places = {parameter["in"] for parameter in operation.parameters}
    names = {parameter["name"] for parameter in operation.parameters}
    headers = {parameter["name"] for parameter in operation.parameters if parameter["in"] == "header"}
    for holds, more in (
            (operation.roles and operation.roles != operation.contract.roles, ["forbidden"]),
            (any(permit.assurance for permit in operation.permits), ["sign-in-again"]),
            (operation.groups, ["signature-invalid"]),
            ("path" in places, ["not-found"]),
            ("query" in places, ["bad-query"]),
            ("cursor" in names, ["bad-cursor"]),
            (headers - {"Tus-Resumable"}, ["bad-header"]),
            ("Tus-Resumable" in headers, ["tus-version"]),
            (operation.body != "none", ["body-too-large", "unsupported-media-type"]),
            (operation.body == "json", ["bad-json", "invalid-body"]),
            (operation.if_match, ["precondition-required", "stale"]),
            (operation.idempotency in ("required", "unless-dry-run"), ["idempotency-key-missing"]),
            (operation.idempotency != "none", IDEMPOTENCY)):
        if holds:
            codes += more
    return codes


def check_problems(operation, catalogue):
    """x-problems names what the operation's answers may say; the statuses of those, and no others, are listed."""
    codes = operation.data.get("x-problems", [])
    unknown, missing = set(codes) - set(catalogue), set(implied(operation)) - set(codes)
    if unknown:
        operation.fail(f"x-problems {sorted(unknown)} are not in the catalogue")
    if missing:
        operation.fail(f"x-problems lack {sorted(missing)}, which follow from what it takes")
    if len(set(codes)) != len(codes):
        operation.fail("x-problems name a code twice")
    responses = operation.data["responses"]
    for status, name in EVERYWHERE.items():
        if responses.get(status) != {"$ref": f"#/components/responses/{name}"}:
            operation.fail(f"the answer {status} is $ref '#/components/responses/{name}'")
    listed = {status for status in responses if status[0] in "45" and status not in EVERYWHERE}
    named = {str(catalogue[code]) for code in codes} - set(EVERYWHERE)
    if listed != named:
        operation.fail(f"answers {sorted(listed ^ named)} are either listed without a problem in x-problems, or the reverse")
