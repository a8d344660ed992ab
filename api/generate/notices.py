"""What people are told and what the record says, as SQL: gen/vocabulary/notices.sql (templates, which lib/notice/words.h fills
in) and notes.sql. A statement names a notice or a note by its code and gives its values; the build refuses a code or a value
that the vocabulary does not know, and a notice that nothing tells."""
import json
import re

from text import Refused, quoted
from vocabulary import PLACEHOLDER

# The kind of a value -> how a note says it
SAID = {"text": "(p ->> '{name}')", "money": "money_text((p ->> '{name}')::bigint)"}
# A condition of a step's notice, of the dossier d -> whether it holds
HOLDS = {"standing": "d.stands_since is not null", "promised": "d.due_at is not null", "unpaid": "d.fee_state = 'due'", "by_post": "d.return_channel = 'post'",
         "at_counter": "d.return_channel = 'counter'"}
# A value of a step's notice -> where it is found: the dossier d as it is after the step, p what the step was asked with
FOUND = {"code": "d.code", "receiver": "p ->> 'receiver_name'", "due": "iso_time(d.due_at)",
         "why": "reason_at(p ->> 'reason_code', (p #>> '{clock,at}')::timestamptz) || jsonb_build_object('said', p ->> 'reason')",
         "pay_by": "iso_time(d.pay_until)", "limit": "d.supplement ->> 'limit_at'", "partner": "partner_name(d.partner_code)"}
# A function that takes a code and its values -> where among its arguments the code stands
TAKES = {"notify_account": 2, "notify_applicants": 1, "note_text": 0}


def sentence(words):
    """A text with placeholders as an expression over the values p."""
    pieces, at, text = [], 0, words.texts["vi"]
    for match in PLACEHOLDER.finditer(text):
        pieces += [quoted(text[at:match.start()])] if match.start() > at else []
        pieces.append(SAID[match.group(2) or "text"].format(name=match.group(1)))
        at = match.end()
    return " || ".join(pieces + ([quoted(text[at:])] if at < len(text) else []))


def code_of(step, condition):
    return f"{step.code}_{condition}" if condition else step.code


def all_notices(vocabulary):
    """code -> (title, text): those of notices.yaml, and those of the steps, one for each of their lines."""
    found = {entry.code: (entry.words["title"], entry.words[""]) for entry in vocabulary["notices"].entries}
    for step in vocabulary["steps"].entries:
        for condition, words in step["told_more"] or []:
            code = code_of(step, condition)
            if code in found:
                raise Refused(f"{step.where} tells '{code}', which is a notice of notices.yaml or of another step too")
            found[code] = (step.words["told"], words)
    for code, (title, _) in found.items():
        if {"free", "reason"} & set(title.placeholders.values()):
            raise Refused(f"the title of the notice '{code}' repeats what somebody typed, and would leave in short messages")
    return found


def chosen(step):
    """The code of the first line of a step's notice whose condition holds, as an expression."""
    *lines, (_, _) = step["told_more"]
    cases = "".join(f" when {HOLDS[condition]} then {quoted(code_of(step, condition))}" for condition, _ in lines)
    return f"case{cases} else {quoted(step.code)} end" if cases else quoted(step.code)


def template(code, title, body):
    """A row: the notice, the values that it names, its words in each language."""
    names = ",".join(sorted({*title.placeholders, *body.placeholders}))
    words = {language: {"title": title.texts[language], "body": body.texts[language]} for language in body.texts}
    return f"\t({quoted(code)}, {quoted('{' + names + '}')}::text[],\n\t\t{quoted(json.dumps(words, ensure_ascii=False))}::jsonb)"


def notices(vocabulary):
    rows = ",\n".join(template(code, title, body) for code, (title, body) in all_notices(vocabulary).items())
    steps = "\n".join(f"\twhen {quoted(step.code)} then {chosen(step)}" for step in vocabulary["steps"].entries if step["told_more"])
    values = ", ".join(f"{quoted(name)}, {place}" for name, place in FOUND.items())
    return f"""-- What the notices say. Words that have changed are a row of their own: who was told before reads what he was told.
insert into notice_template (notice, names, words)
select now.notice, now.names, now.words from (values
{rows}) now(notice, names, words)
where now.words is distinct from (select t.words from notice_template t where t.notice = now.notice order by t.id desc limit 1);

-- The notice that tells the applicant of a step; null: none.
create or replace function step_notice(d dossier, p_step text) returns text language plpgsql stable as $$
begin
\treturn case p_step
{steps} end;
end $$;

-- What such a notice may name.
create or replace function step_told(d dossier, p jsonb) returns jsonb language sql stable
return jsonb_strip_nulls(jsonb_build_object({values}));
"""


def notes(vocabulary):
    rows = "\n".join(f"\twhen {quoted(entry.code)} then {sentence(entry.words[''])}" for entry in vocabulary["notes"].entries)
    return ("-- What the record says, with its values put in.\n"
            "create or replace function note_text(p_note text, p jsonb) returns text language sql stable\n"
            f"return case p_note\n{rows} end;\n")


WRITERS = {"notices": notices, "notes": notes}


def arguments(text, at):
    """The arguments of the call whose bracket opens at this place."""
    found, depth, start = [], 0, at + 1
    for token in re.compile(r"'(?:[^']|'')*'|[(),]").finditer(text, at):
        depth += {"(": 1, ")": -1}.get(token.group(), 0)
        if depth == 1 and token.group() == "," or depth == 0:
            found.append(text[start:token.start()].strip())
            start = token.end()
        if depth == 0:
            break
    return found


def check_call(where, function, given, known):
    code = re.fullmatch(r"'(\w+)'", given[TAKES[function]])
    if not code:
        return
    if code.group(1) not in known:
        raise Refused(f"{where}: {function} is given '{code.group(1)}', which the vocabulary does not have")
    values = given[TAKES[function] + 1]
    if values.startswith("jsonb_build_object("):
        names = {name.strip("'") for name in arguments(values, values.index("("))[::2]}
        if names != known[code.group(1)]:
            raise Refused(f"{where}: '{code.group(1)}' is told with {sorted(names)}, but names {sorted(known[code.group(1)])}")


def check(vocabulary, paths):
    """paths: the statements, without those made of the vocabulary."""
    told = {code: {*title.placeholders, *body.placeholders} for code, (title, body) in all_notices(vocabulary).items()}
    noted = {entry.code: set(entry.words[""].placeholders) for entry in vocabulary["notes"].entries}
    texts = {"/".join(path.parts[path.parts.index("schema"):]): re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
             for path in paths}
    for where, text in texts.items():
        for call in re.finditer(rf"(?<!create or replace function )\b({'|'.join(TAKES)})\(", text):
            check_call(where, call.group(1), arguments(text, call.end() - 1), noted if call.group(1) == "note_text" else told)
    for name in ("notices", "notes"):
        for entry in vocabulary[name].entries:
            if not any(quoted(entry.code) in text for text in texts.values()):
                raise Refused(f"{entry.where} is told nowhere")
