"""Ways on where there were none: an online result that is fetched, a fee that nobody pays, a withdrawal that is pending, papers
asked for by mistake."""
import threading

import pytest

from harness.people import BIRTH, COPIES

REASON = "Tôi không cần nữa."


@pytest.fixture()
def citizen(people):
    return people.citizen_elder


def online(people, citizen, procedure=BIRTH):
    """A dossier whose result is returned online, finished."""
    dossier = citizen.file(procedure, return_channel="online")
    people.officer.do(dossier, "accept")
    people.officer.finish(dossier)
    return dossier


def download(person, dossier):
    [result] = results(person, dossier)
    return person.get(f"/v1/dossiers/{dossier}/files/{result['id']}")


def results(person, dossier):
    return person.dossier(dossier)["results"]


def kinds(person, dossier):
    return [event["kind"] for event in person.get(f"/v1/dossiers/{dossier}/events").json["items"]]


def test_an_online_result_is_returned_when_it_is_fetched(people, citizen):
    """Before: "citizen downloads it, state stays "Đã xử lý xong"; to close it the officer must press "Trao kết quả tại quầy" and
    write a receiver: false data in the event log, state 10 never true for online"."""
    dossier = online(people, citizen)
    assert download(people.officer, dossier).status == 200
    assert people.officer.dossier(dossier)["state"] == "finished", "who works there reads it, and that is no hand-over"
    assert "fetch" in citizen.dossier(dossier)["actions"] and "fetch" not in people.officer.dossier(dossier)["actions"]
    assert download(citizen, dossier).status == 200
    after = citizen.dossier(dossier)
    assert after["state"] == "returned" and after["returned_at"] and kinds(citizen, dossier)[-1] == "fetch"
    assert download(citizen, dossier).status == 200
    assert kinds(citizen, dossier).count("fetch") == 1
    links = citizen.get(f"/v1/dossiers/{dossier}/custody").json["items"]
    assert links[-1]["state"] == "returned"


def test_what_is_returned_otherwise_is_not_returned_by_a_download(people, citizen):
    dossier = citizen.file(BIRTH)
    people.officer.do(dossier, "accept")
    people.officer.finish(dossier)
    assert download(citizen, dossier).status == 200
    assert citizen.dossier(dossier)["state"] == "finished" and "fetch" not in kinds(citizen, dossier)


def test_a_result_whose_fee_is_due_is_not_fetched(people, citizen):
    dossier = online(people, citizen, COPIES)
    [result] = results(people.officer, dossier)
    assert citizen.get(f"/v1/dossiers/{dossier}/files/{result['id']}").status == 404
    assert citizen.dossier(dossier)["state"] == "finished"


def test_fetched_many_times_at_once_it_is_returned_once(people, citizen):
    dossier = online(people, citizen)
    [result] = results(citizen, dossier)
    answers = []

    def fetch(person):
        answers.append(person.get(f"/v1/dossiers/{dossier}/files/{result['id']}", check=False).status)
        person.close()
    threads = [threading.Thread(target=fetch, args=(citizen.copy(),)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 6
    assert citizen.dossier(dossier)["state"] == "returned" and kinds(citizen, dossier).count("fetch") == 1


def test_who_asks_for_it_back_is_answered_before_there_is_a_result(people, citizen):
    """Before: "Withdrawal pending: finish is allowed over it, then "Đồng ý cho rút" is offered as a button and answers 409"."""
    officer, dossier = people.officer, citizen.file(BIRTH)
    officer.do(dossier, "accept")
    citizen.do(dossier, "request_withdrawal", reason=REASON)
    assert "finish" not in officer.dossier(dossier)["actions"]
    answer = officer.act(dossier, "finish", upload_ids=[officer.upload()])
    assert (answer.status, answer.code) == (409, "withdrawal-pending") and "xin rút" in answer.json["title"], answer
    officer.do(dossier, "decline_withdrawal", reason_code="result_decided")
    assert officer.finish(dossier)["state"] == "finished"


def test_a_fee_that_nobody_pays_is_not_waited_for_without_end(people, citizen, moment):
    """Before: "if the citizen never pays it stands for ever"."""
    moment.set("2027-03-10 09:00")
    officer, dossier = people.officer, citizen.file(COPIES)
    asked = officer.do(dossier, "request_payment", reason_code="fee_unpaid")
    assert asked["pay_until"] == "2027-04-09T16:59:59.000Z" and "expire_payment" not in asked["actions"]
    notice = next(n for n in citizen.get("/v1/notifications").json["items"] if n["dossier_id"] == dossier)
    assert notice["body"].endswith("Hạn nộp: hết ngày 09/04/2027.")
    moment.set("2027-04-09 23:59")
    assert officer.act(dossier, "expire_payment").code == "wrong-state"
    moment.set("2027-04-10 00:00")
    ended = officer.do(dossier, "expire_payment")
    assert (ended["state"], ended["ground"]["code"], ended["payment"]["state"]) == ("stopped", "fee_not_paid", "none")


def test_a_result_that_was_never_paid_for_is_not_given_away_with_the_end(people, citizen, moment):
    moment.set("2027-03-10 09:00")
    dossier = online(people, citizen, COPIES)
    [result] = results(people.officer, dossier)
    people.officer.do(dossier, "request_payment", reason_code="fee_unpaid")
    moment.set("2027-06-10 09:00")
    people.officer.do(dossier, "expire_payment")
    assert citizen.dossier(dossier)["results"] == []
    assert citizen.get(f"/v1/dossiers/{dossier}/files/{result['id']}").status == 404


def test_papers_asked_for_by_mistake_are_asked_for_no_more(people, service, citizen, moment):
    """Before: "Asked by mistake: officer's actions = [] until the limit passes"."""
    moment.set("2027-03-10 09:00")
    officer, dossier = people.officer, citizen.file(BIRTH)
    before = officer.do(dossier, "accept")
    officer.do(dossier, "request_supplement", reason_code="paper_missing", fields=["copies"])
    moment.set("2027-03-10 14:00")
    after = officer.do(dossier, "cancel_supplement", reason_code="asked_by_mistake")
    assert (after["state"], after["supplement"], after["due_at"]) == ("received", None, before["due_at"])
    assert "request_supplement" not in after["actions"], "it was asked once, as the law has it"
    assert service.sql("select answered_at, cancelled_at is not null from supplement_round where dossier_id = %s", dossier) == [(None, True)]
    assert service.sql("select distinct cause from time_entry where dossier_id = %s", dossier) == [("office",)]
    notice = next(n for n in citizen.get("/v1/notifications").json["items"] if n["dossier_id"] == dossier)
    assert "không phải gửi thêm gì" in notice["body"]
    assert citizen.act(dossier, "supply").code == "wrong-state"
    assert service.sql("select ended_why from promise where dossier_id = %s and promised = 'supplement'", dossier) == [("void",)]
