"""schema/vocabulary/*.yaml: the words and codes of the domain, read and checked. What is written from them stands in
vocabulary_c.py, vocabulary_sql.py and vocabulary_ts.py; what a kind of entry holds is said here, in KINDS."""
import datetime
import re

import yaml

from contract import Loader, plain
from text import Refused

# What may follow the name of a placeholder -> the conversion of printf; SPOKEN: of what people are told, see
# lib/notice/words.h; NOTED: of what SQL writes into the record, see notices.py
CONVERSIONS = {"text": "s", "size": "zu", "whole": "lld", "number": "d", "two": "02d", "four": "04d"}
SPOKEN = ("text", "free", "reason", "money", "time", "day", "span")
NOTED = ("text", "money")
PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)(?::([a-z]+))?\}")


class Words:
    """One text in its languages, with placeholders."""

    def __init__(self, where, data, languages, conversions=tuple(CONVERSIONS)):
        if not isinstance(data, dict) or set(data) != set(languages):
            missing = [language for language in languages if not isinstance(data, dict) or language not in data]
            raise Refused(f"{where} lacks {' and '.join(missing)}" if missing else
                          f"{where} has {sorted(set(data) - set(languages))}, but takes only {' and '.join(languages)}")
        self.texts = {language: self.text(f"{where}, {language}", data[language], conversions) for language in languages}
        self.placeholders = self.agreed(where)

    @staticmethod
    def text(where, text, conversions):
        if not isinstance(text, str) or not text.strip():
            raise Refused(f"{where}: a text is needed")
        for name, conversion in PLACEHOLDER.findall(text):
            if conversion and conversion not in conversions:
                raise Refused(f"{where}: {{{name}:{conversion}}} is none of {', '.join(conversions)}")
        if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
            raise Refused(f"{where}: a brace that is no placeholder such as {{name}}")
        return text

    def agreed(self, where):
        """name -> conversion, the same in every language"""
        found = {}
        for language, text in self.texts.items():
            own = {name: conversion or "text" for name, conversion in PLACEHOLDER.findall(text)}
            for other, names in found.items():
                if own != names:
                    odd = sorted(set(own.items()) ^ set(names.items()))[0][0]
                    raise Refused(f"{where}: {{{odd}}} is not the same in {other} and {language}")
            found[language] = own
        return next(iter(found.values()), {})


class Field:
    """One member of an entry besides its words: how it is checked, and whether it may be left out."""

    def __init__(self, check, needed=True):
        self.check, self.needed = check, needed


def text(where, value):
    if not isinstance(value, str) or not value.strip():
        raise Refused(f"{where}: a text is needed")
    return value


def whole(where, value):
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Refused(f"{where}: a whole number is needed")
    return value


def number(where, value):
    if not isinstance(value, (int, float)) or isinstance(value, bool) or value < 0:
        raise Refused(f"{where}: a number is needed")
    return value


def flag(where, value):
    if not isinstance(value, bool):
        raise Refused(f"{where}: true or false is needed")
    return value


def one_of(*values):
    def check(where, value):
        if value not in values:
            raise Refused(f"{where}: '{value}' is none of {', '.join(values)}")
        return value
    return check


def list_of(check):
    def check_list(where, value):
        if not isinstance(value, list) or not value:
            raise Refused(f"{where}: a list is needed")
        if len({str(item) for item in value}) != len(value):
            raise Refused(f"{where}: something stands twice")
        return [check(where, item) for item in value]
    return check_list


def starts(where, value):
    """First bytes that decide alone -> [(offset, bytes)]"""
    if not isinstance(value, list) or not all(isinstance(item, dict) and set(item) <= {"at", "bytes"} for item in value):
        raise Refused(f"{where}: a list of {{ at: 4, bytes: 66 74 }} is needed")
    found = []
    for item in value:
        digits = str(item.get("bytes", ""))
        if not re.fullmatch(r"[0-9a-f]{2}( [0-9a-f]{2})*", digits):
            raise Refused(f"{where}: '{digits}' is no bytes such as 25 50 44")
        found.append((whole(where, item.get("at", 0)), bytes.fromhex(digits)))
    return found


