"""Fees: the quote, VietQR, cash, the bank's notices in every order, the ledger."""
import json
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.client import Client, sign_webhook
from harness.contract import ROOT
from harness.people import BIRTH, COPIES
from harness.service import plain_environment

SAMPLE = json.loads((ROOT / f"schema/sample/procedures/{COPIES}.json").read_text(encoding="utf-8"))
NUMBER = SAMPLE["form"]["example"]["copies"]
FEE = 8000 * NUMBER
WORDS = f"{FEE:,} đồng".replace(",", ".")


@pytest.fixture()
def citizen(people):
    return people.citizen_farmer


@pytest.fixture()
def due(citizen):
    """A filed dossier whose fee is due."""
    return citizen.file(COPIES)


def pay(person, dossier, method="vietqr"):
    answer = person.post(f"/v1/dossiers/{dossier}/payments", {"method": method}, key=True)
    assert answer.status == 201, answer
    return answer.json


def fee(person, dossier):
    return person.get(f"/v1/dossiers/{dossier}/payments").json


def balances(service):
    return dict(service.sql("select account_code, sum(amount)::bigint from ledger_line group by account_code"))


@pytest.fixture(autouse=True)
def the_ledger_balances(service):
    """Whatever a test does, debits and credits stay equal: altogether and in each entry."""
    yield
    assert service.sql("select coalesce(sum(amount), 0) from ledger_line") == [(0,)]
    assert service.sql("select entry_id from ledger_line group by entry_id having sum(amount) <> 0 or count(*) < 2") == []
    lone = "select id from ledger_entry e where not exists (select from ledger_line l where l.entry_id = e.id)"
    assert service.sql(lone) == []


def test_the_fee_is_quoted_from_the_procedure(citizen, due):
    quoted = fee(citizen, due)
    assert quoted["state"] == "due" and quoted["total"] == FEE and quoted["paid"] == 0
    charge, = quoted["charges"]
    assert (charge["kind"], charge["state"], charge["total"]) == ("fee", "open", FEE)
    line, = charge["lines"]
    assert (line["unit_amount"], line["quantity"], line["amount"]) == (8000, NUMBER, FEE)
    assert citizen.dossier(due)["payment"] == {"state": "due", "total": FEE, "paid": 0, "to_refund": 0}


def test_the_vietqr_payload_is_that_of_an_independent_implementation(citizen, due):
    payment = pay(citizen, due)
    assert payment["amount"] == FEE and payment["currency"] == "VND" and payment["state"] == "pending"
    assert (payment["bank_bin"], payment["bank_account"]) == ("970436", "0011001234567")
    theirs = subprocess.run(
        [ROOT / "tests/node/vietqr", payment["bank_bin"], payment["bank_account"], str(payment["amount"]),
         payment["transfer_content"]], check=True, text=True, stdout=subprocess.PIPE, env=plain_environment()).stdout
    assert payment["qr_payload"] == theirs


def test_one_code_is_open_at_a_time(citizen, due):
    assert pay(citizen, due) == pay(citizen, due)
    assert len(fee(citizen, due)["items"]) == 1


def test_paid_by_vietqr(citizen, people, due, service):
    payment = pay(citizen, due)
    before = balances(service)
    # Banks add words, change case and put blanks where they like.
    content = "ck " + payment["transfer_content"][:6].lower() + " " + payment["transfer_content"][6:] + " FT26327"
    assert people.bank(content, FEE).json == {"outcome": "settled"}
    paid = fee(citizen, due)
    assert paid["state"] == "paid" and paid["paid"] == FEE
    item, = paid["items"]
    assert item["state"] == "paid" and item["receipt_number"].startswith("BL-H99.31-") and item["paid_at"]
    assert citizen.get(f"/v1/dossiers/{due}/papers/payment-receipt.pdf").body.startswith(b"%PDF-")
    notice = citizen.get("/v1/notifications").json["items"][0]
    assert notice["dossier_id"] == due and WORDS in notice["body"]
    assert citizen.post(f"/v1/dossiers/{due}/payments", {"method": "vietqr"}, key=True).code == "nothing-due"
    after = balances(service)
    assert after["bank:demo"] - before.get("bank:demo", 0) == FEE
    assert after["fees:H99.31"] - before.get("fees:H99.31", 0) == -FEE


