"""The vocabulary as SQL: gen/vocabulary/<kind>.sql, migrated like the files of a noun, again when it changes: the rows of the
reference tables, checks of the columns that hold codes, and questions about codes."""
from text import Refused, write
from vocabulary import LEADS


def quoted(value):
    return "null" if value is None else "'" + value.replace("'", "''") + "'" if isinstance(value, str) else str(value).lower()


def listed(codes):
    return ", ".join(quoted(code) for code in codes)


def checks(file):
    """The columns hold no other code. Adding one needs no migration; one that rows still use cannot be taken away."""
    for table, column in file.columns:
        name = f"{table}_{column}_check"
        yield (f"alter table {table} drop constraint if exists {name};\n"
               f"alter table {table} add constraint {name} check ({column} in ({listed(file.codes)}));\n")


def states(file):
    rows = ",\n".join(f"\t({quoted(e.code)}, {quoted(e['number'])}, {quoted(e.words[''].texts['vi'])}, "
                      f"{quoted(e.words[''].texts['en'])}, {quoted(e['phase'] == 'ended')})" for e in file.entries)
    steps = ",\n".join(f"\t({quoted(e.code)}, {quoted(target)}, {quoted(applicant)}, {quoted(resumes)})" for e in file.entries
                       for name, (applicant, resumes) in LEADS.items() for target in e[name] or [])
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


WRITERS = {"states": states, "file_kinds": file_kinds}


def check_columns(vocabulary):
    homes = {}
    for file in vocabulary.files.values():
        for column in file.columns:
            if len(column) != 2 or homes.setdefault(column, file.name) != file.name:
                raise Refused(f"{file.name}.yaml: column {'.'.join(column)} is no table.column, or is of {homes.get(column)} too")


def generate(vocabulary, folder):
    """The files written, which are migrated after schema/migrations."""
    check_columns(vocabulary)
    paths = []
    for name, file in vocabulary.files.items():
        pieces = [*checks(file), *WRITERS.get(name, lambda file: [])(file)]
        if pieces:
            paths.append(folder / "vocabulary" / f"{name}.sql")
            write(paths[-1], f"schema/vocabulary/{name}.yaml", "\n".join(pieces))
    return paths
