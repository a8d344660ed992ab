"""A fee that changes while somebody fills in: nobody is charged an amount that he was not shown."""
import pytest

from harness.people import COPIES

COPY = {"code": "PHI-TLHT", "name": "Phí cấp bản sao trích lục hộ tịch (mỗi bản)", "kind": "fee", "amount": 8000,
        "per": "quantity", "quantity_field": "copies"}
SEARCH = {"code": "PHI-TC", "name": "Phí tra cứu sổ gốc", "kind": "fee", "amount": 3000, "per": "dossier"}
# From a day on the lines; two copies cost 16.000 đồng before.
LINES = {"2027-02-01": [{**COPY, "amount": 10000}], "2027-03-01": [{**COPY, "amount": 5000}], "2027-04-01": [COPY, SEARCH],
         "2027-05-01": [SEARCH], "2027-06-01": [{**COPY, "name": "Phí bản sao"}], "2027-07-01": []}
SAID = {
    "2027-02-01": (20000, ["Tổng số tiền nay phải nộp: 20.000 đồng. Số tiền bạn đã xem: 16.000 đồng.",
                           f"{COPY['name']}: từ ngày 01/02/2027 là 20.000 đồng. Khi hồ sơ được bắt đầu là 16.000 đồng."]),
    "2027-03-01": (10000, ["Tổng số tiền nay phải nộp: 10.000 đồng. Số tiền bạn đã xem: 16.000 đồng.",
                           f"{COPY['name']}: từ ngày 01/03/2027 là 10.000 đồng. Khi hồ sơ được bắt đầu là 16.000 đồng."]),
    "2027-04-01": (19000, ["Tổng số tiền nay phải nộp: 19.000 đồng. Số tiền bạn đã xem: 16.000 đồng.",
                           "Phí tra cứu sổ gốc: 3.000 đồng, thu từ ngày 01/04/2027."]),
    "2027-05-01": (3000, ["Tổng số tiền nay phải nộp: 3.000 đồng. Số tiền bạn đã xem: 16.000 đồng.",
                          "Phí tra cứu sổ gốc: 3.000 đồng, thu từ ngày 01/05/2027.",
                          f"{COPY['name']}: từ ngày 01/05/2027 không thu nữa. Khi hồ sơ được bắt đầu là 16.000 đồng."]),
    "2027-07-01": (0, ["Tổng số tiền nay phải nộp: 0 đồng. Số tiền bạn đã xem: 16.000 đồng.",
                       f"{COPY['name']}: từ ngày 01/07/2027 không thu nữa. Khi hồ sơ được bắt đầu là 16.000 đồng."]),
}


@pytest.fixture(scope="module", autouse=True)
def fees(people):
    """What will be asked is known today and comes into force by the clock."""
    for channel in ("online", "counter"):
        done = people.admin.put("/v1/admin/catalogue", {"basis": "NQ 5/NQ-HĐND", "fees": [
            {"procedure": COPIES, "channel": channel, "valid_from": day, "lines": lines} for day, lines in LINES.items()]})
        assert done.status == 200, done


@pytest.fixture()
def citizen(people):
    return people.newcomer()


def begun(citizen):
    return citizen.draft(answers={**citizen.answers(COPIES), "copies": 2})


def submit(person, dossier, body=None, **more):
    return person.post(f"/v1/dossiers/{dossier}/submission", body, key=True, **more)


def kept(service, dossier):
    """What filing would store."""
    return service.sql("""select state, code, version, fee_state, (select count(*) from charge c where c.dossier_id = d.id),
        (select count(*) from submission s where s.dossier_id = d.id), (select count(*) from dossier_code n where n.dossier_id = d.id)
        from dossier d where d.id = %s""", dossier)