# What a notice may depend on, and what it may name.
CONDITIONS = ("standing", "promised", "unpaid", "by_post", "at_counter")
NAMED = {"code": "text", "why": "reason", "due": "time", "limit": "day", "pay_by": "day", "receiver": "free", "partner": "text"}


def check_named(where, words):
    for name, conversion in words.placeholders.items():
        if name not in NAMED:
            raise Refused(f"{where}: {{{name}}} is none of {', '.join(NAMED)}")
        if conversion != NAMED[name]:
            raise Refused(f"{where}: {{{name}}} is a {NAMED[name]}, no {conversion}")


def lines_told(where, value):
    """[{ when: condition, vi: text, en: text }] -> [(condition or None, Words)]; the last has no condition."""
    if not isinstance(value, list) or not value or not all(isinstance(line, dict) for line in value):
        raise Refused(f"{where}: a list of {{ when: condition, vi: text, en: text }} is needed")
    found = [(line.get("when"), Words(where, {name: line[name] for name in line if name != "when"}, ("vi", "en"), SPOKEN))
             for line in value]
    for number, (condition, words) in enumerate(found, start=1):
        if (condition is None) != (number == len(found)):
            raise Refused(f"{where}: the last line alone has no condition")
        if condition is not None and condition not in CONDITIONS:
            raise Refused(f"{where}: '{condition}' is none of {', '.join(CONDITIONS)}")
        check_named(where, words)
    return found


def day(where, value):
    """A day such as '2025-07-01'"""
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Refused(f"{where}: '{value}' is no day such as 2025-07-01") from error


class DatedValue:
    """What a rule says from a day on: an amount or a choice; until is the day on which it ends, None when the next value ends it."""

    def __init__(self, where, data, more=()):
        said = {"amount", "choice"} & set(data) if isinstance(data, dict) else set()
        if len(said) != 1 or not {"valid_from", "source"} <= set(data) <= {*said, "valid_from", "valid_until", "source", *more}:
            raise Refused(f"{where}: a value has amount or choice, valid_from and source, and may have valid_until"
                          + "".join(f", {name}" for name in more))
        self.amount = whole(f"{where}, amount", data["amount"]) if "amount" in data else None
        self.choice = text(f"{where}, choice", data["choice"]) if "choice" in data else None
        self.valid_from = day(f"{where}, valid_from", data["valid_from"])
        self.until = day(f"{where}, valid_until", data["valid_until"]) if "valid_until" in data else None
        text(f"{where}, source", data["source"])
        self.channels = list_of(text)(f"{where}, channels", data["channels"]) if "channels" in data else None
        self.unit = text(f"{where}, unit", data["unit"]) if "unit" in data else None


def dated(where, value, more=()):
    """The values of a rule; more: what one may have besides."""
    if not isinstance(value, list) or not value:
        raise Refused(f"{where}: a list is needed")
    values = [DatedValue(where, item, more) for item in value]
    if any(value.channels for value in values):
        return by_channel(where, values)
    return in_order(where, values)


def by_channel(where, values):
    """Those of each channel, and those for all others, have days of their own."""
    for channel in {None, *(channel for value in values for channel in value.channels or [])}:
        own = [value for value in values if (channel in value.channels if value.channels else channel is None)]
        if own:
            in_order(where if channel is None else f"{where}, {channel}", own)
    return values


