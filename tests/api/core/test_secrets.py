"""What a request carries that nobody else may see is nowhere in the database, in no form that can be tried (x-secret)."""
import base64
import hashlib
import hmac
import json
import struct
import uuid

import pytest

from harness.contract import Contract
from harness.people import COPIES, UNIT

SECRET = [operation for operation in Contract().operations.values() if operation.secrets]
SIGN_UP = (b"createAccount", b"/v1/accounts")


def bare_hash(operation, target, body):
    """A request as anybody can hash it: SHA-256 over the parts, each behind its length."""
    return hashlib.sha256(b"".join(struct.pack("Q", len(part)) + part for part in (operation, target, body))).hexdigest()


def kept_hash(service, operation, target, body):
    """A request as the program hashes it, under the server's key."""
    secret = base64.urlsafe_b64decode((service.folder / "keys/server.key").read_text() + "=")
    use = hmac.digest(secret, b"motcua requests", "sha256")
    lengths = struct.pack("3Q", len(operation), len(target), len(body))
    return hmac.digest(use, lengths + operation + target + body, "sha256").hex()


def replies(service, key):
    return service.sql("select r.operation, r.status, r.location, r.etag, r.body, r.hash from idempotency_reply r"
                       " join idempotency_key k on k.reply_id = r.id where k.key = %s", key)


def sign_up(people, number, key):
    body = {"full_name": "Phạm Thị Kín", "phone": f"09870010{number:02}", "password": f"mot cau rat rieng tu {number}"}
    return body, people.nobody.post("/v1/accounts", body, key=key)


def test_a_password_is_nowhere_in_the_database_and_nothing_tells_whether_one_is_right(people, service):
    key = str(uuid.uuid4())
    body, first = sign_up(people, 1, key)
    assert first.status == 201
    rest = {name: value for name, value in body.items() if name != "password"}
    wanted = json.dumps(rest, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    assert replies(service, key) == [("createAccount", 201, None, None, "", kept_hash(service, *SIGN_UP, wanted))]
    text = service.dump()
    assert key in text and body["phone"] in text and body["password"] not in text
    sent = json.dumps(body, ensure_ascii=False).encode()
    for guess in (bare_hash(*SIGN_UP, sent), bare_hash(*SIGN_UP, wanted), kept_hash(service, *SIGN_UP, sent),
                  hashlib.sha256(sent).hexdigest(), hashlib.sha256(body["password"].encode()).hexdigest()):
        assert guess not in text


def test_the_hash_of_an_ordinary_request_is_under_the_server_s_key_too(people, service):
    """Of a draft that was thrown away stays a hash: its answers cannot be tried by it."""
    key = str(uuid.uuid4())
    body = {"procedure_code": COPIES, "unit_code": UNIT, "answers": {"copies": 1}, "return_channel": "counter"}
    assert people.citizen.post("/v1/dossiers", body, key=key).status == 201
    request = (b"createDossier", b"/v1/dossiers", json.dumps(body).encode())
    assert replies(service, key)[0][5] == kept_hash(service, *request)
    assert bare_hash(*request) not in service.dump()


def test_done_again_with_its_key_it_says_so_and_keeps_nothing(people, service):
    key = str(uuid.uuid4())
    body, first = sign_up(people, 3, key)
    again = people.nobody.post("/v1/accounts", body, key=key)
    assert (first.status, again.status, again.code) == (201, 409, "reply-not-kept")
    # Another password is not told apart, as nothing of the first is kept; the right one signs in.
    other = people.nobody.post("/v1/accounts", {**body, "password": "mot cau khac han 2026"}, key=key)
    assert (other.status, other.code) == (409, "reply-not-kept")
    for password, status in ((body["password"], 201), ("mot cau khac han 2026", 401)):
        assert people.nobody.post("/v1/sessions", {"login": body["phone"], "password": password}).status == status
    other = people.nobody.post("/v1/accounts", {**body, "full_name": "Phạm Thị Khác"}, key=key)
    assert (other.status, other.code) == (422, "idempotency-key-reused")
    assert service.sql("select count(*) from account where phone = %s", body["phone"]) == [(1,)]
    assert len(replies(service, key)) == 1


def renew_link(people):
    dossier = people.citizen.file(COPIES)
    return people.citizen.post(f"/v1/dossiers/{dossier}/tracking-link", key=True)


DONE = {"createAccount": lambda people: sign_up(people, 4, str(uuid.uuid4()))[1], "renewTrackingLink": renew_link}


@pytest.mark.parametrize("operation", [one for one in SECRET if one.idempotency], ids=lambda operation: operation.id)
def test_of_a_request_with_secrets_only_stays_that_it_was_done(people, service, operation):
    assert DONE[operation.id](people).status == 201
    assert service.sql("select count(*) filter (where body <> '' or location is not null or etag is not null), count(*) > 0"
                       " from idempotency_reply where operation = %s", operation.id) == [(0, True)]
