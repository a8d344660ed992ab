"""Two stores, rows and bytes: what nobody needs goes from both, what a process left that died is found, what was damaged is
never served or filed and can be sent again; motcua verify names every loss."""
import base64
import contextlib
import os
import re
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.client import Connection
from harness.contract import ROOT
from harness.people import COPIES, UNIT, pdf, sha256
from harness.service import Program, binary
from harness.stores import DAY, place, verify, whole, work

SETTINGS = {"MOTCUA_ADMIN_LISTEN": f"unix:/tmp/motcua-admin-{os.getpid()}.sock"}

TURNS = 15
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture()
def citizen(people):
    return people.newcomer()


def attach(person, dossier, *uploads):
    return person.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": list(uploads)})


def file_of(person, dossier):
    found, = [f for c in person.dossier(dossier)["components"] for f in c["files"]]
    return f"/v1/dossiers/{dossier}/files/{found['id']}"


def figure(name, label):
    """What an alert looks at: the sum of a figure over the values of its label."""
    connection = Connection(SETTINGS["MOTCUA_ADMIN_LISTEN"])
    connection.request("GET", "/metrics")
    page = connection.getresponse().read().decode()
    connection.close()
    return sum(int(count) for count in re.findall(rf'^{name}{{{label}}} (\d+)$', page, re.M))


def lost_files():
    return figure("motcua_problems_total", 'problem="file-lost"')


def damage(path, data, how):
    """What a disk, or somebody on the machine, does to a file."""
    if how == "removed":
        path.unlink()
    elif how == "cut":
        os.truncate(path, len(data) // 2)
    else:
        path.write_bytes(data[:-20] + bytes([data[-20] ^ 1]) + data[-19:])


# ---- what nobody needs ----

def test_what_nobody_takes_goes_after_a_day_and_what_is_taken_stays(service, citizen):
    taken, left, young = pdf("được nhận"), pdf("bỏ lại"), pdf("mới tải")
    dossier = citizen.draft(COPIES)
    uploads = {data: citizen.upload(data) for data in (taken, left, young)}
    assert attach(citizen, dossier, uploads[taken]).status == 200
    service.sql("update upload set completed_at = now() - interval '25 hours' where id = any (%s::uuid[])",
                [uploads[taken], uploads[left]])
    work(service, lambda: not place(service, left).exists())
    assert place(service, taken).exists() and place(service, young).exists()
    assert service.sql("select count(*) from blob where sha256 = %s", sha256(left)) == [(0,)]
    assert service.sql("select id::text from upload where id = any (%s::uuid[])", list(uploads.values())) == [(uploads[young],)]
    assert citizen.get(file_of(citizen, dossier)).body == taken
    assert attach(citizen, dossier, uploads[left]).code == "upload-unknown"
    whole(service)


def test_a_draft_thrown_away_leaves_no_byte(service, citizen):
    data = pdf("nháp bỏ đi")
    dossier = citizen.draft(COPIES)
    upload = citizen.upload(data)
    attach(citizen, dossier, upload)
    assert citizen("DELETE", f"/v1/uploads/{upload}", headers={"Tus-Resumable": "1.0.0"}).status == 204
    assert citizen.get(file_of(citizen, dossier)).body == data
    assert citizen.delete(f"/v1/dossiers/{dossier}").status == 204
    work(service, lambda: not place(service, data).exists())
    assert service.sql("select (select count(*) from blob where sha256 = %s), (select count(*) from blob_loose)",
                       sha256(data)) == [(0, 0)]
    whole(service)


def test_the_same_bytes_stay_for_whom_they_are_left(service, people, citizen):
    data, other = pdf("của hai người"), people.newcomer()
    kept, thrown = citizen.draft(COPIES), other.draft(COPIES)
    for person, dossier in ((citizen, kept), (other, thrown)):
        attach(person, dossier, person.upload(data))
    service.sql("update upload set completed_at = now() - interval '25 hours' where blob_sha256 = %s", sha256(data))
    assert other.delete(f"/v1/dossiers/{thrown}").status == 204
    work(service, lambda: service.sql("select count(*) from blob_loose") == [(0,)])
    assert citizen.get(file_of(citizen, kept)).body == data


def test_what_an_account_has_open_and_loose_is_known(service, people):
    person = people.newcomer()
    account = person.get("/v1/me").json["id"]
    small, large = pdf("nhỏ"), pdf("lớn " + "x" * 1000)
    person("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5000"})
    attached = person.upload(small)
    person.upload(large)
    assert service.sql("select open_uploads, loose_bytes from account_uploads(%s)", account) == [
        (1, 5000 + len(small) + len(large))]
    attach(person, person.draft(COPIES), attached)
    assert service.sql("select open_uploads, loose_bytes from account_uploads(%s)", account) == [(1, 5000 + len(large))]