def in_order(where, values):
    """Without gaps and overlaps."""
    for earlier, later in zip(values, values[1:]):
        if later.valid_from <= earlier.valid_from or earlier.until and earlier.until > later.valid_from:
            raise Refused(f"{where}: the value from {later.valid_from} overlaps the one from {earlier.valid_from}")
        if earlier.until and earlier.until < later.valid_from:
            raise Refused(f"{where}: nothing holds from {earlier.until} to {later.valid_from}")
    if values[-1].until:
        raise Refused(f"{where}: nothing holds from {values[-1].until}")
    return values


def bases(where, value):
    """[{ source: text, valid_from: day }] -> [(source, day)], the earliest first"""
    if not isinstance(value, list) or not value or not all(isinstance(one, dict) and set(one) == {"source", "valid_from"} for one in value):
        raise Refused(f"{where}: a list of {{ source: text, valid_from: day }} is needed")
    found = [(text(f"{where}, source", one["source"]), day(f"{where}, valid_from", one["valid_from"])) for one in value]
    if [begins for _, begins in found] != sorted({begins for _, begins in found}):
        raise Refused(f"{where}: each holds from a later day than the one before")
    return found


def special(where, value):
    """What laws of their own say instead, perhaps for some channels and in another unit: law -> values"""
    if not isinstance(value, dict) or not value:
        raise Refused(f"{where}: laws are needed, each with its values")
    return {law: dated(f"{where}, {law}", values, ("channels", "unit")) for law, values in value.items()}


class Kind:
    """A file of schema/vocabulary: what one of its entries is called and holds. words: further texts of an entry, each in
    the languages given; optional: those that may be left out; conversions: of the placeholders in them."""

    def __init__(self, singular, code=r"[a-z][a-z0-9_]*", languages=("vi", "en"), fields=None, words=None, optional=(),
                 conversions=tuple(CONVERSIONS)):
        self.singular, self.code, self.languages, self.optional, self.conversions = singular, code, languages, optional, conversions
        self.fields, self.words = fields or {}, words or {}


class Entry:
    """One row: its code, words by name ('' are the entry's own) and fields."""

    def __init__(self, kind, where, code, data):
        self.code, self.where = code, where
        if not re.fullmatch(kind.code, code):
            raise Refused(f"{where}: a code looks like {kind.code}")
        if not isinstance(data, dict):
            raise Refused(f"{where}: holds nothing")
        known = {*kind.languages, *kind.fields, *kind.words}
        if set(data) - known:
            raise Refused(f"{where}: unknown {sorted(set(data) - known)}; known are {sorted(known)}")
        own = {language: data[language] for language in ("vi", "en") if language in data}
        self.words = {"": Words(where, own, kind.languages, kind.conversions)} if kind.languages else {}
        for name, languages in kind.words.items():
            if name in data or name not in kind.optional:
                self.words[name] = Words(f"{where}, {name}", data.get(name), languages, kind.conversions)
        self.fields = {name: field.check(f"{where}, {name}", data[name]) if name in data else self.absent(where, name, field)
                       for name, field in kind.fields.items()}

    @staticmethod
    def absent(where, name, field):
        if field.needed:
            raise Refused(f"{where} lacks {name}")

    def __getitem__(self, name):
        return self.fields[name]


class File:
    """A vocabulary file: its entries in order, and the columns whose values are its codes."""

    def __init__(self, path, kind):
        self.name, self.kind = path.stem, kind
        data = load(path)
        if not isinstance(data, dict) or not isinstance(data.get("entries"), dict) or set(data) - {"entries", "columns"}:
            raise Refused(f"{path.name}: holds entries (code: ...) and perhaps columns, nothing else")
        self.columns = [tuple(column.split(".")) for column in data.get("columns", [])]
        self.entries = [Entry(kind, f"{path.name}: '{code}'", code, entry) for code, entry in data["entries"].items()]

    @property
    def codes(self):
        return [entry.code for entry in self.entries]

    @property
    def kept(self):
        """The codes that columns hold."""
        return [entry.code for entry in self.entries if not entry.fields.get("computed")]


