"""The vocabulary as SQL: gen/vocabulary/<kind>.sql, migrated like the files of a noun, again when it changes: the rows of the
reference tables, what columns hold codes, and questions about codes."""
import json
import re

import notices
import retention
from text import Refused, quoted, write
from vocabulary import LEADS


def listed(codes):
    return ", ".join(quoted(code) for code in codes)


def codes(vocabulary, whole):
    """The columns hold no other code. Adding one needs no migration; one that rows still use cannot be taken away. A function
    for each table, which PostgreSQL reads once a connection; a check it would read with every statement that writes. Whether
    the rows there are fit is looked up only when the codes have changed: they stand in the function's comment. Where there is
    a text <table>_whole, the same function asks that of each row too."""
    tables = {}
    for file in vocabulary.files.values():
        for table, column in file.columns:
            tables.setdefault(table, {})[column] = file.kept
    for table, columns in tables.items():
        comment = quoted("; ".join(f"{column}: {' '.join(kept)}" for column, kept in columns.items()))
        refused = f"using message = 'a column of {table} holds no code of its vocabulary'"

        def other(row):
            return "\n\t\t\tor ".join(f"{row}{column} <> all ({quoted('{' + ','.join(kept) + '}')})" for column, kept in columns.items())

        both = table in whole
        asked = f"""
\tif {table}_whole(new) is false then
\t\traise check_violation using message = 'the columns of a row of {table} do not fit each other';
\tend if;""" if both else ""

        yield f"""create or replace function {table}_codes() returns trigger language plpgsql as $$
begin
\tif {other("new.")} then
\t\traise check_violation {refused};
\tend if;{asked}
\treturn new;
end $$;
{f"drop trigger if exists whole on {table};" if both else ""}
create or replace trigger only_codes before insert or update{"" if both else f" of {', '.join(columns)}"} on {table}
\tfor each row execute function {table}_codes();
do $$ begin
\tif obj_description('{table}_codes()'::regprocedure, 'pg_proc') is distinct from {comment} then
\t\tif exists (select from {table} where {other("")}) then
\t\t\traise check_violation {refused};
\t\tend if;
\t\tcomment on function {table}_codes is {comment};
\tend if;
end $$;
"""


def states(file):
    rows = ",\n".join(f"\t({quoted(e.code)}, {quoted(e['number'])}, {quoted(e.words[''].texts['vi'])}, "
                      f"{quoted(e.words[''].texts['en'])}, {quoted(e['phase'] == 'ended')})" for e in file.entries)
    leads = {}  # what both may do, the applicant may
    for e in file.entries:
        for name, (applicant, resumes) in LEADS.items():
            leads |= {(e.code, target): (applicant, resumes) for target in e[name] or []
                      if applicant or (e.code, target) not in leads}
    steps = ",\n".join(f"\t({quoted(state)}, {quoted(target)}, {quoted(applicant)}, {quoted(resumes)})"
                       for (state, target), (applicant, resumes) in leads.items())
    yield f"""create temp table dossier_state_now on commit drop as select * from dossier_state with no data;
insert into dossier_state_now (state, national_code, name_vi, name_en, terminal) values
{rows};
create temp table dossier_transition_now on commit drop as select * from dossier_transition with no data;
insert into dossier_transition_now (from_state, to_state, by_applicant, resumes) values
{steps};
delete from dossier_transition t where not exists (select from dossier_transition_now n
\twhere n.from_state = t.from_state and n.to_state = t.to_state);
delete from dossier_state s where not exists (select from dossier_state_now n where n.state = s.state);
insert into dossier_state select * from dossier_state_now
on conflict (state) do update set national_code = excluded.national_code, name_vi = excluded.name_vi,
\tname_en = excluded.name_en, terminal = excluded.terminal;
insert into dossier_transition select * from dossier_transition_now
on conflict (from_state, to_state) do update set by_applicant = excluded.by_applicant, resumes = excluded.resumes;
"""
    for phases, name, what in ((("open",), "state_open", "Filed, without a result yet."),
                               (("open", "decided"), "state_running", "Filed, and not ended."),
                               (("ended",), "state_ended", "Nothing leads out of it.")):
        codes = [entry.code for entry in file.entries if entry["phase"] in phases]
        yield (f"-- {what}\ncreate or replace function {name}(p_state text) returns boolean language sql immutable parallel safe\n"
               f"return p_state in ({listed(codes)});\n")


