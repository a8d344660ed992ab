#!/usr/bin/python3
"""The alerts as rules for Prometheus: alerts.py ROOT

monitoring/alerts.yaml is committed, so that it can be copied to where Prometheus runs; the build refuses one that differs from
schema/vocabulary/alerts.yaml, and an alert without its page in the runbook.
"""
import json
import pathlib
import sys

from text import Refused
from vocabulary import Vocabulary

COMMAND = "/usr/bin/python3 api/generate/alerts.py ."
FILE, PAGES = "monitoring/alerts.yaml", "runbook/alerts"
HEAD = f"""# Made from schema/vocabulary/alerts.yaml by {COMMAND}
groups:
  - name: motcua
    rules:"""


def expression(entry):
    metric = 'up{job="motcua"}' if entry["figure"] == "up" else entry["figure"]
    return f"{metric} > {entry['above']}" if entry["above"] is not None else f"{metric} < {entry['below']}"


def rule(entry):
    texts = entry.words[""].texts
    return [f"      - alert: {entry.code}", f"        expr: {expression(entry)}", f"        for: {entry['seconds']}s", "        annotations:",
            f"          summary: {json.dumps(texts['vi'], ensure_ascii=False)}", f"          summary_en: {json.dumps(texts['en'])}",
            f"          runbook: {PAGES}/{entry.code}.md"]


def rules(file):
    return "\n".join([HEAD, *(line for entry in file.entries for line in rule(entry))]) + "\n"


def check(root, vocabulary):
    """Refuses committed rules that differ; a tree without the folder has none."""
    path, file = root / FILE, vocabulary["alerts"]
    if not path.parent.is_dir():
        return
    if not path.exists() or path.read_text(encoding="utf-8") != rules(file):
        raise Refused(f"{FILE} is not what schema/vocabulary gives; make it anew: {COMMAND}")
    pages = {page.stem for page in (root / PAGES).glob("*.md")}
    for name in sorted(pages ^ set(file.codes)):
        raise Refused(f"{PAGES}/{name}.md " + ("belongs to no alert" if name in pages else "is missing"))


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1])
    try:
        text = rules(Vocabulary(root / "schema/vocabulary")["alerts"])
    except Refused as refused:
        sys.exit(f"vocabulary: {refused}")
    (root / FILE).parent.mkdir(exist_ok=True)
    (root / FILE).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
