"""The table of operations: gen/operations.h and gen/operations.c."""
import json
import re

import reads
from text import Refused, boolean, lines, literal, snake, write

FORMATS = {"uuid": "UUID", "date": "DATE"}
KINDS = {"string": "TEXT", "integer": "INTEGER", "boolean": "BOOLEAN"}
UNBOUNDED = 8192


def parameters_of(operation, patterns):
    """The rows of the operation's parameters; path parameters first, in the order of the path."""
    order = re.findall(r"\{(\w+)\}", operation.path)
    ordered = sorted(operation.parameters, key=lambda one: order.index(one["name"]) if one["in"] == "path" else len(order))
    rows, values = [], []
    for parameter in ordered:
        schema = parameter["schema"]
        allowed = schema.get("enum", [schema["const"]] if "const" in schema else None)
        kind = FORMATS.get(schema.get("format")) or KINDS[schema["type"]]
        kind = "WORDS" if "x-as-typed" in parameter else kind
        name = snake(parameter["name"])
        symbol = f"{snake(operation.name)}_{name}_values"
        if allowed is not None:
            values.append(f"static const char *const {symbol}[] = {{{', '.join(literal(one) for one in allowed)}, NULL}};")
        default = schema.get("default")
        default = None if default is None else json.dumps(default) if not isinstance(default, str) else default
        pattern = -1
        if "pattern" in schema:
            pattern = patterns.setdefault(schema["pattern"], len(patterns))
        needed = parameter.get("required", False) or name == "idempotency_key" and operation.idempotency == "unless-dry-run"
        rows.append(
            f"\t{{{literal(parameter['name'])}, MC_PLACE_{parameter['in'].upper()}, MC_KIND_{kind}, "
            f"{boolean(needed)}, offsetof(struct mc_{snake(operation.name)}_params, {name}), "
            f"{literal(default)}, {symbol if allowed is not None else 'NULL'}, {pattern}, "
            f"{schema.get('minimum', 0)}, {schema.get('maximum', 0)}, "
            f"{schema.get('minLength', 0)}, {schema.get('maxLength', UNBOUNDED)}}},")
    return [snake(one["name"]) for one in ordered], rows, values


def header(contract):
    out = ["#ifndef MC_GEN_OPERATIONS_H", "#define MC_GEN_OPERATIONS_H", "",
           '#include "api/core/operation.h"', '#include "api/core/reply.h"', "", "enum mc_operation_id {"]
    out += [f"\tMC_OPERATION_{snake(one.name).upper()}," for one in contract.operations]
    out += ["\tMC_OPERATION_COUNT", "};", "", "extern const struct mc_operation mc_operations[MC_OPERATION_COUNT];", "",
            "/* Regular expressions of parameters, and how many there are. */",
            "extern const char *const mc_patterns[];", "extern const size_t mc_pattern_count;", "",
            "/* The tree of routes; its root is the first. */", "extern const struct mc_route_node mc_route_nodes[];", "",
            "/* The contract as JSON, its length, and the SHA-256 that is its version. */",
            "extern const char mc_contract_json[];", "extern const size_t mc_contract_length;",
            "extern const char mc_contract_sha256[];", ""]
    for operation in contract.operations:
        names, _, _ = parameters_of(operation, {})
        if names:
            out.append(f"struct mc_{snake(operation.name)}_params {{")
            out += [f"\tconst char *{name};" for name in names]
            out += ["};", ""]
    out += [f"enum mc_rc mc_op_{name}(struct mc_request *rq);"
            for name in sorted({snake(one.handler) for one in contract.operations if "x-query" not in one.data})]
    return "\n".join(out + ["", "#endif"])


def permits_of(operation):
    """The operation's table of who may call; none for everybody."""
    if not operation.permits:
        return []
    rows = [f"\t{{MC_CALLER_{permit.kind.upper()}, {' | '.join(f'MC_ROLE_{role.upper()}' for role in permit.roles) or 0}, "
            f"MC_ASSURANCE_{(permit.assurance or 'none').upper()}}}," for permit in operation.permits]
    return [f"static const struct mc_permit {snake(operation.name)}_permits[] = {{", *rows, "};", ""]


def rates_of(operation):
    """The operation's budgets."""
    if not operation.rates:
        return []
    rows = [f"\t{{MC_PER_{rate.per.upper()}, {literal(json.dumps(rate.rules))}, {literal(rate.policy)}}}," for rate in operation.rates]
    return [f"static const struct mc_rate {snake(operation.name)}_rates[] = {{", *rows, "};", ""]


def secrets_of(operation):
    """The names of the operation's secrets."""
    if not operation.secrets:
        return []
    names = ", ".join(literal(one) for one in operation.secrets)
    return [f"static const char *const {snake(operation.name)}_secrets[] = {{{names}, NULL}};", ""]


def row(operation, count):
    name = snake(operation.name)
    return f"""	[MC_OPERATION_{name.upper()}] = {{
	    .name = {literal(operation.name)},
	    .method = MC_METHOD_{operation.method.upper()},
	    .path = {literal(operation.path)},
	    .class = MC_CLASS_{operation.cost_class.upper()},
	    .permits = {f'{name}_permits' if operation.permits else 'NULL'},
	    .permit_count = {len(operation.permits)},
	    .partners = {literal(operation.groups[0] if operation.groups else None)},
	    .max_body = {operation.max_body},
	    .body = MC_BODY_{operation.body.upper()},
	    .body_required = {boolean(operation.body_required)},
	    .media_type = {literal(operation.media_type)},
	    .schema_pointer = {literal(operation.schema_pointer)},
	    .idempotency = MC_IDEMPOTENCY_{operation.idempotency.upper().replace('-', '_')},
	    .secrets = {f'{name}_secrets' if operation.secrets else 'NULL'},
	    .if_match = {boolean(operation.if_match)},
	    .read_log = MC_READ_LOG_{operation.read_log.upper()},
	    .minute = {operation.own_rate.get('minute', 0)},
	    .day = {operation.own_rate.get('day', 0)},
	    .rates = {f'{name}_rates' if operation.rates else 'NULL'},
	    .rate_count = {len(operation.rates)},
	    .parameters = {f'{name}_parameters' if count else 'NULL'},
	    .parameter_count = {count},
	    .params_size = {f'sizeof(struct mc_{name}_params)' if count else '0'},
	    .handler = mc_op_{snake(operation.handler)},
	}},"""


def source(contract, queries):
    patterns = {}
    out = ['#include "gen/operations.h"', '#include "gen/queries.h"', ""] + reads.handlers(contract, queries)
    rows = []
    for operation in contract.operations:
        names, parameter_rows, values = parameters_of(operation, patterns)
        out += values + permits_of(operation) + rates_of(operation) + secrets_of(operation)
        if names:
            out += [f"static const struct mc_parameter {snake(operation.name)}_parameters[] = {{"] + parameter_rows + ["};", ""]
        rows.append(row(operation, len(names)))
    out += ["const struct mc_operation mc_operations[MC_OPERATION_COUNT] = {"] + rows + ["};", ""]
    for pattern in patterns:
        if not (pattern.startswith("^") and pattern.endswith("$")):
            raise Refused(f"pattern {pattern} of a parameter is not anchored at both ends")
    out += ["const char *const mc_patterns[] = {"] + [f"\t{literal(one)}," for one in patterns] + ["\tNULL,", "};", "",
            f"const size_t mc_pattern_count = {len(patterns)};"]
    return "\n".join(out)


def generate(contract, queries, folder):
    write(folder / "operations.h", "openapi.yaml", header(contract))
    write(folder / "operations.c", "openapi.yaml", source(contract, queries))
