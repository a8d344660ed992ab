"""What a dossier said each time it was filed or supplied: numbered, sealed, never changed, readable to both sides."""
import hashlib
import json

import pytest

from harness.people import BIRTH, COPIES, pdf, sha256
from harness.receipt import verify

REASON = "Bản chụp bị mờ, không đọc được ngày sinh."


@pytest.fixture()
def citizen(people):
    return people.citizen_elder


@pytest.fixture()
def officer(people):
    return people.officer


def submissions(person, dossier):
    answer = person.get(f"/v1/dossiers/{dossier}/submissions")
    assert answer.status == 200, answer
    return answer.json["items"]


def files(submission):
    return {file["name"]: (file["mark"], file["sha256"]) for file in submission["files"]}


def put(citizen, dossier, component, *uploads):
    answer = citizen.put(f"/v1/dossiers/{dossier}/components/{component}", {"upload_ids": list(uploads)})
    assert answer.status == 200, answer
    return answer.json


def patch(citizen, dossier, answers):
    answer = citizen.patch(f"/v1/dossiers/{dossier}", {"answers": answers}, etag=citizen.etag(dossier))
    assert answer.status == 200, answer
    return answer.json


@pytest.fixture()
def asked(citizen, officer):
    """A dossier with a first file, of which a better one and an answer are asked for; (dossier, component, the first file)."""
    dossier = citizen.draft(BIRTH)
    component = citizen.papers(BIRTH)[0]
    put(citizen, dossier, component, citizen.upload(pdf("bản mờ"), "bản mờ.pdf"))
    citizen.submit(dossier)
    officer.do(dossier, "request_supplement", reason=REASON, components=[component], fields=["child_name"])
    return dossier, component, pdf("bản mờ")


def test_the_first_file_is_still_there_after_a_supplement(citizen, officer, asked):
    """Before: the replaced drawing "gives 404 to the officer and stands in no list"."""
    dossier, component, first = asked
    second = pdf("bản rõ")
    put(citizen, dossier, component, citizen.upload(second, "bản rõ.pdf"))
    patch(citizen, dossier, {"child_name": "Nguyễn Bình An"})
    citizen.do(dossier, "supply")
    for person in (citizen, officer):
        one, two = submissions(person, dossier)
        assert (one["number"], two["number"]) == (1, 2)
        assert files(one)["bản mờ.pdf"] == ("new", sha256(first)) and one["changed"] == []
        assert files(two)["bản mờ.pdf"] == ("replaced", sha256(first))
        assert files(two)["bản rõ.pdf"] == ("new", sha256(second))
        assert {mark for name, (mark, _) in files(two).items() if not name.startswith("bản")} <= {"kept"}
        assert two["changed"] == ["child_name"] and two["answers"]["child_name"] == "Nguyễn Bình An"
        assert one["answers"] == {**two["answers"], "child_name": one["answers"]["child_name"]}
        old = next(file["id"] for file in one["files"] if file["name"] == "bản mờ.pdf")
        assert person.get(f"/v1/dossiers/{dossier}/files/{old}").body == first
    names = [f["name"] for c in officer.dossier(dossier)["components"] if c["code"] == component for f in c["files"]]
    assert names == ["bản rõ.pdf"]


def test_the_receipt_and_the_chain_of_custody_hold_the_hash_of_all_that_was_said(citizen, officer, asked, anyone):
    """Before: "the signed receipt holds no answers, so neither side can prove what was declared"."""
    dossier, component, _ = asked
    put(citizen, dossier, component, citizen.upload(pdf("bản rõ"), "bản rõ.pdf"))
    supplied = citizen.do(dossier, "supply")
    assert supplied["submission_number"] == 2
    keys = anyone.get("/.well-known/receipt-keys.json").json
    for item in submissions(officer, dossier):
        body = citizen.get(f"/v1/dossiers/{dossier}/submissions/{item['number']}").body
        assert hashlib.sha256(body).hexdigest() == item["sha256"]
        content = json.loads(body)
        assert content["answers"] == item["answers"] and content["number"] == item["number"]
        assert [file["sha256"] for file in content["files"]] == \
            [file["sha256"] for file in item["files"] if file["mark"] != "replaced"]
        assert content["submitter"]["full_name"] == item["submitter_name"] == "Đỗ Thị Hòa"
        _, payload = verify(item["receipt"], keys)
        assert payload["version"] == 2
        assert payload["submission"] == {"number": item["number"], "at": content["at"], "sha256": item["sha256"]}
        assert payload["submitted_at"] == content["at"] or item["number"] == 2
    said = [link["submission_sha256"] for link in officer.get(f"/v1/dossiers/{dossier}/custody").json["items"]]
    one, two = submissions(citizen, dossier)
    assert said == [one["sha256"], one["sha256"], two["sha256"]]
    last = citizen.get(f"/v1/dossiers/{dossier}/receipt").json
    assert last["receipt"] == two["receipt"] and last["payload"]["submission"]["number"] == 2
    assert citizen.get(f"/v1/dossiers/{dossier}/papers/receipt.pdf").body.startswith(b"%PDF-")