def load(path):
    try:
        return plain(yaml.load(path.read_text(encoding="utf-8"), Loader))
    except Refused as refused:
        raise Refused(f"{path.name}: {refused}") from refused
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Refused(f"{path.name}: line {mark.line + 1 if mark else '?'}: {getattr(error, 'problem', error)}") from error


BOTH, ONLY_VI = ("vi", "en"), ("vi",)
# The steps of a state: (taken by the applicant, back to the state before)
LEADS = {"leads_to": (False, False), "applicant_leads_to": (True, False), "resumes_to": (False, True),
         "applicant_resumes_to": (True, True)}
KINDS = {
    "problems": Kind("problem", code=r"[a-z][a-z-]*", fields={"status": Field(whole)}),
    "items": Kind("item", code=r"[a-z][a-z0-9-]*", fields={"code": Field(text, needed=False)}),
    "printed": Kind("printed", code=r"[a-z][a-z0-9-]*", languages=ONLY_VI),
    "birth_provinces": Kind("birth_province", code=r"[0-9]{3}", languages=ONLY_VI),
    "states": Kind("state", words={"citizen": BOTH}, fields={
        "number": Field(whole, needed=False), "phase": Field(one_of("draft", "open", "decided", "ended")),
        **{name: Field(list_of(text), needed=False) for name in LEADS}}),
    "steps": Kind("step", words={"done": BOTH, "event": BOTH, "told": BOTH}, optional=("done", "told"), conversions=SPOKEN, fields={
        "by": Field(one_of("staff", "sender", "applicant")), "from": Field(list_of(text)), "when": Field(text, needed=False),
        "leader": Field(text, needed=False),
        "to": Field(text, needed=False), "elsewhere": Field(flag, needed=False), "effect": Field(flag, needed=False),
        "keeps_reason": Field(flag, needed=False), "internal": Field(flag, needed=False),
        "holder": Field(one_of("self", "nobody"), needed=False),
        "paper": Field(text, needed=False),
        "clock": Field(one_of("accepted", "extended", "awaited", "answered", "asked", "unasked", "supplied"), needed=False),
        "button": Field(one_of("primary", "secondary", "danger"), needed=False),
        "asks": Field(list_of(one_of("reason", "note", "supplement", "target", "results", "receiver", "carrier", "cash", "days",
                                      "partner", "answer")),
                      needed=False),
        "reasons": Field(list_of(text), needed=False), "told_more": Field(lines_told, needed=False), "notice": Field(text, needed=False)}),
    "papers": Kind("dossier_paper", code=r"[a-z][a-z-]*", words={"title": ONLY_VI, "opening": ONLY_VI, "closing": ONLY_VI},
                   optional=("title", "opening", "closing"), fields={"letter": Field(flag, needed=False)}),
    "reasons": Kind("reason", fields={"explained": Field(flag, needed=False), "basis": Field(bases, needed=False)}),
    "notices": Kind("notice", words={"title": BOTH}, conversions=SPOKEN),
    "notes": Kind("note", languages=ONLY_VI, conversions=NOTED),
    "shipment_states": Kind("shipment_state"),
    "fee_states": Kind("fee_state"),
    "charge_states": Kind("charge_state"),
    "charge_kinds": Kind("charge_kind"),
    "payment_states": Kind("payment_state", fields={"computed": Field(flag, needed=False)}),
    "channels": Kind("channel", words={"returning": BOTH, "printed": ONLY_VI, "printed_returning": ONLY_VI,
                                       "printed_within": ONLY_VI, "printed_next": ONLY_VI}, optional=("printed_returning",)),
    "payment_methods": Kind("payment_method", words={"printed": ONLY_VI}),
    "message_channels": Kind("message_channel", words={"text": BOTH, "brief": BOTH, "instead": BOTH, "code": BOTH},
                             optional=("brief", "instead", "code")),
    "delivery_causes": Kind("delivery_cause"),
    "parties": Kind("party"),
    "roles": Kind("role"),
    "assurances": Kind("assurance"),
    "relations": Kind("relation"),
    "reading_purposes": Kind("purpose"),
    "identifier_levels": Kind("identifier_level"),
    "service_levels": Kind("service_level"),
    "time_units": Kind("time_unit", words={"one": ("en",)}, optional=("one",)),
    "laws": Kind("law"),
    "promise_kinds": Kind("promise_kind"),
    "promise_ends": Kind("promise_end"),
    "dossier_ends": Kind("dossier_end", words={"citizen": BOTH}),
    "time_causes": Kind("time_cause", fields={"stands": Field(flag, needed=False)}),
    "rules": Kind("rule", fields={"unit": Field(text, needed=False), "choices": Field(list_of(text), needed=False),
                                  "values": Field(dated), "special": Field(special, needed=False)}),
    "alerts": Kind("alert", code=r"[a-z][a-z-]*", words={"good": BOTH}, fields={
        "figure": Field(text), "above": Field(number, needed=False), "below": Field(number, needed=False),
        "seconds": Field(whole), "level": Field(one_of("attention", "act"))}),
    "figures": Kind("figure", code=r"up|motcua_[a-z_]+", fields={
        "group": Field(one_of("service", "work", "files", "database")),
        "unit": Field(one_of("truth", "number", "jobs", "share", "days", "seconds", "bytes")), "each": Field(flag, needed=False)}),
    "retention": Kind("retention", words={"purpose": BOTH, "why": BOTH}, optional=("purpose", "why"), fields={
        "table": Field(text, needed=False), "holds": Field(one_of("nothing", "personal", "declared", "secret")), "of": Field(text, needed=False),
        "end": Field(one_of("delete", "keep"), needed=False), "days": Field(whole, needed=False), "since": Field(text, needed=False),
        "where": Field(text, needed=False), "also": Field(text, needed=False), "by": Field(text, needed=False),
        "owner": Field(one_of("archive", "service", "operator"), needed=False),
        "basis": Field(text, needed=False), "confirmed": Field(flag, needed=False)}),
    "limits": Kind("limit", fields={"value": Field(whole), "staff": Field(whole, needed=False), "source": Field(text)}),
    "widgets": Kind("widget", fields={
        "takes": Field(list_of(one_of("string", "choice", "boolean", "integer", "date", "address"))),
        "options": Field(flag, needed=False)}),
    "file_kinds": Kind("file_kind", fields={
        "media_type": Field(text, needed=False), "extension": Field(text, needed=False), "inside": Field(text, needed=False),
        "blanks_first": Field(flag, needed=False), "usual": Field(flag, needed=False), "starts": Field(starts, needed=False)}),
}


