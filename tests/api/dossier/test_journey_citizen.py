"""A citizen files a dossier online: catalogue, account, draft with autosave, files, submission, receipt, notices."""
import json
import re
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
import pytest

from harness.people import ADDRESS, BIRTH, COPIES, PNG, UNIT, pdf, sha256
from harness.receipt import unbase64, verify


@pytest.fixture(scope="module")
def filed(people):
    """A birth registration filed with two files for one paper: (citizen, id, submission, files by name)."""
    citizen = people.citizen
    draft = citizen.post("/v1/dossiers", {"procedure_code": BIRTH, "unit_code": UNIT, "answers": {},
                                          "return_channel": "counter"}, key=True)
    dossier = draft.json["id"]
    assert draft.json["state"] == "draft" and draft.json["code"] is None
    assert draft.headers["location"] == f"/v1/dossiers/{dossier}"
    etag = draft.headers["etag"]
    for name, value in citizen.answers(BIRTH).items():  # one page after another, as the form saves itself
        saved = citizen.patch(f"/v1/dossiers/{dossier}", {"answers": {name: value}}, etag=etag)
        assert saved.status == 200 and saved.json["answers"][name] == value
        assert saved.headers["etag"] != etag
        etag = saved.headers["etag"]
    files = {}
    for code in citizen.papers(BIRTH):
        files[code] = [("giấy chứng sinh.pdf", pdf(code + "1" * 3000)), ("trang 2.pdf", pdf(code + "2"))]
        ids = [citizen.upload(data, name, piece=1000) for name, data in files[code]]
        done = citizen.put(f"/v1/dossiers/{dossier}/components/{code}", {"upload_ids": ids})
        assert done.status == 200
    return citizen, dossier, citizen.submit(dossier), files


def test_the_catalogue_is_found_without_diacritics(anyone):
    for words in ("giay khai sinh", "giấy khai sinh", "giaays khai sinh", "khai sanh"):
        found = anyone.get("/v1/procedures", query={"q": words, "limit": 3}).json["items"]
        assert BIRTH in [item["code"] for item in found], words
    procedure = anyone.get(f"/v1/procedures/{BIRTH}").json
    assert procedure["note"] == "mẫu, không có giá trị pháp lý"
    assert procedure["cases"][0]["components"] and procedure["legal_basis"] and procedure["decided_by"]
    units = anyone.get("/v1/units", query={"procedure": BIRTH, "q": "mau an"}).json["items"]
    assert UNIT in [unit["code"] for unit in units]
    assert anyone.get(f"/v1/units/{UNIT}").json["name"] == "Ủy ban nhân dân phường Mẫu An"


def test_places_are_the_34_provinces_and_their_communes(anyone):
    provinces = anyone.get("/v1/places").json["items"]
    assert len(provinces) == 34
    communes = anyone.get("/v1/places", query={"parent": "01"}).json["items"]
    assert len(communes) > 100 and {place["parent"] for place in communes} == {"01"}
    total = sum(len(anyone.get("/v1/places", query={"parent": place["code"]}).json["items"]) for place in provinces)
    assert total == 3321
    found = anyone.get("/v1/places", query={"q": "Phường Trúc Bạch"}).json["items"]
    assert any("Trúc Bạch" in name for place in found for name in place["former_names"])


def test_all_pages_of_the_catalogue_are_each_procedure_once(people):
    for query in ({}, {"q": "giấy"}):
        codes = [item["code"] for item in people.citizen.pages("/v1/procedures", limit=7, **query)]
        assert len(codes) == len(set(codes)) >= (10 if query else 45)


def test_an_unchanged_procedure_is_not_sent_again(anyone):
    first = anyone.get(f"/v1/procedures/{BIRTH}")
    again = anyone.get(f"/v1/procedures/{BIRTH}", headers={"If-None-Match": first.headers["etag"]})
    assert again.status == 304 and not again.body


def test_a_dossier_code_is_unit_day_and_number(filed):
    code = filed[2]["code"]
    at = datetime.strptime(filed[2]["submitted_at"], "%Y-%m-%dT%H:%M:%S.%fZ") + timedelta(hours=7)
    day = at.strftime("%y%m%d")
    assert re.fullmatch(rf"H99\.31-{day}-\d{{4}}", code)


