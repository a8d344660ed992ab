#!/usr/bin/python3
"""Makes C from the vocabulary, the contract, the queries and the migrations: generate.py ROOT FOLDER

ROOT is the checkout; FOLDER gets vocabulary, operations, router, contract, queries, migrations and nginx_listeners.conf.
Whatever breaks a rule stops the build with one line that says what and where.
"""
import hashlib
import json
import pathlib
import sys

import alerts
import bundle
import cost_classes
import explained
import listeners
import migrations
import notices
import operations
import queries
import retention
import router
import vocabulary_c
import vocabulary_sql
import vocabulary_ts
from contract import Contract
from text import Refused, embed, literal, write
from vocabulary import Vocabulary


def generate_contract(contract, folder):
    text = json.dumps(contract.document, ensure_ascii=False, separators=(",", ":"))
    path = folder / "openapi.json"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    data = text.encode("utf-8")
    write(folder / "contract.c", "openapi.yaml", "\n".join([
        '#include "gen/operations.h"', "", embed("mc_contract_json", path.resolve()),
        f"const size_t mc_contract_length = {len(data)};",
        f"const char mc_contract_sha256[] = {literal(hashlib.sha256(data).hexdigest())};"]))


def check_media_types(contract, file_kinds):
    """A file of a dossier is served as one of the kinds that dossiers may hold."""
    served = next(operation for operation in contract.operations if operation.name == "getDossierFile")
    listed = set(contract.resolve(served.data["responses"]["200"])["content"])
    kept = {entry["media_type"] for entry in file_kinds.entries if entry["media_type"]}
    if listed != kept:
        raise Refused(f"getDossierFile: its media types differ from file_kinds.yaml in {', '.join(sorted(listed ^ kept))}")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    root, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    try:
        vocabulary = Vocabulary(root / "schema/vocabulary")
        vocabulary_c.generate(vocabulary, folder)
        vocabulary_ts.check(root, vocabulary)
        alerts.check(root, vocabulary)
        retention.check(root, vocabulary["retention"])
        bundle.check(root, vocabulary)
        classes = cost_classes.read(root)
        contract = Contract(root / "openapi.yaml", vocabulary, classes)
        check_media_types(contract, vocabulary["file_kinds"])
        explained.check(contract, {entry.code: entry["status"] for entry in vocabulary["problems"].entries})
        contract.check_actions(vocabulary["steps"])
        files = sorted((root / "schema").rglob("*.sql"))
        vocabulary_sql.check_compared(vocabulary, files)
        notices.check(vocabulary, files)
        generate_contract(contract, folder)
        statements = queries.read_all((root / "schema").glob("*/queries/*.sql"))
        operations.generate(contract, statements, folder)
        router.generate(contract, folder)
        listeners.generate(contract, classes, folder)
        queries.generate(statements, folder)
        migrations.generate(root / "schema", vocabulary_sql.generate(vocabulary, files, folder), folder)
    except Refused as refused:
        sys.exit(f"generate: {refused}")


main()