def unique(file, name, what):
    """No two entries have the same value of a field."""
    seen = {}
    for entry in file.entries:
        value = entry[name]
        if value is not None and seen.setdefault(value, entry.code) != entry.code:
            raise Refused(f"{file.name}.yaml: '{entry.code}' and '{seen[value]}' have the same {what} {value}")


def check_states(file):
    unique(file, "number", "number")
    phases = {entry.code: entry["phase"] for entry in file.entries}
    for entry in file.entries:
        if (entry["number"] is None) != (entry["phase"] == "draft") or entry["number"] is not None and not 1 <= entry["number"] <= 10:
            raise Refused(f"{entry.where}: a state has a national number from 1 to 10, unless it is a draft")
        targets = [target for name in LEADS for target in entry[name] or []]
        for target in targets:
            if target not in phases:
                raise Refused(f"{entry.where} leads to '{target}', which is no state")
        whose = [(target, applicant) for name, (applicant, _) in LEADS.items() for target in entry[name] or []]
        if len(set(whose)) != len(whose):
            raise Refused(f"{entry.where} leads twice to one state")
        if (entry["phase"] == "ended") != (not targets):
            raise Refused(f"{entry.where}: its phase is {entry['phase']}, but " + ("it leads on" if targets else "it leads nowhere"))


