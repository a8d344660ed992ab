"""What only a leader may do, how he is asked for a word, and that he sees what is asked of him."""
import pytest

from harness import walk
from harness.people import BIRTH

WHY = "Hồ sơ có tình tiết chưa rõ, cần lãnh đạo cho ý kiến."
ANSWER = "Đồng ý, xử lý tiếp theo đề xuất."
ASK = {"reason": "Bản chụp giấy chứng sinh bị mờ.", "fields": ["copies"]}


@pytest.fixture()
def received(people):
    dossier = people.citizen_elder.file(BIRTH)
    people.officer.do(dossier, "accept")
    return dossier


def waiting(person, dossier):
    """Since when the queue says that a leader's word is waited for."""
    items = person.pages("/v1/inbox", limit=100)
    return next(item["leader_asked_at"] for item in items if item["id"] == dossier)


def test_a_leader_is_asked_and_gives_it_back_with_a_word_that_the_citizen_does_not_read(people, received):
    """Before: "leader's `actions` = officer's, word for word"; nobody could put a dossier before him."""
    officer, leader, citizen = people.officer, people.leader, people.citizen_elder
    assert "hand_back" not in leader.dossier(received)["actions"] and "ask_leader" not in leader.dossier(received)["actions"]
    asked = officer.do(received, "ask_leader", reason=WHY)
    assert asked["state"] == "received" and "ask_leader" not in asked["actions"]
    since = waiting(leader, received)
    name = officer.get("/v1/me").json["full_name"]
    for person in (officer, leader, citizen):
        assert person.dossier(received)["leader_asked"] == {"since": since, "officer_name": name}
    answer = officer.act(received, "hand_back", reason=ANSWER)
    assert (answer.status, answer.code) == (403, "leader-required"), answer
    given = leader.do(received, "hand_back", reason=ANSWER)
    assert given["leader_asked"] is None and citizen.dossier(received)["leader_asked"] is None
    assert given["holder"] == asked["holder"] and waiting(leader, received) is None
    assert leader.act(received, "hand_back", reason=ANSWER).code == "wrong-state"
    for person, notes in ((officer, [WHY, ANSWER]), (citizen, [None, None])):
        events = person.get(f"/v1/dossiers/{received}/events").json["items"]
        assert [event["note"] for event in events if event["kind"] in ("ask_leader", "hand_back")] == notes


def test_a_step_of_the_leader_is_an_answer_too_and_what_goes_on_waits_no_more(people, received):
    people.officer.do(received, "ask_leader", reason=WHY)
    people.leader.do(received, "take")
    assert waiting(people.leader, received) is None
    people.officer.do(received, "ask_leader", reason=WHY)
    people.officer.do(received, "request_supplement", **ASK)
    assert waiting(people.leader, received) is None


def test_a_second_supplement_only_by_a_special_rule_and_only_the_leader(people, service, received):
    """Before: "reason `abcde`, then a second and a third request ...: all 201, no leader"."""
    officer, leader, citizen = people.officer, people.leader, people.citizen_elder
    before = service.sql("select pg_get_functiondef('rule_at'::regproc)")[0][0]
    officer.do(received, "request_supplement", **ASK)
    citizen.supply(received, copies=3)
    for person in (officer, leader):
        assert "request_supplement" not in person.dossier(received)["actions"]
        assert person.act(received, "request_supplement", **ASK).code == "wrong-state"
    walk.allow_supplements(service, 2)
    assert "request_supplement" not in officer.dossier(received)["actions"]
    answer = officer.act(received, "request_supplement", **ASK)
    assert (answer.status, answer.code) == (403, "leader-required"), answer
    assert leader.do(received, "request_supplement", **ASK)["state"] == "supplement_requested"
    service.sql(before)
