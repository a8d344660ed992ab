"""schema/migrations and schema/<noun>/*.sql -> gen/migrations.c: SQL texts with their SHA-256, each run in a transaction of
its own (lib/store/pg_migrate.h).

The files of a noun hold functions, grants and policies. Each says in its head, `-- needs: core/caller dossier/read`,
which files define the functions that it calls; that gives the order. A text of its own is made of what locks a table (its
policies and triggers): one that has not changed is left alone, and no transaction waits for two tables.
What is made of the vocabulary (gen/vocabulary/<kind>.sql) stands among them as vocabulary/<kind>. A file of texts (see
texts.py) gives an order too, but is not migrated: what is embedded of the others holds its texts.
Last come the rights as a whole, in one transaction, so that nobody ever misses one: core/roles takes back every right, then
the grants of all files, then core/definer. That one also comes first, for tables that are new.
"""
import graphlib
import hashlib
import re

from text import Refused, embed, literal, write
from texts import Texts, argument_list

FIRST = "core/roles"
LAST = "core/definer"
DEFINITION = re.compile(r"^create or replace function (\w+)\(", re.M)
DROPPED = re.compile(r"^drop function if exists (\w+)\(([^)]*)\);", re.M)
CALL = re.compile(r"\b(\w+)\(|execute function (\w+)")
# What a semicolon may stand in without ending a statement, or a semicolon.
TOKEN = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|\bbegin atomic\n.*?^end\b|;", re.S | re.M)
# The table that a statement locks.
LOCKED = re.compile(r"^(?:create (?:or replace )?(?:constraint )?(?:trigger|policy)|drop (?:trigger|policy) if exists)\b.*?"
                    r"\bon (\w+)|\balter table (\w+)", re.S)


def check_numbers(paths):
    for number, path in enumerate(paths, start=1):
        if not re.fullmatch(rf"{number:04d}_[a-z0-9_]+", path.stem):
            raise Refused(f"{path}: expected {number:04d}_<what>.sql, without gaps")


def without_comments(text):
    return re.sub(r"--[^\n]*", "", text)


def statements(text):
    """The statements of a file, without the comments before them."""
    start = 0
    for token in TOKEN.finditer(text):
        if token[0].startswith("--") and not text[start:token.start()].strip():
            start = token.end()
        elif token[0] == ";":
            yield text[start:token.end()].strip()
            start = token.end()
    if text[start:].strip():
        raise Refused(f"a statement is not ended: {text[start:].strip()[:60]}")


def parts(name, text):
    """{name of a part: its statements}: what locks no table, then what locks one, table by table."""
    found = {name: []}
    for statement in statements(text):
        locked = LOCKED.search(statement)
        table = locked and (locked[1] or locked[2])
        part = f"{name} on {table}" if table else name
        found.setdefault(part, []).append(statement)
    return {part: found[part] for part in sorted(found) if found[part]}


