"""Under what a dossier can be walked through: the vocabulary of steps and states, the settings that there are, and which of them
a step reads."""
import functools
import itertools
import json
import re
from collections import namedtuple

import yaml

from harness.contract import ROOT


def vocabulary(kind):
    path = ROOT / f"schema/vocabulary/{kind}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))["entries"]


STATES, STEPS = vocabulary("states"), vocabulary("steps")
# So many days are more than anybody has: a limit holds until the end of its last day.
LONGER = 1 + max(value["amount"] for code, rule in vocabulary("rules").items() if code.endswith("_limit") for value in rule["values"])
LETTER_ENDS = ("delivered", "returned_to_sender", "lost", "cancelled")
# What the applicant does of himself, without being asked for it.
WITHDRAWING = {code for code, entry in STEPS.items() if entry["by"] == "applicant" and "clock" not in entry}
# Whoever may see a result may download it; for its applicant that may be a step.
FETCH = "fetch"
# What makes it wait for a partner, and what puts it before a leader.
WAITING = {code for code, entry in STEPS.items() if "partner" in entry.get("asks", ())}
ASKING = {code for code, entry in STEPS.items() if "leader_asked_at is null" in entry.get("when", "")}
ENDED = {code for code, entry in STATES.items() if entry["phase"] == "ended"}
HANDED_OVER = {to for entry in STATES.values() if entry["phase"] == "decided" for to in entry["leads_to"]} & ENDED

# returned and intake: how the result is got and how the filing came; supplements: how often the rule lets more be asked for;
# account: whether the applicant has one; holder: to whom a dossier is passed on; acting: who acts for a unit; late: whether
# days pass in which nobody does anything; withdraws: whether the applicant asks for it back; extends: whether
# the office sets another day; asks: whether it asks its leader; waits: whether it waits for a partner;
# letter: how it ends without proof.
Setting = namedtuple("Setting", "returned level fee supplements intake account holder acting late withdraws extends asks waits letter")
VALUES = Setting(tuple(vocabulary("channels")), tuple(vocabulary("service_levels")), ("free", "paid"), (0, 1, 2),
                 tuple(vocabulary("channels")), (True, False), ("nobody", "self", "colleague", "elsewhere"),
                 ("officer", "leader"), (False, True), (False, True), (False, True), (False, True), (False, True), LETTER_ENDS)
WAY = Setting._fields.index("acting")  # from there on it is how the walk goes, not what it goes through


def procedures():
    """(level, fee, channel) -> the procedure of communes for it that wants the fewest papers."""
    found = {}
    for path in sorted((ROOT / "schema/sample/procedures").glob("*.json")):
        procedure = json.loads(path.read_text(encoding="utf-8"))
        case = procedure["cases"][0]
        papers = sum(component.get("required", False) for component in case["components"])
        for way in case["channels"] if "commune" in procedure["unit_kinds"] else ():
            kinds = {fee["per"] for fee in way["fees"]}
            fee = {frozenset(): "free", frozenset({"dossier"}): "paid"}.get(frozenset(kinds))
            key = (procedure["level"], fee, way["channel"])
            if fee and (key not in found or papers < found[key][0]):
                found[key] = (papers, procedure["code"])
    return {key: code for key, (_, code) in found.items()}


PROCEDURES = procedures()


def possible(setting):
    """Whether there is a procedure for it; who files online has an account."""
    return (setting.level, setting.fee, setting.intake) in PROCEDURES and (setting.account or setting.intake != "online")


def product():
    """All that there is to go through, each in one way as yet."""
    settings = itertools.starmap(Setting, itertools.product(*VALUES[:WAY], *([values[0]] for values in VALUES[WAY:])))
    return [setting for setting in settings if possible(setting)]


def pairs(setting):
    """Each two values that meet in it, of what there is besides how the walk goes."""
    return set(itertools.combinations(enumerate(setting[:WAY]), 2))


