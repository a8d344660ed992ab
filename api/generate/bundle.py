#!/usr/bin/python3
"""Joins api/contract/*.yaml into openapi.yaml: bundle.py ROOT

The pieces are put together as text, so that the bundle reads as they do: shared.yaml first, then the nouns by name; what
stands below the same member of the document (paths, components/schemas, ...) comes together in that order. openapi.yaml
is committed, for those who only read it; the build refuses one that differs from its pieces. What other sides send stands
in `webhooks` too, by reference. Values that are codes of the vocabulary are not typed: a piece says `x-vocabulary: channels`,
the bundle `enum: [...]` with the codes of channels.yaml; `file_kinds.media_type` means those that have one. A piece says
`maxLength: limits.typed_length`, the bundle the value of that limit. What classes.def says of the classes stands in `x-classes`.
"""
import pathlib
import re
import sys
import textwrap
from urllib.parse import quote

import cost_classes
from text import Refused
from vocabulary import Vocabulary

SHARED = "shared.yaml"
COMMAND = "/usr/bin/python3 api/generate/bundle.py ."
HEAD = f"# The contract of Motcua, made from api/contract/*.yaml. Change those, then: {COMMAND}\n"


def pieces(folder):
    """The files in the order of the bundle."""
    paths = sorted(folder.glob("*.yaml"), key=lambda path: (path.name != SHARED, path.name))
    if not paths or paths[0].name != SHARED:
        raise Refused(f"there is no {folder / SHARED}")
    return paths


def sections(text, where, indent=""):
    """(name, value) of each member that stands at this indent; comments and blank lines before the first are left out."""
    found = []
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        match = re.match(indent + r"([A-Za-z][\w-]*):(.*\n)", line)
        if match:
            found.append((match.group(1), [match.group(2)]))
        elif found:
            found[-1][1].append(line)
        elif line.strip() and not line.lstrip().startswith("#"):
            raise Refused(f"{where}:{number}: '{line.strip()}' belongs to no member")
    return [(name, "".join(lines).rstrip("\n") + "\n") for name, lines in found]


def join(paths):
    """What each member holds, from all files: {name: [(file, text)]}, components by their kinds."""
    members, kinds = {}, {}
    for path in paths:
        for name, text in sections(path.read_text(encoding="utf-8"), path.name):
            if name == "components":
                for kind, inner in sections(text.lstrip("\n"), path.name, "  "):
                    kinds.setdefault(kind, []).append((path.name, inner))
            else:
                members.setdefault(name, []).append((path.name, text))
    return members, kinds


def written(name, parts, indent=""):
    """A member once more; below it each part begins with the name of the file it comes from."""
    if len(parts) == 1 and parts[0][0] == SHARED:
        return f"{indent}{name}:{parts[0][1]}"
    out = [f"{indent}{name}:\n"]
    for file, text in parts:
        if not text.startswith("\n"):
            raise Refused(f"{file}: '{name}' stands on one line, but other files add to it")
        out.append(f"{indent}  # ---- {file}{text}")
    return "".join(out)


def webhooks(parts):
    """The section of what other sides send: the path items for systems, which sign, by reference."""
    out = ["webhooks:\n"]
    for _, text in parts:
        for path, item in re.findall(r"^  (/\S+):\n((?:    .*\n|\n)+)", text, re.M):
            if re.search(r"security: \[ ?\{ ?system:", item):
                name = re.search(r"operationId: (\w+)", item).group(1)
                out.append(f"  {name}: {{ $ref: '#/paths/{quote(path.replace('~', '~0').replace('/', '~1'), safe='~')}' }}\n")
    return "".join(out)


def refuse_typed(paths, vocabulary):
    """Codes of the vocabulary typed in a piece would be a second home for them."""
    for path in paths:
        for values in re.findall(r"\benum:\s*\[([^\]]*)\]|\benum:\n((?:\s+- [\w-]+\n)+)", path.read_text(encoding="utf-8")):
            codes = set(re.findall(r"[\w-]+", values[0])) or set(re.findall(r"- ([\w-]+)", values[1]))
            for file in vocabulary.files.values():
                if codes == set(file.codes):
                    raise Refused(f"{path.name}: an enum holds the codes of {file.name}.yaml; write 'x-vocabulary: {file.name}'")


def filled(text, vocabulary):
    """
    Each x-vocabulary replaced by the codes, one on a line of its own broken at the width of a page; each limit by its value.
    """

    def codes(match):
        name = match.group("name")
        if name not in vocabulary.files:
            raise Refused(f"x-vocabulary: there is no schema/vocabulary/{name}.yaml")
        having = match.group("having")
        chosen = [entry.code for entry in vocabulary[name].entries if having is None or entry[having]]
        listed = f"enum: [{', '.join(chosen)}]"
        indent = match.group("indent")
        return listed if indent is None else textwrap.fill(listed, 120, initial_indent=indent, subsequent_indent=indent + "  ",
                                                           break_on_hyphens=False)

    def limit(match):
        value = next((entry["value"] for entry in vocabulary["limits"].entries if entry.code == match.group(1)), None)
        if value is None:
            raise Refused(f"limits.{match.group(1)}: there is no such entry in schema/vocabulary/limits.yaml")
        return str(value)

    text = re.sub(r"\blimits\.(\w+)", limit, text)
    return re.sub(r"(?m)(?P<indent>^ +)?x-vocabulary: (?P<name>\w+)(?:\.(?P<having>\w+))?", codes, text)


def bundle(folder, vocabulary, classes):
    """The text of openapi.yaml."""
    paths = pieces(folder)
    refuse_typed(paths, vocabulary)
    members, kinds = join(paths)
    components = "components:\n" + "".join(written(kind, parts, "  ") for kind, parts in kinds.items())
    text = "\n".join([HEAD] + [written(name, parts) for name, parts in members.items()] +
                     [webhooks(members["paths"]), cost_classes.listed(classes), components])
    return filled(text, vocabulary)


def check(root, vocabulary):
    """Refuses a committed bundle that is not what its pieces give."""
    if (root / "openapi.yaml").read_text(encoding="utf-8") != bundle(root / "api/contract", vocabulary, cost_classes.read(root)):
        raise Refused(f"openapi.yaml is not what api/contract/*.yaml give; make it anew: {COMMAND}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1])
    try:
        text = bundle(root / "api/contract", Vocabulary(root / "schema/vocabulary"), cost_classes.read(root))
        (root / "openapi.yaml").write_text(text, encoding="utf-8")
    except Refused as refused:
        sys.exit(f"bundle: {refused}")


if __name__ == "__main__":
    main()