def check_steps(file, states, notices):
    """A step leads where states.yaml lets its taker go, and says all that its taker's screens need."""
    leads = {state.code: {(target, applicant, resumes) for name, (applicant, resumes) in LEADS.items() for target in state[name] or []}
             for state in states.entries}
    for entry in file.entries:
        applicant, target = entry["by"] == "applicant", entry["to"]
        for state in entry["from"]:
            if state not in leads:
                raise Refused(f"{entry.where} is taken in '{state}', which is no state")
            resuming = {code for code, whose, resumes in leads[state] if resumes and whose == applicant}
            if target == "resume" and not resuming or target not in (None, "resume", state) and (target, applicant, False) not in leads[state]:
                raise Refused(f"{entry.where} leads from {state} to {target}, which states.yaml does not let the {entry['by']} do")
        if entry["leader"] and entry["by"] != "staff":
            raise Refused(f"{entry.where}: a leader is one of the staff")
        if applicant != (entry["button"] is None) or applicant != ("done" not in entry.words):
            raise Refused(f"{entry.where}: the staff's steps have a button and words when done, the applicant's none")
        if entry["keeps_reason"] and not entry["reasons"]:
            raise Refused(f"{entry.where} keeps a reason and has none")
        if ("told" in entry.words) != (entry["told_more"] is not None):
            raise Refused(f"{entry.where}: told and told_more go together")
        if "told" in entry.words:
            check_named(f"{entry.where}, told", entry.words["told"])
        if entry["notice"] is not None and entry["notice"] not in notices.codes:
            raise Refused(f"{entry.where}: '{entry['notice']}' is no notice of notices.yaml")
        if entry["elsewhere"] and "told" in entry.words or entry["notice"] is not None and not entry["elsewhere"]:
            raise Refused(f"{entry.where}: an operation of its own sends a notice, an action has told and told_more")
        if entry["elsewhere"] and (entry["effect"] or entry["clock"]):
            raise Refused(f"{entry.where} has an operation of its own, which does what it does")


def check_papers(file, steps):
    """A letter says something, and is written when a step is taken."""
    letters = {entry.code for entry in file.entries if entry["letter"]}
    for entry in file.entries:
        if ({"title", "opening", "closing"} <= set(entry.words)) != bool(entry["letter"]):
            raise Refused(f"{entry.where}: a letter has a title, an opening and a closing, no other paper has")
    written = {entry["paper"]: entry for entry in steps.entries if entry["paper"]}
    for code, entry in written.items():
        if code not in letters or entry["internal"]:
            raise Refused(f"{entry.where}: '{code}' is no letter of papers.yaml, or the step is for the staff alone")
    if letters - written.keys():
        raise Refused(f"papers.yaml: {sorted(letters - written.keys())} are written in no step")


def check_reasons(file, steps):
    """A step that asks for a reason says from which its taker chooses; one that asks for none gives the one that it has."""
    for entry in steps.entries:
        given, asks = entry["reasons"] or [], set(entry["asks"] or [])
        for code in given:
            if code not in file.codes:
                raise Refused(f"{entry.where}: '{code}' is no reason of reasons.yaml")
        if "reason" in asks and not given or given and not asks & {"reason", "target"} and len(given) != 1:
            raise Refused(f"{entry.where}: a step that asks for a reason has reasons, any other one at most")
        if given and not asks & {"reason", "target"} and any(one["explained"] for one in file.entries if one.code in given):
            raise Refused(f"{entry.where} gives a reason by itself, which nobody could explain")
    for code in file.codes:
        if not any(code in (entry["reasons"] or []) for entry in steps.entries):
            raise Refused(f"reasons.yaml: '{code}' is taken by no step")


