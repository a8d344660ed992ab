"""Accounts and sessions: what is taken as a person's data, signing in, refresh tokens that serve once, signing out."""
import hashlib
import time
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.people import PASSWORD

NAME = "Phạm Thị Mẫu"


def account(phone, **more):
    return {"full_name": NAME, "phone": phone, "password": PASSWORD, **more}


def sign_in(anyone, login, password=PASSWORD):
    return anyone.post("/v1/sessions", {"login": login, "password": password})


def test_a_phone_number_is_one_number_however_it_is_written(anyone):
    made = anyone.post("/v1/accounts", account("+84 (912) 345-678", email="mau.thi@Example.VN", personal_id="001190000001"))
    assert made.status == 201 and made.headers["location"] == "/v1/me"
    assert made.json["phone"] == "0912345678" and made.json["role"] == "citizen" and made.json["units"] == []
    for login in ("0912345678", "0912 345 678", "+84912345678", "84912345678", "mau.thi@EXAMPLE.vn"):
        assert sign_in(anyone, login).status == 201, login
    for body in (account("0912345678"), account("0912345679", email="mau.thi@example.vn")):
        assert anyone.post("/v1/accounts", body).code == "account-exists"


def test_an_email_address_is_one_address_in_any_case(anyone):
    made = anyone.post("/v1/accounts", account("0913000020", email="An.Nguyen@Example.vn"))
    assert made.status == 201 and made.json["email"] == "An.Nguyen@example.vn"
    for login in ("an.nguyen@example.vn", "AN.NGUYEN@EXAMPLE.VN", "An.Nguyen@Example.vn", " an.Nguyen@example.vn "):
        assert sign_in(anyone, login).status == 201, login
    for email in ("an.nguyen@example.vn", "AN.nguyen@Example.vn", "An.Nguyen@example.vn"):
        again = anyone.post("/v1/accounts", account("0913000021", email=email))
        assert (again.status, again.code) == (409, "account-exists"), email


@pytest.mark.parametrize("change, pointer, code", [
    ({"phone": "0912345"}, "/phone", "phone"), ({"phone": "123456789"}, "/phone", "phone"),
    ({"phone": "091234567x"}, "/phone", "phone"), ({"email": "x"}, "/email", "format"),
    ({"email": "a@b"}, "/email", None), ({"personal_id": "12345678901"}, "/personal_id", "personal_id"),
    ({"personal_id": "999999999999"}, "/personal_id", "personal_id"), ({"full_name": "A"}, "/full_name", "minLength"),
    ({"full_name": "A\u2800B"}, "/full_name", "name"), ({"full_name": "A\u0000B"}, None, None),
    ({"full_name": "A" * 101}, "/full_name", "maxLength"), ({"role": "admin"}, "/role", "additionalProperties"),
], ids=lambda value: str(value)[:24])
def test_data_that_cannot_be_a_person_s_is_refused(anyone, change, pointer, code):
    answer = anyone.post("/v1/accounts", {**account("0913000001"), **change})
    if pointer is None:
        assert answer.code == "bad-json"
        return
    assert answer.code == "invalid-body" and list(answer.pointers) == [pointer], answer
    assert code in (None, answer.pointers[pointer])


@pytest.mark.parametrize("password", ["short", "1234567890", "aaaaaaaaaaaa", "password123", "0913000002xx", "Phạm Thị Mẫu",
                                      "Basketball", "q1w2e3r4t5y6"])
def test_a_password_that_is_easy_to_guess_is_refused(anyone, password):
    answer = anyone.post("/v1/accounts", {**account("0913000002"), "password": password})
    assert (answer.status, answer.code) == (422, "password-weak"), answer


def test_a_passwords_length_is_that_of_its_letters_however_they_are_composed(anyone, contract):
    """A keyboard may send a letter and its marks one by one: 128 letters are then up to 384 characters."""
    long = "Đường về quê xa lắc lê thê, trót nghe theo lời u mê. Làng tôi có lũy tre xanh, có sông Tô Lịch chảy quanh; ấy thế mà đã mấy"
    apart = unicodedata.normalize("NFD", long)
    assert 100 < len(long) <= 128 < len(apart)
    assert anyone.post("/v1/accounts", {**account("0913000050"), "password": apart}).status == 201
    for password in (long, apart):
        assert sign_in(anyone, "0913000050", password).status == 201
    shortest = unicodedata.normalize("NFD", "ốc ếch tôm")
    assert anyone.post("/v1/accounts", {**account("0913000051"), "password": shortest}).status == 201
    for password, bound in (("ốc ếch tô", "10"), (f"{long} {long}", "128")):
        answer = anyone.post("/v1/accounts", {**account("0913000052"), "password": unicodedata.normalize("NFD", password)})
        assert answer.code == "password-weak" and bound in answer.json["errors"][0]["detail"], answer
    described = contract.document["components"]["schemas"]["AccountCreate"]["properties"]["password"]["description"]
    assert described.startswith("10 to 128 characters")


