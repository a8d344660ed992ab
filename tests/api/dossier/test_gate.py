"""What is supplied passes the gate of a filing: the form, required papers, the fee anew, the limits; and it is what was asked
for, nothing else. Each test quotes what the service answered before there was one gate."""
import pytest

from harness.people import BIRTH, COPIES, PNG, pdf

REASON = "Xin bổ sung cho đúng."
COPY = 8000


@pytest.fixture()
def citizen(people):
    return people.newcomer()


@pytest.fixture()
def officer(people):
    return people.officer


def patch(citizen, dossier, answers):
    return citizen.patch(f"/v1/dossiers/{dossier}", {"answers": answers}, etag=citizen.etag(dossier))


def put(citizen, dossier, component, uploads):
    return citizen.put(f"/v1/dossiers/{dossier}/components/{component}", {"upload_ids": uploads})


def fee(person, dossier):
    return person.get(f"/v1/dossiers/{dossier}/payments").json


def charges(person, dossier):
    return [(one["kind"], one["state"], one["total"]) for one in fee(person, dossier)["charges"]]


def copies(citizen, count):
    form = citizen.form(COPIES)
    return citizen.draft(COPIES, answers={**form["example"], "copies": count})


@pytest.fixture()
def asked(citizen, officer):
    """Copies of a record, of which the officer asks an answer and a paper."""
    dossier = copies(citizen, 1)
    citizen.submit(dossier)
    officer.do(dossier, "request_supplement", reason=REASON, fields=["copies", "person_name"], components=["GT-CU"])
    return dossier


# ---- what is not valid: at the filing and at the supply alike ----------------------------------

