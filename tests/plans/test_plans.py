"""What a statement reads does not grow with the dossiers that there are: the program runs each one for those who call it, in a
province's database, and PostgreSQL writes down the rows and pages that it read, with all that its functions asked."""
import json
import os
import re
from collections import namedtuple

import pytest

from callers import WARM, everything
from conftest import DAYS, STOCK
from harness.service import ROOT

# How many rows of tables that grow a statement may read and how many pages (of 8 KiB) touch, by the class of the request that it
# belongs to. work is the worker's, a batch; watch what the program asks of itself; import what the owner does; figures what
# whoever watches reads, which counts what is not done yet; outbox and quota are an operator's commands.
Bound = namedtuple("Bound", "rows pages")
BOUNDS = {
    "key": Bound(80, 200), "list": Bound(200, 600), "search": Bound(200, 600), "write": Bound(150, 800), "heavy": Bound(50, 200),
    "login": Bound(150, 200),
    "bulk": Bound(50, 200), "partner": Bound(100, 600), "work": Bound(1500, 12_000), "watch": Bound(20, 50),
    "import": Bound(50, 2000), "figures": Bound(1500, 1000), "outbox": Bound(1500, 8000), "quota": Bound(1500, 1500),
}
# (statement, class) -> what is allowed more, and why; None: as much as it takes.
EXCEPTIONS = {
    ("inbox_list", "list"): (Bound(6000, 4500), "the first page of each of sixty units, of which one page is chosen; and of what "
                             "they passed on each that is open or ended this month, whether it may still be seen"),
    ("inbox_search", "search"): (Bound(120_000, 200_000), "of what many fit at most the newest hundred thousand are looked through"),
    ("dossier_list", "list"): (Bound(3500, 4500), "a state in which few are is looked for among all that the applicant ever filed"),
    ("dossier_notice_list", "key"): (Bound(200, 300), "of each of a dozen steps what each was told, and what became of its two messages"),
    ("undelivered_list", "list"): (Bound(3000, 2000), "what failed is counted until a thousand, beside the page"),
    ("messages_again", "write"): (Bound(5000, 40_000), "a thousand messages are tried again at once"),
    ("dossier_create", "write"): (Bound(600, 1500), "drafts are counted among the newest two hundred dossiers"),
    ("check_figures", "figures"): (Bound(6500, 1000), "of each of six checks up to a thousand losses are counted"),
    ("outbox_figures", "figures"): (Bound(50_000, 5000), "what waits by each channel, was refused and was given up, each is counted "
                                    "until ten thousand"),
    ("outbox_figures", "outbox"): (Bound(50_000, 5000), "the same"),
    ("outbox_failed", "outbox"): (Bound(2500, 8000), "a page of a thousand is chosen from a thousand of each of two kinds"),
    ("blobs_next", "work"): (Bound(10_000, 8000), "files kept are gone through a folder at a time, which takes as long for one of them"),
    ("catalogue_known", "bulk"): (Bound(0, 1500), "a document is held against the whole catalogue"),
    ("import_places", "import"): (None, "all places of the country at once"),
    ("outage_next", "work"): (Bound(50_000, 12_000), "of twenty thousand dossiers it is asked whether they were open then"),
    ("custody_links", "work"): (Bound(6000, 12_000), "five thousand hand-overs at a time are held against their heads"),
    ("units_succeed", "work"): (Bound(20_000, 150_000), "of a unit that ends five hundred dossiers at once, of which what is open "
                                "takes a step"),
}

# What nobody asks for here, and why.
ELSEWHERE = {
    "outage_settle": "books each dossier that was open in an outage, by its key; the tests of the ledger of time do it",
    "dossier_fetch": "hands over one online result, by its key; the tests of dead ends do it",
    "blob_lost": "tells of one file, by its key; the tests of the stores do it",
    "blobs_unknown": "looks for files that lie about, by their keys; the tests of the stores do it",
    "uploads_lost": "ends uploads whose bytes are lost, by their keys; the tests of the stores do it",
    "check_losses": "lists what is lost, for motcua verify; the tests of the stores do it",
    "outbox_refuse": "writes of one message, by its key, that it is refused; the tests of the outbox do it",
    "outbox_release": "gives one message back, by its key; the tests of the outbox do it",
    "outbox_renew": "keeps one message a while longer, by its key; the tests of the outbox do it",
    "custody_head_add": "writes one row, once all hand-overs were read, which takes hours of a larger stock; the tests of the heads "
                        "do it",
    "draft_renew": "takes one draft, by its key, from an ended version to the next; the tests of drafts do it",
}

# The tables of units, places, calendars and procedures.
CATALOGUE = [table for file in ("0001_reference", "0003_procedures") for table in re.findall(
    r"^create table (\w+)", (ROOT / f"schema/migrations/{file}.sql").read_text(encoding="utf-8"), re.M)]


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip().rstrip(";")


def texts():
    """Of every statement of the program: as it is sent -> its name."""
    found = {}
    for path in sorted((ROOT / "schema").glob("*/queries/*.sql")):
        lines = path.read_text(encoding="utf-8").splitlines()
        found[squeezed("\n".join(line for line in lines if not line.startswith("--")))] = path.stem
    return found


def nodes(plan):
    yield plan
    for below in plan.get("Plans", []):
        yield from nodes(below)


