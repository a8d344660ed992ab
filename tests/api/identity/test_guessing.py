"""Guessing of passwords: counted for each account before any password is looked at, from whatever device, and a device that
is known never notices it. What is counted is counted for people who do not exist too."""
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml

from harness.contract import ROOT
from harness.people import PASSWORD

WRONG = "sai mat khau nhe"
RATES = {rate["per"]: rate for rate in
         yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["paths"]["/v1/sessions"]["post"]["x-rate"]}
HOUR, DAY, DEVICE_HOUR = RATES["login"]["hour"], RATES["login"]["day"], RATES["device"]["hour"]
nobodies = (f"09990{number:05}" for number in itertools.count())


def sign_in(anyone, login, password=PASSWORD, **more):
    return anyone.post("/v1/sessions", {"login": login, "password": password, **more})


def guess(anyone, login, times, **more):
    return [sign_in(anyone, login, WRONG, **more).code for _ in range(times)]


def newcomer(people):
    """Somebody who has signed in on no device yet."""
    person = people.newcomer()
    person.service.sql("delete from known_device where account_id = %s", person.account["id"])
    return person.login["login"]


def later(service, hours):
    service.sql("update budget set begun_at = begun_at - make_interval(hours => %s)", hours)


def device_of(answer):
    assert answer.status == 201, answer
    return [answer.json["device_token"]]


@pytest.mark.parametrize("exists", [True, False], ids=["somebody", "nobody"])
@pytest.mark.parametrize("times", [HOUR - 1, HOUR, HOUR + 1, 10 * HOUR])
def test_so_many_wrong_ones_are_looked_at_in_an_hour(people, anyone, exists, times):
    """In an order, the (N + 1)th and all that follow are refused whatever the password, and whether there is such a person."""
    login = newcomer(people) if exists else next(nobodies)
    codes = guess(anyone, login, times)
    looked_at = min(times, HOUR)
    assert codes == ["login-failed"] * looked_at + ["too-many-sign-ins"] * (times - looked_at)
    right = sign_in(anyone, login)
    assert right.code == ("too-many-sign-ins" if times >= HOUR else None if exists else "login-failed")


def test_so_many_at_once_are_looked_at_too(people, anyone):
    login = newcomer(people)
    with ThreadPoolExecutor(16) as pool:
        codes = list(pool.map(lambda _: sign_in(anyone.copy(), login, WRONG).code, range(10 * HOUR)))
    assert codes.count("login-failed") == HOUR and codes.count("too-many-sign-ins") == 9 * HOUR


