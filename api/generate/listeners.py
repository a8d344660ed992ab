"""gen/nginx_listeners.conf: which of the program's two listeners serves a request, for nginx."""
import re

from text import write


def expression(path):
    """The path as a regular expression; a parameter is whatever stands between slashes."""
    parts = re.split(r"(\{\w+\})", path)
    return "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)


def precedence(operation):
    """As the router has it: in the first segment that differs a literal goes before a parameter."""
    return ["{" in segment for segment in operation.path.split("/")]


def methods(operation, own_head):
    """A GET answers HEAD too, unless HEAD is an operation of its own."""
    method = operation.method.upper()
    return ["GET", "HEAD"] if method == "GET" and operation.path not in own_head else [method]


def entries(operation, own_head):
    listener = "lookup" if operation.cost_class == "key" else "work"
    accepted = methods(operation, own_head)
    if "{" not in operation.path:
        return [f'\t"{method} {operation.path}" {listener};' for method in accepted]
    return [f'\t"~^({"|".join(accepted)}) {expression(operation.path)}$" {listener};']


def generate(contract, folder):
    own_head = {operation.path for operation in contract.operations if operation.method == "head"}
    out = ["# Made by api/generate/generate.py from x-class in openapi.yaml.",
           'map "$request_method $uri" $motcua_listener {', "\tdefault work;"]
    for operation in sorted(contract.operations, key=precedence):
        out += entries(operation, own_head)
    write(folder / "nginx_listeners.conf", "openapi.yaml", "\n".join(out + ["}"]))