def test_paid_in_cash_at_the_desk(citizen, people, due, service):
    before = balances(service)
    payment = pay(people.officer, due, "cash")
    assert payment["state"] == "paid" and payment["receipt_number"] and payment["qr_payload"] is None
    assert fee(citizen, due)["state"] == "paid"
    assert people.officer.get(f"/v1/dossiers/{due}/papers/payment-receipt.pdf").status == 200
    assert balances(service)["cash:H99.31"] - before.get("cash:H99.31", 0) == FEE
    assert people.officer.post(f"/v1/dossiers/{due}/payments", {"method": "cash"}, key=True).code == "nothing-due"


def test_a_citizen_cannot_say_that_he_paid_in_cash(citizen, due):
    assert citizen.post(f"/v1/dossiers/{due}/payments", {"method": "cash"}, key=True).code == "forbidden"
    assert fee(citizen, due)["state"] == "due"


def test_a_repeated_notice_is_taken_once(citizen, people, due, service):
    payment = pay(citizen, due)
    transaction, notice = "FT" + uuid.uuid4().hex, "msg_" + uuid.uuid4().hex
    assert people.bank(payment["transfer_content"], FEE, transaction, notice_id=notice).json["outcome"] == "settled"
    before = balances(service)
    assert people.bank(payment["transfer_content"], FEE, transaction, notice_id=notice).json["outcome"] == "repeated"
    # The same transfer under another id, too.
    assert people.bank(payment["transfer_content"], FEE, transaction).json["outcome"] == "repeated"
    assert balances(service) == before


def test_a_notice_sent_many_times_at_once_has_one_effect(citizen, people, due):
    payment = pay(citizen, due)
    transaction = "FT" + uuid.uuid4().hex

    def send(_):
        return people.bank(payment["transfer_content"], FEE, transaction, notice_id="msg_" + transaction).json["outcome"]

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(send, range(16)))
    assert outcomes == ["repeated"] * 15 + ["settled"]
    assert [item["state"] for item in fee(citizen, due)["items"]] == ["paid"]


def test_money_that_comes_late_is_still_taken(citizen, people, due, service):
    payment = pay(citizen, due)
    service.sql("update payment set expires_at = now() - interval '1 day' where id = %s", payment["id"])
    assert fee(citizen, due)["items"][0]["state"] == "expired"
    other = pay(citizen, due)
    assert other["id"] != payment["id"] and other["transfer_content"] != payment["transfer_content"]
    assert people.bank(payment["transfer_content"], FEE).json["outcome"] == "settled"
    assert fee(citizen, due)["state"] == "paid"
    # And the second code, paid as well, is money to be given back.
    assert people.bank(other["transfer_content"], FEE).json["outcome"] == "already_paid"


def test_another_amount_waits_for_a_person(citizen, people, due, service):
    payment = pay(citizen, due)
    before = balances(service)
    for amount in (FEE - 1, FEE + 1, 1):
        assert people.bank(payment["transfer_content"], amount).json["outcome"] == "amount_differs"
    item = fee(citizen, due)["items"][0]
    assert item["state"] == "pending" and f"khác số phải nộp {WORDS}" in item["note"]
    assert fee(citizen, due)["state"] == "due"
    assert before.get("suspense:demo", 0) - balances(service)["suspense:demo"] == 2 * FEE + 1
    assert people.bank(payment["transfer_content"], FEE).json["outcome"] == "settled"
    assert fee(citizen, due)["items"][0]["note"] is None


