"""What a whole run has seen, from however many processes: each leaves a file in the folder that MOTCUA_TEST_SEEN names, with
the test files that it ran and the answers that it got."""
import json
import os
import pathlib

API = pathlib.Path(__file__).resolve().parents[1]


class Record:
    def __init__(self):
        self.ran = set()
        self.seen = {}  # (operation, status or problem) -> how often

    @staticmethod
    def folder():
        """Where the processes of this run leave what they have seen; None if nobody will ask."""
        name = os.environ.get("MOTCUA_TEST_SEEN")
        return pathlib.Path(name) if name else None

    def keep(self, folder, process):
        value = {"ran": sorted(self.ran), "seen": [[*answer, count] for answer, count in sorted(self.seen.items())]}
        (folder / f"{process}.json").write_text(json.dumps(value), encoding="utf-8")

    @staticmethod
    def files():
        """Every test file, as it is named in a record, but the one that asks."""
        return {path.relative_to(API).as_posix() for path in API.rglob("test_*.py")} - {"core/test_contract_covered.py"}

    @classmethod
    def merged(cls, folder):
        whole = cls()
        for path in sorted(folder.glob("*.json")):
            value = json.loads(path.read_text(encoding="utf-8"))
            whole.ran.update(value["ran"])
            for operation, answer, count in value["seen"]:
                whole.seen[operation, answer] = whole.seen.get((operation, answer), 0) + count
        return whole


def tell(text):
    """For whoever reads the output, and for the notes of a phase."""
    print("\n" + text)
    with open(os.environ.get("NOTES", os.devnull), "a", encoding="utf-8") as notes:
        notes.write(text + "\n")