def test_a_deleted_draft_is_deleted_from_the_reply_that_was_kept(service, citizen):
    body = {"procedure_code": COPIES, "unit_code": UNIT, "answers": {"copies": 1}, "return_channel": "counter"}
    made = citizen.post("/v1/dossiers", body, key="draft-1")
    dossier = made.json["id"]
    assert citizen.post("/v1/dossiers", body, key="draft-1").body == made.body
    assert citizen.delete(f"/v1/dossiers/{dossier}").status == 204
    answer = citizen.post("/v1/dossiers", body, key="draft-1")
    assert (answer.status, answer.code) == (410, "gone")
    assert citizen.post("/v1/dossiers", {**body, "answers": {"copies": 2}}, key="draft-1").code == "idempotency-key-reused"
    assert service.sql("select count(*) from idempotency_reply r where r::text like %s", f"%location%{dossier}%") == [(0,)]
    assert service.sql("select status, location, etag, body from idempotency_reply where id = %s", dossier) == [(410, None, None, '')]


# ---- what is damaged ----

@pytest.mark.parametrize("how", ["changed", "cut", "removed"])
def test_a_damaged_file_is_neither_sent_nor_filed_and_can_be_sent_again(service, citizen, how):
    data = pdf(f"sẽ hỏng: {how}")
    dossier = citizen.draft(COPIES)
    attach(citizen, dossier, citizen.upload(data))
    target = file_of(citizen, dossier)
    first = citizen.get(target)
    assert first.body == data
    assert first.headers["repr-digest"] == f"sha-256=:{base64.b64encode(bytes.fromhex(sha256(data))).decode()}:"
    damage(place(service, data), data, how)
    before = lost_files()
    answer = citizen.get(target)
    assert (answer.status, answer.code) == (500, "file-lost") and data[:9] not in answer.body
    assert lost_files() == before + 1
    refused = citizen.post(f"/v1/dossiers/{dossier}/submission", key=True)
    assert (refused.status, refused.code) == (409, "paper-lost"), refused
    assert refused.pointers == {"/components/GT-CU": "paper-lost"}
    status, _, losses = verify(service)
    assert status == 1 and losses and all(sha256(data) in line and dossier in line for line in losses), losses
    assert figure("motcua_check_losses", 'check="(?:blobs|contents)"') >= 1
    # The same bytes again mend what is there, whoever sends them.
    citizen.upload(data)
    assert citizen.get(target).body == data
    assert citizen.post(f"/v1/dossiers/{dossier}/submission", key=True).status == 201
    whole(service)


def test_what_is_supplied_later_is_looked_at_too(service, people, citizen):
    data = pdf("bổ sung sẽ hỏng")
    dossier = citizen.file(COPIES)
    people.officer.do(dossier, "request_supplement", reason="Thiếu giấy tờ cũ.", components=["GT-CU"])
    attach(citizen, dossier, citizen.upload(data))
    damage(place(service, data), data, "cut")
    refused = citizen.act(dossier, "supply")
    assert (refused.status, refused.code, refused.pointers) == (409, "paper-lost", {"/components/GT-CU": "paper-lost"})
    assert citizen.dossier(dossier)["state"] == "supplement_requested"
    citizen.upload(data)
    assert citizen.do(dossier, "supply")["state"] == "registered"
    whole(service)


def test_a_file_changed_behind_the_kernel_is_found_when_every_byte_is_read(service, citizen):
    """The process knows the file by inode, size and time of change; the check reads it all the same."""
    data = pdf("âm thầm")
    citizen.upload(data)
    damage(place(service, data), data, "changed")
    status, counts, losses = verify(service, "contents")
    assert status == 1 and counts["contents"][2] == 1 and "damaged" in losses[0]
    citizen.upload(data)
    whole(service)


# ---- what was left ----

