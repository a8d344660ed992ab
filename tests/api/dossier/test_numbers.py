"""Dossier codes and receipt numbers through the API: none is cut, none is used up by repeating a submission."""
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.people import COPIES, UNIT

DAY = "local_day(now())"


def given(service, kind="dossier"):
    """How many numbers of the unit were given out today."""
    rows = service.sql(f"select taken from code_lease where unit_code = %s and kind = %s and day = {DAY} and taken < last",
                       UNIT, kind)
    return rows[0][0] if rows else 0


def go_to(service, kind, last):
    """The unit has given out the numbers up to this one today."""
    service.sql(f"update code_lease set taken = %s where unit_code = %s and kind = %s and day = {DAY}", last, UNIT, kind)
    assert given(service, kind) == last


def number(code):
    return int(code.rsplit("-", 1)[1])


def test_the_ten_thousandth_dossier_of_a_day_is_filed_and_its_receipt_is_written(people, service):
    citizen, officer = people.newcomer(), people.officer
    officer.pay_cash(citizen.file())
    for kind in ("dossier", "receipt"):
        go_to(service, kind, 9998)
    codes, receipts = [], []
    for _ in range(4):
        filed = citizen.submit(citizen.draft(COPIES))
        codes.append(filed["code"])
        receipts.append(officer.pay_cash(filed["id"])["receipt_number"])
        # Whoever follows it without signing in finds it under the longer code.
        tracked = people.nobody.track(filed["code"], citizen.login["login"][-4:])
        assert tracked.json["code"] == filed["code"]
    for texts in (codes, receipts):
        assert [text.rsplit("-", 1)[1] for text in texts] == ["9999", "10000", "10001", "10002"]
    assert all(re.fullmatch(rf"(BL-)?{re.escape(UNIT)}-\d{{6}}-\d{{4,7}}", text) for text in codes + receipts)


@pytest.mark.parametrize("same_key", [True, False], ids=["the-same-key", "a-key-each"])
def test_a_submission_sent_sixteen_times_at_once_uses_up_one_number(people, service, same_key):
    """B092."""
    citizen = people.newcomer()
    before = number(citizen.submit(citizen.draft(COPIES))["code"])
    dossier = citizen.draft(COPIES)
    key = str(uuid.uuid4())
    clients = [citizen.copy() for _ in range(16)]

    def send(client):
        return client.post(f"/v1/dossiers/{dossier}/submission", key=key if same_key else str(uuid.uuid4()))

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(send, clients))
    filed = [answer for answer in answers if answer.status == 201]
    assert {answer.code for answer in answers if answer.status != 201} <= {"idempotency-in-progress" if same_key else "wrong-state"}
    assert filed and {number(answer.json["code"]) for answer in filed} == {before + 1}
    # Again, later: neither the same key nor another one takes a number.
    assert send(citizen).code == (None if same_key else "wrong-state")
    assert number(citizen.submit(citizen.draft(COPIES))["code"]) == before + 2


def test_a_submission_that_failed_after_it_got_its_code_goes_on_with_it(people, service):
    citizen = people.newcomer()
    dossier = citizen.draft(COPIES)
    ask = "select set_config('motcua.account', %s, true); select dossier_number(%s)"
    code = service.sql(ask, citizen.account["id"], dossier)[0][0]
    assert service.sql(ask, citizen.account["id"], dossier)[0][0] == code
    assert citizen.submit(dossier)["code"] == code
    assert number(citizen.submit(citizen.draft(COPIES))["code"]) == number(code) + 1


def test_a_code_of_another_day_is_not_used_again_and_stays_where_it_is_written(people, service):
    citizen = people.newcomer()
    dossier = citizen.draft(COPIES)
    service.sql(f"insert into dossier_code (code, dossier_id) values (number_text(%s, {DAY} - 1, 7), %s)", UNIT, dossier)
    filed = citizen.submit(dossier)
    assert service.sql(f"select %s like %s || '-' || to_char({DAY}, 'YYMMDD') || '-%%'", filed["code"], UNIT) == [(True,)]
    assert service.sql("select count(*) from dossier_code where dossier_id = %s", dossier) == [(2,)]
