"""Why a step is taken: from a closed list with its legal basis, and in words where the list alone does not say it."""
import pytest

from harness.people import BIRTH, REASONS, STEPS

BASIS = {"refuse": "NĐ 118/2025/NĐ-CP, Điều 19 khoản 3", "request_supplement": "NĐ 118/2025/NĐ-CP, Điều 17 khoản 2 và Điều 19 khoản 5",
         "extend": "NĐ 118/2025/NĐ-CP, Điều 19 khoản 6"}
WHY = "Vui lòng nộp tại Sở Tư pháp."


@pytest.fixture()
def filed(people):
    return people.citizen_elder.file(BIRTH)


def last(person, dossier):
    return person.get(f"/v1/dossiers/{dossier}/events").json["items"][-1]


def send(person, dossier, **body):
    return person.post(f"/v1/dossiers/{dossier}/actions", body, key=True, etag="*")


@pytest.mark.parametrize("said, pointer", [("abcde", "/reason"), (".....", "/reason"), ("12345 67890", "/reason"), (None, "/reason")])
def test_what_is_no_words_explains_nothing(people, filed, said, pointer):
    """Before: "reason `abcde` ...: 201. Refusal with reason `.....`: 201"."""
    more = {} if said is None else {"reason": said}
    answer = send(people.officer, filed, action="refuse", reason_code="not_competent", **more)
    assert (answer.status, answer.code) == (422, "invalid-body"), answer
    assert list(answer.pointers) == [pointer]
    assert people.officer.dossier(filed)["state"] == "registered"


def test_a_step_is_taken_for_one_of_its_reasons(people, filed):
    """Before: any text was a reason, and no law was named."""
    for code, kind in ((None, "required"), ("leader_agrees", "reason-of-step"), ("teleport", "enum")):
        body = {"action": "refuse", "reason": WHY, **({"reason_code": code} if code else {})}
        answer = send(people.officer, filed, **body)
        assert (answer.status, answer.pointers) == (422, {"/reason_code": kind}), answer
    for step, codes in REASONS.items():
        if codes and STEPS[step]["by"] == "staff" and "reason" in STEPS[step]["asks"] and not STEPS[step].get("elsewhere"):
            assert send(people.officer, filed, action=step, reason=WHY).status == 422, step


def test_the_reason_stays_with_its_law_where_it_is_read(people, filed):
    """Before: a refusal named no law, in no paper and nowhere in the history."""
    citizen = people.citizen_elder
    after = people.officer.do(filed, "refuse", reason_code="not_competent", reason=WHY)
    ground = {"code": "not_competent", "name": "Hồ sơ không thuộc thẩm quyền giải quyết của cơ quan này",
              "name_en": "This agency is not competent", "basis": BASIS["refuse"]}
    for shown in (after, citizen.dossier(filed)):
        assert (shown["ground"], shown["reason"]) == (ground, WHY)
    assert (last(citizen, filed)["ground"], last(citizen, filed)["note"]) == (ground, WHY)
    notice = next(n for n in citizen.get("/v1/notifications").json["items"] if n["dossier_id"] == filed)
    assert notice["body"] == f"Lý do: {ground['name']} ({ground['basis']}). {WHY}"
    english = citizen.get("/v1/notifications", headers={"Accept-Language": "en"}).json["items"]
    assert next(n for n in english if n["dossier_id"] == filed)["body"] == f"Reason: {ground['name_en']} ({ground['basis']}). {WHY}"


def test_where_the_words_say_it_nothing_more_is_typed(people, service, filed):
    officer, citizen = people.officer, people.citizen_elder
    asked = officer.do(filed, "request_supplement", reason_code="paper_unreadable", fields=["copies"])
    assert (asked["supplement"]["ground"]["basis"], asked["supplement"].get("reason")) == (BASIS["request_supplement"], None)
    assert service.sql("select reason_code, reason from supplement_round where dossier_id = %s", filed) == [("paper_unreadable", None)]
    notice = next(n for n in citizen.get("/v1/notifications").json["items"] if n["dossier_id"] == filed)
    assert notice["body"].startswith("Cần bổ sung: Bản chụp mờ, mất góc hoặc không mở được (NĐ 118/2025/NĐ-CP")


def test_an_apology_says_why_and_so_does_the_promise(people, moment):
    moment.set("2027-03-10 09:00")
    citizen = people.citizen_elder
    dossier = citizen.file("1.004884")
    people.officer.do(dossier, "accept")
    people.officer.do(dossier, "extend", reason_code="verification_pending", days=2)
    promises = citizen.get(f"/v1/dossiers/{dossier}/times").json["promises"]
    assert [(p["ended_why"], p["ground"] and p["ground"]["basis"]) for p in promises if p["kind"] == "result"] == [
        ("extended", BASIS["extend"]), (None, None)]


def test_what_ends_by_itself_names_its_law_too(people, filed, moment):
    people.officer.do(filed, "request_supplement", reason_code="paper_missing", fields=["copies"])
    moment.set("2027-06-01 09:00")
    closed = people.officer.do(filed, "expire_supplement")
    assert (closed["ground"]["code"], closed["ground"]["basis"]) == ("not_supplied", "NĐ 118/2025/NĐ-CP, Điều 19 khoản 5")
    assert last(people.citizen_elder, filed)["ground"] == closed["ground"]


def test_why_colleagues_do_something_is_not_for_the_citizen(people, filed):
    people.officer.do(filed, "ask_leader", reason_code="case_unclear", reason="Chưa rõ nơi sinh của trẻ.")
    assert last(people.leader, filed)["ground"]["code"] == "case_unclear"
    assert (last(people.citizen_elder, filed)["ground"], last(people.citizen_elder, filed)["note"]) == (None, None)


def test_the_database_holds_to_the_list_whoever_asks(service, filed):
    assert service.sql("""select step_takes_reason('refuse', 'not_competent'), step_takes_reason('refuse', null),
        step_takes_reason('refuse', 'leader_agrees'), step_takes_reason('accept', null), step_takes_reason('accept', 'not_competent'),
        step_takes_reason('forward', null), step_takes_reason('forward', 'opinion_needed')""") == [
            (True, False, False, True, False, True, True)]
    with pytest.raises(Exception, match="a column of dossier_event holds no code"):
        service.sql("""insert into dossier_event (id, dossier_id, at, kind, to_state, actor_role, reason_code)
            values (uuid_v7(), %s, now(), 'refuse', 'rejected', 'officer', 'teleport')""", filed)
