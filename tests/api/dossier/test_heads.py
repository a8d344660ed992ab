"""Whoever owns the database can write a chain of hand-overs anew, and each link follows from the one before. The heads that are
signed day by day and kept outside of it name the day: whatever he changes, takes away or puts in, there or at the heads."""
import base64
import contextlib
import hashlib
import json
import os
import re
import shutil
import socket
import struct
import subprocess
import time
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from harness.client import Connection
from harness.contract import ROOT
from harness.people import COPIES
from harness.receipt import unbase64, verify as verify_jws
from harness.service import binary
from harness.stores import verify, work

SETTINGS = {"MOTCUA_ADMIN_LISTEN": f"unix:/tmp/motcua-admin-{os.getpid()}.sock"}
FIRST, SECOND, EMPTY = (date.today() - timedelta(days=days) for days in (12, 10, 9))  # the days that get heads
# Writes a chain anew from its first link, each link sealed as the program seals it.
REWRITE = """
create or replace function rewrite(p_dossier uuid, p_since timestamptz, p_officer text) returns void language plpgsql as $$
declare
	link custody;
	before text;
begin
	for link in select * from custody c where c.dossier_id = p_dossier order by c.sequence loop
		link.since := coalesce(p_since + (link.sequence - 1) * interval '1 microsecond', link.since);
		link.officer_name := coalesce(p_officer, link.officer_name);
		link.hash := custody_hash(before, link);
		update custody c set since = link.since, officer_name = link.officer_name, hash = link.hash
		where c.dossier_id = link.dossier_id and c.sequence = link.sequence;
		before := link.hash;
	end loop;
end $$"""
LINES = """select coalesce(string_agg(dossier_id || ' ' || sequence || ' ' || hash || E'\\n', '' order by dossier_id, sequence), '')
from custody where (%s is null or local_day(since) > %s) and local_day(since) <= %s"""


def by_force(service, statement, **values):
    """As the superuser, past every trigger and foreign key."""
    with contextlib.closing(service.cluster.connect(service.database)) as connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(statement, values or None)


def over(service, day):
    """From now on the last day that is over is this one."""
    service.sql(f"""create or replace function custody_pass(out through text, out begun_at text) returns record language sql stable
        security definer set search_path = public, pg_temp as $$
        select '{day}'::text, (select c.begun_at::text from check_pass c where c.name = 'heads') $$""")


def files(service):
    return {path.name[:10]: path for path in (service.folder / "heads").glob("*.jws")}


def seal(service, day, workers=1):
    """By the worker, as at night."""
    over(service, day)
    service.sql("update check_pass set begun_at = now() - interval '2 days', place = null where name = 'heads'")
    for _ in range(workers - 1):
        service.start_worker()
    work(service, lambda: service.sql("select 1 from custody_head where through = %s", day) != [])


def payload(jws):
    return unbase64(jws.split(".")[1])


@pytest.fixture(scope="module")
def definition(service):
    """Of custody_pass, as it is."""
    return service.sql("select pg_get_functiondef('custody_pass'::regproc)")[0][0]


@pytest.fixture(scope="module")
def filed(service, people, definition):
    """Two dossiers with hand-overs of the first day, its last moment and the first of the next, and one of the second day."""
    service.sql(REWRITE)
    dossiers = [people.citizen.file(COPIES) for _ in range(3)]
    for dossier in dossiers:
        people.officer.do(dossier, "accept")
    at = [f"{FIRST} 08:00+07", f"{FIRST} 23:59:59.999998+07", f"{FIRST + timedelta(days=1)} 00:00+07"]
    for dossier, since in zip(dossiers, at):
        by_force(service, "select rewrite(%(d)s, %(at)s, null)", d=dossier, at=since)
    yield dossiers
    service.sql(definition)


@pytest.fixture(scope="module")
def signed(service, filed):
    """Heads of three days, the last of one without any hand-over; what is sealed and the heads are set aside."""
    for day in (FIRST, SECOND, EMPTY):
        seal(service, day)
    for table in ("custody", "custody_head"):
        by_force(service, f"create table aside_{table} as table {table}")
    shutil.copytree(service.folder / "heads", service.folder / "aside")
    return filed


@pytest.fixture()
def attacked(service, signed):
    yield signed
    for table in ("custody", "custody_head"):
        by_force(service, f"delete from {table}; insert into {table} select * from aside_{table}")
    shutil.rmtree(service.folder / "heads")
    shutil.copytree(service.folder / "aside", service.folder / "heads")