def check_alerts(file, figures):
    for entry in file.entries:
        if entry["figure"] not in figures.codes:
            raise Refused(f"{entry.where}: '{entry['figure']}' is no figure of figures.yaml")
        if (entry["above"] is None) == (entry["below"] is None):
            raise Refused(f"{entry.where}: it is told above a bound or below one")


def check_file_kinds(file):
    for name, what in (("media_type", "media type"), ("extension", "extension")):
        unique(file, name, what)
    begins = {}
    for entry in file.entries:
        if (entry["media_type"] is None) != (entry["extension"] is None):
            raise Refused(f"{entry.where}: media_type and extension go together")
        if entry["extension"] is not None and not re.fullmatch(r"\.[a-z0-9]{1,5}", entry["extension"]):
            raise Refused(f"{entry.where}: an extension looks like .pdf")
        if entry["inside"] is not None and entry["inside"] not in file.codes:
            raise Refused(f"{entry.where} is inside '{entry['inside']}', which is no kind of file")
        for start in entry["starts"] or []:
            for (at, other), code in begins.items():
                if at == start[0] and (other.startswith(start[1]) or start[1].startswith(other)):
                    raise Refused(f"{entry.where} and '{code}' start with the same bytes")
            begins[start] = entry.code


def check_rules(file, time_units, laws, channels):
    """A rule counts or chooses, and names units and laws that there are."""
    for entry in file.entries:
        if entry["unit"] is not None and entry["unit"] not in time_units.codes:
            raise Refused(f"{entry.where}: '{entry['unit']}' is no unit of time_units.yaml")
        if entry["unit"] and entry["choices"]:
            raise Refused(f"{entry.where}: a rule that chooses counts in no unit")
        for law, values in {None: entry["values"], **(entry["special"] or {})}.items():
            if law is not None and law not in laws.codes:
                raise Refused(f"{entry.where}: '{law}' is no law of laws.yaml")
            for value in values:
                for channel in value.channels or []:
                    if channel not in channels.codes:
                        raise Refused(f"{entry.where}: '{channel}' is no channel of channels.yaml")
                if value.unit is not None and (value.unit not in time_units.codes or entry["unit"] is None):
                    raise Refused(f"{entry.where}: '{value.unit}' is no unit of time_units.yaml, or the rule counts in none")
                if (value.choice is None) != (entry["choices"] is None):
                    raise Refused(f"{entry.where}: its values have " + ("a choice" if entry["choices"] else "an amount"))
                if value.choice is not None and value.choice not in entry["choices"]:
                    raise Refused(f"{entry.where}: '{value.choice}' is none of {', '.join(entry['choices'])}")


def rule_rows(file):
    """(rule, law or None, channel or None, value) of each value: those of laws first, of these those of a channel, the latest
    first."""
    for entry in file.entries:
        for law, values in [*(entry["special"] or {}).items(), (None, entry["values"])]:
            for value in reversed([value for value in values if value.channels]):
                for channel in value.channels:
                    yield entry, law, channel, value
            for value in reversed([value for value in values if not value.channels]):
                yield entry, law, None, value


class Vocabulary:
    """All files, each by its name."""

    def __init__(self, folder):
        paths = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
        for name in paths.keys() ^ KINDS.keys():
            raise Refused(f"schema/vocabulary/{name}.yaml " + ("is of no known kind" if name in paths else "is missing"))
        self.files = {name: File(paths[name], kind) for name, kind in KINDS.items()}
        check_states(self["states"])
        check_steps(self["steps"], self["states"], self["notices"])
        check_reasons(self["reasons"], self["steps"])
        check_papers(self["papers"], self["steps"])
        check_file_kinds(self["file_kinds"])
        check_alerts(self["alerts"], self["figures"])
        check_rules(self["rules"], self["time_units"], self["laws"], self["channels"])
        self["rules"].rows = list(rule_rows(self["rules"]))

    def __getitem__(self, name):
        return self.files[name]
