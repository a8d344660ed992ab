"""gen/nginx_listeners.conf: the class of a request, which of the program's two listeners serves it, and how many of its class
one address may send, for nginx."""
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
    accepted = methods(operation, own_head)
    if "{" not in operation.path:
        return [f'\t"{method} {operation.path}" {operation.cost_class};' for method in accepted]
    return [f'\t"~^({"|".join(accepted)}) {expression(operation.path)}$" {operation.cost_class};']


def zone(name, cost_class):
    """Counts the requests of a class by address: so many in a minute, also all at once. Its requests have its key, others none."""
    return [f'map $motcua_class $motcua_{name}_key {{ {name} $motcua_address; default ""; }}',
            f"limit_req_zone $motcua_{name}_key zone={name}:4m rate={cost_class.address}r/m;",
            f"limit_req zone={name} burst={cost_class.address} nodelay;"]


def generate(contract, cost_classes, folder):
    own_head = {operation.path for operation in contract.operations if operation.method == "head"}
    out = ["# Made by api/generate/generate.py from x-class in openapi.yaml and api/core/classes.def.",
           'map "$request_method $uri" $motcua_class {', '\tdefault "";']
    for operation in sorted(contract.operations, key=precedence):
        out += entries(operation, own_head)
    # What is asked for in vain costs little and is counted all the same.
    out += ['\t"~ /v1/" list;', "}", "map $motcua_class $motcua_listener { key lookup; default work; }",
            "map $motcua_class $motcua_rate {", "\tdefault 0;",
            *[f"\t{name} {cost_class.address};" for name, cost_class in cost_classes.items()], "}"]
    for name, cost_class in cost_classes.items():
        out += zone(name, cost_class)
    write(folder / "nginx_listeners.conf", "openapi.yaml", "\n".join(out))