def test_a_half_written_supplement_is_its_writers_alone(citizen, officer, asked):
    dossier, component, first = asked
    before = officer.dossier(dossier)
    new = put(citizen, dossier, component, citizen.upload(pdf("chưa gửi"), "chưa gửi.pdf"))
    patch(citizen, dossier, {"child_name": "Đang Sửa"})
    unsent = next(f["id"] for c in new["components"] if c["code"] == component for f in c["files"])
    seen = officer.dossier(dossier)
    assert seen["components"] == before["components"] and seen["answers"] == before["answers"]
    assert officer.get(f"/v1/dossiers/{dossier}/files/{unsent}").code == "not-found"
    assert citizen.get(f"/v1/dossiers/{dossier}/files/{unsent}").status == 200
    assert citizen.dossier(dossier)["answers"]["child_name"] == "Đang Sửa"
    assert len(submissions(officer, dossier)) == 1


@pytest.mark.parametrize("end", ["expire_supplement", "accept_withdrawal"])
def test_what_was_never_supplied_is_not_said(citizen, officer, asked, service, end):
    dossier, component, first = asked
    said = officer.dossier(dossier)
    put(citizen, dossier, component, citizen.upload(pdf("chưa gửi"), "chưa gửi.pdf"))
    patch(citizen, dossier, {"child_name": "Đang Sửa"})
    if end == "expire_supplement":
        service.sql("update dossier set supplement = supplement || jsonb_build_object('limit_at', "
                    "iso_time(now() - interval '1 minute')) where id = %s", dossier)
    else:
        citizen.do(dossier, "request_withdrawal", reason="Tôi không cần nữa.")
    officer.do(dossier, end)
    for person in (citizen, officer):
        now = person.dossier(dossier)
        assert now["answers"] == said["answers"] and now["components"] == said["components"]


def test_a_draft_has_said_nothing_and_strangers_read_nothing(citizen, people):
    draft = citizen.draft(COPIES)
    assert submissions(citizen, draft) == [] and citizen.dossier(draft)["submission_number"] == 0
    assert citizen.get(f"/v1/dossiers/{draft}/submissions/1").code == "not-found"
    citizen.submit(draft)
    assert citizen.get(f"/v1/dossiers/{draft}/submissions/2").code == "not-found"
    for person in (people.citizen, people.officer_binh, people.admin):
        assert person.get(f"/v1/dossiers/{draft}/submissions").code == "not-found"
        assert person.get(f"/v1/dossiers/{draft}/submissions/1").code == "not-found"


def test_the_database_keeps_nothing_that_did_not_pass_the_gate(asked, citizen, service):
    """Before: "the same answers at submission: 422", at supply 201."""
    dossier, _, _ = asked
    version, = service.sql("select version from dossier where id = %s", dossier)[0]
    account = citizen.get("/v1/me").json["id"]
    for filed in (None, {}, {"content": "{}", "payload": "{}", "jws": "x"}):
        said = json.dumps({"action": "supply", **({} if filed is None else {"filed": filed})})
        with pytest.raises(Exception, match="not what was checked"):
            service.sql("""select set_config('motcua.account', %s, true), set_config('motcua.role', 'citizen', true);
                select dossier_act(%s, '*', %s, %s)""", account, dossier, version, said)
    assert citizen.dossier(dossier)["state"] == "supplement_requested"
