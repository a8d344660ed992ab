"""Reading C for the checks beside it: files without comments and strings, and how findings are told."""
import pathlib
import re
import sys

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def bare(text):
    """The text with comments and the contents of strings replaced by blanks; lines stay where they are.
    The names in #include "..." are kept."""

    def blank(match):
        token = match.group(0)
        line = text[text.rfind("\n", 0, match.start()) + 1:match.start()]
        if token.startswith('"') and line.lstrip().startswith("#include"):
            return token
        return re.sub(r"[^\n]", " ", token)

    return TOKEN.sub(blank, text)


class Checker:
    """Collects findings; done() prints them and ends with 1 if there are any."""

    def __init__(self):
        if len(sys.argv) != 2:
            sys.exit(f"usage: {sys.argv[0]} ROOT")
        self.root = pathlib.Path(sys.argv[1])
        self.findings = []

    def files(self, *folders):
        """(path from the root, text) of every C file and header below the folders"""
        for folder in folders:
            for path in sorted((self.root / folder).rglob("*.[ch]")):
                yield path.relative_to(self.root).as_posix(), path.read_text(encoding="utf-8")

    def find(self, path, line, what):
        self.findings.append(f"{path}:{line}: {what}")

    def done(self):
        for finding in self.findings:
            print(finding)
        sys.exit(1 if self.findings else 0)
