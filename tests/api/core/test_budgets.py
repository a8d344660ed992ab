"""Budgets that are kept: looking dossiers up by their codes, and making accounts. What is left is told in the headers, from when
on it goes on in words; addresses of one network of IPv6 count as one."""
import hashlib
import ipaddress
import itertools
import uuid

import pytest
import yaml

from harness.contract import ROOT
from harness.people import PASSWORD

PATHS = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))["paths"]
LOOK_UPS = {rate["per"]: rate for rate in PATHS["/v1/tracking"]["post"]["x-rate"]}
SIGN_UPS = PATHS["/v1/accounts"]["post"]["x-rate"][0]
addresses = (str(ipaddress.ip_address("198.18.0.0") + number) for number in itertools.count())
phones = (f"0988{number:06}" for number in itertools.count())


@pytest.fixture(scope="module")
def filed(people):
    """A dossier's code, and the last digits of its applicant's phone."""
    return people.citizen.dossier(people.citizen.file())["code"], people.citizen.get("/v1/me").json["phone"][-4:]


def look_up(anyone, code, digits, address=None):
    return anyone.track(code, digits, headers={"X-Forwarded-For": address or next(addresses)})


def sign_up(anyone, address):
    return anyone.post("/v1/accounts", {"full_name": "Phạm Thị Mới", "phone": next(phones), "password": PASSWORD},
                       headers={"X-Forwarded-For": address})


def used(service, kind, many, address=None):
    """As if so much had been used."""
    key = hashlib.sha256(ipaddress.ip_address("::ffff:" + address).packed).hexdigest() if address else "%"
    service.sql("update budget set used = %s where kind = %s and seconds = 3600 and key like %s", many, kind, key)


def later(service, hours):
    service.sql("update budget set begun_at = begun_at - make_interval(hours => %s)", hours)


@pytest.fixture(autouse=True)
def fresh(service):
    service.sql("delete from budget")


def wrong(digits):
    return f"{(int(digits) + 1) % 10000:04}"


@pytest.mark.parametrize("times", [LOOK_UPS["code"]["hour"] + more for more in (-1, 0, 1)] + [10 * LOOK_UPS["code"]["hour"]])
def test_the_digits_of_one_code_are_not_tried_through(anyone, filed, times):
    """From however many addresses; what is right is then refused like what is wrong, and tells nothing."""
    code, digits = filed
    many = LOOK_UPS["code"]["hour"]
    codes = [look_up(anyone, code, wrong(digits)).code for _ in range(times)]
    assert codes == ["not-found"] * min(times, many) + ["too-many-lookups"] * (times - min(times, many))
    right = look_up(anyone, code, digits)
    assert right.code == (None if times < many else "too-many-lookups")
    assert set(right.headers) >= {"ratelimit", "ratelimit-policy"}


def test_the_codes_of_a_day_are_not_walked_with_the_digits_of_somebody(anyone):
    address, many = next(addresses), LOOK_UPS["address"]["hour"]
    codes = [look_up(anyone, f"H99.31-261126-{number:04}", "9876", address).code for number in range(1, many + 20)]
    assert codes == ["not-found"] * many + ["too-many-lookups"] * 19
    refused = look_up(anyone, "H99.31-261126-0001", "9876", address).headers
    assert refused["ratelimit"].startswith('"hour";r=0;') and f"q={many};" in refused["ratelimit-policy"]
    assert look_up(anyone, "H99.31-261126-9999", "9876").code == "not-found", "another address has its own"


def test_looking_at_one_s_own_is_not_counted(anyone, filed):
    code, digits = filed
    address = next(addresses)
    assert {look_up(anyone, code, digits, address).status for _ in range(3 * LOOK_UPS["code"]["hour"])} == {200}


