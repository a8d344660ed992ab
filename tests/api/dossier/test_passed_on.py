"""Custody without a person: a dossier goes only to who handles its procedure and is there, and may be fetched back until then."""
import pytest

from harness.people import BIRTH, COPIES

REASON = "Gửi nhầm nơi, lấy lại để chuyển đúng."
MILITARY, OTHER, HERE = "H99.24", "H99.32", "H99.31"


@pytest.fixture()
def received(people):
    dossier = people.citizen_elder.file(BIRTH)
    people.officer.do(dossier, "accept")
    return dossier


@pytest.fixture()
def empty(service):
    """Ends the posts of a unit; afterwards they are in force again."""
    ended = []

    def end(unit):
        ended.extend(service.sql("select id, valid_from from post where unit_code = %s and valid_until is null", unit))
        service.sql("update post set valid_from = valid_from - 9, valid_until = local_day(now()) where unit_code = %s", unit)
    yield end
    for post, begins in ended:
        service.sql("update post set valid_from = %s, valid_until = null where id = %s", begins, post)


def events(person, dossier, kind):
    return [event for event in person.get(f"/v1/dossiers/{dossier}/events").json["items"] if event["kind"] == kind]


def test_to_a_unit_that_does_not_handle_it_only_with_a_reason_which_the_leader_sees(people, received):
    """Before: "An officer forwards to any unit, also one that does not handle the procedure (civil-status dossier -> military
    command H99.24: 201)"."""
    answer = people.officer.act(received, "forward", unit_code=MILITARY)
    assert (answer.status, answer.code) == (422, "unit-not-competent"), answer
    assert people.officer.dossier(received)["holder"]["unit"]["code"] == HERE
    why = "Cần xác nhận thời gian tại ngũ của người cha."
    moved = people.officer.do(received, "forward", unit_code=MILITARY, reason=why, note="gấp")
    assert moved["holder"]["unit"]["code"] == MILITARY
    assert events(people.leader, received, "forward")[-1]["note"] == why + "\ngấp"
    assert events(people.citizen_elder, received, "forward")[-1]["note"] is None
    # whose queue it comes to shows it to the leader as something to look at
    [item] = [item for item in people.staff(MILITARY).pages("/v1/inbox", limit=100) if item["id"] == received]
    assert item["leader_asked_at"] is not None


def test_to_who_handles_it_and_to_the_parts_of_such_a_unit_no_reason_is_needed(people, received):
    assert people.officer.do(received, "forward", unit_code="H99.31.01")["holder"]["unit"]["code"] == "H99.31.01"
    assert people.officer.do(received, "forward", unit_code=OTHER)["holder"]["unit"]["code"] == OTHER


def test_to_a_unit_with_nobody_it_does_not_go(people, received, empty):
    """Before: "`forward` to H99.36 -> 201; holder "Ủy ban nhân dân xã Mẫu Lâm", officer null ... SQL is the only way out"."""
    empty("H99.36")
    for more in ({}, {"reason": REASON}):
        answer = people.officer.act(received, "forward", unit_code="H99.36", **more)
        assert (answer.status, answer.code) == (409, "unit-without-staff"), answer
    assert people.officer.dossier(received)["holder"]["unit"]["code"] == HERE


def test_nothing_is_filed_with_a_unit_that_has_nobody(people, empty):
    """Before: H99.34-261125-0001 "was taken with a signed receipt promising "8 giờ làm việc" ... no login can open it"."""
    citizen = people.citizen_elder
    draft = citizen.draft(COPIES, unit="H99.34")
    empty("H99.34")
    answer = citizen.post(f"/v1/dossiers/{draft}/submission", key=True)
    assert (answer.status, answer.code) == (409, "unit-without-staff"), answer
    begun = citizen.post("/v1/dossiers", {"procedure_code": COPIES, "unit_code": "H99.34", "return_channel": "counter",
                                          "answers": {}}, key=True)
    assert begun.code == "unit-without-staff", begun
    other = citizen.draft(COPIES, unit="H99.31")
    assert citizen.patch(f"/v1/dossiers/{other}", {"unit_code": "H99.34"}, etag="*").code == "unit-without-staff"


def test_which_unit_serves_in_its_place_is_said(people, service, empty):
    [(procedure, unit, parent, name)] = service.sql("""select c.procedure_code, u.code, p.code, p.name from unit u
        join unit p on p.code = u.parent_code join competence c on c.unit_code = u.code and c.valid_until is null
        join competence above on above.unit_code = p.code and above.procedure_code = c.procedure_code and above.valid_until is null
        join procedure_version v on v.procedure_code = c.procedure_code and v.level <> 'information' and v.valid_until is null
        where exists (select from post where unit_code = p.code and role <> 'admin') order by 1, 2 limit 1""")
    empty(unit)
    answer = people.citizen_elder.post("/v1/dossiers", {"procedure_code": procedure, "unit_code": unit, "answers": {},
                                                        "return_channel": "counter"}, key=True)
    assert answer.code == "unit-without-staff" and name in answer.json["detail"], (answer, parent)


