"""The process that signs receipts: while it is away nothing is filed by half, whatever ends it nothing is lost or doubled, its
keys sign nothing else, and whoever asks it badly holds up nobody."""
import base64
import contextlib
import json
import os
import re
import signal
import socket
import struct
import subprocess
import time

import pytest

from harness.contract import ROOT
from harness.filer import Filer, end
from harness.people import BIRTH, COPIES, pdf
from harness.receipt import unbase64, verify
from harness.service import binary

WRITTEN = ("submission", "receipt", "dossier_event", "custody", "charge", "promise", "outbox", "notification", "time_entry")


def rows(service):
    return {table: service.sql(f"select count(*) from {table}")[0][0] for table in WRITTEN}


def published(client, name="receipt-keys"):
    return [key["kid"] for key in client.get(f"/.well-known/{name}.json").json["keys"]]


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture()
def stopped(service):
    """The signer is away while a test lasts."""
    assert service.signer.stop() == 0
    yield service
    if not service.signer.running:
        service.start_signer()
    time.sleep(1.1)  # those who failed rest for a moment


def test_while_it_is_away_nothing_is_filed_and_the_next_try_files(people, stopped):
    citizen = people.citizen_elder
    dossier = citizen.draft(COPIES)
    before = rows(stopped)
    key = f"away {dossier}"
    answer = citizen.post(f"/v1/dossiers/{dossier}/submission", key=key)
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (503, "signing-paused", "2")
    assert rows(stopped) == before and citizen.dossier(dossier)["state"] == "draft"
    codes = stopped.sql("select code from dossier_code where dossier_id = %s", dossier)
    stopped.start_signer()
    time.sleep(1.1)
    filed = citizen.post(f"/v1/dossiers/{dossier}/submission", key=key)
    assert filed.status == 201 and [(filed.json["code"],)] == codes
    after = rows(stopped)
    assert all(after[table] > before[table] for table in ("submission", "receipt", "custody", "outbox"))


def test_nor_is_a_supplement_taken(people, stopped):
    citizen, officer = people.citizen_elder, people.officer
    stopped.start_signer()
    dossier = citizen.draft(BIRTH)
    component = citizen.papers(BIRTH)[0]
    put = f"/v1/dossiers/{dossier}/components/{component}"
    assert citizen.put(put, {"upload_ids": [citizen.upload(pdf("bản mờ"))]}).status == 200
    citizen.submit(dossier)
    officer.do(dossier, "request_supplement", reason="Bản chụp bị mờ, không đọc được ngày sinh.", components=[component])
    assert citizen.put(put, {"upload_ids": [citizen.upload(pdf("bản rõ"))]}).status == 200
    stopped.signer.stop()
    before = rows(stopped)
    assert citizen.act(dossier, "supply").code == "signing-paused"
    assert rows(stopped) == before and citizen.dossier(dossier)["submission_number"] == 1
    stopped.start_signer()
    time.sleep(1.1)
    assert citizen.do(dossier, "supply")["submission_number"] == 2