@pytest.mark.parametrize("day", SAID)
def test_another_fee_than_the_one_shown_is_told_line_by_line_and_nothing_is_filed(citizen, service, moment, day):
    """Before: filed with 201, and the new amount was charged without a word."""
    total, said = SAID[day]
    dossier = begun(citizen)
    before = kept(service, dossier)
    moment.set(f"{day} 09:00")
    refused = submit(citizen, dossier, {"fee_total": 16000})
    assert (refused.status, refused.code) == (409, "fee-changed")
    assert [error["detail"] for error in refused.json["errors"]] == said
    assert kept(service, dossier) == before
    agreed = submit(citizen, dossier, {"fee_total": total})
    assert (agreed.status, agreed.json["fee_total"]) == (201, total), agreed
    receipt = citizen.get(f"/v1/dossiers/{dossier}/receipt").json["payload"]
    assert receipt["fees"]["total"] == total


def test_it_is_the_clock_that_decides(citizen, moment):
    """The minute before midnight the old fee holds, the minute after it the new one."""
    early, late = begun(citizen), begun(citizen)
    moment.set("2027-01-31 23:59")
    assert submit(citizen, early, {"fee_total": 16000}).status == 201
    moment.set("2027-02-01 00:00")
    assert submit(citizen, late, {"fee_total": 16000}).code == "fee-changed"


def test_who_names_no_amount_files_for_what_it_was_when_he_began(citizen, service, moment):
    unchanged, changed = begun(citizen), begun(citizen)
    before = kept(service, changed)
    assert submit(citizen, unchanged).json["fee_total"] == 16000
    moment.set("2027-02-03 09:00")
    refused = submit(citizen, changed, {}, headers={"Accept-Language": "en"})
    assert refused.code == "fee-changed" and kept(service, changed) == before
    assert [error["detail"] for error in refused.json["errors"]] == [
        "To be paid now, in all: 20.000 đồng.",
        f"{COPY['name']}: 20.000 đồng from 01/02/2027 on. It was 16.000 đồng when the dossier was begun."]
    moment.set("2027-06-01 09:00")  # another name, the same amount
    assert submit(citizen, changed).json["fee_total"] == 16000


def test_an_amount_that_never_was_the_fee_is_refused_too(citizen, service):
    """A page that counted wrongly, or that was left open while the number of copies was changed on another device."""
    dossier = begun(citizen)
    refused = submit(citizen, dossier, {"fee_total": 8000})
    assert refused.code == "fee-changed"
    assert [error["detail"] for error in refused.json["errors"]] == [
        "Tổng số tiền nay phải nộp: 16.000 đồng. Số tiền bạn đã xem: 8.000 đồng."]
    for wrong in (-1, 1.5, "16000", None, 10**15):
        assert submit(citizen, dossier, {"fee_total": wrong}).code == "invalid-body"
    assert submit(citizen, dossier, {"fee_total": 16000}).status == 201


def test_the_same_key_gives_the_same_receipt_after_the_fee_has_changed(citizen, moment):
    dossier = begun(citizen)
    target, body = f"/v1/dossiers/{dossier}/submission", {"fee_total": 16000}
    filed = citizen.post(target, body, key="filed-once")
    moment.set("2027-02-03 09:00")
    assert citizen.post(target, body, key="filed-once").json == filed.json


def test_what_was_filed_keeps_its_fee_when_it_is_supplied(people, citizen, moment):
    dossier = begun(citizen)
    citizen.submit(dossier)
    people.officer.do(dossier, "request_supplement", reason="Số bản chưa rõ.", fields=["copies"])
    moment.set("2027-02-03 09:00")
    assert citizen.supply(dossier, copies=3)["payment"]["total"] == 24000


def test_the_desk_is_told_likewise(people, moment):
    answers = people.officer.form(COPIES)["example"]
    copies = answers["copies"]
    dossier = people.officer.draft(answers=answers, channel="counter", applicant={"full_name": answers["applicant_name"]})
    moment.set("2027-02-03 09:00")
    for body in (None, {"fee_total": 8000 * copies}):
        assert submit(people.officer, dossier, body).code == "fee-changed"
    assert submit(people.officer, dossier, {"fee_total": 10000 * copies}).json["fee_total"] == 10000 * copies
