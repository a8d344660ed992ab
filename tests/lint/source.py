"""Reading C and SQL for the checks beside it: files without comments and strings, and how findings are told."""
import fnmatch
import os
import pathlib
import re
import sys

TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
SQL_TOKEN = re.compile(r"/\*.*?\*/|--[^\n]*|\b[eE]'(?:\\.|''|[^'\\])*'|'(?:''|[^'])*'|\"[^\"]*\"", re.S)


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


def bare_sql(text):
    """The same for SQL; what stands between $$ and $$ is code."""
    return SQL_TOKEN.sub(lambda match: re.sub(r"[^\n]", " ", match.group(0)), text)


class Checker:
    """Collects findings; done() prints them and ends with 1 if there are any. tests/lint/exceptions lists by name what a
    check still lets pass, "CHECK NAME" a line; it may only shrink: what is listed and not found any more is a finding."""

    def __init__(self):
        if len(sys.argv) != 2:
            sys.exit(f"usage: {sys.argv[0]} ROOT")
        self.root = pathlib.Path(sys.argv[1])
        self.findings = []
        self.met = set()

    def files(self, *folders, names="*.[ch]"):
        """(path from the root, text) of every file with such a name below the folders, C and headers unless said otherwise"""
        for folder in folders:
            found = []
            for place, inner, here in os.walk(self.root / folder):
                # What tools put there is not ours, and may change while we look.
                inner[:] = [name for name in inner if name not in ("node_modules", "dist")]
                found += [pathlib.Path(place, name) for name in fnmatch.filter(here, names)]
            for path in sorted(found):
                yield path.relative_to(self.root).as_posix(), path.read_text(encoding="utf-8")

    def excepted(self):
        """line -> name of each exception for this check"""
        path = self.root / "tests/lint/exceptions"
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        rows = [(number, line.split(None, 1)) for number, line in enumerate(lines, start=1) if not line.startswith("#")]
        return {number: words[1] for number, words in rows if words and words[0] == pathlib.PurePath(sys.argv[0]).name}

    def stands(self, evidence):
        """Whether file::words are there."""
        file, _, words = evidence.partition("::")
        path = self.root / file
        return bool(words) and path.is_file() and words in path.read_text(encoding="utf-8")

    def find(self, path, line, what, name=None):
        """A finding; with a name it may be among the exceptions."""
        if name in self.excepted().values():
            self.met.add(name)
        else:
            self.findings.append(f"{path}:{line}: {what}")

    def done(self):
        for number, name in self.excepted().items():
            if name not in self.met:
                self.findings.append(f"tests/lint/exceptions:{number}: {name} is none any more: take it out of the list")
        for finding in self.findings:
            print(finding)
        sys.exit(1 if self.findings else 0)