def named(service):
    """{day: what} of the losses."""
    status, counts, losses = verify(service, "heads")
    assert status == (1 if losses else 0) and counts["heads"][2] == len(losses)
    return {line.split()[2].rstrip(":"): line.split(": ", 1)[1] for line in losses}


# ---- what a head is ----

def test_heads_are_signed_follow_each_other_and_hold_all_hand_overs_of_their_days(service, people, signed):
    answer = people.nobody.get("/v1/custody-heads")
    assert answer.status == 200
    assert [item["through"] for item in answer.json["items"]] == [str(day) for day in (FIRST, SECOND, EMPTY)]
    keys = people.nobody.get("/.well-known/receipt-keys.json").json
    after, before, links = None, None, []
    for item in answer.json["items"]:
        header, said = verify_jws(item["head"], keys)
        assert header["typ"] == "custody-head+jws" and files(service)[item["through"]].read_text() == item["head"]
        (lines,), = service.sql(LINES, after, after, item["through"])
        assert said == {"version": 1, "iss": "https://motcua.example", "after": after, "through": item["through"], "before": before,
                        "links": lines.count("\n"), "sha256": hashlib.sha256(lines.encode()).hexdigest()}
        after, before = item["through"], hashlib.sha256(payload(item["head"])).hexdigest()
        links.append(said["links"])
    # the first has the last moment of its day and all before, the second the moment after it, whatever else there is
    assert links == [4, 2, 0]
    assert verify(service, "heads")[0] == 0


def test_whoever_has_some_asks_for_those_after(people, signed):
    answer = people.nobody.get(f"/v1/custody-heads?after={FIRST}")
    assert [item["through"] for item in answer.json["items"]] == [str(SECOND), str(EMPTY)]
    assert people.nobody.get(f"/v1/custody-heads?after={EMPTY}").json == {"items": []}
    again = people.nobody.get(f"/v1/custody-heads?after={FIRST}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304
    assert people.nobody.get("/v1/custody-heads?after=2026-02-30").code == "bad-query"


@pytest.mark.parametrize("now, oldest, through", [
    ("2026-03-02 00:59:59+07", "2026-03-02 00:59:59+07", "2026-02-28"), ("2026-03-02 01:00+07", "2026-03-02 01:00+07", "2026-03-01"),
    ("2026-03-02 09:00+07", "2026-03-01 23:59+07", "2026-02-28"), ("2027-01-01 01:00+07", "2027-01-01 00:30+07", "2026-12-30")])
def test_a_day_is_over_when_nothing_of_it_can_come_any_more(service, definition, now, oldest, through):
    """An hour after midnight in Hà Nội, and not while a transaction is open that began before."""
    service.sql(definition.replace("custody_pass", "pass_then").replace("now()", f"timestamptz '{now}'").replace(
        "from pg_stat_activity a", f"from (values ('client backend', timestamptz '{oldest}')) a (backend_type, xact_start)"))
    assert service.sql("select through from pass_then()") == [(through,)]


# ---- what somebody does who owns the database ----

ONE = "select rewrite(%(d)s, null, 'Người khác')"
NEW = """insert into custody select '01900000-0000-7000-8000-0000000000ab', sequence, unit_code, officer_id, officer_name, state, since,
    until, submission_sha256, hash from custody where dossier_id = %(d)s;
    select rewrite('01900000-0000-7000-8000-0000000000ab', null, null)"""
ADDED = """insert into custody select dossier_id, sequence + 1, unit_code, officer_id, officer_name, state, since, until,
    submission_sha256, custody_hash(hash, row(dossier_id, sequence + 1, unit_code, officer_id, officer_name, state, since, until,
    submission_sha256, '')::custody) from custody where dossier_id = %(d)s order by sequence desc limit 1"""
LAST = "delete from custody where dossier_id = %(d)s and sequence = (select max(sequence) from custody where dossier_id = %(d)s)"


@pytest.mark.parametrize("change, then, now", [
    (ONE, 4, 4), (ADDED, 4, 5), (NEW, 4, 6), (LAST, 4, 3), ("delete from custody where dossier_id = %(d)s", 4, 2),
    ("update custody set hash = repeat('0', 64) where dossier_id = %(d)s and sequence = 1", 4, 4),
    (f"select rewrite(%(d)s, '{FIRST - timedelta(days=400)}', null)", 4, 4)])
def test_hand_overs_that_were_changed_are_named_by_their_day(service, attacked, change, then, now):
    by_force(service, change, d=attacked[0])
    assert named(service) == {str(FIRST): f"hand-overs after the first day up to {FIRST} are not those that were signed: "
                                          f"{then} then, {now} now"}


def test_a_chain_that_was_written_anew_as_a_whole_is_no_fault_of_the_chain(service, attacked):
    """Why there are heads: nothing else in the database tells."""
    by_force(service, ONE, d=attacked[1])
    by_force(service, ADDED, d=attacked[2])
    assert verify(service, "custody", "receipts", "ledger")[::2] == (0, [])
    assert named(service).keys() == {str(FIRST), str(SECOND)}
    page = Connection(SETTINGS["MOTCUA_ADMIN_LISTEN"])
    page.request("GET", "/metrics")
    assert re.search(r'^motcua_check_losses{check="heads"} 2$', page.getresponse().read().decode(), re.M)


def test_hand_overs_that_went_to_another_day_are_missed_in_one_and_found_in_the_other(service, attacked):
    by_force(service, "select rewrite(%(d)s, %(at)s, null)", d=attacked[0], at=f"{SECOND} 00:00+07")
    assert [what.rsplit(": ", 1)[1] for what in named(service).values()] == ["4 then, 2 now", "2 then, 4 now"]


def test_what_came_since_is_of_no_head(service, people, attacked):
    people.citizen.file(COPIES)
    by_force(service, "select rewrite(%(d)s, %(at)s, null)", d=people.citizen.file(COPIES), at=f"{EMPTY + timedelta(days=1)} 00:00+07")
    assert named(service) == {}
    by_force(service, "insert into aside_custody select c.* from custody c left join aside_custody a using (dossier_id, sequence) "
                      "where a.dossier_id is null")


# ---- what somebody does to heads ----

def forged(jws, said):
    """Signed by a key of his own, under the name of ours."""
    key = ec.generate_private_key(ec.SECP256R1())
    covered = jws.split(".")[0] + "." + base64.urlsafe_b64encode(said).rstrip(b"=").decode()
    r, s = utils.decode_dss_signature(key.sign(covered.encode(), ec.ECDSA(hashes.SHA256())))
    return covered + "." + base64.urlsafe_b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).rstrip(b"=").decode()