def test_paid_twice_the_second_time_stands_in_suspense(citizen, people, due, service):
    payment = pay(citizen, due)
    assert people.bank(payment["transfer_content"], FEE).json["outcome"] == "settled"
    before = balances(service)
    assert people.bank(payment["transfer_content"], FEE).json["outcome"] == "already_paid"
    after = balances(service)
    assert before.get("suspense:demo", 0) - after["suspense:demo"] == FEE
    assert after["fees:H99.31"] == before["fees:H99.31"]
    assert sum(item["state"] == "paid" for item in fee(citizen, due)["items"]) == 1


def test_cash_and_transfer_at_once_charge_once(citizen, people, due):
    payment = pay(citizen, due)
    officer = people.officer.copy()
    with ThreadPoolExecutor(2) as pool:
        bank = pool.submit(people.bank, payment["transfer_content"], FEE)
        cash = pool.submit(officer.post, f"/v1/dossiers/{due}/payments", {"method": "cash"}, key=True)
    outcomes = (bank.result().json["outcome"], cash.result().status)
    assert outcomes in (("settled", 409), ("already_paid", 201)), outcomes
    assert sum(item["state"] == "paid" for item in fee(citizen, due)["items"]) == 1


@pytest.fixture(scope="module")
def other_bank(service, people):
    """A bank partner that is bound to an account of somebody else; its secret."""
    key = "whsec_" + "T3RoZXJT" * 4
    secrets = json.loads(service.secrets_file.read_text())
    secrets["banks"]["other-account"] = {"secret": key, "account": "970499:0011001234567"}
    service.secrets_file.write_text(json.dumps(secrets))
    service.stop_api()
    service.start_api()
    return key


def test_a_bank_settles_nothing_with_money_on_a_foreign_account(citizen, people, due, service, other_bank):
    payment = pay(citizen, due)
    before = balances(service)
    # a bank that is bound to another account, whether it names that account or the payer's
    for account in ({}, {"account": "0011001234567"}):
        answer = people.bank(payment["transfer_content"], FEE, name="other-account", secret=other_bank, money=account)
        assert answer.json == {"outcome": "foreign_account"}, account
    # the right bank, about an account that is not the one it is bound to
    foreign = {"account": "0011001234568"}
    assert people.bank(payment["transfer_content"], FEE, money=foreign).json == {"outcome": "foreign_account"}
    assert fee(citizen, due)["state"] == "due"
    after = balances(service)
    assert before.get("suspense:other-account", 0) - after["suspense:other-account"] == 2 * FEE
    assert before.get("suspense:demo", 0) - after["suspense:demo"] == FEE
    own = {"account": "0011001234567"}
    assert people.bank(payment["transfer_content"], FEE, money=own).json == {"outcome": "settled"}
    assert fee(citizen, due)["state"] == "paid"


def test_money_for_a_code_of_a_former_account_waits_for_a_person(citizen, people, due, service):
    payment = pay(citizen, due)
    service.sql("update payment set bank = bank || '{\"account\": \"0011009999999\"}' where id = %s", payment["id"])
    assert people.bank(payment["transfer_content"], FEE).json == {"outcome": "foreign_account"}
    assert fee(citizen, due)["state"] == "due"


def test_a_method_that_is_not_set_up_is_not_offered(citizen, due, service, anyone):
    service.stop_api()
    service.start_api(MOTCUA_BANK_ACCOUNT="")
    try:
        answer = citizen.post(f"/v1/dossiers/{due}/payments", {"method": "vietqr"}, key=True)
        assert answer.code == "invalid-body" and answer.pointers == {"/method": "method"}
        assert [one["code"] for one in anyone.get("/v1/site").json["payment_methods"]] == ["cash"]
    finally:
        service.stop_api()
        service.start_api()