class Families:
    """The repeatable files by name, what each defines, calls and needs."""

    def __init__(self, paths, generated):
        self.paths = {f"{path.parent.name}/{path.stem}": path for path in [*paths, *generated]}
        self.generated = {f"{path.parent.name}/{path.stem}" for path in generated}
        self.texts = {name: path.read_text(encoding="utf-8") for name, path in self.paths.items()}
        self.homes = {}
        for name, text in self.texts.items():
            check_dropped(name, text)
            for function in DEFINITION.findall(text):
                if self.homes.setdefault(function, name) != name:
                    raise Refused(f"schema/{name}.sql: {function} is defined in schema/{self.homes[function]}.sql too")
        self.inlined = Texts(self.texts)
        for text, (name, _, _) in self.inlined.all.items():
            if DEFINITION.search(self.texts[name]):
                raise Refused(f"schema/{name}.sql: a file holds texts or functions, not both")
            if self.homes.setdefault(text, name) != name:
                raise Refused(f"schema/{name}.sql: {text} is a function of schema/{self.homes[text]}.sql")

    def needs(self, name):
        """What the head says, which must be what the text uses; a generated text has no head."""
        match = re.search(r"^-- needs:(.*)$", self.texts[name], re.M)
        said = set(match.group(1).split()) if match else set()
        calls = {one or other for one, other in CALL.findall(without_comments(self.texts[name]))}
        used = {self.homes[call] for call in calls if call in self.homes} - {name}
        missing = sorted(call for call in calls - set(self.homes) if call and call.startswith("step_"))
        if missing and name in self.generated:
            raise Refused(f"{name}.yaml: schema/dossier/steps.sql defines no {missing[0]}")
        if said != used and name not in self.generated:
            raise Refused(f"schema/{name}.sql: its head should be '-- needs: {' '.join(sorted(used))}'")
        return used

    def ordered(self):
        """[(name, text as it is migrated)]"""
        graph = {name: self.needs(name) | ({FIRST} - {name}) for name in sorted(self.texts)}
        graph[LAST] = set(graph) - {LAST}
        try:
            names = list(graphlib.TopologicalSorter(graph).static_order())
        except graphlib.CycleError as error:
            raise Refused(f"schema: {' -> '.join(reversed(error.args[1]))} need each other in a circle") from error
        return [(name, self.inlined.expanded(name, self.texts[name])) for name in names if not self.inlined.of(name)]


def types_taken(text, function):
    """The types of the parameters of a function that a text makes: "uuid, text"; None if it makes none."""
    made = re.search(rf"^create or replace function {function}\(", text, re.M)
    if not made:
        return None
    parameters = [one for one in argument_list(text, made.end())[0] if not one.startswith("out ")]
    return ", ".join(re.sub(r"\s+default\b.*", "", one, flags=re.S).split(maxsplit=1)[1] for one in parameters)


def check_dropped(name, text):
    """Whoever calls a function while it is dropped and made anew is refused."""
    for function, types in DROPPED.findall(text):
        if types_taken(text, function) == types:
            raise Refused(f"schema/{name}.sql: {function} is dropped and made anew: give it another name")


def is_right(statement):
    return statement.startswith(("grant ", "revoke "))


def rights(ordered):
    """What each file gives, between what takes every right back and what gives functions away."""
    given = [statement for name, text in ordered if name not in (FIRST, LAST) for statement in statements(text)
             if is_right(statement)]
    files = dict(ordered)
    return "\n".join([*statements(files[FIRST]), *given, *statements(files[LAST])]) + "\n"


def migrations(numbered, ordered):
    """[(name, kind, text)]"""
    yield from ((name, "ONCE", text) for name, text in numbered)
    yield "rights of tables", "AFTER", "\n".join(statements(dict(ordered)[LAST])) + "\n"
    for name, text in ordered:
        if name not in (FIRST, LAST):
            yield from ((part, "REPEATABLE", "\n\n".join(one) + "\n") for part, one in parts(name, text).items())
    yield "rights", "AFTER", rights(ordered)


def row_of(name, kind, text, folder):
    if "\0" in text:
        raise Refused(f"schema/{name}.sql: holds a NUL")
    path = folder / "sql" / f"{name}.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    symbol = f"mc_sql_file_{re.sub('[^a-z0-9]', '_', name)}"
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return embed(symbol, path.resolve()), f"\t{{{literal(name)}, MC_MIGRATION_{kind}, {symbol}, {literal(digest)}}},"


def generate(schema, vocabulary, folder):
    once = sorted((schema / "migrations").glob("*.sql"))
    check_numbers(once)
    families = Families(sorted(path for path in schema.glob("*/*.sql") if path.parent.name != "migrations"), vocabulary)
    numbered = [(f"migrations/{path.stem}", path.read_text(encoding="utf-8")) for path in once]
    made = [row_of(*one, folder) for one in migrations(numbered, families.ordered())]
    body = ['#include "api/commands/migrate.h"', ""] + [embedded for embedded, _ in made] + [
        "const struct mc_migration mc_migrations[] = {"] + [row for _, row in made] + [
        "\t{NULL, MC_MIGRATION_ONCE, NULL, NULL},", "};"]
    write(folder / "migrations.c", "schema", "\n".join(body))