def test_a_day_has_an_end_of_looks_too(anyone, filed, service):
    code, digits = filed
    looked = 0
    for _ in range(LOOK_UPS["code"]["day"] // LOOK_UPS["code"]["hour"] + 2):
        looked += [look_up(anyone, code, wrong(digits)).code for _ in range(LOOK_UPS["code"]["hour"] + 1)].count("not-found")
        later(service, 1)
    assert looked == LOOK_UPS["code"]["day"]
    later(service, 24)
    assert look_up(anyone, code, digits).status == 200


def test_what_is_left_is_told(anyone, filed):
    code, digits = filed
    hour, day = LOOK_UPS["code"]["hour"], LOOK_UPS["code"]["day"]
    first = look_up(anyone, code, wrong(digits))
    assert first.headers["ratelimit-policy"] == f'"hour";q={hour};w=3600, "day";q={day};w=86400'
    name, left, resets = first.headers["ratelimit"].split(";")
    assert (name, left) == ('"hour"', f"r={hour - 1}") and 3590 <= int(resets[2:]) <= 3600
    for _ in range(hour):
        refused = look_up(anyone, code, wrong(digits))
    name, left, resets = refused.headers["ratelimit"].split(";")
    assert (name, left, resets[2:]) == ('"hour"', "r=0", refused.headers["retry-after"])
    assert refused.status == 429 and refused.json["detail"].startswith("Bạn làm lại được từ ")


def test_accounts_wanted_from_one_address_are_counted(anyone, service):
    """At N, N + 1 and ten times N of an hour, the first of them as if they had been there."""
    address, many = next(addresses), SIGN_UPS["hour"]
    assert sign_up(anyone, address).status == 201
    used(service, "sign-up", many - 1, address)
    last = sign_up(anyone, address)
    assert last.status == 201 and last.headers["ratelimit"].startswith('"hour";r=0;t=')
    more = sign_up(anyone, address)
    assert (more.status, more.code) == (429, "too-many-accounts") and 3500 < int(more.headers["retry-after"]) <= 3600
    used(service, "sign-up", 10 * many, address)
    assert sign_up(anyone, address).code == "too-many-accounts"
    assert sign_up(anyone, next(addresses)).status == 201
    later(service, 1)
    assert sign_up(anyone, address).status == 201


def test_whose_phones_have_an_account_is_asked_so_often_too(anyone, people, service):
    address = next(addresses)
    taken = {"full_name": "Phạm Thị Mới", "phone": people.citizen.get("/v1/me").json["phone"], "password": PASSWORD}
    ask = lambda: anyone.post("/v1/accounts", taken, headers={"X-Forwarded-For": address}).code  # noqa: E731
    assert ask() == "account-exists"
    used(service, "sign-up", SIGN_UPS["hour"], address)
    assert ask() == "too-many-accounts"


def test_what_was_done_is_told_whatever_was_used_since(anyone, service):
    address, key = next(addresses), str(uuid.uuid4())
    body = {"full_name": "Phạm Thị Mới", "phone": next(phones), "password": PASSWORD}
    made = anyone.post("/v1/accounts", body, headers={"X-Forwarded-For": address}, key=key)
    used(service, "sign-up", SIGN_UPS["hour"], address)
    again = anyone.post("/v1/accounts", body, headers={"X-Forwarded-For": address}, key=key)
    assert (made.status, again.code) == (201, "reply-not-kept")


@pytest.mark.parametrize("one, other, same", [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True), ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ("192.0.2.7", "::ffff:192.0.2.7", True), ("192.0.2.7", "192.0.2.8", False), ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False)])
def test_addresses_of_one_network_count_as_one(anyone, service, one, other, same):
    assert sign_up(anyone, one).status == 201
    used(service, "sign-up", SIGN_UPS["hour"])
    assert sign_up(anyone, other).status == (429 if same else 201)


def test_no_address_and_no_login_stands_in_a_budget(anyone, service, filed):
    look_up(anyone, filed[0], wrong(filed[1]), "203.0.113.9")
    sign_up(anyone, "203.0.113.9")
    anyone.post("/v1/sessions", {"login": "0999888777", "password": "sai mat khau nhe"})
    keys = " ".join(key for key, in service.sql("select key from budget"))
    assert keys and "203.0.113.9" not in keys and "0999888777" not in keys