@pytest.mark.parametrize("method, words", [("vietqr", "Chuyển khoản qua mã VietQR"), ("cash", "Tiền mặt")])
def test_the_official_receipt_says_how_it_was_paid(citizen, people, due, method, words):
    if method == "cash":
        pay(people.officer, due, method)
    else:
        people.bank(pay(citizen, due)["transfer_content"], FEE)
    paper = citizen.get(f"/v1/dossiers/{due}/papers/payment-receipt.pdf").body
    text = subprocess.run(["pdftotext", "-", "-"], input=paper, stdout=subprocess.PIPE, check=True).stdout.decode()
    assert words in " ".join(text.split())


def test_money_with_an_unknown_content_is_kept(people, service):
    before = balances(service)
    for content in ("chuyen tien", "", "MC0000000000", "MC7K2Q9XW4TA'; drop table payment; --"):
        assert people.bank(content, 5000).json["outcome"] == "unmatched"
    assert before.get("suspense:demo", 0) - balances(service)["suspense:demo"] == 20000


def test_a_result_is_not_handed_over_while_a_fee_is_unpaid(citizen, people, due):
    officer = people.officer
    officer.do(due, "accept")
    officer.finish(due)
    result = officer.dossier(due)["results"][0]["id"]
    assert citizen.dossier(due)["results"] == []
    assert citizen.get(f"/v1/dossiers/{due}/files/{result}").code == "not-found"
    assert officer.act(due, "return", receiver_name="Lê Văn Tám").code == "payment-due"
    pay(officer, due, "cash")
    assert citizen.get(f"/v1/dossiers/{due}/files/{result}").status == 200
    assert officer.do(due, "return", receiver_name="Lê Văn Tám")["state"] == "returned"


@pytest.mark.parametrize("way", [(), ("accept",), ("accept", "forward"), ("accept", "finish")],
                         ids=["registered", "received", "processing", "finished"])
def test_after_a_payment_was_asked_for_it_goes_on_where_it_stood(citizen, people, way):
    dossier = citizen.file(COPIES)
    officer = people.officer
    for step in way:
        officer.finish(dossier) if step == "finish" else officer.do(dossier, step)
    before = officer.dossier(dossier)["state"]
    asked = officer.do(dossier, "request_payment", reason="Vui lòng nộp phí để tiếp tục.")
    assert asked["state"] == "payment_requested" and asked["state_code"] == 6
    assert officer.act(dossier, "request_payment", reason="lần nữa nhé").status == 409
    payment = pay(citizen, dossier)
    assert people.bank(payment["transfer_content"], FEE).json["outcome"] == "settled"
    assert citizen.dossier(dossier)["state"] == before


@pytest.mark.parametrize("step", ["accept_withdrawal", "stop"])
def test_what_waits_for_its_fee_after_a_result_can_still_end(citizen, people, step):
    """Before: 500, the dossier could not be withdrawn or stopped."""
    dossier, officer = citizen.file(COPIES), people.officer
    officer.do(dossier, "accept")
    officer.finish(dossier)
    officer.do(dossier, "request_payment", reason="Vui lòng nộp phí để nhận kết quả.")
    if step == "accept_withdrawal":
        citizen.do(dossier, "request_withdrawal", reason="Tôi không cần nữa.")
        ended = officer.do(dossier, step)
    else:
        ended = officer.do(dossier, step, reason="Công dân không nộp phí.")
    assert ended["state"] in ("withdrawn", "stopped")
    assert ended["payment"]["state"] == "none"
    assert citizen.post(f"/v1/dossiers/{dossier}/payments", {"method": "vietqr"}, key=True).code == "nothing-due"


def test_money_for_a_dossier_that_ended_is_kept_and_no_code_is_given(citizen, people, due, service):
    payment = pay(citizen, due)
    people.officer.do(due, "refuse", reason="Không thuộc thẩm quyền.")
    answer = citizen.post(f"/v1/dossiers/{due}/payments", {"method": "vietqr"}, key=True)
    assert answer.code in ("wrong-state", "nothing-due")
    assert people.bank(payment["transfer_content"], FEE).status == 200
    assert citizen.dossier(due)["state"] == "rejected"