def rows_read(plan):
    """What was taken out of tables that grow, whether it fitted or not. Units, places and procedures are as many as there are,
    however many dossiers are filed."""
    return sum((node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0))
               * node["Actual Loops"] for node in nodes(plan)
               if "Scan" in node["Node Type"] and node.get("Relation Name", CATALOGUE[0]) not in CATALOGUE)


def drawn(plan, depth=0):
    """The way to the rows, for whoever has to find out why there were so many."""
    where = " ".join(plan[key] for key in ("Relation Name", "Index Name") if key in plan)
    removed = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    yield f"{'  ' * depth}{plan['Node Type']} {where}: {plan['Actual Rows']} of {plan['Plan Rows']} rows expected" + (
        f", {removed} removed" if removed else "") + f", {plan['Actual Loops']} times"
    for below in plan.get("Plans", []):
        yield from drawn(below, depth + 1)


def written_down(folder):
    """(statement, class, role) -> the runs in the server's log, and how the one read that read the most rows; what a function asks
    is written down before the statement that calls it. Those before everybody is warm count only where there is no other."""
    names, inner, cold, runs, ways, warm = texts(), {}, {}, {}, {}, False
    for path in sorted((folder / "pg/log").glob("*.json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            warm = warm or entry["message"] == WARM
            if entry["error_severity"] == "ERROR":
                inner.pop(entry["pid"], None)  # ended before it was written down
            if "plan:\n" not in entry["message"] or entry["user"] == "postgres":
                continue
            said = json.loads(entry["message"].split("plan:\n", 1)[1])
            top, name, pid = said["Plan"], names.get(squeezed(said["Query Text"])), entry["pid"]
            rows, way = inner.pop(pid, (0, ()))
            rows += rows_read(top)
            way = (*way, said) if rows_read(top) > 100 else way
            if name is None:
                inner[pid] = (rows, way)
                continue
            key = (name, entry["application_name"].split()[0].removeprefix("motcua-"), entry["user"].removeprefix("motcua_"))
            (runs if warm else cold).setdefault(key, []).append(Bound(rows, top["Shared Hit Blocks"] + top["Shared Read Blocks"]))
            if rows > ways.get(key, (0, ()))[0]:
                ways[key] = (rows, way)
    return {**cold, **runs}, {key: way for key, (_, way) in ways.items()}


@pytest.fixture(scope="module")
def calls(service, people, template, cluster):
    everything(people, service, template.places, service.folder)
    service.stop()
    cluster.script("stop")
    return written_down(cluster.folder)


@pytest.fixture(scope="module")
def runs(calls):
    return calls[0]


def worst(of):
    """The most rows of all runs, and the most pages of all but a few: a new connection, or a kind of step that is new to one,
    reads PostgreSQL's own catalogue too."""
    pages = sorted(run.pages for run in of)
    return Bound(max(run.rows for run in of), pages[(len(of) - 1) * 9 // 10] if len(of) > 4 else pages[-1])


def tell(runs):
    """The figures of every statement, for whoever looks at the output."""
    for (name, by, role), of in sorted(runs.items(), key=lambda item: (item[0][1], -worst(item[1]).rows, -worst(item[1]).pages)):
        yield f"{by:8} {role:8} {name:26} {worst(of).rows:8} rows {worst(of).pages:8} pages"


def summed_up(runs, loaded):
    """The most of each class, and of each exception, for the notes of a longer run."""
    yield (f"{STOCK} dossiers of {DAYS} days ({loaded['bytes']} bytes, loaded in {loaded['seconds']} s), "
           f"{sum(map(len, runs.values()))} runs of {len({key[0] for key in runs})} statements")
    most = {}
    for (name, by, _), of in runs.items():
        what = f"{by} {name}" if (name, by) in EXCEPTIONS else by
        rows, pages = most.get(what, (0, 0))
        most[what] = Bound(max(rows, worst(of).rows), max(pages, worst(of).pages))
    for what, bound in sorted(most.items()):
        yield f"{what:26} {bound.rows:8} rows {bound.pages:8} pages"


def test_every_statement_reads_no_more_than_its_class_may_however_many_dossiers_there_are(calls, loaded, capsys):
    runs, ways = calls
    lines = list(tell(runs))
    with capsys.disabled():
        print("", *summed_up(runs, loaded), *lines, sep="\n")
    with open(os.environ.get("NOTES", os.devnull), "a", encoding="utf-8") as notes:
        print(*summed_up(runs, loaded), sep="\n", file=notes)
    assert set(texts().values()) == {name for name, _, _ in runs} | set(ELSEWHERE)
    wrong = []
    for (name, by, role), of in runs.items():
        bound, _ = EXCEPTIONS.get((name, by), (BOUNDS[by], None))
        if bound and (worst(of).rows > bound.rows or worst(of).pages > bound.pages):
            wrong.append(f"{name} ({by}, {role}): {worst(of)}, at most {bound}")
            for said in ways.get((name, by, role), ()):
                wrong.extend([squeezed(said["Query Text"]), *drawn(said["Plan"])])
    assert not wrong, "\n".join(wrong + lines)


def test_what_is_allowed_more_needs_it(runs):
    """An exception that its statement no longer needs goes."""
    needless = [key for key in EXCEPTIONS if all(
        worst(of).rows <= BOUNDS[key[1]].rows and worst(of).pages <= BOUNDS[key[1]].pages
        for (name, by, _), of in runs.items() if (name, by) == key)]
    assert not needless
