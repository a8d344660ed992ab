"""Results by post: the shipment, its number and label, the carrier's events in every order, proof of delivery."""
import re
import subprocess
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.people import ADDRESS, COPIES

PROOF = {"proof": {"receiver_name": "Nguyễn Văn Nhận", "id_seen": True}}


@pytest.fixture()
def citizen(people):
    return people.citizen_mother


@pytest.fixture()
def finished(citizen, people):
    """A finished and paid dossier whose result goes by post."""
    dossier = citizen.file(COPIES, return_channel="post", return_address=ADDRESS)
    people.officer.do(dossier, "accept")
    people.officer.pay_cash(dossier)
    people.officer.finish(dossier)
    return dossier


def ship(person, dossier):
    return person.post(f"/v1/dossiers/{dossier}/shipments", {"carrier": "demo"}, key=True)


@pytest.fixture()
def shipment(people, finished):
    answer = ship(people.officer, finished)
    assert answer.status == 201, answer
    assert answer.headers["location"] == f"/v1/shipments/{answer.json['tracking_number']}"
    return answer.json


def test_the_tracking_number_is_a_upu_s10_number(shipment):
    number = shipment["tracking_number"]
    assert re.fullmatch(r"RM[0-9]{9}VN", number)
    total = sum(int(digit) * weight for digit, weight in zip(number[2:10], (8, 6, 4, 2, 3, 5, 9, 7)))
    check = 11 - total % 11
    assert int(number[10]) == {10: 0, 11: 5}.get(check, check)


def test_the_letter_goes_to_the_address_given_at_filing(shipment, citizen, finished, people):
    assert shipment["state"] == "created" and shipment["dossier_id"] == finished
    assert shipment["recipient"]["name"] == "Nguyễn Thị Mẫu" and shipment["recipient"]["phone"] == "0900000001"
    assert shipment["recipient"]["address"].startswith("Số 1, ngõ 2, Phường")
    label = people.officer.get(f"/v1/shipments/{shipment['tracking_number']}/label.pdf")
    assert label.status == 200 and label.body.startswith(b"%PDF-")
    words = subprocess.run(["pdftotext", "-", "-"], input=label.body, capture_output=True, check=True).stdout.decode()
    words = " ".join(words.split())
    assert "Bưu chính mô phỏng (chạy thử)" in words and "MẪU - không có giá trị pháp lý" in words
    assert citizen.get(f"/v1/shipments/{shipment['tracking_number']}/label.pdf").code == "forbidden"
    assert citizen.get(f"/v1/dossiers/{finished}/shipments").json["items"] == [shipment]
    assert shipment["tracking_number"] in citizen.get("/v1/notifications").json["items"][0]["body"]


def test_delivered_with_proof_the_dossier_is_returned(shipment, citizen, people, finished, anyone):
    number = shipment["tracking_number"]
    for hour, state in enumerate(("collected", "in_transit", "at_delivery_office", "out_for_delivery")):
        at = f"2026-11-24T0{hour}:00:00Z"
        assert people.carrier(number, state, at, carrier_code=f"C{hour}").json == {"outcome": "recorded"}
        assert citizen.get(f"/v1/shipments/{number}").json["state"] == state
        assert citizen.dossier(finished)["state"] == "finished"
    seen = anyone.follow(citizen.link(finished)).json
    assert seen["shipment"] == {"tracking_number": number, "state": "out_for_delivery"}
    people.carrier(number, "delivered", "2026-11-24T09:00:00Z", **PROOF)
    returned = citizen.dossier(finished)
    assert returned["state"] == "returned" and returned["returned_at"]
    shown = citizen.get(f"/v1/shipments/{number}").json
    assert shown["state"] == "delivered" and shown["proof"] == PROOF["proof"]
    assert [e["state"] for e in shown["events"]] == ["collected", "in_transit", "at_delivery_office",
                                                     "out_for_delivery", "delivered"]
    assert "Nguyễn Văn Nhận" in citizen.get("/v1/notifications").json["items"][0]["body"]


def test_delivered_without_proof_is_not_returned(shipment, citizen, people, finished):
    people.carrier(shipment["tracking_number"], "delivered")
    assert citizen.dossier(finished)["state"] == "finished"


def test_while_a_letter_is_under_way_nothing_else_is_handed_over(shipment, people, finished):
    officer = people.officer
    assert officer.act(finished, "return", receiver_name="Ai đó").code == "wrong-state"
    assert ship(officer, finished).code == "wrong-state"


def test_a_letter_with_a_result_that_was_taken_back_ends_nothing(shipment, citizen, people, finished):
    """Before: its proof of delivery closed the dossier, though the corrected result had not left."""
    officer, number = people.officer, shipment["tracking_number"]
    people.carrier(number, "in_transit")
    officer.do(finished, "recall", reason="Kết quả ghi sai tên đường.")
    officer.finish(finished)
    assert "ship" not in officer.dossier(finished)["actions"]  # one letter at a time
    assert people.carrier(number, "delivered", **PROOF).status == 200
    assert citizen.dossier(finished)["state"] == "finished"
    assert citizen.get(f"/v1/shipments/{number}").json["state"] == "delivered"
    second = ship(officer, finished)
    assert second.status == 201
    assert people.carrier(second.json["tracking_number"], "delivered", **PROOF).status == 200
    assert citizen.dossier(finished)["state"] == "returned"