def in_turn(settings):
    """How the walks go takes turns."""
    for turn, setting in enumerate(settings):
        yield setting._replace(acting=VALUES.acting[turn % 2], late=turn % 3 == 1, withdraws=turn % 3 == 2, extends=turn % 3 == 0,
                               asks=turn % 7 == 3, waits=turn % 7 == 5,
                               letter=LETTER_ENDS[turn % len(LETTER_ENDS)] if setting.returned == "post" else setting.letter)


def pairwise(settings):
    """As few of them as a greedy choice finds in which each two values that can meet do meet."""
    open_pairs = set().union(*map(pairs, settings))
    while open_pairs:
        best = max(settings, key=lambda setting: len(pairs(setting) & open_pairs))
        open_pairs -= pairs(best)
        yield best


def within_reach(settings):
    """The steps that some of these settings let somebody take, and the states that a filed dossier comes to by them."""
    returned, due = {setting.returned for setting in settings}, any(setting.fee == "paid" for setting in settings)
    let = {step for step, entry in STEPS.items() if set(re.findall(r"return_channel = '(\w+)'", entry.get("when", ""))) <= returned
           and (due or "fee_state = 'due'" not in entry.get("when", ""))}
    states, before = {"registered"}, None
    while before != states:
        before = set(states)
        states |= {STEPS[step]["to"] for step in let if states & set(STEPS[step]["from"]) and STEPS[step].get("to") in STATES}
    return {step for step in let if states & set(STEPS[step]["from"])}, states


# ---- what of a setting a step reads -----------------------------------------------------------------------------------------

# How the vocabulary and the functions of SQL name a setting. Its law and partners are a procedure's, and that follows from three.
NAMED = {"returned": r"\breturn_channel\b", "intake": r"\.channel\b|\bdossier_law\b|\bpartners_of\b", "supplements": r"'supplement_times'",
         "level": r"\blevel\b|\bdossier_law\b|\bpartners_of\b", "fee": r"\bdossier_law\b|\bpartners_of\b|\bcharges?_"}


@functools.cache
def functions():
    """name -> all that stands in the functions of that name."""
    found = {}
    for path in sorted((ROOT / "schema").glob("*/*.sql")):
        for one in re.finditer(r"create or replace function (\w+)(.*?)(?=\ncreate |\Z)", path.read_text(encoding="utf-8"), re.S):
            found[one[1]] = found.get(one[1], "") + one[2]
    return found


def with_called(text):
    """A text of SQL with those of all functions that it calls, and that these call."""
    seen, todo = set(), {text}
    while todo:
        words = set(re.findall(r"\b(\w+)\s*\(", todo.pop())) & set(functions()) - seen
        seen |= words
        todo |= {functions()[word] for word in words}
    return "\n".join([text, *(functions()[word] for word in sorted(seen))])


@functools.cache
def read_by(step):
    """The settings that tell whether a step is offered, to whom, what it does and what is told of it."""
    entry = STEPS.get(step, {})
    conditions = [entry.get("when", ""), entry.get("leader", ""), *(line.get("when", "") for line in entry.get("told_more", ()))]
    effect = [f"step_{step}(", "step_turn("] if step in STEPS else []
    text = with_called("\n".join(conditions + effect))
    return {field for field, pattern in NAMED.items() if re.search(pattern, text)}


@functools.cache
def offered_by(state):
    """The settings that tell what is offered in a state."""
    fields = set()
    for step, entry in STEPS.items():
        if state in entry["from"]:
            conditions = with_called(entry.get("when", "") + "\n" + entry.get("leader", ""))
            fields |= {field for field, pattern in NAMED.items() if re.search(pattern, conditions)}
    return fields


def projection(setting, fields):
    """A setting as far as these fields go, with who there is to do anything, for whoever filed does what applicants do, and what
    is looked at at all."""
    return tuple(getattr(setting, field) for field in Setting._fields if field in fields | {"account", "intake", "extends"})