def test_a_receipt_verifies_with_the_published_key_alone(filed, anyone):
    citizen, dossier, submitted, files = filed
    keys = anyone.get("/.well-known/receipt-keys.json").json
    header, payload = verify(submitted["receipt"], keys)
    assert header == {"alg": "ES256", "kid": header["kid"], "typ": "receipt+jws"}
    assert payload["code"] == submitted["code"] and payload["dossier_id"] == dossier
    assert payload["procedure"]["code"] == BIRTH and payload["unit"]["code"] == UNIT
    assert payload["applicant"]["name"] == "Nguyễn Thị Mẫu"
    assert payload["applicant"]["personal_id"] == "001******001"
    assert payload["iss"] == "https://motcua.example" and payload["next"]
    listed = sorted((f["component_code"], f["name"], f["size"], f["sha256"]) for f in payload["files"])
    assert listed == sorted((code, name, len(data), sha256(data)) for code, pair in files.items() for name, data in pair)
    kept = citizen.get(f"/v1/dossiers/{dossier}/receipt").json
    assert kept["receipt"] == submitted["receipt"] and kept["payload"] == payload and kept["code"] == submitted["code"]
    # Canonical: what is signed is exactly the sorted, compact JSON of the payload.
    signed = unbase64(submitted["receipt"].split(".")[1]).decode()
    assert signed == json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_a_changed_receipt_does_not_verify(filed, anyone):
    keys = anyone.get("/.well-known/receipt-keys.json").json
    head, payload, signature = filed[2]["receipt"].split(".")
    for at in range(0, len(payload), 97):
        other = "A" if payload[at] != "A" else "B"
        with pytest.raises((InvalidSignature, ValueError)):
            verify(f"{head}.{payload[:at]}{other}{payload[at + 1:]}.{signature}", keys)


def test_the_program_verifies_the_receipt_too(filed, service, tmp_path, anyone):
    (tmp_path / "receipt.json").write_bytes(filed[0].get(f"/v1/dossiers/{filed[1]}/receipt").body)
    (tmp_path / "keys.json").write_bytes(anyone.get("/.well-known/receipt-keys.json").body)
    out = service.run("system", "receipt", "verify", tmp_path / "receipt.json", "--jwks", tmp_path / "keys.json")
    assert filed[2]["code"] in out


def test_every_file_comes_back_as_it_was_sent(filed):
    citizen, dossier, _, files = filed
    for component in citizen.dossier(dossier)["components"]:
        for file, (name, data) in zip(component["files"], files.get(component["code"], [])):
            assert (file["name"], file["size"], file["sha256"]) == (name, len(data), sha256(data))
            answer = citizen.get(f"/v1/dossiers/{dossier}/files/{file['id']}")
            assert answer.body == data
            assert answer.headers["content-type"] == "application/pdf"
            assert answer.headers["content-disposition"].startswith("attachment")
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "sandbox" in answer.headers["content-security-policy"]
            assert answer.headers["cache-control"] == "no-store"


def test_a_picture_comes_back_as_the_picture_that_it_is(people):
    citizen = people.newcomer()
    dossier = citizen.draft(BIRTH)
    code = next(c["code"] for c in citizen.get(f"/v1/procedures/{BIRTH}").json["cases"][0]["components"] if "png" in c["accepts"])
    upload = citizen.upload(PNG, "ảnh.pdf")  # whatever its name says
    put = citizen.put(f"/v1/dossiers/{dossier}/components/{code}", {"upload_ids": [upload]})
    file, = next(c["files"] for c in put.json["components"] if c["code"] == code)
    answer = citizen.get(f"/v1/dossiers/{dossier}/files/{file['id']}")
    assert (answer.status, answer.headers["content-type"], answer.body) == (200, "image/png", PNG)


def test_the_papers_are_pdf(filed):
    citizen, dossier, submitted, _ = filed
    paper = citizen.get(f"/v1/dossiers/{dossier}/papers/receipt.pdf")
    assert paper.status == 200 and paper.body.startswith(b"%PDF-") and paper.body.rstrip().endswith(b"%%EOF")
    assert submitted["code"] in paper.headers["content-disposition"]
    # The file carries the signed receipt, as it says of itself: whoever has it can check it.
    carried, = re.findall(rb"/Keywords \((eyJ[\w-]+\.[\w-]+\.[\w-]+)\)", paper.body)
    assert carried.decode() == submitted["receipt"]
    # The appointment paper is there when the dossier has been accepted, the payment's when something was paid.
    assert citizen.get(f"/v1/dossiers/{dossier}/papers/appointment.pdf").code == "not-found"
    assert citizen.get(f"/v1/dossiers/{dossier}/papers/payment-receipt.pdf").code == "not-found"