WRONG = {
    # kind: (what is written, the pointer of the mistake, the answer to it in a supplement before)
    "a number below the least": ({"copies": -5}, "/copies"),  # 'copies: -5 -> 200 and supply -> 201'
    "a number above the most": ({"copies": 21}, "/copies"),  # the same
    "a required answer taken away": ({"person_name": None}, "/person_name"),  # 'person_name: null -> 200 and supply -> 201'
    "a text in place of a number": ({"copies": "hai mươi"}, "/copies"),  # the same
    "a text that is too long": ({"person_name": "a" * 121}, "/person_name"),  # the same
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_a_filing_refuses_a_supply_refuses(citizen, asked, kind):
    answers, pointer = WRONG[kind]
    draft = copies(citizen, 1)
    for dossier, send in ((draft, lambda: citizen.post(f"/v1/dossiers/{draft}/submission", key=True)),
                          (asked, lambda: citizen.act(asked, "supply"))):
        assert patch(citizen, dossier, answers).status == 200
        answer = send()
        assert answer.code == "answers-invalid" and pointer in answer.pointers, (kind, answer)
    assert citizen.dossier(asked)["state"] == "supplement_requested"


def test_an_evil_member_is_written_by_nobody(citizen, asked):
    """Before: 'evil: "<script>..." -> 200 and supply -> 201'."""
    assert patch(citizen, asked, {"evil": "<script>alert(1)</script>"}).code == "not-asked"
    draft = copies(citizen, 1)
    assert patch(citizen, draft, {"evil": "<script>alert(1)</script>"}).status == 200
    assert citizen.post(f"/v1/dossiers/{draft}/submission", key=True).code == "answers-invalid"


def test_a_required_paper_that_was_asked_for_is_not_taken_off(citizen, officer):
    """Before: supplied with 201 without the paper that the procedure requires."""
    dossier = citizen.file(BIRTH)
    paper = citizen.papers(BIRTH)[0]
    officer.do(dossier, "request_supplement", reason=REASON, components=[paper])
    assert put(citizen, dossier, paper, []).status == 200
    answer = citizen.act(dossier, "supply")
    assert answer.code == "component-missing" and f"/components/{paper}" in answer.pointers


# ---- the limits -------------------------------------------------------------------------------

def test_a_dossier_does_not_grow_without_end(citizen):
    """Before: "120 PATCHes -> 11,413 answers, 7.4 MB"."""
    dossier = copies(citizen, 1)
    codes = [patch(citizen, dossier, {f"a{i}_{k}": 1 for k in range(30)}).code for i in range(5)]
    assert codes[0] is None and codes[-1] == "answers-too-large"
    assert len(citizen.dossier(dossier)["answers"]) <= 100
    other = copies(citizen, 1)
    codes = [patch(citizen, other, {f"long{i}": "x" * 60000}).code for i in range(3)]
    assert codes == [None, "answers-too-large", "answers-too-large"]


def test_a_dossier_takes_fifty_files(citizen, service):
    """Before: as many as its papers together allow."""
    dossier = citizen.draft(BIRTH)
    paper, other = citizen.get(f"/v1/procedures/{BIRTH}").json["cases"][0]["components"][:2]
    fill = """insert into dossier_file (id, dossier_id, component_code, ordinal, name, blob_sha256, added_by)
        select uuid_v7(), f.dossier_id, %s, n, 'tệp ' || n, f.blob_sha256, f.added_by
        from (select * from dossier_file where dossier_id = %s limit 1) f, generate_series(1, %s) n"""
    there = service.sql("select count(*) from dossier_file where dossier_id = %s and component_code <> %s", dossier,
                        other["code"])[0][0]
    service.sql(fill, paper["code"], dossier, 49 - there)
    uploads = [citizen.upload(PNG, "ảnh.png") if "pdf" not in other["accepts"] else citizen.upload() for _ in range(2)]
    answer = put(citizen, dossier, other["code"], uploads)
    assert answer.code == "dossier-too-many-files" and answer.json["detail"] == "50"
    assert put(citizen, dossier, other["code"], uploads[:1]).status == 200
    service.sql(fill, paper["code"], dossier, 1)
    assert citizen.post(f"/v1/dossiers/{dossier}/submission", key=True).code == "dossier-too-many-files"


# ---- nothing but what was asked for -------------------------------------------------------------

def test_another_answer_than_asked_for_cannot_be_changed(citizen, asked):
    """Before: "change any answer: another person_name, another record_number -> 200, supply -> 201"."""
    answer = patch(citizen, asked, {"record_number": "99/2020"})
    assert answer.status == 422 and answer.code == "not-asked" and answer.json["detail"] == "record_number"
    assert patch(citizen, asked, {"copies": 2, "registered_year": 1999}).code == "not-asked"
    assert citizen.dossier(asked)["answers"]["copies"] == 1
    # What stays as it was is no change.
    same = citizen.dossier(asked)["answers"]["registered_year"]
    assert patch(citizen, asked, {"copies": 2, "registered_year": same}).status == 200


def test_another_paper_than_asked_for_is_neither_added_nor_taken_off(citizen, officer):
    """Before: "take off a filed paper that nobody asked about: 200; the officer gets 404 for the file the receipt lists"."""
    dossier = citizen.file(BIRTH)
    paper = citizen.papers(BIRTH)[0]
    officer.do(dossier, "request_supplement", reason=REASON, fields=["child_name"])
    for uploads in ([], [citizen.upload()]):
        assert put(citizen, dossier, paper, uploads).code == "not-asked"
    filed = next(c["files"][0] for c in officer.dossier(dossier)["components"] if c["code"] == paper)
    assert officer.get(f"/v1/dossiers/{dossier}/files/{filed['id']}").status == 200


def test_questions_that_follow_from_an_answer_asked_for_may_be_answered(citizen, officer):
    """Whose record it is was asked: then also the name and the relation, which are asked only for somebody else."""
    form = citizen.form(COPIES)
    own = {name: value for name, value in form["example"].items() if not name.startswith("person_")} | {"for_whom": "self"}
    dossier = citizen.file(COPIES, answers=own)
    officer.do(dossier, "request_supplement", reason=REASON, fields=["for_whom"])
    assert patch(citizen, dossier, {"for_whom": "other"}).status == 200
    assert citizen.act(dossier, "supply").code == "answers-invalid"
    assert patch(citizen, dossier, {"person_name": "Lê Văn Con", "person_relation": "child"}).status == 200
    assert citizen.do(dossier, "supply")["answers"]["person_name"] == "Lê Văn Con"


def test_a_supply_that_changes_nothing_is_refused_with_words(citizen, officer, asked):
    """Before: 'The citizen may "supply" with nothing changed: 201'."""
    answer = citizen.act(asked, "supply")
    assert answer.status == 422 and answer.code == "nothing-supplied" and "chưa bổ sung gì" in answer.json["title"]
    # Changed and changed back, or the same bytes again, is nothing too.
    patch(citizen, asked, {"copies": 3})
    patch(citizen, asked, {"copies": 1})
    assert citizen.act(asked, "supply").code == "nothing-supplied"
    dossier = citizen.draft(BIRTH)
    paper = citizen.papers(BIRTH)[0]
    put(citizen, dossier, paper, [citizen.upload(pdf("một"), "một.pdf")])
    citizen.submit(dossier)
    officer.do(dossier, "request_supplement", reason=REASON, components=[paper])
    put(citizen, dossier, paper, [citizen.upload(pdf("một"), "một lần nữa.pdf")])
    assert citizen.act(dossier, "supply").code == "nothing-supplied"
    assert len(officer.get(f"/v1/dossiers/{dossier}/submissions").json["items"]) == 1


def test_what_is_asked_for_exists_and_is_something(citizen, officer):
    """Before: a reason alone or a question that no form has: 201, and nobody could answer it."""
    dossier = citizen.file(COPIES)
    ask = {"reason": REASON}
    assert officer.act(dossier, "request_supplement", **ask).code == "supplement-empty"
    assert officer.act(dossier, "request_supplement", **ask, components=[], fields=[]).code == "supplement-empty"
    assert officer.act(dossier, "request_supplement", **ask, fields=["copies", "nothing"]).code == "field-unknown"
    assert officer.act(dossier, "request_supplement", **ask, components=["KHONG-CO"]).code == "component-unknown"
    assert officer.dossier(dossier)["state"] == "registered"


def test_the_database_refuses_a_supply_that_was_not_asked_for(citizen, asked, service):
    """Whoever wrote the dossier's answers: what is supplied is compared with what was said before."""
    patch(citizen, asked, {"copies": 2})
    service.sql("update dossier set answers = answers || '{\"registered_year\": 1999}' where id = %s", asked)
    answer = citizen.act(asked, "supply")
    assert answer.code == "not-asked" and answer.json["detail"] == "registered_year"


# ---- the fee anew -----------------------------------------------------------------------------

def supply_copies(citizen, officer, dossier, count):
    officer.do(dossier, "request_supplement", reason=REASON, fields=["copies"])
    return citizen.supply(dossier, copies=count)


def test_more_copies_after_the_fee_was_paid_cost_the_difference(citizen, officer, people):
    """Before: copies 1 -> 20 after filing: "fee stays 8,000 đồng, is settled by the bank, dossier finished with 20 copies"."""
    dossier = copies(citizen, 1)
    citizen.submit(dossier)
    officer.pay_cash(dossier)
    supplied = supply_copies(citizen, officer, dossier, 20)
    assert supplied["payment"] == {"state": "due", "total": 20 * COPY, "paid": COPY, "to_refund": 0}
    assert charges(citizen, dossier) == [("fee", "paid", COPY), ("difference", "open", 19 * COPY)]
    assert [(line["quantity"], line["amount"]) for line in fee(citizen, dossier)["charges"][1]["lines"]] == [(19, 19 * COPY)]
    told = citizen.get("/v1/notifications").json["items"][0]
    assert told["dossier_id"] == dossier and "152.000 đồng" in told["body"]
    officer.do(dossier, "accept")
    officer.finish(dossier)
    assert officer.act(dossier, "return", receiver_name="Phạm Thị Thử").code == "payment-due"
    payment = citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True).json
    assert payment["amount"] == 19 * COPY and payment["charge_id"] == fee(citizen, dossier)["charges"][1]["id"]
    assert people.bank(payment["transfer_content"], 19 * COPY).json["outcome"] == "settled"
    assert fee(citizen, dossier)["state"] == "paid" and fee(citizen, dossier)["paid"] == 20 * COPY
    papers = [citizen.get(f"/v1/dossiers/{dossier}/papers/payment-receipt.pdf", query={"payment": item["id"]})
              for item in fee(citizen, dossier)["items"]]
    assert [paper.status for paper in papers] == [200, 200] and papers[0].body != papers[1].body
    officer.do(dossier, "return", receiver_name="Phạm Thị Thử")


