"""schema/vocabulary/retention.yaml beside the tables and the worker's chores, and the one function that the chore `retention` runs."""
import re

from text import Refused

# The release that made the tables, and whether one can be written to: made by the program itself.
OWN = re.compile(r"^create table (?:if not exists )?(\w+)", re.M)
CHORE = re.compile(r'struct mc_chore \w+ = \{\s*"([a-z-]+)"')


def table_of(entry):
    return entry["table"] or entry.code


def check_entry(entry, codes, chores):
    """A part goes with what it is part of; everything else has an end, and says why where it has none."""
    ending = [name for name in ("end", "days", "since", "where", "also", "by", "owner") if entry[name] is not None]
    if entry["of"]:
        if ending or len(entry.words) > 1 or entry["of"] not in codes:
            raise Refused(f"{entry.where}: part of {entry['of']}, which must have an entry, and goes with it: it has no end of its own")
        return
    if entry["holds"] == "nothing" and not ending:
        return
    if entry["end"] is None or entry["owner"] is None:
        raise Refused(f"{entry.where} lacks end or owner")
    if entry["holds"] != "nothing" and "purpose" not in entry.words:
        raise Refused(f"{entry.where} holds data of persons and lacks their purpose")
    if entry["end"] == "keep" and ("why" not in entry.words or entry["days"] is not None):
        raise Refused(f"{entry.where}: what is kept says why, and no days")
    if entry["end"] == "delete" and (entry["days"] is None or entry["since"] is None):
        raise Refused(f"{entry.where}: what is deleted says after how many days, and since when")
    if entry["by"] and entry["by"] not in chores:
        raise Refused(f"{entry.where}: by {entry['by']}, which is no chore of the worker")


def check(root, file):
    """Each table of schema/migrations has an entry and the other way round."""
    migrations = "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "schema/migrations").glob("*.sql")))
    chores = {name for path in (root / "api").glob("*/*.c") for name in CHORE.findall(path.read_text(encoding="utf-8"))}
    tables, named = set(OWN.findall(migrations)), {table_of(entry) for entry in file.entries}
    for table in sorted(tables ^ named):
        raise Refused(f"retention.yaml: table {table} " + ("has no entry: say how long its rows are kept" if table in tables else
                                                         "stands in no migration"))
    for entry in file.entries:
        check_entry(entry, set(file.codes), chores)


def sweep(entry):
    """One rule: its oldest rows that are due, so many at a time."""
    table, since, days = table_of(entry), entry["since"], f"interval '{entry['days']} days'"
    due = f"{since} < uuid_floor(now() - {days})" if re.fullmatch(r"(\w+_)?id", since) else f"{since} < now() - {days}"
    due += f" and {entry['where']}" if entry["where"] else ""
    gone = f"delete from {table} where ctid = any (array(select ctid from {table} where {due} order by {since} limit p_limit))"
    if entry["also"] is None:
        return f"\t{gone};\n\tget diagnostics many = row_count;\n"
    return (f"\tmany := 0;\n\tfor gone in {gone} returning * loop\n\t\tperform {entry['also'].replace('(', '(gone.', 1)};\n"
            "\t\tmany := many + 1;\n\tend loop;\n")


def writer(file):
    """What is past its time goes, at most so many rows of each table; count: how many of the one of which most went."""
    rules = "".join(f"\t-- {entry.code}\n{sweep(entry)}\tcount := greatest(count, many);\n" for entry in file.entries
                    if entry["end"] == "delete" and entry["by"] is None)
    yield ("-- The chore `retention`: what is past its time goes, of each table the oldest, at most so many rows.\n"
           "-- count: of the table of which most went.\n"
           "create or replace function retention_sweep(p_limit integer, out count bigint)\n"
           "language plpgsql security definer set search_path = public, pg_temp as $$\n"
           "declare\n\tgone record;\n\tmany bigint;\nbegin\n\tcount := 0;\n" + rules + "end $$;\n"
           "grant execute on function retention_sweep to motcua_worker;\n")