def test_nobody_takes_a_password_that_was_stolen_elsewhere(service, anyone):
    """The operator's list, as Have I Been Pwned gives it out; what the program knows of itself is refused without one too."""
    stolen, path = "chiếc nón lá bay xa", service.folder / "stolen.txt"
    path.write_text("".join(f"{hashlib.sha1(text.encode()).hexdigest().upper()}:{count}\r\n" for count, text in enumerate(
        sorted([stolen, *(f"x{number}" for number in range(500))], key=lambda text: hashlib.sha1(text.encode()).hexdigest()))))
    service.stop_api()
    service.start_api(MOTCUA_BREACHED_PASSWORDS_FILE=path)
    try:
        refused = anyone.post("/v1/accounts", {**account("0913000040"), "password": unicodedata.normalize("NFD", stolen)})
        assert (refused.code, refused.pointers) == ("password-weak", {"/password": "breached"})
        assert anyone.post("/v1/accounts", {**account("0913000040"), "password": stolen + " mãi"}).status == 201
    finally:
        service.stop_api()
        path.write_text("password\n")
        service.start_api(wait=False, MOTCUA_BREACHED_PASSWORDS_FILE=path)
        ended = service.api.process.wait(20)
        said = (service.folder / "api.log").read_text()
        service.start_api()
    assert ended == 1 and f"{path}: no line of 40 hex digits" in said


def test_a_password_is_the_same_however_its_marks_are_typed(anyone):
    """Vietnamese input methods make one letter or a letter and its marks."""
    words = "mật khẩu dễ nhớ của tôi"
    body = {**account("0913000003"), "password": unicodedata.normalize("NFD", words)}
    assert anyone.post("/v1/accounts", body).status == 201
    assert sign_in(anyone, "0913000003", unicodedata.normalize("NFC", words)).status == 201
    assert sign_in(anyone, "0913000003", words + " ").code == "login-failed"


def test_names_are_kept_in_one_form(anyone):
    made = anyone.post("/v1/accounts", {**account("0913000004"), "full_name": unicodedata.normalize("NFD", NAME)})
    assert made.json["full_name"] == NAME == unicodedata.normalize("NFC", NAME)


def test_a_wrong_password_and_an_unknown_person_look_alike(anyone):
    anyone.post("/v1/accounts", account("0913000005"))
    wrong, unknown = sign_in(anyone, "0913000005", "sai mat khau nhe"), sign_in(anyone, "0999999999")
    nobody = sign_in(anyone, "không phải số")
    for answer in (wrong, unknown, nobody):
        assert (answer.status, answer.code) == (401, "login-failed")
    assert {**wrong.json, "instance": ""} == {**unknown.json, "instance": ""} == {**nobody.json, "instance": ""}


def test_they_also_take_the_same_time(anyone, service):
    """The hash is computed for an unknown person too. What is compared is the processor's time: a clock on the
    wall would tell of the machine's other work."""
    anyone.post("/v1/accounts", account("0913000006"))

    def ticks():
        with open(f"/proc/{service.api.process.pid}/stat", encoding="ascii") as file:
            return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))

    def cost(login):
        before = ticks()
        for _ in range(12):
            sign_in(anyone, login, "sai mat khau nhe")
        return ticks() - before

    known, unknown = cost("0913000006"), cost("0999999998")
    assert 0.5 < known / unknown < 2, (known, unknown)


def test_a_refresh_token_serves_once(people, anyone):
    person = people.newcomer()
    first = person.refresh_token
    second = anyone.post("/v1/sessions/refresh", {"refresh_token": first})
    assert second.status == 200 and second.json["refresh_token"] != first
    # Two tabs may race for ten seconds; there is one successor all the same.
    race = anyone.post("/v1/sessions/refresh", {"refresh_token": first})
    assert race.status == 200 and race.json["refresh_token"] == second.json["refresh_token"]
    third = anyone.post("/v1/sessions/refresh", {"refresh_token": second.json["refresh_token"]})
    assert third.status == 200
    assert anyone.get("/v1/me", headers={"Authorization": "Bearer " + third.json["access_token"]}).status == 200


def test_many_at_once_get_one_successor(people, anyone, service):
    person = people.newcomer()
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: anyone.copy().post("/v1/sessions/refresh", {"refresh_token": person.refresh_token}), range(50)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.json["refresh_token"] for answer in answers}) == 1
    assert service.sql("select count(*) from refresh_token where session_id in (select id from session where account_id = %s)",
                       person.account["id"]) == [(2,)]


