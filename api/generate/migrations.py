"""schema/migrations, functions and policies -> gen/migrations.c: the files themselves with their SHA-256."""
import hashlib
import re

from text import Refused, embed, literal, write

KINDS = (("migrations", "MC_MIGRATION_ONCE"), ("functions", "MC_MIGRATION_REPEATABLE"),
         ("policies", "MC_MIGRATION_REPEATABLE"))


def check_numbers(paths):
    for number, path in enumerate(paths, start=1):
        if not re.fullmatch(rf"{number:04d}_[a-z0-9_]+", path.stem):
            raise Refused(f"{path}: expected {number:04d}_<what>.sql, without gaps")


def generate(schema, folder):
    embeds, rows = [], []
    for kind, constant in KINDS:
        paths = sorted((schema / kind).glob("*.sql"))
        if kind == "migrations":
            check_numbers(paths)
        for path in paths:
            symbol = f"mc_{kind}_{re.sub('[^a-z0-9]', '_', path.stem)}"
            data = path.read_bytes()
            if b"\0" in data:
                raise Refused(f"{path}: holds a NUL")
            digest = hashlib.sha256(data).hexdigest()
            embeds.append(embed(symbol, path.resolve()))
            rows.append(f"\t{{{literal(f'{kind}/{path.stem}')}, {constant}, {symbol}, {literal(digest)}}},")
    body = ['#include "api/commands/migrate.h"', ""] + embeds + [
        "const struct mc_migration mc_migrations[] = {"] + rows + ["\t{NULL, MC_MIGRATION_ONCE, NULL, NULL},", "};"]
    write(folder / "migrations.c", "schema", "\n".join(body))