def test_fewer_copies_after_the_fee_was_paid_are_given_back(citizen, officer):
    """Before: the fee stayed what it was, in silence."""
    dossier = copies(citizen, 3)
    citizen.submit(dossier)
    officer.pay_cash(dossier)
    supplied = supply_copies(citizen, officer, dossier, 1)
    assert supplied["payment"] == {"state": "paid", "total": 3 * COPY, "paid": 3 * COPY, "to_refund": 2 * COPY}
    assert charges(citizen, dossier) == [("fee", "paid", 3 * COPY), ("refund", "to_refund", 2 * COPY)]
    assert "16.000 đồng" in citizen.get("/v1/notifications").json["items"][0]["body"]


def test_a_fee_that_nobody_has_paid_yet_is_replaced(citizen, officer, people):
    dossier = copies(citizen, 1)
    citizen.submit(dossier)
    old = citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True).json
    supplied = supply_copies(citizen, officer, dossier, 5)
    assert supplied["payment"] == {"state": "due", "total": 5 * COPY, "paid": 0, "to_refund": 0}
    assert charges(citizen, dossier) == [("fee", "void", COPY), ("fee", "open", 5 * COPY)]
    item, = fee(citizen, dossier)["items"]
    assert item["state"] == "ended" and "không còn phải nộp" in item["note"]
    assert people.bank(old["transfer_content"], COPY).json["outcome"] == "no_longer_due"
    assert fee(citizen, dossier)["state"] == "due"
    new = citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True).json
    assert people.bank(new["transfer_content"], 5 * COPY).json["outcome"] == "settled"