def file_kinds(file):
    rows = "\n".join(f"\twhen {quoted(entry['media_type'])} then {quoted(entry.code)}" for entry in file.entries
                     if entry["media_type"])
    yield ("-- What a procedure's accepts calls a type of file.\n"
           "create or replace function media_kind(p_media_type text) returns text language sql immutable parallel safe\n"
           f"return case p_media_type\n{rows} end;\n")
    names = "\n".join(f"\twhen {quoted(entry.code)} then {quoted(entry.words[''].texts['vi'])}" for entry in file.entries
                      if entry["media_type"])
    yield ("-- What people call the types that a procedure's accepts names.\n"
           "create or replace function file_kind_names(p_kinds text[]) returns text language sql immutable parallel safe\n"
           f"return (select string_agg(case kind\n{names} end, ', ' order by place)\n"
           "\tfrom unnest(p_kinds) with ordinality listed(kind, place));\n")


def rules(file):
    arms = {}
    for entry, law, channel, value in file.rows:
        unit = value.unit or entry["unit"]
        said = {"choice": value.choice} if value.choice else {"amount": value.amount}
        said |= {"unit": unit} if unit else {}
        of_law = f"p_law = {quoted(law)} and " if law else ""
        of_law += f"p_channel = {quoted(channel)} and " if channel else ""
        arms.setdefault(entry.code, []).append((f"{of_law}p_at >= '{value.valid_from} 00:00+07'", f"jsonb {quoted(json.dumps(said))}"))
    rows = []
    for code, given in arms.items():
        *dated, (_, first) = given
        cases = "".join(f"\n\t\twhen {condition} then {said}" for condition, said in dated)
        rows.append(f"\twhen {quoted(code)} then " + (f"case{cases}\n\t\telse {first} end" if dated else first))
    yield ("-- What a rule says at a moment for the procedures of a law (null: of none) and what came by a channel: amount and unit, or\n"
           "-- choice; before its first day, the first value.\n"
           "create or replace function rule_at(p_rule text, p_law text, p_channel text, p_at timestamptz) returns jsonb\n"
           "language sql immutable parallel safe\nreturn case p_rule\n" + "\n".join(rows) + " end;\n")


def dossier_ends(file):
    rows = "\n".join(f"\twhen {quoted(entry.code)} then {quoted(entry.words[''].texts['vi'])}" for entry in file.entries)
    yield ("-- What is said in place of a state; null: the state's own words.\n"
           "create or replace function dossier_end_name(p_why text) returns text language sql immutable parallel safe\n"
           f"return case p_why\n{rows} end;\n")


def time_causes(file):
    codes = [entry.code for entry in file.entries if entry["stands"]]
    yield ("-- Whether the time of a procedure stands while it is booked to a cause.\n"
           "create or replace function time_stands(p_cause text) returns boolean language sql immutable parallel safe\n"
           f"return p_cause in ({listed(codes)});\n")


def possible(entries):
    """An array of the steps that can be taken with d, by a leader or not."""
    rows = ",\n".join(f"\t\tcase when d.state in ({listed(e['from'])})" + (f"\n\t\t\tand ({e['when']})" if e["when"] else "") +
                      (f"\n\t\t\tand (p_leader or not ({e['leader']}))" if e["leader"] else "") +
                      f" then {quoted(e.code)} end" for e in entries)
    return f"array_remove(array[\n{rows}], null)"


def effect(entry):
    lines = []
    if entry["to"]:
        lines.append(f"\t\tn.state := {'n.resume_state' if entry['to'] == 'resume' else quoted(entry['to'])};")
    if entry["holder"]:
        lines.append(f"\t\tn.holder_account_id := {'caller_id()' if entry['holder'] == 'self' else 'null'};")
    if entry["keeps_reason"]:
        lines.append("\t\tn.reason := p ->> 'reason';\n\t\tn.ground := reason_at(p ->> 'reason_code', at);")
    if entry["effect"]:
        lines.append(f"\t\tn := step_{entry.code}(n, p, at);")
    return f"\twhen {quoted(entry.code)} then\n" + "\n".join(lines or ["\t\tnull;"])


