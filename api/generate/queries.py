"""schema/<noun>/queries/*.sql -> gen/queries.h and gen/queries.c: one prepared statement a file."""
import re

from text import Refused, lines, literal, write

OIDS = {
    "bool": 16, "bytea": 17, "int8": 20, "int4": 23, "text": 25, "json": 114, "text[]": 1009, "date": 1082,
    "timestamptz": 1184, "uuid": 2950, "uuid[]": 2951, "jsonb": 3802, "int4[]": 1007, "numeric": 1700,
}


class Query:
    """One file: its name, its statement, its parameters with their types, in the order of $1, $2, ..., and how long it may
    take in milliseconds where its class has another limit (else 0)."""

    def __init__(self, name, text, parameters, limit):
        self.name, self.text, self.parameters, self.limit = name, text, parameters, limit
        self.oids = [OIDS[type_name] for _, type_name in parameters]


def read(path):
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", path.stem):
        raise Refused(f"{path}: a query is called <noun>_<verb>.sql")
    text = path.read_text(encoding="utf-8")
    match = re.match(r"(?:-- (?!params:|limit:).*\n)+(?:-- limit: ([1-9][0-9]*) ms\n)?(?:-- params:(.*)\n)?(?!--)", text)
    if not match:
        raise Refused(f"{path}: begins with '-- what it does', then '-- limit: number ms' if its class's is not its own, "
                      "then '-- params: name type, ...'")
    types = [part.split() for part in (match.group(2) or "").split(",") if part.strip()]
    for words in types:
        if len(words) != 2 or words[1].strip('"') not in OIDS:
            raise Refused(f"{path}: parameter '{' '.join(words)}' has no known type")
    statement = text[match.end():].strip().rstrip(";").rstrip()
    if not statement:
        raise Refused(f"{path}: no statement")
    used = {int(number) for number in re.findall(r"\$([0-9]+)", strip_comments(statement))}
    if used != set(range(1, len(types) + 1)):
        raise Refused(f"{path}: {len(types)} parameters are declared, used are {sorted(used)}")
    return Query(path.stem, statement + "\n", [(name, type_name.strip('"')) for name, type_name in types],
                 int(match.group(1) or 0))


def strip_comments(text):
    return re.sub(r"--[^\n]*|/\*.*?\*/", "", text, flags=re.S)


def read_all(paths):
    """{name: Query}, by name"""
    queries = [read(path) for path in sorted(paths, key=lambda one: one.stem)]
    for one, other in zip(queries, queries[1:]):
        if one.name == other.name:
            raise Refused(f"there are two queries {one.name}")
    return {query.name: query for query in queries}


def generate(queries, folder):
    head = ["#ifndef MC_GEN_QUERIES_H", "#define MC_GEN_QUERIES_H", "", '#include "lib/store/pg.h"', ""]
    head += [f"extern const struct mc_statement mc_sql_{name};" for name in queries]
    head += ["", "/* All of them, NULL at the end: for checking that each fits the database. */",
             "extern const struct mc_statement *const mc_statements[];", "", "#endif"]
    body = ['#include "gen/queries.h"', ""]
    for name, query in queries.items():
        if query.oids:
            body.append(f"static const unsigned {name}_types[] = {{{', '.join(str(oid) for oid in query.oids)}}};")
        body += [f"const struct mc_statement mc_sql_{name} = {{", f"    {literal(name)},", f"    {lines(query.text)},",
                 f"    {len(query.oids)},", f"    {f'{name}_types' if query.oids else 'NULL'},", f"    {query.limit},", "};", ""]
    body += ["const struct mc_statement *const mc_statements[] = {"]
    body += [f"\t&mc_sql_{name}," for name in queries] + ["\tNULL,", "};"]
    write(folder / "queries.h", "schema/<noun>/queries", "\n".join(head))
    write(folder / "queries.c", "schema/<noun>/queries", "\n".join(body))
