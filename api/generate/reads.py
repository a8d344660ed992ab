"""Reads that are one statement need no C: the contract names the query (x-query), the handler is made here. The names of
the statement's parameters are those of the operation's; one called language is told the language of the answer."""
from text import Refused, snake

# What a parameter of the contract must be for a type of the statement's parameter
KINDS = {"text": "string", "uuid": "uuid", "date": "date", "int4": "integer", "int8": "integer", "bool": "boolean"}
LANGUAGE = "language"


def kind(parameter):
    schema = parameter["schema"]
    return schema.get("format") or schema.get("type")


def check(operation, query):
    """A read has no body, gives JSON and hands each of its parameters to the statement, which takes no others."""
    if operation.method != "get" or list(operation.data["responses"].get("200", {}).get("content", {})) != ["application/json"]:
        operation.fail("x-query is for reads that give JSON")
    ours = {snake(parameter["name"]): kind(parameter) for parameter in operation.parameters}
    theirs = {name: kind for name, kind in query.parameters if name != LANGUAGE}
    for name in sorted(set(theirs) - set(ours)):
        operation.fail(f"the query {query.name} needs a parameter {name}")
    for name in sorted(set(ours) - set(theirs)):
        operation.fail(f"the query {query.name} does not take the parameter {name}")
    for name, type_name in theirs.items():
        if KINDS.get(type_name) != ours[name]:
            operation.fail(f"the query {query.name} takes {name} as {type_name}, which {ours[name]} does not fit")


def not_found(operation):
    """The problem of a read that finds nothing, or None where the usual one will do."""
    code = operation.data.get("x-not-found")
    if code is None:
        return None
    if code not in operation.data.get("x-problems", []):
        operation.fail(f"x-not-found {code} is not in x-problems")
    return "MC_PROBLEM_" + code.replace("-", "_").upper()


def handler(operation, queries):
    """The C of the operation's handler."""
    name = operation.data["x-query"]
    if name not in queries:
        operation.fail(f"x-query: there is no query {name}")
    query = queries[name]
    check(operation, query)
    values = ", ".join("rq->language" if name == LANGUAGE else f"p->{name}" for name, _ in query.parameters)
    values = f"(const char *const[]){{{values}}}" if values else "NULL"
    missing = not_found(operation)
    head = ["static enum mc_rc", f"mc_op_{snake(operation.name)}(struct mc_request *rq)", "{"]
    if any(name != LANGUAGE for name, _ in query.parameters):
        head += [f"\tconst struct mc_{snake(operation.name)}_params *p = rq->params;"]
    if missing is None:
        return head + ["", f"\treturn mc_reply_query(rq, 200, &mc_sql_{name}, {values});", "}", ""]
    return head + ["\tconst struct mc_rows *rows;", "", f"\tTRY(mc_request_query(rq, &mc_sql_{name}, {values}, &rows));",
                   "\tif (mc_rows_count(rows) == 0)", f"\t\treturn mc_fail(&rq->ctx, {missing}, NULL);",
                   "\treturn mc_reply_rows(rq, 200, rows);", "}", ""]


def handlers(contract, queries):
    """The lines of C of all reads."""
    for operation in contract.operations:
        if "x-not-found" in operation.data and "x-query" not in operation.data:
            operation.fail("x-not-found without x-query")
    return [line for operation in contract.operations if "x-query" in operation.data for line in handler(operation, queries)]
