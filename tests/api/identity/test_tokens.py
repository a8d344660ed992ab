"""Access tokens: only those that the service signed itself, for itself, for now, are believed (RFC 7519, RFC 8725)."""
import base64
import hashlib
import hmac
import json
import time

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from harness.tokens import parts, private_key, sign, text


@pytest.fixture(scope="module")
def own_key(service):
    """The service's private key, as somebody who broke in would have it: to make tokens that are wrong in one way only."""
    return private_key(service)


@pytest.fixture(scope="module")
def genuine(people):
    return people.citizen.token


def ask(anyone, token):
    return anyone.get("/v1/me", headers={"Authorization": "Bearer " + token})


def test_the_key_of_this_test_signs_as_the_service_does(anyone, own_key, genuine):
    header, claims = parts(genuine)
    assert header["alg"] == "ES256" and claims["exp"] - claims["iat"] == 600
    assert ask(anyone, sign(own_key, header, claims)).status == 200


CHANGES = {
    "expired": ({}, {"exp": -31, "iat": -631, "nbf": -631}, "token-expired"),
    "not-yet": ({}, {"nbf": 120}, "token-invalid"),
    "other-audience": ({}, {"aud": "other"}, "token-invalid"),
    "several-audiences": ({}, {"aud": ["motcua", "other"]}, "token-invalid"),
    "no-audience": ({}, {"aud": None}, "token-invalid"),
    "other-issuer": ({}, {"iss": "https://other.example"}, "token-invalid"),
    "no-expiry": ({}, {"exp": None}, "token-invalid"),
    "expiry-as-text": ({}, {"exp": "9999999999"}, "token-invalid"),
    "expiry-with-a-fraction": ({}, {"exp": 9999999999.5}, "token-invalid"),
    "far-expiry": ({}, {"exp": 10**12}, "token-invalid"),
    "no-subject": ({}, {"sub": None}, "token-invalid"),
    "subject-is-no-id": ({}, {"sub": "abc"}, "token-invalid"),
    "subject-is-a-number": ({}, {"sub": 1}, "token-invalid"),
    "subject-of-another-form": ({}, {"sub": "{01900000-0000-7000-8000-000000000000}"}, "token-invalid"),
    "session-is-no-id": ({}, {"sid": "abc"}, "token-invalid"),
    "no-role": ({}, {"role": None}, "token-invalid"),
    "quotes-in-a-unit": ({}, {"units": ["H99\"}"]}, "token-invalid"),
    "units-as-text": ({}, {"units": "{H99}"}, "token-invalid"),
    "unknown-kid": ({"kid": "x"}, {}, "token-invalid"),
    "no-kid": ({"kid": None}, {}, "token-invalid"),
    "alg-none": ({"alg": "none"}, {}, "token-invalid"),
    "alg-None": ({"alg": "None"}, {}, "token-invalid"),
    "alg-hs256": ({"alg": "HS256"}, {}, "token-invalid"),
    "alg-es384": ({"alg": "ES384"}, {}, "token-invalid"),
    "crit": ({"crit": ["x"]}, {}, "token-invalid"),
    "key-inside": ({"jwk": {"kty": "EC"}}, {}, "token-invalid"),
    "key-address": ({"jku": "https://other.example/keys"}, {}, "token-invalid"),
    "receipt-as-token": ({"typ": "receipt+jws"}, {}, "token-invalid"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_token_that_is_wrong_in_one_way_is_refused(anyone, own_key, genuine, name):
    header, claims = parts(genuine)
    head_change, claim_change, code = CHANGES[name]
    now = int(time.time())
    for target, change in ((header, head_change), (claims, claim_change)):
        for member, value in change.items():
            if value is None:
                target.pop(member)
            else:
                target[member] = now + value if member in ("exp", "iat", "nbf") and type(value) is int and value < 10**9 \
                    else value
    answer = ask(anyone, sign(own_key, header, claims))
    assert (answer.status, answer.code) == (401, code), answer


def test_another_key_s_signature_is_refused(anyone, genuine):
    header, claims = parts(genuine)
    assert ask(anyone, sign(ec.generate_private_key(ec.SECP256R1()), header, claims)).code == "token-invalid"


def test_the_public_key_is_no_hmac_secret(anyone, own_key, genuine):
    """libjwt 1.10 accepts this: HS256 with the text of the public key as the secret."""
    header, claims = parts(genuine)
    public = own_key.public_key().public_bytes(serialization.Encoding.PEM,
                                               serialization.PublicFormat.SubjectPublicKeyInfo)
    for secret in (public, public.strip(), b"", b"secret"):
        for head in ({**header, "alg": "HS256"}, {"alg": "HS256", "typ": "JWT"}):
            signed = f"{text(head)}.{text({**claims, 'role': 'admin'})}"
            digest = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
            assert ask(anyone, f"{signed}.{text(digest)}").code == "token-invalid"


def test_no_signature_is_no_signature(anyone, genuine):
    header, claims = parts(genuine)
    for head in ({"alg": "none"}, {"alg": "none", "typ": "JWT"}, {**header, "alg": "none"}, header):
        for end in (".", "", ".AAAA", "..", "." + "A" * 86, "." + text(b"\0" * 64)):
            assert ask(anyone, f"{text(head)}.{text(claims)}{end}").status == 401


def test_every_changed_letter_is_noticed(anyone, genuine):
    """A token is believed for being signed, not for having been seen: one changed letter and it is another token."""
    for at in list(range(0, len(genuine), 11)) + [len(genuine) - 1]:
        if genuine[at] == ".":
            continue
        for letter in "Ax_":
            changed = genuine[:at] + letter + genuine[at + 1:]
            if changed != genuine:
                answer = ask(anyone, changed)
                assert answer.status == 401 and answer.code == "token-invalid", (at, answer)
    assert ask(anyone, genuine).status == 200


@pytest.mark.parametrize("token", ["", ".", "..", "a.b", "a.b.c.d", ".x.y", "e30..", "e30.e30.", "a" * 5000, "=.=.=", "Zm9v.YmFy.YmF6",
                                   "null.null.null", "W10.W10.W10", "eyJhbGciOiJFUzI1NiIsImFsZyI6Im5vbmUifQ.e30.AA"])
def test_what_is_no_token_is_refused(anyone, token):
    assert ask(anyone, token).status == 401


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "bearer", "Token x", "Bearer a, Bearer b", "x", ""])
def test_another_way_of_signing_in_is_refused(anyone, header):
    answer = anyone.get("/v1/me", headers={"Authorization": header})
    assert answer.status == 401 and answer.code in ("unauthenticated", "token-invalid")


def test_a_token_in_the_address_is_not_looked_at(anyone, genuine):
    answer = anyone.get("/v1/me?access_token=" + genuine)
    assert answer.status == 401


def test_the_scheme_s_case_does_not_matter(anyone, genuine):
    assert anyone.get("/v1/me", headers={"Authorization": "bEARER " + genuine}).status == 200


def test_a_receipt_is_no_token_and_a_token_no_receipt(anyone, people):
    citizen = people.citizen
    receipt = citizen.submit(citizen.draft())["receipt"]
    assert ask(anyone, receipt).code == "token-invalid"