def reasons(file):
    rows = []
    for entry in file.entries:
        words = entry.words[""].texts
        said = f"'code', {quoted(entry.code)}, 'name', {quoted(words['vi'])}, 'name_en', {quoted(words['en'])}, 'basis', "
        *earlier, first = [(begins, source) for source, begins in reversed(entry["basis"] or [])] or [(None, None)]
        cases = " ".join(f"when p_at >= '{begins} 00:00+07' then {quoted(source)}" for begins, source in earlier)
        rows.append(f"\twhen {quoted(entry.code)} then jsonb_build_object({said}"
                    + (f"case {cases} else {quoted(first[1])} end)" if cases else f"{quoted(first[1])})"))
    yield ("-- A reason in words with its basis in law at a moment; null without one.\n"
           "create or replace function reason_at(p_reason text, p_at timestamptz) returns jsonb language sql immutable parallel safe\n"
           "return case p_reason\n" + "\n".join(rows) + " end;\n"
           "grant execute on function reason_at to motcua_citizen, motcua_staff;\n")


def reasons_of(file):
    """The reasons that a step takes, and the one that it gives by itself."""
    given = [entry for entry in file.entries if entry["reasons"]]
    taken = "\n".join(f"\twhen {quoted(entry.code)} then p_reason in ({listed(entry['reasons'])})" for entry in given)
    itself = "\n".join(f"\twhen {quoted(entry.code)} then {quoted(entry['reasons'][0])}" for entry in given
                       if not {"reason", "target"} & set(entry["asks"] or []))
    needed = listed([entry.code for entry in given if "target" not in (entry["asks"] or [])])
    return f"""-- Whether a step may be taken for a reason, or without one (null).
create or replace function step_takes_reason(p_step text, p_reason text) returns boolean language sql immutable parallel safe
return case when p_reason is null then p_step not in ({needed}) else coalesce(case p_step
{taken} end, false) end;

-- The reason that a step gives by itself.
create or replace function step_reason(p_step text) returns text language sql immutable parallel safe
return case p_step
{itself} end;
"""


def steps(file):
    by = {who: [entry for entry in file.entries if entry["by"] == who] for who in ("staff", "sender", "applicant")}
    actions = [entry for entry in file.entries if not entry["elsewhere"]]
    effects = "\n".join(effect(entry) for entry in actions)
    papers = "\n".join(f"\twhen {quoted(entry.code)} then {quoted(entry['paper'])}" for entry in file.entries if entry["paper"])
    yield f"""-- Whether it is the applicant who takes a step.
create or replace function step_by_applicant(p_step text) returns boolean language sql immutable parallel safe
return p_step in ({listed([entry.code for entry in by["applicant"]])});

{reasons_of(file)}
-- Whether what is written with a step is for the staff alone.
create or replace function step_internal(p_step text) returns boolean language sql immutable parallel safe
return p_step in ({listed([entry.code for entry in file.entries if entry["internal"]])});
grant execute on function step_internal to motcua_citizen, motcua_staff;

-- The letter that is written when a step is taken; null: none.
create or replace function step_paper(p_step text) returns text language sql immutable parallel safe
return case p_step
{papers} end;
grant execute on function step_paper to motcua_citizen, motcua_staff;

-- What the applicant may do with the dossier now.
create or replace function applicant_actions(d dossier) returns text[] language plpgsql immutable as $$
begin
\treturn {possible(by["applicant"])};
end $$;

-- What the caller may do with the dossier now, were he a leader or not.
create or replace function dossier_steps(d dossier, p_leader boolean) returns text[] language plpgsql stable as $$
declare
\tunits text[];
begin
\tif caller_is_applicant(d.id) then
\t\treturn applicant_actions(d);
\tend if;
\tif not caller_is_staff() then
\t\treturn '{{}}';
\tend if;
\tunits := units_below(caller_units());
\tif not coalesce(d.holder_unit_code = any (units), false) then
\t\treturn case when d.sender_unit_code = any (units) then {possible(by["sender"])} else '{{}}' end;
\tend if;
\treturn {possible(by["staff"])}
\t\t|| case when caller_fills_in(d) then applicant_actions(d) else '{{}}' end;
end $$;

-- What the caller may do with the dossier now. The one place: the desk shows it, dossier_act asks it.
create or replace function dossier_actions(d dossier) returns text[] language sql stable
return dossier_steps(d, caller_role() = 'leader');

-- The dossier as a step makes it.
create or replace function step_do(n dossier, p_step text, p jsonb, at timestamptz) returns dossier language plpgsql as $$
begin
\tcase p_step
{effects}
\tend case;
\treturn n;
end $$;
"""


