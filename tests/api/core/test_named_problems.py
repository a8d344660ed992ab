"""Problems that the contract names at an operation, where no journey meets them: the wrong person, the wrong thing, the
wrong moment, the wrong kind of body."""
import contextlib
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.client import checksum, metadata
from harness.contract import Contract
from harness.people import ADDRESS, BIRTH, COPIES, pdf

TUS = {"Tus-Resumable": "1.0.0"}
WITH_BODY = [operation for operation in Contract().operations.values() if operation.body]


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda operation: operation.id)
def test_another_kind_of_body_is_refused_everywhere(people, operation):
    answer = people.allowed(operation)(operation.method, operation.fill(), body=b"x", headers={"Content-Type": "text/plain"})
    assert (answer.status, answer.code) == (415, "unsupported-media-type")


def test_the_desk_changes_neither_answers_nor_papers_of_an_applicant(people):
    dossier = people.citizen.file(BIRTH)
    code = people.citizen.papers(BIRTH)[0]
    upload = people.officer.upload()
    before = people.citizen.dossier(dossier)
    saved = people.officer.patch(f"/v1/dossiers/{dossier}", {"answers": {"child_name": "Khác"}}, etag="*")
    attached = people.officer.put(f"/v1/dossiers/{dossier}/components/{code}", {"upload_ids": [upload]})
    assert (saved.status, saved.code) == (attached.status, attached.code) == (403, "forbidden")
    assert people.citizen.dossier(dossier) == before


@pytest.mark.parametrize("change, status, code", [
    ({"unit_code": "Z99"}, 422, "unit-unknown"), ({"case_code": "none-such"}, 404, "procedure-unknown"),
    ({"return_address": {**ADDRESS, "commune_code": "99999"}}, 422, "place-unknown")])
def test_a_draft_cannot_be_turned_to_what_is_not_there(people, change, status, code):
    dossier = people.citizen.draft(COPIES)
    answer = people.citizen.patch(f"/v1/dossiers/{dossier}", change, etag="*")
    assert (answer.status, answer.code) == (status, code)


@contextlib.contextmanager
def held(service, dossier):
    """The dossier's row changed and not yet committed; what comes waits for it. Gives a way to wait until it does."""
    with contextlib.closing(service.cluster.connect(service.database)) as connection, connection.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute("update dossier set updated_at = now() where id = %s", (dossier,))

        def somebody_waits():
            for _ in range(500):
                if service.sql("select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = %s", service.database):
                    return
                time.sleep(0.01)
            raise AssertionError("nobody came to change the dossier")
        yield somebody_waits
        cursor.execute("commit")


def test_a_draft_that_changes_while_it_is_filed_is_not_filed(people, service):
    dossier = people.citizen.draft(COPIES)
    with ThreadPoolExecutor(1) as pool:
        with held(service, dossier) as somebody_waits:
            filed = pool.submit(people.citizen.copy().post, f"/v1/dossiers/{dossier}/submission", key=True)
            somebody_waits()
        assert (filed.result().status, filed.result().code) == (412, "stale")
    assert people.citizen.dossier(dossier)["state"] == "draft"


def test_a_dossier_that_changes_while_a_step_is_taken_stays_where_it_is(people, service):
    dossier = people.citizen.file(BIRTH)
    with ThreadPoolExecutor(1) as pool:
        with held(service, dossier) as somebody_waits:
            taken = pool.submit(people.officer.copy().act, dossier, "accept")
            somebody_waits()
        assert (taken.result().status, taken.result().code) == (412, "stale")
    assert people.citizen.dossier(dossier)["state"] == "registered"


def test_a_result_must_have_arrived_whole(people):
    dossier = people.citizen.file(BIRTH)
    people.officer.do(dossier, "accept")
    begun = people.officer("POST", "/v1/uploads", headers={**TUS, "Upload-Length": "100"}).headers["location"]
    answer = people.officer.act(dossier, "finish", upload_ids=[begun.rsplit("/", 1)[1]])
    assert (answer.status, answer.code) == (409, "upload-incomplete")


@pytest.mark.parametrize("data, headers, code", [
    (pdf("a"), {"Upload-Checksum": "md5 AAAA"}, "checksum-unsupported"), (b"just text", {}, "file-type-forbidden"),
    (pdf("cắt")[:-30], {}, "file-damaged")], ids=lambda value: value if isinstance(value, str) else "")
def test_a_file_sent_with_its_beginning_is_judged_too(people, service, data, headers, code):
    begun = service.sql("select count(*) from upload")
    answer = people.citizen("POST", "/v1/uploads", body=data, headers={
        **TUS, "Upload-Length": str(len(data)), "Upload-Metadata": metadata("a.pdf"), "Upload-Checksum": checksum(data),
        "Content-Type": "application/offset+octet-stream", **headers})
    assert answer.code == code
    assert service.sql("select count(*) from upload") == begun


def test_asking_for_an_upload_needs_the_protocol_s_version(people):
    location = people.citizen("POST", "/v1/uploads", headers={**TUS, "Upload-Length": "100"}).headers["location"]
    assert people.citizen("HEAD", location).status == 412


@pytest.mark.parametrize("target, body", [
    ("/v1/dossiers", {"procedure_code": COPIES, "unit_code": "H99.31", "answers": {}, "return_channel": "counter"}),
    ("/v1/contact-proofs", {"phone": "0987000001"})], ids=["draft", "code"])
def test_a_kept_answer_that_cannot_be_read_just_now_is_to_be_asked_for_again(people, service, target, body):
    first = people.citizen.post(target, body, key=f"in-progress {target}")
    service.sql("revoke execute on function idempotency_find from motcua_api")
    try:
        answer = people.citizen.post(target, body, key=f"in-progress {target}")
        assert (answer.status, answer.code) == (409, "idempotency-in-progress")
    finally:
        service.sql("grant execute on function idempotency_find to motcua_api")
    assert people.citizen.post(target, body, key=f"in-progress {target}").body == first.body


def test_a_paper_of_a_payment_is_asked_for_by_its_id(people):
    dossier = people.citizen.file(COPIES)
    answer = people.citizen.get(f"/v1/dossiers/{dossier}/papers/payment-receipt.pdf", query={"payment": "the-last"})
    assert (answer.status, answer.code) == (400, "bad-query")


def test_a_draft_owes_nothing(people):
    draft = people.citizen.draft(COPIES)
    assert people.citizen.post(f"/v1/dossiers/{draft}/payments", {"method": "vietqr"}, key=True).code == "nothing-due"