FILES = {
    "a byte": lambda heads: heads[SECOND][:-8] + ("A" if heads[SECOND][-8] != "A" else "B") + heads[SECOND][-7:],
    "the signature of another key": lambda heads: forged(heads[SECOND], payload(heads[SECOND])),
    "the head of another day": lambda heads: heads[FIRST],
    "nothing in it": lambda heads: "",
}


def heads_of(service):
    return {date.fromisoformat(day): path.read_text() for day, path in files(service).items()}


@pytest.mark.parametrize("how", FILES)
def test_a_file_that_is_not_what_was_signed_is_named(service, attacked, how):
    files(service)[str(SECOND)].write_text(FILES[how](heads_of(service)))
    assert named(service) == {str(SECOND): "the file of the head is not what was signed"}


def test_hand_overs_are_still_held_against_the_row_of_a_head_whose_file_is_gone(service, attacked):
    files(service)[str(FIRST)].unlink()
    by_force(service, ONE, d=attacked[0])
    assert named(service) == {str(FIRST): f"the file of the head is missing; hand-overs after the first day up to {FIRST} are not "
                                          "those that were signed: 4 then, 4 now"}


def test_a_head_that_is_gone_from_both_sides_is_missed_by_the_next(service, attacked):
    files(service)[str(SECOND)].unlink()
    by_force(service, "delete from custody_head where through = %(d)s", d=str(SECOND))
    assert named(service) == {str(EMPTY): "the head does not follow from the one before"}


@pytest.mark.parametrize("row", ["head || 'A'", "(select head from custody_head where through = %(first)s)"])
def test_a_row_that_is_not_what_its_file_says_is_named(service, attacked, row):
    by_force(service, f"update custody_head set head = {row} where through = %(day)s", day=str(SECOND), first=str(FIRST))
    assert named(service) == {str(SECOND): "the row of the head is not what its file says"}


def test_a_row_that_is_gone_comes_back_from_its_file(service, attacked):
    by_force(service, "delete from custody_head where through = %(d)s", d=str(SECOND))
    status, counts, losses = verify(service, "heads")
    assert (status, counts["heads"][1], losses) == (0, 1, [])
    assert service.sql("select head from custody_head where through = %s", SECOND) == [(heads_of(service)[SECOND],)]


