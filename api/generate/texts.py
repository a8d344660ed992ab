"""Texts of SQL that the build puts in place of their names: a condition has one home, and PostgreSQL sees what it asks.

A file of a noun may hold texts in place of functions, each `-- text: name(parameter, ...)` and the expression in the lines up
to the next blank one. Another file, or another text, names it like a function; it stands there in parentheses (an insert
without, as a statement), its parameters replaced. A file of texts is not migrated itself: its text is part of those that name it.
"""
import re

from text import Refused

TEXT = re.compile(r"^-- text: (\w+)\(([\w, ]*)\)\n((?:(?!--).+\n)+)", re.M)
ALIAS = re.compile(r"\b(?:from|join)\s+\w+\s+(?!where\b|join\b|on\b|order\b)(\w+)")


def argument_list(source, start):
    """What stands between the parenthesis that opens before start and the one that closes it: arguments, and where it ends."""
    depth, at, begun, found = 1, start, start, []
    while depth:
        if at >= len(source):
            raise Refused("a parenthesis is not closed")
        char = source[at]
        depth += (char == "(") - (char == ")")
        if depth == 0 or depth == 1 and char == ",":
            found.append(source[begun:at].strip())
            begun = at + 1
        at += 1
    return [one for one in found if one], at


class Texts:
    """All texts by name: (file, parameters, expression)."""

    def __init__(self, files):
        self.all = {}
        for name, source in files.items():
            for text, parameters, body in TEXT.findall(source):
                if text in self.all:
                    raise Refused(f"schema/{name}.sql: the text {text} stands in schema/{self.all[text][0]}.sql too")
                self.all[text] = (name, [one.strip() for one in parameters.split(",") if one.strip()], body.rstrip("\n"))
        self.names = re.compile(rf"\b({'|'.join(self.all)})\(") if self.all else re.compile(r"(?!)")

    def of(self, name):
        return [text for text, (home, _, _) in self.all.items() if home == name]

    def one(self, where, text, arguments, within):
        home, parameters, body = self.all[text]
        if text in within:
            raise Refused(f"schema/{home}.sql: the text {text} holds itself")
        if len(arguments) != len(parameters):
            raise Refused(f"schema/{where}.sql: the text {text} takes {len(parameters)} arguments, not {len(arguments)}")
        body = self.expanded(home, body, within | {text})
        for argument in arguments:
            taken = set(re.findall(r"\b[a-z_]\w*", argument)) & (set(ALIAS.findall(body)) - set(parameters))
            if taken:
                raise Refused(f"schema/{where}.sql: {argument} means something else inside the text {text}")
        values = [self.expanded(where, argument) for argument in arguments]
        body = re.sub(r"(?<!\.)\b(\w+)\b", lambda word: dict(zip(parameters, values)).get(word[1], word[0]), body)
        return body if body.startswith("insert ") else f"({body})"

    def expanded(self, where, source, within=frozenset()):
        """The source with every text in its place; what a comment says stays."""
        pieces, at = [], 0
        while match := self.names.search(source, at):
            line = source.rfind("\n", 0, match.start()) + 1
            arguments, end = argument_list(source, match.end())
            if "--" in source[line:match.start()]:
                pieces.append(source[at:match.end()])
                at = match.end()
                continue
            pieces += [source[at:match.start()], self.one(where, match[1], arguments, within)]
            at = end
        return "".join(pieces) + source[at:]
