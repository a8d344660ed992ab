"""The operator's command: an office that files for many may do so, says who asked why, and everybody else has what he had."""
import json
import os
import re
import subprocess
import uuid

import pytest
import yaml

from harness.contract import ROOT
from harness.people import COPIES, UNIT
from harness.service import binary

LIMITS = yaml.safe_load((ROOT / "schema/vocabulary/limits.yaml").read_text(encoding="utf-8"))["entries"]
WHY = "Văn phòng luật sư Trần & cộng sự, công văn 12/CV ngày 3/11"


def quota(service, *words, role="owner"):
    return subprocess.run([binary(), "quota", *map(str, words)], env=service.environment(role), text=True, capture_output=True)


def own(service, account):
    return {item["quota"]: item for item in json.loads(quota(service, "list", "--json").stdout)["items"]
            if item["account_id"] == account}


def files(person):
    """What the next filing is told, if anything is against it."""
    return person.post(f"/v1/dossiers/{person.draft(COPIES)}/submission", key=True).code


@pytest.fixture()
def office(people):
    return people.newcomer(busy=False)


@pytest.fixture()
def account(office):
    return office.account["id"]


def test_an_office_files_as_many_as_it_was_given_and_then_as_many_as_others(office, account, people, service):
    least = LIMITS["filings_a_day"]["value"]
    neighbour = people.newcomer(busy=False)
    for person in (office, neighbour):
        assert not files(person)
    service.sql("update budget set used = %s where kind = 'filings_a_day' and key = any (%s)", least,
                [account, neighbour.account["id"]])
    assert files(office) == files(neighbour) == "too-many-filings"
    done = quota(service, "set", account, "filings_a_day", least + 2, WHY)
    assert (done.returncode, done.stdout) == (0, f"{account} has {least + 2} of filings_a_day\n"), done.stderr
    assert [files(office) for _ in range(3)] == [None, None, "too-many-filings"] and files(neighbour) == "too-many-filings"
    done = quota(service, "clear", account, "filings_a_day")
    assert (done.returncode, done.stdout) == (0, "1 cleared\n")
    service.sql("update budget set used = %s where kind = 'filings_a_day' and key = %s", least, account)
    assert files(office) == "too-many-filings" and own(service, account) == {}


def test_an_operator_does_as_the_page_says(office, account, service):
    """From the number that whoever was refused has, over the log, to the account and its quota."""
    assert quota(service, "set", account, "filings_a_day", 0, "thử").returncode == 0
    refused = office.post(f"/v1/dossiers/{office.draft(COPIES)}/submission", key=True)
    assert refused.code == "too-many-filings"
    request = refused.headers["x-request-id"]
    line = next(line for line in service.api.log.read_text(encoding="utf-8").splitlines() if request in line)
    assert account in line
    give, take = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook/quotas.md").read_text(encoding="utf-8"), re.M | re.S)
    environment = {**service.environment("owner"), "PATH": f"{binary().parent}:{os.environ['PATH']}", "ACCOUNT": account, "WHY": WHY}
    said = subprocess.run(["bash", "-euc", give], check=True, text=True, stdout=subprocess.PIPE, env=environment).stdout
    assert f"{account} has 200 of filings_a_day" in said and WHY in said
    assert not files(office)
    subprocess.run(["bash", "-euc", take], check=True, env=environment)
    assert own(service, account) == {}


def test_the_desk_s_are_given_by_the_same_command(people, service):
    officer = people.staff(UNIT, busy=False)
    account = officer.account["id"]
    assert quota(service, "set", account, "open_uploads", 0, "thử").returncode == 0
    answer = officer("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "9"})
    assert answer.code == "too-many-uploads"
    assert own(service, account)["open_uploads"]["staff"] == LIMITS["open_uploads"]["staff"]


def test_the_list_tells_what_was_given_and_why_and_what_others_have(account, service):
    for quota_name, most in (("open_drafts", 7), ("open_drafts", 90), ("loose_bytes", 1 << 40)):
        assert quota(service, "set", account, quota_name, most, WHY).returncode == 0
    listed = own(service, account)
    assert {name: item["most"] for name, item in listed.items()} == {"open_drafts": 90, "loose_bytes": 1 << 40}
    drafts = listed["open_drafts"]
    many = LIMITS["open_drafts"]["value"]
    assert (drafts["everybody"], drafts["staff"], drafts["why"]) == (many, many, WHY)
    text = quota(service, "list").stdout
    line = next(line for line in text.splitlines() if line.startswith(f"{account}  open_drafts 90 "))
    assert f"(everybody {many}, staff {many})" in line and line.endswith(WHY)
    assert quota(service, "clear", account).stdout == "2 cleared\n" and own(service, account) == {}


def test_those_who_are_not_there_are_named(account, service):
    nobody = str(uuid.uuid4())
    for words, said in ((("set", nobody, "open_drafts", 5, WHY), f"no such account: {nobody}"),
                        (("set", account, "codes_a_day", 5, WHY), "no such quota: codes_a_day; there are open_uploads"),
                        (("clear", account, "drafts"), "no such quota: drafts"),
                        (("clear", account), f"it has none of its own: {account}")):
        done = quota(service, *words)
        assert done.returncode == 1 and done.stdout == "" and said in done.stderr, words
    assert own(service, account) == {}


ID = "0193568a-3c00-7000-8000-000000000001"


@pytest.mark.parametrize("words", [(), ("show",), ("list", "--xml"), ("list", "--json", "x"), ("set", ID),
                                   ("set", ID, "open_drafts", "5"), ("set", ID, "open_drafts", "-1", "x"), ("set", ID, "open_drafts", "1e3", "x"),
                                   ("set", ID, "open_drafts", "9" * 16, "x"), ("set", ID, "open_drafts", "5", " "),
                                   ("set", "0900000777", "open_drafts", "5", "x"), ("set", ID, "open_drafts", "5", "x", "y"),
                                   ("clear",), ("clear", "all"), ("clear", ID, "open_drafts", "x")])
def test_other_words_are_refused(service, words):
    done = quota(service, *words)
    assert done.returncode == 2 and "usage: motcua quota list [--json] | set ACCOUNT QUOTA MOST WHY | clear" in done.stderr


@pytest.mark.parametrize("role", ["citizen", "staff", "system", "worker", "readonly"])
def test_no_part_of_the_service_gives_quotas(account, service, role):
    done = quota(service, "set", account, "open_drafts", 1000, WHY, role=role)
    assert done.returncode == 1 and done.stdout == "" and own(service, account) == {}


def test_what_can_be_given_is_all_that_is_asked_for(service):
    """The quotas that the database asks for are those that the command knows."""
    texts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "schema").glob("*/*.sql"))
    asked = set(re.findall(r"quota_(?:of|take)\('(\w+)'", texts))
    known, = service.sql("select quotas()")[0]
    assert set(known) == asked and asked <= set(LIMITS)