def test_a_draft_has_no_fee_yet(citizen):
    draft = citizen.draft(COPIES)
    assert fee(citizen, draft)["state"] == "none"
    assert citizen.post(f"/v1/dossiers/{draft}/payments", {"method": "vietqr"}, key=True).code == "nothing-due"


@pytest.mark.parametrize("what, more", [
    ("another secret", {"secret": "whsec_" + "QUFB" * 8}),
    ("too old", {"after": -302}),
    ("from the future", {"after": 360}),
    ("no signature at all", {"headers": {"webhook-signature": "v1,"}}),
    ("another scheme", {"headers": {"webhook-signature": "v1a,AAAA"}}),
    ("a bank that is not ours", {"name": "other"}),
], ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "")
def test_a_forged_or_old_notice_is_refused(people, citizen, due, what, more):
    payment = pay(citizen, due)
    if "after" in more:
        more = {"at": int(time.time()) + more["after"]}
    answer = people.bank(payment["transfer_content"], FEE, **more)
    assert (answer.status, answer.code) == (401, "signature-invalid"), what
    assert fee(citizen, due)["state"] == "due"


def test_a_notice_changed_on_the_way_is_refused(people, citizen, due, contract, service):
    payment = pay(citizen, due)
    body = json.dumps({"transaction_id": "X1", "amount": FEE, "content": payment["transfer_content"],
                       "received_at": "2026-11-23T03:04:05Z"}).encode()
    headers = sign_webhook(service.secrets["banks"]["demo"], body)
    client = Client(service, contract)
    for changed, other in ((body.replace(b"X1", b"X2"), headers), (body, {**headers, "webhook-id": "msg_other"}),
                           (body, {**headers, "webhook-timestamp": str(int(headers["webhook-timestamp"]) - 1)})):
        assert client("POST", "/v1/webhooks/banks/demo", body=changed, headers=other).code == "signature-invalid"
    # Several signatures, while a secret changes: one of them must fit.
    both = {**headers, "webhook-signature": "v1,AAAA " + headers["webhook-signature"]}
    assert client("POST", "/v1/webhooks/banks/demo", body=body, headers=both).json["outcome"] == "settled"
    # A bank's secret is not a carrier's.
    answer = people.notice("carriers", {"tracking_number": "RM000000000VN", "state": "delivered",
                                        "at": "2026-11-24T03:04:05Z"}, secret=service.secrets["banks"]["demo"])
    assert answer.code == "signature-invalid"


def test_a_free_procedure_stays_free(people):
    citizen = people.newcomer()
    assert citizen.submit(citizen.draft(BIRTH)).get("fee_total") == 0


@pytest.mark.parametrize("procedure", ["1.001193", "1.000656", "2.002621"])
def test_extra_copies_cost_what_the_form_says(people, anyone, procedure):
    """The hint names the price of a copy, and that is what is asked for; without copies nothing is."""
    citizen = people.newcomer()
    form = citizen.form(procedure)
    hint = next(field["hint"] for page in form["ui"]["pages"] for field in page["fields"] if field["name"] == "copies")
    assert "8.000 đồng" in hint
    for copies, total in ((0, 0), (1, 8000), (3, 24000)):
        draft = citizen.draft(procedure, answers={**form["example"], "copies": copies})
        assert citizen.submit(draft)["fee_total"] == total
        payment = citizen.dossier(draft)["payment"]
        assert (payment["state"], payment["total"]) == ("due" if total else "none", total)
    summary = next(item for item in anyone.get("/v1/procedures", query={"q": form["procedure_code"]}).json["items"]
                   if item["code"] == procedure)
    assert summary["fee_from"] == 0
    guide = anyone.get(f"/v1/procedures/{procedure}").json
    assert {fee["least"] for channel in guide["cases"][0]["channels"] for fee in channel["fees"]} == {0}