def test_the_citizen_sees_it_in_the_list_and_is_told(filed):
    citizen, dossier, submitted, _ = filed
    items = citizen.get("/v1/dossiers", query={"state": "registered"}).json["items"]
    assert dossier in [item["id"] for item in items]
    notices = citizen.get("/v1/notifications").json["items"]
    mine = [n for n in notices if n["dossier_id"] == dossier]
    assert submitted["code"] in mine[0]["title"] and mine[0]["read_at"] is None
    before = citizen.get("/v1/me").json["unread_notifications"]
    assert citizen.put(f"/v1/notifications/{mine[0]['id']}/read").status == 204
    assert citizen.put(f"/v1/notifications/{mine[0]['id']}/read").status == 204
    assert citizen.get("/v1/me").json["unread_notifications"] == before - 1


def test_a_filed_dossier_is_no_longer_a_draft(filed):
    citizen, dossier, _, _ = filed
    assert citizen.patch(f"/v1/dossiers/{dossier}", {"answers": {}}, etag="*").code == "wrong-state"
    assert citizen.delete(f"/v1/dossiers/{dossier}").code == "wrong-state"
    code = citizen.papers(BIRTH)[0]
    assert citizen.put(f"/v1/dossiers/{dossier}/components/{code}", {"upload_ids": []}).code == "wrong-state"
    assert citizen.post(f"/v1/dossiers/{dossier}/submission", key=True).code == "wrong-state"


def test_tracking_is_public_and_masked(filed, anyone):
    code = filed[2]["code"]
    seen = anyone.follow(filed[0].link(filed[1])).json
    assert seen["applicant_name"] == "N***** T** M**"
    assert seen["state"] == "registered" and seen["holder"]["unit_name"] == "Ủy ban nhân dân phường Mẫu An"
    text = json.dumps(seen, ensure_ascii=False)
    for secret in ("Nguyễn", "0900000001", "001190000001", "nguoidan@", filed[1]):
        assert secret not in text
    coarse = anyone.track(code, "0001").json
    assert coarse == {"code": code, "state": "registered", "state_name": seen["state_name"], "ended_why": None,
                      "unit_name": seen["unit_name"], "unit_phone": seen["unit_phone"]}
    wrong, unknown = anyone.track(code, "0002"), anyone.track("H99.31-260101-9999", "0001")
    assert wrong.code == unknown.code == "not-found"
    assert {**wrong.json, "instance": ""} == {**unknown.json, "instance": ""}


def test_lists_are_read_page_by_page_each_dossier_once(people):
    citizen = people.newcomer()
    filed = [citizen.file(COPIES) for _ in range(3)] + [citizen.draft(COPIES)]
    assert [item["id"] for item in citizen.pages("/v1/dossiers")] == filed[::-1]
    assert [item["id"] for item in citizen.pages("/v1/dossiers", state="registered")] == filed[2::-1]
    notices = [item["dossier_id"] for item in citizen.pages("/v1/notifications")]
    assert notices == filed[2::-1]


def test_a_draft_can_be_changed_and_thrown_away(people):
    citizen = people.citizen
    dossier = citizen.draft(COPIES, return_channel="post", return_address=ADDRESS)
    assert citizen.dossier(dossier)["return_address"]["phone"] == "0900000001"
    answer = citizen.patch(f"/v1/dossiers/{dossier}", {"return_channel": "online", "return_address": None,
                                                      "answers": {"record_number": None}}, etag=citizen.etag(dossier))
    assert answer.json["return_address"] is None and "record_number" not in answer.json["answers"]
    assert citizen.patch(f"/v1/dossiers/{dossier}", {"unit_code": "H99.32"}, etag="*").json["unit"]["code"] == "H99.32"
    assert citizen.delete(f"/v1/dossiers/{dossier}").status == 204
    assert citizen.get(f"/v1/dossiers/{dossier}").code == "not-found"
    assert citizen.delete(f"/v1/dossiers/{dossier}").code == "not-found"
