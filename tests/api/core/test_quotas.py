"""What one account may have and do: each quota of the contract is met at N, at N + 1 and at ten times N, and says what helps and
from when on. Those at the desk have other numbers, and an account may have its own."""
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml

from harness.client import metadata
from harness.contract import ROOT
from harness.people import COPIES, UNIT

LIMITS = yaml.safe_load((ROOT / "schema/vocabulary/limits.yaml").read_text(encoding="utf-8"))["entries"]
DAY = 86400


def most(quota, kind="value"):
    return LIMITS[quota][kind]


def own_quota(person, quota, number):
    person.service.sql("insert into quota (account_id, quota, most, why) values (%s, %s, %s, 'văn phòng luật sư')"
                       " on conflict (account_id, quota) do update set most = excluded.most", person.account["id"], quota, number)


def begin_upload(person, size=100):
    return person("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": str(size),
                                                  "Upload-Metadata": metadata("giấy.pdf")})


def begin_draft(person, **more):
    return person.post("/v1/dossiers", {"procedure_code": COPIES, "unit_code": UNIT, "return_channel": "counter", "answers": {},
                                        **more}, key=True)


def at_the_desk(person):
    return begin_draft(person, channel="counter", applicant={"kind": "person", "full_name": "Phạm Văn Mẫu", "phone": "0900000777"})


def file(person, drafts):
    return person.post(f"/v1/dossiers/{next(drafts)}/submission", key=True)


def refused(answers, code):
    """How many were refused, all with this problem and nothing else."""
    found = [answer for answer in answers if answer.status >= 400]
    assert {answer.code for answer in found} <= {code}, found
    return len(found)


def asked(times, ask, *arguments):
    return [ask(*arguments) for _ in range(times)]


def prepared(person, count):
    """Complete drafts, whatever quota there is of them."""
    own_quota(person, "open_drafts", 1000)
    return iter([person.draft() for _ in range(count)])


@pytest.fixture()
def citizen(people):
    return people.newcomer(busy=False)


@pytest.fixture()
def officer(people):
    return people.staff(UNIT, busy=False)


@pytest.mark.parametrize("beyond", [0, 1, 9])
@pytest.mark.parametrize("kind", ["citizen", "officer"])
def test_so_many_uploads_are_open_at_once(request, kind, beyond):
    person = request.getfixturevalue(kind)
    many = most("open_uploads", "value" if kind == "citizen" else "staff")
    answers = asked(many + (beyond if beyond < 2 else beyond * many), begin_upload, person)
    assert refused(answers, "too-many-uploads") == len(answers) - many
    if beyond:
        assert answers[-1].status == 429 and DAY - 60 < int(answers[-1].headers["retry-after"]) <= DAY
        ended = person.delete(answers[0].headers["location"], headers={"Tus-Resumable": "1.0.0"})
        assert ended.status == 204 and begin_upload(person).status == 201


def test_many_at_once_are_no_more(citizen):
    for begin, quota, code in ((begin_upload, "open_uploads", "too-many-uploads"), (begin_draft, "open_drafts", "too-many-drafts")):
        with ThreadPoolExecutor(16) as pool:
            # A busy machine may turn some away: those that it did not are no more than there may be, and with the rest as many.
            answers = [one for one in pool.map(lambda _: begin(citizen.copy()), range(60)) if one.code != "overloaded"]
        made = len(answers) - refused(answers, code)
        assert made <= most(quota)
        assert [begin(citizen).status for _ in range(most(quota) - made)] == [201] * (most(quota) - made)
        assert begin(citizen).code == code


def test_uploads_of_yesterday_give_way(citizen, service):
    """Whoever lost the line so often is not kept out: what he began more than a day ago makes room, the latest stay."""
    answers = asked(most("open_uploads"), begin_upload, citizen)
    service.sql("update upload set created_at = now() - interval '25 hours' where id = any (%s::uuid[])",
                [answer.headers["location"].rsplit("/", 1)[1] for answer in answers[:5]])
    assert refused(asked(6, begin_upload, citizen), "too-many-uploads") == 1
    head = [citizen("HEAD", answer.headers["location"], headers={"Tus-Resumable": "1.0.0"}).status for answer in answers]
    assert head == [404] * 5 + [200] * (len(answers) - 5)


def test_it_says_from_when_on(citizen, service):
    asked(most("open_uploads"), begin_upload, citizen)
    service.sql("update upload set created_at = now() - interval '23 hours 50 minutes' where account_id = %s", citizen.account["id"])
    answer = begin_upload(citizen)
    assert answer.code == "too-many-uploads" and 590 <= int(answer.headers["retry-after"]) <= 600
    assert answer.json["detail"].startswith("Bạn làm lại được từ ")