def test_a_thief_in_the_race_is_found_out_when_either_goes_on(people, anyone, service):
    person = people.newcomer()
    mine, stolen = (anyone.post("/v1/sessions/refresh", {"refresh_token": person.refresh_token}).json for _ in range(2))
    assert anyone.post("/v1/sessions/refresh", {"refresh_token": stolen["refresh_token"]}).status == 200
    service.sql("update refresh_token set used_at = used_at - interval '11 seconds' where used_at is not null")
    assert anyone.post("/v1/sessions/refresh", {"refresh_token": mine["refresh_token"]}).code == "token-invalid"
    wait_refused(anyone, stolen["access_token"])


def test_of_refresh_tokens_none_is_kept_in_the_clear(people, anyone, service):
    person = people.newcomer()
    then = anyone.post("/v1/sessions/refresh", {"refresh_token": person.refresh_token}).json["refresh_token"]
    kept = service.sql("select t::text from refresh_token t")
    assert not [row for (row,) in kept if person.refresh_token in row or then in row]


def test_the_reuse_of_a_refresh_token_ends_the_session(people, anyone, service):
    person = people.newcomer()
    second = anyone.post("/v1/sessions/refresh", {"refresh_token": person.refresh_token}).json
    service.sql("update refresh_token set used_at = used_at - interval '11 seconds' where used_at is not null")
    stolen = anyone.post("/v1/sessions/refresh", {"refresh_token": person.refresh_token})
    assert (stolen.status, stolen.code) == (401, "token-invalid")
    assert anyone.post("/v1/sessions/refresh", {"refresh_token": second["refresh_token"]}).status == 401
    wait_refused(anyone, second["access_token"])


def test_a_session_ends_after_thirty_days_however_often_it_is_renewed(people, anyone, service):
    person = people.newcomer()
    lasts = "select expires_at - created_at = interval '30 days', expires_at from session where account_id = %s"
    (thirty, until), = service.sql(lasts, person.account["id"])
    token = anyone.post("/v1/sessions/refresh", {"refresh_token": person.refresh_token}).json["refresh_token"]
    assert thirty and service.sql(lasts, person.account["id"]) == [(True, until)]
    service.sql("update session set expires_at = now() + interval '1 minute' where account_id = %s", person.account["id"])
    renewed = anyone.post("/v1/sessions/refresh", {"refresh_token": token})
    assert renewed.status == 200
    service.sql("update session set expires_at = now() where account_id = %s", person.account["id"])
    over = anyone.post("/v1/sessions/refresh", {"refresh_token": renewed.json["refresh_token"]})
    assert (over.status, over.code) == (401, "token-invalid")


def test_an_unknown_refresh_token_is_refused(anyone):
    assert anyone.post("/v1/sessions/refresh", {"refresh_token": "x" * 43}).code == "token-invalid"


def wait_refused(anyone, token):
    """A session that has ended is dead everywhere within five seconds (R17)."""
    deadline = time.monotonic() + 5
    while anyone.get("/v1/me", headers={"Authorization": "Bearer " + token}).status == 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_signed_out_is_signed_out(people, anyone):
    person = people.newcomer()
    assert person.delete("/v1/sessions/current").status == 204
    assert anyone.post("/v1/sessions/refresh", {"refresh_token": person.refresh_token}).status == 401
    wait_refused(anyone, person.token)
    assert person.delete("/v1/sessions/current").code == "token-invalid"


def test_other_sessions_of_the_same_person_live_on(people, anyone):
    person = people.newcomer()
    other = sign_in(anyone, person.login["login"]).json
    person.delete("/v1/sessions/current")
    wait_refused(anyone, person.token)
    assert anyone.get("/v1/me", headers={"Authorization": "Bearer " + other["access_token"]}).status == 200


def test_a_closed_account_cannot_sign_in(people, anyone, service):
    person = people.newcomer()
    service.sql("update account set closed_at = now() where id = %s", person.account["id"])
    assert sign_in(anyone, person.login["login"]).code == "login-failed"
    assert anyone.post("/v1/sessions/refresh", {"refresh_token": person.refresh_token}).status == 401
    assert person.post("/v1/dossiers", {"procedure_code": "2.000635", "unit_code": "H99.31", "answers": {},
                                        "return_channel": "counter"}, key=True).code == "unauthenticated"


def test_every_role_of_the_sample_signs_in(people):
    for key in people.logins:
        me = people[key].get("/v1/me").json
        assert key.split("_")[0] == me["role"]
        assert bool(me["units"]) == (me["role"] != "citizen")


def test_many_sign_in_at_once_and_none_waits_in_vain(people, anyone):
    logins = [people.newcomer().login for _ in range(8)]
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(lambda at: anyone.copy().post("/v1/sessions", logins[at % 8]).status, range(32)))
    assert set(statuses) <= {201, 503} and statuses.count(201) >= 16


def test_one_account_of_many_made_at_once(anyone):
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda _: anyone.copy().post("/v1/accounts", account("0913000007")).status, range(8)))
    assert statuses == [201] + [409] * 7