def limits(file):
    rows = "\n".join(f"\twhen {quoted(entry.code)} then {entry['value']}" for entry in file.entries)
    yield ("-- A size or count that the service accepts.\n"
           "create or replace function limit_of(p_limit text) returns bigint language sql immutable parallel safe\n"
           f"return case p_limit\n{rows} end;\n")
    rows = "\n".join(f"\twhen {quoted(entry.code)} then {entry['staff']}" for entry in file.entries if entry["staff"] is not None)
    yield ("-- The same of those at the desk, where it is another one; null where it is not.\n"
           "create or replace function limit_of_staff(p_limit text) returns bigint language sql immutable parallel safe\n"
           f"return case p_limit\n{rows} end;\n")


WRITERS = {"states": states, "steps": steps, "reasons": reasons, "file_kinds": file_kinds, "rules": rules,
           "limits": limits, "retention": retention.writer, "time_causes": time_causes, "dossier_ends": dossier_ends}


def check_columns(vocabulary):
    homes = {}
    for file in vocabulary.files.values():
        for column in file.columns:
            if len(column) != 2 or homes.setdefault(column, file.name) != file.name:
                raise Refused(f"{file.name}.yaml: column {'.'.join(column)} is no table.column, or is of {homes.get(column)} too")


COMPARED = r"\b(?:caller_)?({names})(?:\(\))?\s*(?:=|<>|is (?:not )?distinct from|(?:not )?in)\s*(\('[^)]*\)|'[^']*')"


def check_compared(vocabulary, paths):
    """What a statement compares a column of codes with, or sets it to, is one of its codes. Columns of one name take each
    other's."""
    codes, homes = {}, {}
    for file in vocabulary.files.values():
        for _, column in file.columns:
            codes.setdefault(column, set()).update(file.codes)
            homes.setdefault(column, []).append(f"{file.name}.yaml")
    pattern = re.compile(COMPARED.format(names="|".join(codes)))
    for path in paths:
        for column, values in pattern.findall(re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))):
            for code in re.findall(r"'([^']*)'", values):
                if code not in codes[column]:
                    raise Refused(f"{'/'.join(path.parts[path.parts.index('schema'):])}: {column} '{code}' is no code of "
                                  f"{' or '.join(dict.fromkeys(homes[column]))}")


def generate(vocabulary, paths_of_texts, folder):
    """The files written, which are migrated after schema/migrations."""
    whole = {table for path in paths_of_texts for table in re.findall(r"^-- text: (\w+)_whole\(", path.read_text(encoding="utf-8"), re.M)}
    check_columns(vocabulary)
    paths = []
    for name, file in vocabulary.files.items():
        pieces = [*WRITERS.get(name, lambda file: [])(file)]
        if name in notices.WRITERS:
            pieces.append(notices.WRITERS[name](vocabulary))
        if pieces:
            paths.append(folder / "vocabulary" / f"{name}.sql")
            write(paths[-1], f"schema/vocabulary/{name}.yaml", "\n".join(pieces))
    paths.append(folder / "vocabulary" / "codes.sql")
    write(paths[-1], "schema/vocabulary", "\n".join(codes(vocabulary, whole)))
    return paths