def test_a_supply_that_costs_the_same_leaves_the_code_that_is_being_paid(citizen, officer, people):
    dossier = copies(citizen, 2)
    citizen.submit(dossier)
    open_code = citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True).json
    officer.do(dossier, "request_supplement", reason=REASON, fields=["registered_year"])
    patch(citizen, dossier, {"registered_year": 1999})
    citizen.do(dossier, "supply")
    assert people.bank(open_code["transfer_content"], 2 * COPY).json["outcome"] == "settled"
    assert charges(citizen, dossier) == [("fee", "paid", 2 * COPY)]


# ---- a dossier that ends without a result -----------------------------------------------------

def ended(citizen, officer, service, dossier, end):
    if end == "refuse":
        officer.do(dossier, "refuse", reason="Không thuộc thẩm quyền.")
    elif end == "stop":
        officer.do(dossier, "accept")
        officer.do(dossier, "stop", reason="Không đủ điều kiện.")
    elif end == "accept_withdrawal":
        citizen.do(dossier, "request_withdrawal", reason="Tôi không cần nữa.")
        officer.do(dossier, "accept_withdrawal")
    else:
        officer.do(dossier, "request_supplement", reason=REASON, fields=["copies"])
        service.sql("update dossier set supplement = supplement || jsonb_build_object('limit_at', "
                    "iso_time(now() - interval '1 minute')) where id = %s", dossier)
        officer.do(dossier, "expire_supplement")


ENDS = ["refuse", "stop", "accept_withdrawal", "expire_supplement"]


@pytest.mark.parametrize("end", ENDS)
def test_a_dossier_that_ends_leaves_no_open_claim(citizen, officer, people, service, end):
    """Before: 'Refused dossiers show "Chưa nộp 50.000 đồng" and are counted "6 chưa nộp phí"'."""
    dossier = copies(citizen, 1)
    citizen.submit(dossier)
    code = citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True).json["transfer_content"]
    ended(citizen, officer, service, dossier, end)
    assert charges(citizen, dossier) == [("fee", "void", COPY)]
    for person in (citizen, officer):
        assert person.dossier(dossier)["payment"] == {"state": "none", "total": 0, "paid": 0, "to_refund": 0}
    item, = fee(citizen, dossier)["items"]
    assert item["state"] == "ended" and "không còn phải nộp" in item["note"]
    # Whoever pays all the same is told, and the money waits for a person.
    before = dict(service.sql("select account_code, sum(amount) from ledger_line group by 1"))
    assert people.bank(code, COPY).json["outcome"] == "no_longer_due"
    after = dict(service.sql("select account_code, sum(amount) from ledger_line group by 1"))
    assert after["suspense:demo"] - before.get("suspense:demo", 0) == -COPY
    told = citizen.get("/v1/notifications").json["items"][0]
    assert told["dossier_id"] == dossier and "giữ lại cho bạn" in told["body"]
    assert citizen.dossier(dossier)["payment"]["state"] == "none"


@pytest.mark.parametrize("end", ENDS)
def test_what_was_paid_for_a_dossier_that_ends_is_to_be_given_back(citizen, officer, service, end):
    """Before: "Cash 12.000 taken, dossier refused: state rejected, payment 'paid'"."""
    dossier = copies(citizen, 2)
    citizen.submit(dossier)
    officer.pay_cash(dossier)
    ended(citizen, officer, service, dossier, end)
    for person in (citizen, officer):
        assert person.dossier(dossier)["payment"] == {
            "state": "to_refund", "total": 2 * COPY, "paid": 2 * COPY, "to_refund": 2 * COPY}
    assert charges(citizen, dossier) == [("fee", "to_refund", 2 * COPY)]
    assert any(n["dossier_id"] == dossier and "sẽ được hoàn lại" in n["body"]
               for n in citizen.get("/v1/notifications").json["items"])
    assert officer.post(f"/v1/dossiers/{dossier}/payments", {"method": "cash"}, key=True).code == "nothing-due"


def test_what_was_overpaid_is_given_back_once(citizen, officer):
    dossier = copies(citizen, 3)
    citizen.submit(dossier)
    officer.pay_cash(dossier)
    supply_copies(citizen, officer, dossier, 1)
    officer.do(dossier, "refuse", reason="Không thuộc thẩm quyền.")
    assert citizen.dossier(dossier)["payment"] == {
        "state": "to_refund", "total": 3 * COPY, "paid": 3 * COPY, "to_refund": 3 * COPY}
    assert charges(citizen, dossier) == [("fee", "to_refund", 3 * COPY), ("refund", "void", 2 * COPY)]