def test_what_lies_about_is_found_on_both_sides(service, citizen):
    data, lost = pdf("không có dòng"), pdf("không có tệp")
    kept = citizen.upload(pdf("giữ"))
    stray = place(service, data)
    stray.parent.mkdir(exist_ok=True)
    temporary, empty = stray.parent / ".tmp-abcdef", service.folder / "uploads/019a0000-0000-7000-8000-0123456789ab"
    young = stray.parent / ".tmp-young0"
    for path in (stray, temporary, empty, young):
        path.write_bytes(data if path is stray else b"")
    begun = citizen("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5000"}).headers["location"]
    citizen.append(begun, 0, b"x" * 1000)
    os.truncate(service.folder / "uploads" / begun[-36:], 10)
    whole(service)
    assert all(path.exists() for path in (stray, temporary, empty, young)), "what is young is left alone"
    assert citizen("HEAD", begun, headers={"Tus-Resumable": "1.0.0"}).status == 404, "its owner begins again"
    for path in (stray, temporary, empty):
        os.utime(path, (time.time() - DAY - 60,) * 2)
    counts = whole(service)
    assert counts["blobs"][1] == 2 and counts["uploads"][1] == 1
    assert not any(path.exists() for path in (stray, temporary, empty)) and young.exists()
    # A row that nobody names, without its bytes: it goes like any other.
    service.sql("insert into blob (sha256, size, media_type) values (%s, 10, 'application/pdf')", sha256(lost))
    whole(service)
    work(service, lambda: service.sql("select count(*) from blob where sha256 = %s", sha256(lost)) == [(0,)])
    assert service.sql("select count(*) from upload where id = %s", kept) == [(1,)]
    young.unlink()


def test_the_worker_goes_over_everything_once_a_day(service, citizen):
    citizen.upload(pdf("mỗi ngày"))
    service.sql("update check_pass set begun_at = now() - interval '2 days', ended_at = null")
    work(service, lambda: service.sql(
        "select count(*) from check_pass where ended_at > begun_at and place is null and last_looked = looked") == [(7,)])
    looked = dict(service.sql("select name, looked from check_figures()"))
    assert set(looked) == {"uploads", "blobs", "contents", "custody", "heads", "receipts", "ledger"}
    assert looked["contents"] == service.sql("select count(*) from blob")[0][0]


# ---- what is written once ----

SEALED = ("custody", "receipt", "submission", "ledger_line", "ledger_entry", "payment")
CHANGES = {
    "custody": [
        "update custody set since = since - interval '30 days' where dossier_id = %(d)s and sequence = 1",
        "update custody set officer_name = 'Người khác' where dossier_id = %(d)s and sequence = 2",
        "update custody set hash = repeat('0', 64) where dossier_id = %(d)s and sequence = 2",
        "update custody set submission_sha256 = repeat('1', 64) where dossier_id = %(d)s and sequence = 1",
        "update custody set sequence = 3 where dossier_id = %(d)s and sequence = 2",
        "delete from custody where dossier_id = %(d)s and sequence = 2",
        "delete from custody where dossier_id = %(d)s",
        "update custody set dossier_id = uuid_v7() where dossier_id = %(d)s and sequence = 1"],
    "receipts": [
        "update receipt set payload = replace(payload, 'submission', 'Submission') where dossier_id = %(d)s",
        "update receipt set jws = overlay(jws placing 'AAAA' from length(jws) - 8) where dossier_id = %(d)s",
        "update receipt r set payload = o.payload, jws = o.jws from receipt o where r.dossier_id = %(d)s and o.dossier_id = %(o)s",
        "delete from receipt where dossier_id = %(d)s",
        "delete from submission where dossier_id = %(d)s",
        "delete from submission where dossier_id = %(d)s; delete from receipt where dossier_id = %(d)s",
        "update submission set content = content || ' ', sha256 = encode(sha256(convert_to(content || ' ', 'UTF8')), 'hex') "
        "where dossier_id = %(d)s"],
    "ledger": [
        "update ledger_line set amount = amount + 1 where amount > 0",
        "delete from ledger_line where amount < 0",
        "update ledger_line set amount = 2 * amount",
        "delete from ledger_line; delete from ledger_entry",
        "update payment set amount = amount + 1 where state = 'paid'"],
}


def by_force(service, *statements, **values):
    """As the superuser, past every trigger and foreign key."""
    with contextlib.closing(service.cluster.connect(service.database)) as connection, connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement, values or None)


@pytest.fixture(scope="module")
def filed(service, people):
    """A dossier that is paid and has gone a step, and another one; everything that is sealed is set aside."""
    first, second = people.citizen.file(COPIES), people.citizen.file(COPIES)
    assert people.officer.post(f"/v1/dossiers/{first}/payments", {"method": "cash"}, key=True).status == 201
    people.officer.do(first, "accept")
    by_force(service, *(f"create table aside_{table} as table {table}" for table in SEALED))
    return first, second


