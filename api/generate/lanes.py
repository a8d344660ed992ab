"""gen/nginx_lanes.conf: which lane serves a request, for nginx."""
import re

from text import write


def expression(path):
    """The path as a regular expression; a parameter is whatever stands between slashes."""
    parts = re.split(r"(\{\w+\})", path)
    return "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)


def generate(contract, folder):
    out = ["# Made by api/generate/generate.py from x-lane in openapi.yaml.",
           'map "$request_method $uri" $motcua_lane {', "\tdefault fast;"]
    own_head = {operation.path for operation in contract.operations if operation.method == "head"}
    for operation in contract.operations:
        if operation.lane == "slow":
            method = operation.method.upper()
            if method == "GET" and operation.path not in own_head:
                method = "(GET|HEAD)"
            out.append(f'\t"~^{method} {expression(operation.path)}$" slow;')
    write(folder / "nginx_lanes.conf", "openapi.yaml", "\n".join(out + ["}"]))