def test_a_day_has_an_end_of_tries_too(people, anyone, service):
    login, looked_at = newcomer(people), 0
    for _ in range(DAY // HOUR + 2):
        looked_at += guess(anyone, login, HOUR + 1).count("login-failed")
        later(service, 1)
    assert looked_at == DAY
    assert int(sign_in(anyone, login).headers["retry-after"]) > 3600 * (24 - DAY // HOUR - 3)
    later(service, 24)
    assert sign_in(anyone, login).status == 201


def test_one_account_has_one_count_by_whichever_login(people, anyone, service):
    person = people.newcomer()
    service.sql("delete from known_device")
    service.sql("update account set email = 'doan@mau.example' where id = %s", person.account["id"])
    logins = [person.login["login"], "doan@mau.example", "DOAN@mau.example", "+84 " + person.login["login"][1:]]
    codes = [sign_in(anyone, login, WRONG).code for login, _ in zip(itertools.cycle(logins), range(HOUR + 4))]
    assert codes == ["login-failed"] * HOUR + ["too-many-sign-ins"] * 4


@pytest.mark.parametrize("language, words", [("vi", "Bạn làm lại được từ "), ("en", "You can try again from ")])
def test_it_says_until_when(anyone, service, language, words):
    login = next(nobodies)
    guess(anyone, login, HOUR)
    service.sql("update budget set begun_at = now() - interval '50 minutes' where seconds = 3600")
    refused = anyone.post("/v1/sessions", {"login": login, "password": WRONG}, headers={"Accept-Language": language})
    assert refused.status == 429 and 590 <= int(refused.headers["retry-after"]) <= 600
    said = service.sql("select to_char((now() + interval '659 seconds') at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI'),"
                       " to_char((now() + interval '645 seconds') at time zone 'Asia/Ho_Chi_Minh', 'HH24:MI')")[0]
    assert refused.json["detail"].startswith(words) and any(time in refused.json["detail"] for time in said)


def test_what_was_right_is_not_counted(people, anyone):
    login = newcomer(people)
    guess(anyone, login, HOUR - 1)
    for _ in range(3):
        assert sign_in(anyone, login, shared_device=True).status == 201
    assert guess(anyone, login, 2) == ["login-failed", "too-many-sign-ins"]


def test_a_known_device_never_notices_what_strangers_guess(people, anyone):
    login = newcomer(people)
    device = device_of(sign_in(anyone, login))
    assert guess(anyone, login, 5 * HOUR).count("too-many-sign-ins") == 4 * HOUR
    again = sign_in(anyone, login, device_tokens=["x" * 43, *device])
    assert again.status == 201 and "device_token" not in again.json
    # A count of its own, in which the strangers' is not.
    assert guess(anyone, login, DEVICE_HOUR + 1, device_tokens=device) == ["login-failed"] * DEVICE_HOUR + ["too-many-sign-ins"]


def test_a_device_s_guessing_is_not_the_strangers(people, anyone):
    login = newcomer(people)
    device = device_of(sign_in(anyone, login))
    guess(anyone, login, DEVICE_HOUR + 5, device_tokens=device)
    assert sign_in(anyone, login).status == 201


def test_a_device_is_known_for_the_account_that_gave_it_its_token(people, anyone):
    """Whoever has an account cannot make himself known for others; a shared tablet brings the tokens of all."""
    mine, yours = newcomer(people), newcomer(people)
    device = device_of(sign_in(anyone, mine))
    assert guess(anyone, yours, HOUR + 1, device_tokens=device)[-1] == "too-many-sign-ins"
    assert sign_in(anyone, yours, device_tokens=device).code == "too-many-sign-ins"
    assert sign_in(anyone, mine, device_tokens=device).status == 201


def test_a_device_that_others_use_is_not_known(people, anyone):
    login = newcomer(people)
    assert "device_token" not in sign_in(anyone, login, shared_device=True).json
    device = device_of(sign_in(anyone, login))
    assert "device_token" not in sign_in(anyone, login, device_tokens=device, shared_device=True).json
    guess(anyone, login, HOUR)
    assert sign_in(anyone, login, device_tokens=device).code == "too-many-sign-ins"


def test_another_password_ends_the_devices(people, anyone, service):
    login = newcomer(people)
    device = device_of(sign_in(anyone, login))
    service.sql("update password set hash = (select b.hash from password b join account o on o.id = b.account_id and o.phone = %s)"
                " where account_id = (select id from account where phone = %s)",
                people.citizen.get("/v1/me").json["phone"], login)
    guess(anyone, login, HOUR)
    assert sign_in(anyone, login, device_tokens=device).code == "too-many-sign-ins"


def test_of_a_device_only_the_hash_is_kept_and_ten_of_an_account(people, anyone, service):
    login = newcomer(people)
    tokens = [device_of(sign_in(anyone, login))[0] for _ in range(12)]
    kept = [row[0] for row in service.sql("select hash from known_device where account_id = (select id from account where phone = %s)", login)]
    assert len(kept) == 10 and not set(tokens) & set(kept)
    guess(anyone, login, HOUR)
    assert [sign_in(anyone, login, device_tokens=[token]).status for token in tokens] == [429] * 2 + [201] * 10


def test_what_is_over_is_forgotten(anyone, service):
    guess(anyone, next(nobodies), 3)
    for hours, left in ((23, {3600, 86400}), (2, set())):
        later(service, hours)
        service.sql("select retention_sweep(10000)", user="motcua_worker")
        assert {row[0] for row in service.sql("select seconds from budget")} == left
    service.sql("update known_device set used_at = now() - interval '181 days'")
    service.sql("select retention_sweep(10000)", user="motcua_worker")
    assert service.sql("select count(*) from known_device") == [(0,)]


class Flood:
    """Strangers who guess at people of whom there are always more, as fast as they are answered."""
    ASKERS = 40
    send = staticmethod(lambda client, login: sign_in(client, login, WRONG))

    def __init__(self, anyone):
        self.answers, self.ended = [], threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.ask, args=(anyone.copy(),)) for _ in range(self.ASKERS)]

    def ask(self, client):
        while not self.ended.is_set():
            with self.lock:
                login = next(nobodies)
            self.answers.append(self.send(client, login).status)
        client.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        while len(self.answers) < self.ASKERS:
            self.ended.wait(0.01)
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join(60)


def test_who_is_honest_is_let_in_beside_a_flood(people, anyone):
    """What is compared is how many strangers are answered while one waits: a known device goes before all of them but those
    under way; an unknown one takes its turn. Nobody is turned away."""
    login = newcomer(people)
    device = device_of(sign_in(anyone, login))
    passed = {"known": [], "unknown": []}
    with Flood(anyone) as flood:
        # An unknown device's turn takes as long as those of forty strangers: three times are enough to see it.
        for kind, tokens in [*[("known", device)] * 4, ("unknown", [])] * 3:
            before = len(flood.answers)
            assert sign_in(anyone, login, device_tokens=tokens).status == 201
            passed[kind].append(len(flood.answers) - before)
    assert set(flood.answers) == {401}
    known, unknown = (sorted(counts)[len(counts) // 2] for counts in passed.values())
    assert max(passed["unknown"]) <= 2 * Flood.ASKERS, passed
    assert known * 4 <= unknown, passed


class SignUps(Flood):
    """The same with accounts that they make, each from an address of its own."""

    @staticmethod
    def send(client, login):
        number = int(login)
        return client.post("/v1/accounts", {"full_name": "Trần Thị Lạ", "phone": login, "password": PASSWORD},
                           headers={"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"})


def test_no_account_that_is_made_takes_the_turn_of_who_signs_in(people, anyone):
    """Both hash a password. Before, both waited in one line: forty who signed up came before whoever signed in. Who is told at
    once to come later takes nobody's turn."""
    login = newcomer(people)
    passed = []
    with SignUps(anyone) as flood:
        for _ in range(12):
            before = flood.answers.count(201)
            assert sign_in(anyone, login).status == 201
            passed.append(flood.answers.count(201) - before)
    assert set(flood.answers) <= {201, 503} and flood.answers.count(201) > SignUps.ASKERS
    assert sorted(passed)[len(passed) // 2] <= SignUps.ASKERS // 4, passed