@pytest.mark.parametrize("check, change", [(check, change) for check, changes in CHANGES.items() for change in changes])
def test_no_record_is_changed_unseen(service, filed, check, change):
    first, second = filed
    by_force(service, change, d=first, o=second)
    try:
        status, counts, losses = verify(service, check)
        assert status == 1 and counts[check][2] >= 1 and losses
    finally:
        by_force(service, *(f"delete from {table}; insert into {table} select * from aside_{table}" for table in SEALED))


def test_afterwards_everything_is_as_it_was(service, filed):
    counts = whole(service)
    assert counts["custody"][0] >= 2 and counts["receipts"][0] >= 2 and counts["ledger"][0] == 2


# ---- the disk ----

def test_files_stop_before_the_disk_is_full_and_filing_goes_on(service, citizen):
    """The limit a little below and a little above what is free here."""
    usage = os.statvfs(service.folder)
    free = 100 * usage.f_bavail // usage.f_blocks
    dossier = citizen.draft(COPIES)
    data = pdf("chỗ trống " + "x" * 2000)
    begun = citizen("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(len(data))}).headers["location"]
    try:
        service.stop_api()
        service.start_api(MOTCUA_DISK_RESERVE=min(100, free + 5))
        for answer in (citizen("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "10"}),
                       citizen.append(begun, 0, data)):
            assert (answer.status, answer.code) == (503, "files-paused") and int(answer.headers["retry-after"]) >= 30
        assert not (service.folder / "uploads" / begun[-36:]).exists()
        citizen.submit(dossier)
        service.stop_api()
        service.start_api(MOTCUA_DISK_RESERVE=max(0, free - 5))
        assert citizen.append(begun, 0, data).status == 204
    finally:
        service.stop_api()
        service.start_api()


def test_nobody_loses_what_another_throws_away(service, people):
    """Two people send the same bytes, take them and throw them away, again and again, while workers remove what nobody names."""
    data = pdf("cùng một tệp")
    stop, cleared = threading.Event(), []

    def sure(ask, *arguments, **more):
        """Chores hold locks for a moment, and a busy machine says so."""
        while (answer := ask(*arguments, **more)).status == 503:
            time.sleep(0.05)
        return answer

    def send(person):
        dossier = person.draft(COPIES)
        turns = 0
        while turns < TURNS or len(cleared) < 2 and not rounds.done():
            turns += 1
            location = sure(person, "POST", "/v1/uploads", headers={**TUS, "Upload-Length": str(len(data))}).headers["location"]
            assert sure(person.append, location, 0, data).status == 204
            answer = sure(attach, person, dossier, location[-36:])
            file, = [f["id"] for c in answer.json["components"] for f in c["files"]]
            assert sure(person, "DELETE", location, headers=TUS).status == 204
            assert sure(person.get, f"/v1/dossiers/{dossier}/files/{file}").body == data
            assert sure(attach, person, dossier).status == 200

    def clear_away():
        log = service.folder / "worker-race.log"
        while not stop.is_set():
            before = log.stat().st_size if log.exists() else 0
            worker = Program("work", service.environment("worker"), log)
            while worker.running and '"event":"started"' not in log.read_bytes()[before:].decode(errors="replace"):
                time.sleep(0.02)
            time.sleep(0.3)
            assert worker.stop() == 0
            cleared.append(worker)

    with ThreadPoolExecutor(3) as pool:
        rounds = pool.submit(clear_away)
        try:
            list(pool.map(send, [people.newcomer(), people.newcomer()]))
        finally:
            stop.set()
        rounds.result()
    whole(service)


def test_an_operator_finds_a_loss_and_mends_it_by_the_runbook(service, citizen):
    data = pdf("bản sao thứ hai")
    dossier = citizen.draft(COPIES)
    attach(citizen, dossier, citizen.upload(data))
    copy = service.folder / "copy"
    shutil.copytree(service.folder / "blobs", copy)
    damage(place(service, data), data, "changed")
    look, mend = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook/verify.md").read_text(encoding="utf-8"), re.M | re.S)
    settings = {**service.environment("worker"), "PATH": f"{binary().parent}:{os.environ['PATH']}", "LOST": sha256(data),
                "COPY": str(copy)}

    def follow(commands):
        return subprocess.run(["bash", "-euc", commands], text=True, capture_output=True, env=settings)

    found = follow(look)
    assert found.returncode == 1 and f"LOST contents {sha256(data)}: damaged: dossier {dossier}" in found.stdout
    mended = follow(mend)
    assert mended.returncode == 0 and "LOST" not in mended.stdout, mended
    assert citizen.get(file_of(citizen, dossier)).body == data
