"""Somebody got no message about a dossier: the operator's page finds it, sends it again, and shows that it arrives."""
import json
import os
import re
import subprocess
import uuid

import pytest

from harness.delivery import pending, wait, work
from harness.people import COPIES, UNIT
from harness.service import ROOT, binary

FIND, AGAIN = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook/messages.md").read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture()
def citizen(people):
    return people.newcomer(email=f"{uuid.uuid4().hex}@example.vn")


@pytest.fixture()
def page(service, tmp_path):
    """Runs a command of the page as it is written, in the worker's settings."""
    (tmp_path / "motcua").symlink_to(os.path.abspath(binary()))

    def run(commands, role="worker", **variables):
        environment = service.environment(role, **variables)
        environment["PATH"] = f"{tmp_path}:{os.environ['PATH']}"
        return subprocess.run(["bash", "-euc", commands], env=environment, text=True, capture_output=True, check=False)
    return run


def code_of(service, dossier):
    return service.sql("select code from dossier where id = %s", dossier)[0][0]


def lines(done):
    """channel -> id, state, tries and cause of each message"""
    assert done.returncode == 0, done
    found = [re.fullmatch(r"(\S+) +\S+Z  (\S+) +(\S+) +(?:\S+Z|-)  (\S+) tries  (.+)", line) for line in done.stdout.splitlines()[1:]]
    return {line[3]: (line[1], line[2], line[4], line[5]) for line in found}


def told(found):
    return {channel: line[1:] for channel, line in found.items()}


def test_a_message_is_found_by_the_code_sent_again_and_arrives(people, citizen, gateway, mailbox, page, service):
    gateway.rules({"report": "none"})
    mailbox.refuse = {citizen.account["email"]: "552 5.2.2 over quota"}
    code = code_of(service, citizen.file(COPIES))
    citizen.file(COPIES)  # another one of the same person's, which is nobody's question
    read = service.sql("select count(*) from reading")
    said = [page(FIND, CODE=code)]
    assert told(lines(said[0])) == {"-": ("waiting", "0", "-")}
    work(service, mailbox, **gateway.settings())
    said.append(page(FIND, CODE=f" {code.lower()} "))
    found = lines(said[-1])
    assert told(found) == {"mail": ("refused", "1", "SMTP 552"), "sms": ("sent", "1", "-")}
    assert len(gateway.taken(citizen.account["phone"])) == 2

    for channel in ("mail", "sms"):
        done = page(AGAIN, MESSAGE=found[channel][0])
        assert (done.returncode, done.stdout) == (0, "1 tried again\n"), done
    # What is on its way is never doubled, by the id of before or the one of now.
    waiting = lines(page(FIND, CODE=code))
    assert told(waiting) == {"mail": ("waiting", "0", "SMTP 552"), "sms": ("waiting", "0", "-")}
    for id_ in (found["sms"][0], waiting["sms"][0], found["mail"][0], waiting["mail"][0]):
        done = page(AGAIN, MESSAGE=id_)
        assert done.returncode == 1 and done.stdout == "0 tried again\n" and id_ in done.stderr, done

    gateway.rules()
    mailbox.refuse = {}
    work(service, mailbox, **gateway.settings())
    wait(lambda: lines(page(FIND, CODE=code))["sms"][1] == "delivered")
    said.append(page(FIND, CODE=code))
    found = lines(said[-1])
    assert told(found) == {"mail": ("sent", "1", "-"), "sms": ("delivered", "1", "-")}
    assert len(gateway.taken(citizen.account["phone"])) == 3 and len(mailbox.to(citizen.account["email"])) == 1
    report = {"id": waiting["sms"][0], "state": "delivered", "at": "2026-11-24T03:04:05Z"}
    assert people.notice("gateways", report).json["outcome"] == "repeated"

    # What is known to have arrived is not sent again; a letter, of which nobody ever knows, is.
    done = page(AGAIN, MESSAGE=found["sms"][0])
    assert done.returncode == 1 and "known to have arrived" in done.stderr and found["sms"][0] in done.stderr
    assert page(AGAIN, MESSAGE=found["mail"][0]).returncode == 0
    work(service, mailbox, **gateway.settings())
    assert len(mailbox.to(citizen.account["email"])) == 2 and len(gateway.taken(citizen.account["phone"])) == 3

    shown = "".join(done.stdout + done.stderr for done in said)
    for personal in (citizen.account["phone"], citizen.account["email"], citizen.account["full_name"]):
        assert personal not in shown
    assert service.sql("select count(*) from reading") == read