def test_a_signer_that_is_frozen_holds_up_who_files_for_seconds_and_nobody_else(people, service):
    citizen = people.citizen_elder
    dossiers = [citizen.draft(COPIES) for _ in range(3)]
    os.kill(service.signer.process.pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        assert citizen.post(f"/v1/dossiers/{dossiers[0]}/submission", key=True).code == "signing-paused"
        waited = time.monotonic() - begun
        begun = time.monotonic()
        assert citizen.post(f"/v1/dossiers/{dossiers[1]}/submission", key=True).code == "signing-paused"
        assert time.monotonic() - begun < waited / 2, "the second one waits as long as the first"
        assert citizen.get(f"/v1/dossiers/{dossiers[2]}").status == 200 and service.ask("/readyz") == 200
    finally:
        os.kill(service.signer.process.pid, signal.SIGCONT)
    time.sleep(1.1)
    for dossier in dossiers:
        assert citizen.post(f"/v1/dossiers/{dossier}/submission", key=True).status == 201


def test_kill_9_of_the_signer_loses_doubles_and_shows_nobody_anything(people, service, capsys):
    """R1 names it. Whoever files while it is started again waits, and is answered as ever."""
    begun = service.sql("select count(*) from dossier where code is not null")[0][0]
    filers = [Filer(people.newcomer()) for _ in range(3)]
    kills = 0
    while kills < 10:
        time.sleep(0.15 + 0.03 * kills)
        service.signer.kill()
        kills += 1
        time.sleep(0.02 * kills)
        service.start_signer()
    time.sleep(0.5)
    asked, failed = end(filers)
    filed = sum(filer.asked["POST"] // 2 for filer in filers)
    with capsys.disabled():
        print(f"\n{kills} x kill -9 of the signer: {len(failed)} of {asked} requests failed, {filed} dossiers filed")
    assert filed > 10 and not failed, failed[:3]
    assert service.sql("select count(*), count(distinct code) from dossier where code is not null") == [(begun + filed,) * 2]
    assert service.sql("select count(*), count(distinct dossier_id) from dossier_event where kind = 'submit'") == [(begun + filed,) * 2]
    assert service.sql("select count(*) from submission") == service.sql("select count(distinct jws) from receipt")
    keys = people.nobody.get("/.well-known/receipt-keys.json").json
    for jws, in service.sql("select jws from receipt"):
        verify(jws, keys)


def test_its_keys_sign_receipts_alone_and_are_rotated_while_it_runs(people, service, template):
    citizen, nobody = people.citizen_elder, people.nobody
    old, = published(nobody)
    assert old not in published(nobody, "jwks")
    page = (ROOT / "runbook/keys.md").read_text(encoding="utf-8")
    _, command, _ = re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S)
    subprocess.run(["bash", "-euc", command], check=True, stdout=subprocess.DEVNULL,
                   env={**service.environment("system"), "PATH": f"{binary().parent}:{os.environ['PATH']}"})
    wait_until(lambda: len(published(nobody)) == 2)
    new, = set(published(nobody)) - {old}
    before = citizen.post(f"/v1/dossiers/{citizen.draft(COPIES)}/submission", key=True).json["receipt"]
    assert json.loads(unbase64(before.split(".")[0]))["kid"] == old
    folder = service.folder / "receipt-keys"
    newest = max(folder.glob("*-signing.pem"))
    newest.rename(newest.with_name(time.strftime("%Y%m%d%H%M%S", time.gmtime()) + "-signing.pem"))

    def signed_by():
        receipt = citizen.post(f"/v1/dossiers/{citizen.draft(COPIES)}/submission", key=True).json["receipt"]
        return json.loads(unbase64(receipt.split(".")[0]))["kid"]
    wait_until(lambda: signed_by() == new)
    verify(before, nobody.get("/.well-known/receipt-keys.json").json)
    # A token that the key of receipts signs is none.
    header, claims, _ = citizen.token.split(".")
    forged = {**json.loads(unbase64(header)), "kid": new}
    text = base64.urlsafe_b64encode(json.dumps(forged).encode()).rstrip(b"=").decode() + "." + claims
    private = subprocess.run(["openssl", "dgst", "-sha256", "-sign", max(folder.glob("*-signing.pem"))], input=text.encode(),
                             check=True, stdout=subprocess.PIPE).stdout
    assert nobody.get("/v1/me", headers={"Authorization": "Bearer " + text + "." + raw(private)}).status == 401
    # One that is taken away is published no more.
    min(folder.glob("*-signing.pem")).rename(service.folder / "receipt-key-away")
    wait_until(lambda: published(nobody) == [new])
    (service.folder / "receipt-key-away").rename(folder / "20260101000000-signing.pem")
    wait_until(lambda: set(published(nobody)) == {old, new})


def raw(der):
    """r || s of an ECDSA signature, as a JWS has it."""
    r_length = der[3]
    r, s = der[4:4 + r_length], der[6 + r_length:]
    return base64.urlsafe_b64encode(b"".join(part[-32:].rjust(32, b"\0") for part in (r, s))).rstrip(b"=").decode()


def connect(service):
    asking = socket.socket(socket.AF_UNIX)
    asking.settimeout(5)
    asking.connect(str(service.folder / "sign.sock"))
    return asking


def ask(asking, text, length=None):
    asking.sendall(struct.pack(">I", len(text) if length is None else length) + text)
    size, = struct.unpack(">I", asking.recv(4, socket.MSG_WAITALL))
    return asking.recv(size, socket.MSG_WAITALL).decode() if size else ""


def test_whoever_asks_badly_loses_his_connection_and_others_are_answered(people, service):
    citizen = people.citizen_elder
    with contextlib.ExitStack() as stack:
        waiting = [stack.enter_context(connect(service)) for _ in range(50)]
        for asking in waiting:
            asking.sendall(struct.pack(">I", 100) + b"half")
        for length, text in ((0xffffffff, b"A"), (400_000, b"A" * 4096), (4, b"QUFBQUFB")):
            asking = stack.enter_context(connect(service))
            with contextlib.suppress(ConnectionError):
                asking.sendall(struct.pack(">I", length) + text)
                assert asking.recv(1) == b"", (length, text[:10])
        good = stack.enter_context(connect(service))
        for text in (b"QUFB.QUFB", b"QUFB=", b"QUF+", b"A", b"QUFB\0QUFB", b"\xff" * 8, "Đơn".encode()):
            assert ask(good, text) == "", text
        assert ask(good, b"") == ""  # asks whether it is there
        seal = ask(good, b"eyJhIjoxfQ")
        head, nothing, signature = seal.split(".")
        assert nothing == "" and len(unbase64(signature)) == 64 and json.loads(unbase64(head))["typ"] == "receipt+jws"
        asking = stack.enter_context(connect(service))
        for byte in struct.pack(">I", 4) + b"QUFB":
            asking.sendall(bytes([byte]))
        assert len(asking.recv(4096)) > 100
        assert ask(asking, b"A" * 349_526).startswith(head.split(".")[0][:20])
        assert citizen.post(f"/v1/dossiers/{citizen.draft(COPIES)}/submission", key=True).status == 201
    assert service.signer.running