def test_failed_delivery_is_told_and_tried_again(shipment, citizen, people, finished):
    number = shipment["tracking_number"]
    people.carrier(number, "delivery_failed", "2026-11-24T09:00:00Z", note="không có người nhận")
    assert citizen.dossier(finished)["state"] == "finished"
    assert citizen.get("/v1/notifications").json["items"][0]["title"].startswith("Chưa phát được")
    people.carrier(number, "delivered", "2026-11-25T09:00:00Z", **PROOF)
    assert citizen.dossier(finished)["state"] == "returned"


def test_returned_to_sender_it_can_be_collected_or_sent_again(shipment, citizen, people, finished):
    number = shipment["tracking_number"]
    people.carrier(number, "returning", "2026-11-24T09:00:00Z")
    people.carrier(number, "returned_to_sender", "2026-11-25T09:00:00Z")
    assert citizen.dossier(finished)["state"] == "finished"
    assert {"ship", "return"} <= set(people.officer.dossier(finished)["actions"])
    # A carrier that then says it was delivered after all is not believed.
    people.carrier(number, "delivered", "2026-11-26T09:00:00Z", **PROOF)
    assert citizen.dossier(finished)["state"] == "finished"
    again = ship(people.officer, finished)
    assert again.status == 201 and again.json["tracking_number"] != number
    people.carrier(again.json["tracking_number"], "delivered", "2026-11-27T09:00:00Z", **PROOF)
    assert citizen.dossier(finished)["state"] == "returned"
    assert len(citizen.get(f"/v1/dossiers/{finished}/shipments").json["items"]) == 2


def test_events_come_late_out_of_order_and_twice(shipment, citizen, people):
    number, notice = shipment["tracking_number"], "msg_" + uuid.uuid4().hex
    assert people.carrier(number, "out_for_delivery", "2026-11-24T08:00:00Z", notice).json["outcome"] == "recorded"
    assert people.carrier(number, "out_for_delivery", "2026-11-24T08:00:00Z", notice).json["outcome"] == "repeated"
    assert people.carrier(number, "in_transit", "2026-11-24T02:00:00Z").json["outcome"] == "recorded"
    shown = citizen.get(f"/v1/shipments/{number}").json
    assert shown["state"] == "out_for_delivery"
    assert [event["state"] for event in shown["events"]] == ["in_transit", "out_for_delivery"]
    assert people.carrier("RM000000000VN", "delivered").json["outcome"] == "unmatched"


def test_delivered_many_times_at_once_is_delivered_once(shipment, citizen, people, finished):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: people.carrier(shipment["tracking_number"], "delivered", **PROOF), range(16)))
    assert {answer.status for answer in answers} == {200}
    events = citizen.get(f"/v1/dossiers/{finished}/events").json["items"]
    assert [event["to_state"] for event in events].count("returned") == 1


def test_one_letter_is_made_whoever_asks_at_once(people, finished, citizen):
    officers = [people.officer.copy() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda officer: ship(officer, finished).status, officers))
    assert statuses == [201] + [409] * 7
    assert len(citizen.get(f"/v1/dossiers/{finished}/shipments").json["items"]) == 1


def test_shipments_are_seen_by_those_who_see_the_dossier(shipment, people, finished):
    for stranger in (people.citizen, people.officer_chung, people.admin):
        assert stranger.get(f"/v1/shipments/{shipment['tracking_number']}").code == "not-found"
        assert stranger.get(f"/v1/dossiers/{finished}/shipments").code == "not-found"
    assert people.officer_chung.get(f"/v1/shipments/{shipment['tracking_number']}/label.pdf").code == "not-found"


def test_a_dossier_by_post_needs_an_address(citizen):
    dossier = citizen.draft(COPIES, return_channel="post")
    answer = citizen.post(f"/v1/dossiers/{dossier}/submission", key=True)
    assert answer.code == "answers-invalid" and answer.pointers == {"/return_address": "required"}


def test_only_a_finished_and_paid_dossier_for_the_post_is_sent(citizen, people):
    officer = people.officer
    dossier = citizen.file(COPIES, return_channel="post", return_address=ADDRESS)
    assert ship(officer, dossier).code == "wrong-state"
    officer.do(dossier, "accept")
    officer.finish(dossier)
    assert ship(officer, dossier).code == "payment-due"
    assert ship(citizen, dossier).code == "forbidden"
    at_the_desk = citizen.file(COPIES)
    officer.do(at_the_desk, "accept")
    officer.pay_cash(at_the_desk)
    officer.finish(at_the_desk)
    assert ship(officer, at_the_desk).code == "wrong-state"
