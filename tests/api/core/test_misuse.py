"""What tells of an attack stands in the log, with who, from where and why; and the runbook's page that ends a login that somebody
else used and finds whose data were seen, run as written."""
import csv
import datetime
import io
import json
import os
import re
import subprocess
import time
import uuid

import pytest

from harness.contract import ROOT
from harness.people import COPIES, PASSWORD, UNIT

FROM = {"X-Forwarded-For": "198.51.100.7"}
PAGE = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook/misuse.md").read_text(encoding="utf-8"), re.M | re.S)


def line_of(service, answer):
    name = answer.headers["x-request-id"]
    line, = (json.loads(line) for line in service.api.log.read_text(encoding="utf-8").splitlines() if f'"request":"{name}"' in line)
    return line


def in_seconds(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).isoformat()


@pytest.fixture()
def run(service):
    """A block of the page; what it said."""
    def run_block(number, **variables):
        (service.folder / "log").mkdir(exist_ok=True)
        (service.folder / "log/api.log").write_bytes(service.api.log.read_bytes())
        environment = {**os.environ, "DATABASE": f"host={service.cluster.socket} user=postgres dbname={service.database}",
                       "LOGS": str(service.folder / "log"), **variables}
        return subprocess.run(["bash", "-euc", PAGE[number]], check=True, text=True, stdout=subprocess.PIPE, env=environment).stdout
    return run_block


def test_whoever_signs_in_or_tries_to_stands_in_the_log_without_his_login(service, people):
    person, anyone = people.newcomer(), people.nobody
    account, phone = person.account["id"], person.login["login"]
    right, wrong, nobody = (anyone.post("/v1/sessions", {"login": login, "password": password}, headers=FROM) for login, password in
                            ((phone, PASSWORD), (phone, "sai mat khau nhe"), ("0999000111", "sai mat khau nhe")))
    assert (right.status, wrong.status, nobody.status) == (201, 401, 401)
    old = right.json["refresh_token"]
    renewed = anyone.post("/v1/sessions/refresh", {"refresh_token": old}, headers=FROM)
    service.sql("update refresh_token set used_at = used_at - interval '11 seconds' where used_at is not null")
    stolen, forged = (anyone.post("/v1/sessions/refresh", {"refresh_token": token}, headers=FROM) for token in
                      (old, "x" * len(old)))
    for answer, op, problem, subject in (
            (right, "createSession", None, account), (wrong, "createSession", "login-failed", account),
            (nobody, "createSession", "login-failed", None), (renewed, "refreshSession", None, account),
            (stolen, "refreshSession", "token-invalid", account), (forged, "refreshSession", "token-invalid", None)):
        line = line_of(service, answer)
        assert (line["op"], line["status"], line.get("problem"), line.get("subject")) == (op, answer.status, problem, subject)
        assert line["from"] == "198.51.100.0/24" and line["time"].endswith("Z")
        assert phone not in json.dumps(line) and "0999000111" not in json.dumps(line)


def test_each_attempt_to_get_around_what_holds_stands_in_the_log(service, people):
    citizen, officer = people.newcomer(), people.staff("H99.31")
    dossier = people.newcomer().file(COPIES, unit="H99.32")
    forged = citizen.copy()
    forged.token = citizen.token[:-4] + ("AAAA" if citizen.token[-4:] != "AAAA" else "BBBB")
    for answer, problem, who in (
            (forged.get("/v1/me", check=False), "token-invalid", None),
            (citizen.get("/v1/inbox", check=False), "forbidden", citizen),
            (citizen.get(f"/v1/dossiers/{dossier}"), "not-found", citizen),
            (officer.get(f"/v1/dossiers/{dossier}"), "not-found", officer),
            (citizen.post("/v1/dossiers", {"procedure_code": COPIES, "unit_code": UNIT, "role": "admin"}, key=True, check=False),
             "invalid-body", citizen),
            (citizen("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(1 << 40)}, check=False),
             "file-too-large", citizen),
            (citizen.get(f"/v1/dossiers/{uuid.uuid4()}/receipt"), "not-found", citizen)):
        line = line_of(service, answer)
        assert (answer.code, line["problem"], line.get("account")) == (problem, problem, who and who.account["id"]), answer
        assert line["status"] == answer.status and line["op"]


def test_the_page_ends_a_login_and_finds_whose_data_were_seen(service, people, run):
    officer = people.staff("H99.32")
    opened, listed, other = (people.newcomer().file(COPIES, unit="H99.32") for _ in range(3))
    codes = {name: service.sql("select code from dossier where id = %s", dossier)[0][0]
             for name, dossier in (("opened", opened), ("listed", listed), ("other", other))}
    since = in_seconds(-60)
    assert officer.get(f"/v1/dossiers/{opened}").status == officer.get(f"/v1/dossiers/{opened}").status == 200
    assert officer.get("/v1/inbox?limit=100").status == 200
    officer.do(opened, "accept")
    until = in_seconds(1)
    time.sleep(1.5)
    assert officer.get(f"/v1/dossiers/{other}").status == 200  # after it
    anyone = people.nobody
    assert anyone.post("/v1/sessions", {"login": officer.login["login"], "password": "sai mat khau nhe"}).code == "login-failed"

    account = run(0, LOGIN=officer.login["login"]).strip()
    assert account == officer.account["id"]
    run(1, ACCOUNT=account)
    began = time.monotonic()
    while officer.get("/v1/me").status != 401:
        assert time.monotonic() - began < 5
        time.sleep(0.1)
    assert anyone.post("/v1/sessions", officer.login).code == "login-failed"
    assert anyone.post("/v1/sessions/refresh", {"refresh_token": officer.refresh_token}).code == "token-invalid"

    tries = [json.loads(line) for line in run(2, ACCOUNT=account).splitlines()]
    assert {line.get("problem") for line in tries} >= {None, "login-failed"} and {line["op"] for line in tries} >= {"createSession"}
    did = [json.loads(line)["op"] for line in run(3, ACCOUNT=account).splitlines()]
    assert did.count("getDossier") >= 3 and "listInbox" in did

    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(run(4, ACCOUNT=account, SINCE=since, UNTIL=until)))}
    assert int(rows[codes["opened"]]["opened"]) >= 2 and rows[codes["opened"]]["name"] == "Phạm Thị Thử Nghiệm"
    assert re.fullmatch("0[0-9]{9}", rows[codes["opened"]]["phone"])
    assert (rows[codes["listed"]]["opened"], rows[codes["listed"]]["listed"]) == ("0", "1")
    assert rows[codes["other"]]["opened"] == "0"
    done = list(csv.DictReader(io.StringIO(run(5, ACCOUNT=account, SINCE=since, UNTIL=until))))
    assert [(row["code"], row["kind"]) for row in done] == [(codes["opened"], "accept")], service.sql(
        "select at, kind, actor_id::text from dossier_event where dossier_id = %s", opened)