def test_bytes_that_no_dossier_has_taken_are_counted(citizen):
    """What is promised counts as what is there; what a dossier takes does not, nor what is thrown away."""
    whole = most("loose_bytes")
    sizes = [100 << 20, 100 << 20, whole - (200 << 20)]
    answers = [begin_upload(citizen, size) for size in sizes]
    assert [answer.status for answer in answers] == [201] * 3, "N"
    more = begin_upload(citizen, 1)
    assert (more.status, more.code) == (429, "too-many-bytes"), "N + 1"
    assert refused(asked(27, begin_upload, citizen, 100 << 20), "too-many-bytes") == 27, "ten times N"
    assert citizen.delete(answers[0].headers["location"], headers={"Tus-Resumable": "1.0.0"}).status == 204
    upload = citizen.upload()
    assert begin_upload(citizen, 100 << 20).code == "too-many-bytes"
    dossier = citizen.post("/v1/dossiers", {"procedure_code": "1.001193", "unit_code": UNIT, "return_channel": "counter",
                                            "answers": {}}, key=True).json["id"]
    paper = next(one["code"] for one in citizen.components("1.001193") if "pdf" in one["accepts"])
    assert citizen.put(f"/v1/dossiers/{dossier}/components/{paper}", {"upload_ids": [upload]}).status == 200
    assert begin_upload(citizen, 100 << 20).status == 201


@pytest.mark.parametrize("beyond", [0, 1, 9 * most("open_drafts")])
def test_so_many_drafts_are_open(citizen, beyond):
    answers = asked(most("open_drafts") + beyond, begin_draft, citizen)
    assert refused(answers, "too-many-drafts") == beyond
    if beyond:
        assert answers[-1].status == 409 and "retry-after" not in answers[-1].headers
        assert citizen.delete(f"/v1/dossiers/{answers[0].json['id']}", etag="*").status in (200, 204)
        assert begin_draft(citizen).status == 201


def test_what_was_filed_is_no_draft(citizen):
    drafts = [citizen.draft() for _ in range(most("open_drafts"))]
    citizen.submit(drafts[0])
    assert begin_draft(citizen).status == 201 and begin_draft(citizen).code == "too-many-drafts"


def test_the_desk_begins_so_many_in_a_day(officer, service):
    many = most("drafts_a_day")
    begun = asked(3, at_the_desk, officer)
    assert refused(begun, "") == 0
    service.sql("update budget set used = %s where kind = 'drafts_a_day' and key = %s", many - 1, officer.account["id"])
    answers = asked(10, at_the_desk, officer)
    assert [answer.status for answer in answers] == [201] + [429] * 9 and refused(answers, "too-many-begun") == 9


def test_so_many_are_filed_in_a_day(citizen, service):
    """At N, N + 1 and far beyond; a draft that was refused is kept, and is filed when the day is over."""
    many = most("filings_a_day")
    drafts = prepared(citizen, many + 3)
    answers = asked(many, file, citizen, drafts)
    assert refused(answers, "") == 0
    more = file(citizen, drafts)
    assert (more.status, more.code) == (429, "too-many-filings") and DAY - 300 < int(more.headers["retry-after"]) <= DAY
    again = answers[0]
    assert citizen.get(f"/v1/dossiers/{json.loads(again.body)['id']}").status == 200
    kept = next(drafts)
    codes = [citizen.post(f"/v1/dossiers/{kept}/submission", key=True).code for _ in range(9 * many)]
    assert set(codes) == {"too-many-filings"} and citizen.dossier(kept)["state"] == "draft"
    service.sql("update budget set begun_at = begun_at - interval '1 day' where key = %s", citizen.account["id"])
    assert citizen.post(f"/v1/dossiers/{kept}/submission", key=True).status == 201


def test_a_filing_that_is_repeated_is_one(citizen, service):
    dossier = citizen.draft()
    own_quota(citizen, "filings_a_day", 1)
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: citizen.copy().post(f"/v1/dossiers/{dossier}/submission", key="mot-lan-thoi").status,
                                 range(16)))
    assert 201 in statuses and set(statuses) <= {201, 409}
    assert citizen.post(f"/v1/dossiers/{dossier}/submission", key="mot-lan-thoi").status == 201


def test_an_account_may_have_more_or_less_than_others(people):
    office, nobody = people.newcomer(busy=False), people.newcomer(busy=False)
    own_quota(office, "open_drafts", most("open_drafts") + 5)
    own_quota(nobody, "open_drafts", 0)
    assert refused(asked(most("open_drafts") + 6, begin_draft, office), "too-many-drafts") == 1
    assert begin_draft(nobody).code == "too-many-drafts"


def test_each_quota_of_the_contract_stands_in_a_test():
    document = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    named = {quota["of"] for item in document["paths"].values() for operation in item.values() if isinstance(operation, dict)
             for quota in operation.get("x-quota", [])}
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests/api").rglob("test_*.py"))
    words = {"codes_a_day": "too-many-codes", "numbers_a_day": "too-many-numbers"}
    missing = [quota for quota in named if words.get(quota, f'most("{quota}"') not in tests]
    assert not missing and named, missing
