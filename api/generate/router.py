"""The tree of routes: gen/router.c. A literal goes before a parameter and there is no way back, so a
contract in which that could miss a route is refused."""
import re

from contract import METHODS
from text import Refused, literal, write


class Node:
    def __init__(self, text):
        match = re.fullmatch(r"\{\w+\}(.*)", text)
        self.literal = None if match else text
        self.suffix = match.group(1) if match else ""
        self.children, self.operations = {}, {}

    def child(self, segment):
        key = re.sub(r"\{\w+\}", "{}", segment)
        if key not in self.children:
            self.children[key] = Node(segment)
        return self.children[key]

    def ordered(self):
        return sorted(self.children.values(), key=lambda one: (one.literal is None, one.literal or ""))


def tree(contract):
    root = Node("")
    for index, operation in enumerate(contract.operations):
        node = root
        for segment in operation.path[1:].split("/") if operation.path != "/" else []:
            node = node.child(segment)
        node.operations[operation.method] = index
    return root


def check(node, path):
    parameters = [child for child in node.children.values() if child.literal is None]
    literals = [child for child in node.children.values() if child.literal is not None]
    if len(parameters) > 1:
        raise Refused(f"{path}: more than one parameter in the same place")
    if parameters and literals and (parameters[0].children or set(parameters[0].operations) - {"get"}):
        for child in literals:
            if set(parameters[0].children) - set(child.children):
                raise Refused(f"{path}/{child.literal} hides routes below {path}/{{}}")
    for child in node.children.values():
        check(child, f"{path}/{child.literal or '{}'}")


def generate(contract, folder):
    root = tree(contract)
    check(root, "")
    nodes, rows = [root], []
    for node in nodes:
        first = len(nodes)
        nodes += node.ordered()
        operations = ", ".join(str(node.operations.get(method, -1)) for method in METHODS)
        rows.append(f"\t{{{literal(node.literal)}, {literal(node.suffix)}, {first if node.children else 0}, "
                    f"{len(node.children)}, {{{operations}}}}},")
    write(folder / "router.c", "openapi.yaml", "\n".join(
        ['#include "gen/operations.h"', "", "const struct mc_route_node mc_route_nodes[] = {"] + rows + ["};"]))
