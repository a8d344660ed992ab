#!/usr/bin/python3
"""Joins api/contract/*.yaml into openapi.yaml: bundle.py ROOT

The pieces are put together as text, so that the bundle reads as they do: shared.yaml first, then the nouns by name; what
stands below the same member of the document (paths, components/schemas, ...) comes together in that order. openapi.yaml
is committed, for those who only read it; the build refuses one that differs from its pieces.
"""
import pathlib
import re
import sys

from text import Refused

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


def bundle(folder):
    """The text of openapi.yaml."""
    members, kinds = join(pieces(folder))
    components = "components:\n" + "".join(written(kind, parts, "  ") for kind, parts in kinds.items())
    return "\n".join([HEAD] + [written(name, parts) for name, parts in members.items()] + [components])


def check(root):
    """Refuses a committed bundle that is not what its pieces give."""
    if (root / "openapi.yaml").read_text(encoding="utf-8") != bundle(root / "api/contract"):
        raise Refused(f"openapi.yaml is not what api/contract/*.yaml give; make it anew: {COMMAND}")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1])
    try:
        (root / "openapi.yaml").write_text(bundle(root / "api/contract"), encoding="utf-8")
    except Refused as refused:
        sys.exit(f"bundle: {refused}")


if __name__ == "__main__":
    main()
