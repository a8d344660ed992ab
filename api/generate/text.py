"""Writing C and SQL: literals, names and files."""
import pathlib
import re


class Refused(Exception):
    """What makes the build stop: the contract, a query or a migration breaks a rule."""


def snake(name):
    """getDossierFile -> get_dossier_file; Idempotency-Key -> idempotency_key"""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).replace("-", "_").lower()


def literal(text):
    """A C string literal, or NULL."""
    if text is None:
        return "NULL"
    out = []
    for byte in text.encode("utf-8"):
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif 0x20 <= byte < 0x7F and char != "?":
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out) + '"'


def quoted(value):
    """A literal of SQL."""
    return "null" if value is None else "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value).lower()


def lines(text):
    """A long text as one C literal a line."""
    return "\n    ".join(literal(line) for line in text.splitlines(keepends=True)) or '""'


def boolean(value):
    return "true" if value else "false"


MADE = "Made by api/generate; changes belong into %s."
HEADS = {".c": f"/* {MADE} */\n", ".h": f"/* {MADE} */\n", ".sql": f"-- {MADE}\n", ".ts": f"// {MADE}\n"}


def written(path, source, body):
    """What the file of that name holds."""
    return (HEADS[path.suffix] % source if path.suffix in HEADS else "") + body.rstrip("\n") + "\n"


def write(path, source, body):
    """Writes a file unless it has that content already, so that nothing is built in vain."""
    path = pathlib.Path(path)
    text = written(path, source, body)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def embed(symbol, path):
    """A global byte array with the contents of a file, NUL-terminated, and its length."""
    return (f"extern const char {symbol}[];\n"
            f"extern const char {symbol}_end[];\n"
            f'__asm__(".section .rodata\\n.global {symbol}\\n{symbol}:\\n.incbin " {literal(literal(str(path)))} "\\n"\n'
            f'    ".global {symbol}_end\\n{symbol}_end:\\n.byte 0\\n.previous\\n");\n')