def test_a_script_reads_the_same(citizen, page, service, gateway, mailbox):
    dossier = citizen.file(COPIES)
    work(service, mailbox, **gateway.settings())
    said = json.loads(page('motcua outbox list --dossier "$CODE" --json', CODE=code_of(service, dossier)).stdout)
    assert said["code"] == code_of(service, dossier) and {item["channel"] for item in said["items"]} == {"mail", "sms"}
    for item in said["items"]:
        assert set(item) == {"id", "told_at", "state", "channel", "at", "attempts", "cause"} and item["attempts"] == 1


def test_what_the_desk_tries_again_is_only_what_failed(people, citizen, gateway, mailbox, page, service):
    gateway.rules({"report": "none"})
    dossier = citizen.file(COPIES)
    work(service, mailbox, **gateway.settings())
    sent = lines(page(FIND, CODE=code_of(service, dossier)))["sms"][0]
    assert people.admin.put(f"/v1/admin/messages/{sent}/retry").code == "not-found"
    assert page("motcua outbox retry --all").stdout == "0 tried again\n" and pending(service) == 0


def test_a_code_of_nobody_of_several_and_a_dossier_without_messages_are_told_apart(people, citizen, gateway, mailbox, page, service):
    for nobody in ("H99.31-010101-0001", "00000000000", "123", "%", "'; select", ""):
        done = page(FIND, CODE=nobody)
        assert done.returncode == 1 and done.stdout == "" and "no dossier has this code" in done.stderr, done
    # The same number on the same day, of two units.
    for unit in (UNIT, "H99.32"):
        citizen.file(COPIES, unit=unit)
    service.sql("update code_lease set taken = (select max(l.taken) from code_lease l where l.kind = 'dossier' and l.day = local_day(now()) "
                "and l.unit_code = any (%s)) where kind = 'dossier' and day = local_day(now()) and unit_code = any (%s)",
                [UNIT, "H99.32"], [UNIT, "H99.32"])
    dossiers = [citizen.file(COPIES, unit=unit) for unit in (UNIT, "H99.32")]
    codes = [code_of(service, dossier) for dossier in dossiers]
    done = page(FIND, CODE=codes[0].split("-", 1)[1])
    assert done.returncode == 1 and done.stdout == "" and "several dossiers" in done.stderr
    assert all(code in done.stderr for code in codes)
    done = page(FIND, CODE=codes[0].removeprefix("H99."))
    assert done.returncode == 0 and done.stdout.startswith(f"{codes[0]}: ")
    # A reader without any way to be written to is told apart from nobody.
    service.sql("delete from outbox where subject_id in (select id from notification where dossier_id = %s)", dossiers[0])
    assert told(lines(page(FIND, CODE=codes[0]))) == {"-": ("none", "?", "-")}
    service.sql("delete from notification where dossier_id = %s", dossiers[0])
    done = page(FIND, CODE=codes[0])
    assert (done.returncode, done.stdout) == (0, f"{codes[0]}: nobody was told anything of it\n")


def test_only_the_worker_may_ask(page):
    done = page(FIND, role="readonly", CODE="H99.31-010101-0001")
    assert done.returncode == 1 and done.stdout == "" and "permission denied" in done.stderr