def test_no_role_of_the_program_changes_a_head(service, signed):
    for user in ("motcua_owner", "motcua_worker", "motcua_citizen"):
        for change in ("update custody_head set head = 'x'", "delete from custody_head", "truncate custody_head"):
            with pytest.raises(Exception, match="refused|permission denied"):
                service.sql(change, user=user)


# ---- how heads are made ----

@pytest.fixture()
def later(service, attacked):
    """The next days, so that heads can be made; afterwards there are only those that were set aside."""
    yield EMPTY + timedelta(days=2)


def test_while_the_signer_is_away_there_is_no_head_and_then_one_of_all_days(service, later):
    assert service.signer.stop() == 0
    over(service, later)
    service.sql("update check_pass set begun_at = now() - interval '2 days', place = null where name = 'heads'")
    try:
        service.start_worker()
        log = service.workers[-1].log
        until = time.monotonic() + 60
        while "heads" not in "".join(line for line in log.read_text().splitlines() if "check-failed" in line):
            assert time.monotonic() < until
            time.sleep(0.05)
        assert str(later) not in files(service) and service.sql("select 1 from custody_head where through > %s", EMPTY) == []
    finally:
        service.stop_worker()
        service.start_signer()
    work(service, lambda: str(later) in files(service) and service.sql("select 1 from custody_head where through = %s", later))
    said = json.loads(payload(heads_of(service)[later]))
    assert (said["after"], said["through"]) == (str(EMPTY), str(later)) and named(service) == {}


def test_two_workers_make_one_head(service, later):
    seal(service, later, workers=2)
    assert len(files(service)) == 4 and named(service) == {}


def test_a_worker_that_dies_on_the_way_leaves_nothing_by_half(service, later):
    over(service, later)
    for turn in range(4):
        service.sql("update check_pass set begun_at = now() - interval '2 days', place = null where name = 'heads'")
        service.start_worker()
        time.sleep(0.04 * turn)
        service.kill_worker()
        assert named(service) == {} and len(files(service)) in (3, 4)
    # between the file and the row
    files_then = files(service)
    if str(later) in files_then:
        by_force(service, "delete from custody_head where through = %(d)s", d=str(later))
    seal(service, later)
    assert len(files(service)) == 4 and named(service) == {}
    assert service.sql("select head from custody_head where through = %s", later) == [(heads_of(service)[later],)]


def test_whoever_asks_for_heads_gets_no_receipt_and_the_other_way_round(service):
    def asked(name):
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(service.folder / name))
            asking.sendall(struct.pack(">I", 10) + b"eyJhIjoxfQ")
            size, = struct.unpack(">I", asking.recv(4, socket.MSG_WAITALL))
            return json.loads(unbase64(asking.recv(size, socket.MSG_WAITALL).decode().split(".")[0]))["typ"]
    assert (asked("sign.sock"), asked("head.sock")) == ("receipt+jws", "custody-head+jws")


# ---- the page for the operator ----

def blocks():
    return re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook/heads.md").read_text(encoding="utf-8"), re.M | re.S)


def run(service, text, **variables):
    environment = service.environment("worker")
    done = subprocess.run(["bash", "-ec", text], text=True, capture_output=True, check=False, env={
        **environment, "PATH": f"{os.path.dirname(binary())}:{environment['PATH']}", "PGHOST": str(service.cluster.socket),
        "PGUSER": "postgres", "PGDATABASE": service.database, **{name: str(value) for name, value in variables.items()}})
    return done.returncode, done.stdout + done.stderr


def test_the_page_finds_the_dossier_and_brings_a_file_back(service, attacked):
    look, lines, bring_back = blocks()
    assert run(service, look)[0] == 0
    day = {"AFTER": "-infinity", "THROUGH": FIRST}
    status, before = run(service, lines, **day)
    (wanted,), = service.sql(LINES, None, None, FIRST)
    digest, _, listed = before.partition("\n")
    assert (status, listed) == (0, wanted) and digest.split()[0] == json.loads(payload(heads_of(service)[FIRST]))["sha256"]
    by_force(service, ONE, d=attacked[0])
    status, said = run(service, look)
    assert status == 1 and f"LOST heads {FIRST}: hand-overs after the first day" in said
    changed = set(run(service, lines, **day)[1].splitlines()[1:]) ^ set(listed.splitlines())
    assert {line.split()[0] for line in changed} == {attacked[0]}
    files(service)[str(SECOND)].unlink()
    assert f"LOST heads {SECOND}: the file of the head is missing" in run(service, look)[1]
    assert run(service, bring_back, DAY=SECOND) == (0, "")
    assert named(service).keys() == {str(FIRST)}
