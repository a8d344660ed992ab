#!/usr/bin/python3
"""The vocabulary as TypeScript: vocabulary_ts.py ROOT

clients/shared/src/vocabulary/<kind>.ts are committed, so that the clients need nothing but Node; the build refuses one that
differs from schema/vocabulary.
"""
import json
import pathlib
import re
import sys

from text import Refused, written
from vocabulary import Vocabulary

COMMAND = "/usr/bin/python3 api/generate/vocabulary_ts.py ."
FOLDER = "clients/shared/src/vocabulary"
WIDTH = 115
# kind -> the words and fields that the clients read; own words always
KINDS = {
    "states": ("citizen", "phase"), "shipment_states": (), "channels": ("returning",), "payment_methods": (),
    "fee_states": (), "charge_states": (), "charge_kinds": (), "payment_states": (), "roles": (), "time_units": ("one",),
    "promise_kinds": (), "promise_ends": (), "dossier_ends": ("citizen",), "time_causes": (),
    "steps": ("by", "elsewhere", "internal", "button", "asks", "reasons", "done"),
    "alerts": ("good", "figure"), "figures": ("group", "unit"), "message_channels": (), "delivery_causes": (), "limits": ("value",),
    "papers": (), "reasons": ("explained", "basis"),
    "retention": ("purpose", "days", "why"),
    "widgets": (), "file_kinds": ("media_type", "extension", "inside", "usual", "blanks_first", "starts"),
}


def camel(name):
    return re.sub(r"_([a-z])", lambda match: match.group(1).upper(), name)


def string(text):
    return "'" + json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"


# Modules of their own with one text of each entry, for clients that need no more: kind -> the text
PARTS = {"steps": "event"}


def value(name, given):
    if name == "basis":
        return "[" + ", ".join(f"{{ source: {string(source)}, from: '{begins}' }}" for source, begins in given) + "]"
    if isinstance(given, list) and name != "starts":
        return f"[{', '.join(string(item) for item in given)}]"
    if name == "starts":
        rows = [f"{{ at: {at}, bytes: [{', '.join(hex(byte) for byte in start)}] }}" for at, start in given]
        return f"[{rows[0]}]" if len(rows) == 1 else "[\n" + "".join(f"\t\t\t{row},\n" for row in rows) + "\t\t]"
    return string(given) if isinstance(given, str) else json.dumps(given)


def words(entry, name):
    return [f"{language}: {string(text)}" for language, text in entry.words[name].texts.items()]


def members(entry, extra):
    yield from words(entry, "")
    for name in extra:
        if name in entry.words:
            whole = f"{camel(name)}: {{ {', '.join(words(entry, name))} }}"
            yield whole if len(whole) < WIDTH else \
                f"{camel(name)}: {{\n" + "".join(f"\t\t\t{text},\n" for text in words(entry, name)) + "\t\t}"
        elif entry.fields.get(name) is not None:
            yield f"{camel(name)}: {value(name, entry[name])}"


def row(file, entry):
    """On one line where it fits."""
    name = entry.code if re.fullmatch(r"[a-z_]+", entry.code) else string(entry.code)
    parts = list(members(entry, KINDS[file.name]))
    whole = f"\t{name}: {{ {', '.join(parts)} }},"
    if len(whole) < WIDTH and "\n" not in whole:
        return whole
    return "\n".join([f"\t{name}: {{", *[f"\t\t{part}," for part in parts], "\t},"])


# Of these not all entries are the clients' matter.
SHOWN = {"retention": lambda entry: entry["holds"] != "nothing" and entry["of"] is None}


def module(file):
    rows = [row(file, entry) for entry in file.entries if SHOWN.get(file.name, bool)(entry)]
    return "\n".join([f"export const {camel(file.name)} = {{", *rows, "} as const;"])


def part(file, name):
    """The one text of each entry."""
    rows = []
    for entry in file.entries:
        texts = ", ".join(words(entry, name))
        rows.append(f"\t{entry.code}: {{ {texts} }},")
    return "\n".join([f"export const {camel(file.kind.singular)}{camel('_' + name)}s = {{", *rows, "} as const;"])


def modules(root, vocabulary):
    """(path, text) of each"""
    for name, text in PARTS.items():
        path = root / FOLDER / f"{vocabulary[name].kind.singular}-{text}s.ts"
        yield path, written(path, f"schema/vocabulary/{name}.yaml", part(vocabulary[name], text))
    for name in KINDS:
        path = root / FOLDER / f"{name.replace('_', '-')}.ts"
        yield path, written(path, f"schema/vocabulary/{name}.yaml", module(vocabulary[name]))


def check(root, vocabulary):
    """Refuses committed modules that differ; a tree without the clients has none."""
    if not (root / "clients").is_dir():
        return
    expected = dict(modules(root, vocabulary))
    for path in sorted({*expected, *(root / FOLDER).glob("*.ts")}):
        if not path.exists() or path not in expected or path.read_text(encoding="utf-8") != expected[path]:
            raise Refused(f"{FOLDER}/{path.name} is not what schema/vocabulary gives; make it anew: {COMMAND}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1])
    try:
        expected = dict(modules(root, Vocabulary(root / "schema/vocabulary")))
    except Refused as refused:
        sys.exit(f"vocabulary: {refused}")
    (root / FOLDER).mkdir(exist_ok=True)
    for path in (root / FOLDER).glob("*.ts"):
        if path not in expected:
            path.unlink()
    for path, text in expected.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