def test_every_unit_of_the_sample_that_receives_dossiers_has_somebody(service):
    """Before: "22 of the 47 units that receive dossiers have no staff of their own"."""
    receiving = service.sql("select distinct unit_code from competence where valid_until is null")
    nobody = service.sql("""select distinct c.unit_code from competence c where c.valid_until is null and not exists (select from post
        where post.unit_code = c.unit_code and role in ('officer', 'leader') and post.valid_until is null)""")
    assert len(receiving) == 47 and nobody == []


def test_what_lies_with_nobody_is_seen_above_and_led_on(people, service, received, empty):
    """Before: "admin 404", "Of the 15 staff logins only ... the senders can open it, by URL, with actions []"."""
    people.officer.do(received, "forward", unit_code=OTHER)

    def unheld(person):
        return [item["id"] for item in person.pages("/v1/inbox", limit=100, view="unheld")]
    assert received not in unheld(people.admin)
    empty(OTHER)
    assert received in unheld(people.admin)
    assert people.admin.get("/v1/inbox", query={"limit": 100}).json["items"] == people.admin.pages("/v1/inbox", limit=100, view="unheld")
    assert people.citizen.get("/v1/inbox", query={"view": "unheld"}).code == "forbidden"
    assert received not in unheld(people.leader), "not below him"
    above = people.newcomer()
    service.sql("insert into post (id, account_id, unit_code, role, valid_from) values (uuid_v7(), %s, 'H99', 'leader', local_day(now()))",
                above.account["id"])
    above.refresh(above.login)
    assert received in unheld(above) and "forward" in above.dossier(received)["actions"]
    assert above.do(received, "forward", unit_code=HERE)["holder"]["unit"]["code"] == HERE
    assert received not in unheld(above)


def test_whoever_passed_it_on_takes_it_back_until_the_other_has_acted(people, received):
    """Before: "custody without a person ... SQL is the only way out" of a dossier sent to the wrong unit."""
    officer, other = people.officer, people.officer_binh
    assert "take_back" not in officer.dossier(received)["actions"]
    officer.do(received, "forward", unit_code=OTHER)
    assert officer.dossier(received)["actions"] == ["take_back"]
    assert "take_back" not in other.dossier(received)["actions"]
    people.citizen_elder.do(received, "request_withdrawal", reason=REASON)
    back = officer.do(received, "take_back", reason=REASON)
    assert (back["holder"]["unit"]["code"], back["holder"]["officer_name"]) == (HERE, "Trần Văn Một")
    assert "take_back" not in back["actions"] and other.dossier(received)["actions"] == []
    assert officer.act(received, "take_back", reason=REASON).code == "wrong-state"


def test_what_the_receiver_has_in_hand_is_not_taken_back(people, received):
    officer, other = people.officer, people.officer_binh
    officer.do(received, "forward", unit_code=OTHER)
    taken = other.do(received, "take")
    assert taken["holder"]["officer_name"] == "Nguyễn Văn Bình" and "take" not in taken["actions"]
    assert officer.dossier(received)["actions"] == []
    assert officer.act(received, "take_back", reason=REASON).code == "wrong-state"


def test_a_colleague_takes_it_in_hand(people, received):
    assert "take" not in people.officer.dossier(received)["actions"]
    taken = people.leader.do(received, "take", note="anh Một nghỉ phép")
    assert (taken["state"], taken["holder"]["officer_name"]) == ("received", "Lê Thị Duyệt")
    assert "take" in people.officer.dossier(received)["actions"]


def test_what_the_staff_write_to_each_other_is_not_for_a_colleague_whose_dossier_it_is(people, service):
    """Before: "Officer as applicant sees internal notes of another unit ("GHI CHU NOI BO..."): rule asks `caller_is_staff()`, not
    the relation to the dossier"."""
    neighbour, officer_too = people.newcomer(), people.officer_binh
    dossier = neighbour.file(COPIES)
    service.sql("""insert into acting (account_id, party_id, capacity) values (%s,
        (select party_id from account where id = %s), 'representative')""", officer_too.get("/v1/me").json["id"],
                neighbour.account["id"])
    people.officer.do(dossier, "accept")
    people.officer.do(dossier, "forward", unit_code=OTHER, note="GHI CHU NOI BO")
    for person, note in ((people.officer, "GHI CHU NOI BO"), (people.leader_binh, "GHI CHU NOI BO"), (officer_too, None),
                         (neighbour, None)):
        assert events(person, dossier, "forward")[-1]["note"] == note
