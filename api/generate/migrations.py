"""schema/migrations and schema/<noun>/*.sql -> gen/migrations.c: the files themselves with their SHA-256.

The files of a noun hold functions, grants and policies. Each says in its head, `-- needs: core/caller dossier/read`,
which files define the functions that it calls; that gives the order. core/roles comes first: it takes back every right.
What is made of the vocabulary (gen/vocabulary/<kind>.sql) stands among them as vocabulary/<kind>.
"""
import graphlib
import hashlib
import re

from text import Refused, embed, literal, write

FIRST = "core/roles"
DEFINITION = re.compile(r"^create or replace function (\w+)\(", re.M)
CALL = re.compile(r"\b(\w+)\(|execute function (\w+)")


def check_numbers(paths):
    for number, path in enumerate(paths, start=1):
        if not re.fullmatch(rf"{number:04d}_[a-z0-9_]+", path.stem):
            raise Refused(f"{path}: expected {number:04d}_<what>.sql, without gaps")


def without_comments(text):
    return re.sub(r"--[^\n]*", "", text)


class Families:
    """The repeatable files by name, what each defines, calls and needs."""

    def __init__(self, paths, generated):
        self.paths = {f"{path.parent.name}/{path.stem}": path for path in [*paths, *generated]}
        self.generated = {f"{path.parent.name}/{path.stem}" for path in generated}
        self.texts = {name: path.read_text(encoding="utf-8") for name, path in self.paths.items()}
        self.homes = {}
        for name, text in self.texts.items():
            for function in DEFINITION.findall(text):
                if self.homes.setdefault(function, name) != name:
                    raise Refused(f"schema/{name}.sql: {function} is defined in schema/{self.homes[function]}.sql too")

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
        graph = {name: self.needs(name) | ({FIRST} - {name}) for name in sorted(self.texts)}
        try:
            return [self.paths[name] for name in graphlib.TopologicalSorter(graph).static_order()]
        except graphlib.CycleError as error:
            raise Refused(f"schema: {' -> '.join(reversed(error.args[1]))} need each other in a circle") from error


def rows_of(paths, constant):
    for path in paths:
        name = f"{path.parent.name}/{path.stem}"
        symbol = f"mc_sql_file_{re.sub('[^a-z0-9]', '_', name)}"
        data = path.read_bytes()
        if b"\0" in data:
            raise Refused(f"{path}: holds a NUL")
        digest = hashlib.sha256(data).hexdigest()
        yield embed(symbol, path.resolve()), f"\t{{{literal(name)}, {constant}, {symbol}, {literal(digest)}}},"


def generate(schema, vocabulary, folder):
    once = sorted((schema / "migrations").glob("*.sql"))
    check_numbers(once)
    families = Families(sorted(path for path in schema.glob("*/*.sql") if path.parent.name != "migrations"), vocabulary)
    made = list(rows_of(once, "MC_MIGRATION_ONCE")) + list(rows_of(families.ordered(), "MC_MIGRATION_REPEATABLE"))
    body = ['#include "api/commands/migrate.h"', ""] + [embedded for embedded, _ in made] + [
        "const struct mc_migration mc_migrations[] = {"] + [row for _, row in made] + [
        "\t{NULL, MC_MIGRATION_ONCE, NULL, NULL},", "};"]
    write(folder / "migrations.c", "schema", "\n".join(body))
