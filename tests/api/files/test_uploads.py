"""Resumable uploads (tus 1.0.0): pieces, checksums, expiry; files judged by their content; bounded, nothing half-stored."""
import io
import os
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.client import base64_text, checksum, metadata
from harness.people import BIRTH, COPIES, PNG, pdf, sha256

TUS = {"Tus-Resumable": "1.0.0"}
MIB = 1024 * 1024


@pytest.fixture()
def citizen(people):
    return people.citizen


def create(person, length, meta=metadata("a.pdf"), body=None, **headers):
    more = {"Upload-Metadata": meta} if meta is not None else {}
    return person("POST", "/v1/uploads", body=body, headers={**TUS, "Upload-Length": str(length), **more, **headers})


def head(person, location):
    return person("HEAD", location, headers=TUS)


def send(person, data, name="a.pdf", **more):
    """A whole file in one piece: the answer to that piece."""
    created = create(person, len(data), metadata(name, more.pop("declared", None)))
    assert created.status == 201, created
    return created.headers["location"], person.append(created.headers["location"], 0, data, **more)


def files(service, folder):
    return {path for path in (service.folder / folder).rglob("*") if path.is_file()}


def test_the_server_tells_what_it_can_do(anyone):
    answer = anyone("OPTIONS", "/v1/uploads")
    assert answer.status == 204
    assert answer.headers["tus-version"] == "1.0.0" and int(answer.headers["tus-max-size"]) == 100 * MIB
    assert {"creation", "creation-with-upload", "checksum", "termination", "expiration"} <= set(
        answer.headers["tus-extension"].split(","))
    assert answer.headers["tus-checksum-algorithm"] == "sha256"


def test_a_broken_upload_goes_on_where_it_stood(citizen):
    data = pdf("x" * 5000)
    location = create(citizen, len(data)).headers["location"]
    assert head(citizen, location).headers["upload-offset"] == "0"
    assert citizen.append(location, 0, data[:1000]).headers["upload-offset"] == "1000"
    seen = head(citizen, location)
    assert (seen.headers["upload-offset"], seen.headers["upload-length"]) == ("1000", str(len(data)))
    assert seen.headers["tus-resumable"] == "1.0.0" and seen.headers["cache-control"] == "no-store"
    assert citizen.append(location, 1000, b"").headers["upload-offset"] == "1000"
    assert citizen.append(location, 1000, data[1000:]).headers["upload-offset"] == str(len(data))
    assert head(citizen, location).headers["upload-offset"] == str(len(data))


def test_the_first_piece_may_come_with_the_beginning(citizen):
    data = pdf("mở đầu")
    answer = create(citizen, len(data), body=data[:50], **{"Content-Type": "application/offset+octet-stream",
                                                          "Upload-Checksum": checksum(data[:50])})
    assert answer.status == 201 and answer.headers["upload-offset"] == "50"
    assert citizen.append(answer.headers["location"], 50, data[50:]).status == 204


@pytest.mark.parametrize("offset", [0, 500, 1001, 99999])
def test_a_piece_at_another_offset_is_refused(citizen, offset):
    data = pdf("x" * 5000)
    location = create(citizen, len(data)).headers["location"]
    citizen.append(location, 0, data[:1000])
    answer = citizen.append(location, offset, data[:10])
    assert (answer.status, answer.code) == (409, "upload-offset")
    assert answer.json["detail"] == "1000" and head(citizen, location).headers["upload-offset"] == "1000"


def test_a_piece_with_a_wrong_checksum_is_not_stored(citizen):
    data = pdf("x" * 5000)
    location = create(citizen, len(data)).headers["location"]
    answer = citizen.append(location, 0, data[:1000], **{"Upload-Checksum": checksum(b"other")})
    assert (answer.status, answer.code) == (460, "checksum-mismatch")
    assert head(citizen, location).headers["upload-offset"] == "0"


@pytest.mark.parametrize("header, code", [
    ("sha1 " + base64_text(b"x" * 20), "checksum-unsupported"), ("md5 AAAA", "checksum-unsupported"),
    ("sha256", "bad-header"), ("sha256 !!!", "bad-header"), ("sha256 " + base64_text(b"short"), "bad-header"),
    ("x" * 201, "bad-header")])
def test_a_checksum_of_another_form_is_refused(citizen, header, code):
    location = create(citizen, 100).headers["location"]
    assert citizen.append(location, 0, b"x", **{"Upload-Checksum": header}).code == code


def test_a_first_piece_with_a_wrong_checksum_leaves_nothing(citizen, service):
    before = service.sql("select count(*) from upload"), files(service, "uploads")
    answer = create(citizen, 100, body=b"x" * 10, **{"Content-Type": "application/offset+octet-stream",
                                                    "Upload-Checksum": checksum(b"other")})
    assert (answer.status, answer.code) == (460, "checksum-mismatch")
    assert (service.sql("select count(*) from upload"), files(service, "uploads")) == before


def test_a_file_other_than_declared_is_refused(citizen):
    data = pdf("thật")
    location, answer = send(citizen, data, declared=pdf("khác"))
    assert (answer.status, answer.code) == (460, "checksum-mismatch")
    assert head(citizen, location).status == 404


@pytest.mark.parametrize("change, status, code", [
    ({"Tus-Resumable": "0.2.2"}, 412, "tus-version"), ({"Tus-Resumable": ""}, 412, "tus-version"),
    ({"Upload-Length": "-1"}, 400, "bad-header"), ({"Upload-Length": "x"}, 400, "bad-header"),
    ({"Upload-Length": "1.5"}, 400, "bad-header"), ({"Upload-Length": ""}, 400, "bad-header"),
    ({"Upload-Length": "9" * 30}, 400, "bad-header"), ({"Upload-Length": "0"}, 422, "file-empty"),
    ({"Upload-Length": str(100 * MIB + 1)}, 413, "file-too-large"),
    ({"Upload-Length": str(2**53 - 1)}, 413, "file-too-large"),
    ({"Upload-Metadata": "filename !!!"}, 400, "bad-header"), ({"Upload-Metadata": "filename " + base64_text("")}, 400, "bad-header"),
    ({"Upload-Metadata": "filename YQ==,filename Yg=="}, 400, "bad-header"),
    ({"Upload-Metadata": "filename " + base64_text(b"\xff")}, 400, "bad-header"),
    ({"Upload-Metadata": "filename " + base64_text("a" * 256)}, 400, "bad-header"),
    ({"Upload-Metadata": "sha256 " + base64_text("x" * 64)}, 400, "bad-header"),
    ({"Upload-Metadata": "x" * 2049}, 400, "bad-header")], ids=lambda value: str(value)[:40])
def test_a_beginning_that_cannot_be_is_refused(citizen, change, status, code):
    answer = citizen("POST", "/v1/uploads", headers={**TUS, "Upload-Length": "10", **change})
    assert (answer.status, answer.code) == (status, code), answer
    assert answer.headers.get("tus-resumable") == "1.0.0" or status == 412 or code == "bad-header"


def test_an_upload_under_way_asks_for_the_version_too(citizen):
    location = create(citizen, 100).headers["location"]
    for method in ("HEAD", "PATCH", "DELETE"):
        assert citizen(method, location, headers={"Tus-Resumable": "0.2.2"}).status == 412
    assert citizen("DELETE", location, headers=TUS).status == 204


def test_an_upload_needs_a_length(citizen):
    assert citizen("POST", "/v1/uploads", headers=TUS).code in ("bad-header", "length-required")


def test_a_piece_of_another_content_type_is_refused(citizen):
    location = create(citizen, 100).headers["location"]
    answer = citizen.append(location, 0, b"x", **{"Content-Type": "application/octet-stream"})
    assert (answer.status, answer.code) == (415, "unsupported-media-type")


@pytest.mark.parametrize("offset", ["-1", "x", "", "1e3", "99999999999999999999"])
def test_an_offset_of_another_form_is_refused(citizen, offset):
    location = create(citizen, 100).headers["location"]
    assert citizen.append(location, offset, b"x").code == "bad-header"


def test_a_piece_beyond_the_length_is_refused(citizen):
    data = pdf("dài")
    location = create(citizen, len(data) - 1).headers["location"]
    answer = citizen.append(location, 0, data)
    assert (answer.status, answer.code) == (413, "body-too-large")
    assert head(citizen, location).headers["upload-offset"] == "0"


def test_a_piece_holds_at_most_4_mib(citizen):
    data = b"%PDF-1.4\n" + os.urandom(4 * MIB) + b"\n%%EOF\n"
    location = create(citizen, len(data)).headers["location"]
    assert citizen.append(location, 0, data[:4 * MIB + 1]).code == "body-too-large"
    assert head(citizen, location).headers["upload-offset"] == "0"
    assert citizen.append(location, 0, data[:4 * MIB]).headers["upload-offset"] == str(4 * MIB)
    assert citizen.append(location, 4 * MIB, data[4 * MIB:]).status == 204


def zip_of(names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x" * 100)
    return buffer.getvalue()


DOCX = zip_of(["[Content_Types].xml", "_rels/.rels", "word/document.xml"])


@pytest.mark.parametrize("data, name, media_type", [
    (pdf("a"), "đơn.pdf", "application/pdf"), (PNG, "ảnh.png", "image/png"), (pdf("b"), "không đuôi", "application/pdf"),
    (pdf("c"), "nói dối.exe", "application/pdf"),
    (DOCX, "đơn.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")],
    ids=["pdf", "png", "without-suffix", "with-a-lie", "docx"])
def test_what_people_need_is_taken_by_content_not_by_name(citizen, service, data, name, media_type):
    location, answer = send(citizen, data, name, declared=data)
    assert answer.status == 204, answer
    stored, = service.sql("select name, blob_sha256, media_type from upload join blob on sha256 = blob_sha256 where id = %s",
                          location.rsplit("/", 1)[1])
    assert stored[1] == sha256(data) and stored[2] == media_type
    # The name's suffix is that of the content, so that a lie does not travel on.
    assert not stored[0].endswith(".exe") and "/" not in stored[0]


@pytest.mark.parametrize("data, code", [
    (b"<html><script>alert(1)</script></html>", "file-type-forbidden"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "file-type-forbidden"),
    (b"MZ" + b"\0" * 100, "file-type-forbidden"), (b"\x7fELF" + b"\0" * 100, "file-type-forbidden"),
    (b"#!/bin/sh\nrm -rf /\n", "file-type-forbidden"), (b"GIF89a" + b"\0" * 100, "file-type-forbidden"),
    (b"just text", "file-type-forbidden"), (b"\0" * 100, "file-type-forbidden"),
    (zip_of(["a.txt"]), "file-type-forbidden"), (zip_of(["word/vbaProject.bin"]), "file-type-forbidden"),
    (pdf("cắt")[:-30], "file-damaged"), (PNG[:-12], "file-damaged"), (b"\xff\xd8\xff\xe0" + b"\0" * 50, "file-damaged"),
    (DOCX[:-10], ("file-damaged", "file-type-forbidden")),
], ids=["html", "svg", "exe", "elf", "script", "gif", "text", "zeros", "zip", "macro", "cut-pdf", "cut-png", "cut-jpeg",
        "cut-docx"])
def test_what_could_harm_or_cannot_be_read_is_refused(citizen, service, data, code):
    before = files(service, "blobs")
    location, answer = send(citizen, data, "giấy khai sinh.pdf")
    assert answer.status == 422 and answer.code in code, answer
    if answer.code == "file-type-forbidden":
        assert answer.json["detail"] == "PDF, JPG, PNG, Word (DOCX), Excel (XLSX), ODT"
    assert head(citizen, location).status == 404
    assert files(service, "blobs") == before and not [f for f in files(service, "uploads") if location[-36:] in f.name]


def test_a_name_cannot_lead_elsewhere(citizen, service):
    for name in ("../../etc/passwd.pdf", "C:\\Windows\\a.pdf", "a\u202egpj.pdf", "  a  .pdf", "CON.pdf"):
        location, answer = send(citizen, pdf(name), name)
        assert answer.status == 204
        stored, = service.sql("select name from upload where id = %s", location.rsplit("/", 1)[1])
        assert not set("/\\\u202e:") & set(stored[0]) and not stored[0].startswith("."), stored


def test_an_upload_can_be_given_up(citizen, service):
    location = create(citizen, 100).headers["location"]
    citizen.append(location, 0, b"x" * 10)
    assert citizen("DELETE", location, headers=TUS).status == 204
    assert head(citizen, location).status == 404
    assert citizen("DELETE", location, headers=TUS).code == "not-found"
    assert citizen.append(location, 10, b"x").code == "not-found"
    assert not [f for f in files(service, "uploads") if location[-36:] in f.name]


def test_an_upload_expires_and_is_cleared_away(citizen, service):
    location = create(citizen, 100).headers["location"]
    citizen.append(location, 0, b"x" * 10)
    service.sql("update upload set expires_at = now() - interval '1 minute' where id = %s", location[-36:])
    assert head(citizen, location).status == 410
    assert citizen.append(location, 10, b"x").code == "upload-gone"
    service.start_worker()
    try:
        # the worker's chores come one after the other
        deadline = time.monotonic() + 60
        while head(citizen, location).status != 404 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert citizen.append(location, 10, b"x").code == "not-found"
    finally:
        service.stop_worker()
    assert not [f for f in files(service, "uploads") if location[-36:] in f.name]


def test_another_s_upload_is_not_there(citizen, people):
    data = pdf("của tôi")
    location, _ = send(citizen, data)
    other = people.citizen_elder
    unknown = location[:-1] + ("0" if location[-1] != "0" else "1")
    for target in (location, unknown):
        assert head(other, target).status == 404
        assert other.append(target, 0, b"x").code == "not-found"
        assert other("DELETE", target, headers=TUS).code == "not-found"
    dossier = other.draft(COPIES)
    for upload in (location[-36:], unknown[-36:]):
        answer = other.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": [upload]})
        assert answer.code == "upload-unknown"


def test_papers_are_set_reordered_and_taken_off(citizen):
    dossier = citizen.draft(COPIES)
    target = f"/v1/dossiers/{dossier}/components/GT-CU"
    first, second = citizen.upload(name="một.pdf"), citizen.upload(name="hai.pdf")

    def names():
        return [f["name"] for c in citizen.dossier(dossier)["components"] if c["code"] == "GT-CU" for f in c["files"]]

    assert citizen.put(target, {"upload_ids": [first, second]}).status == 200
    assert names() == ["một.pdf", "hai.pdf"]
    citizen.put(target, {"upload_ids": [second, first]})
    assert names() == ["hai.pdf", "một.pdf"]
    citizen.put(target, {"upload_ids": [first]})
    assert names() == ["một.pdf"]
    assert citizen.put(target, {"upload_ids": [first, first]}).code == "invalid-body"
    four = [citizen.upload() for _ in range(4)]
    answer = citizen.put(target, {"upload_ids": four})
    assert answer.code == "too-many-files" and names() == ["một.pdf"]
    assert citizen.put(f"/v1/dossiers/{dossier}/components/KHONG-CO", {"upload_ids": []}).code == "component-unknown"
    unfinished = create(citizen, 100).headers["location"][-36:]
    assert citizen.put(target, {"upload_ids": [unfinished]}).code == "upload-incomplete"
    assert names() == ["một.pdf"]
    # One upload is one file: it cannot stand in two dossiers.
    other = citizen.draft(COPIES)
    assert citizen.put(f"/v1/dossiers/{other}/components/GT-CU", {"upload_ids": [first]}).code == "upload-unknown"
    citizen.put(target, {"upload_ids": []})
    assert names() == []


def test_a_paper_takes_only_the_types_that_its_procedure_accepts(citizen):
    dossier = citizen.draft(COPIES)
    location, _ = send(citizen, DOCX, "đơn.docx")
    answer = citizen.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": [location[-36:]]})
    assert (answer.status, answer.code, answer.json["detail"]) == (422, "file-type-forbidden", "PDF, JPG, PNG")
    png, _ = send(citizen, PNG, "ảnh.png")
    assert citizen.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": [png[-36:]]}).status == 200


def test_the_same_content_is_kept_once(citizen, people, service):
    data = pdf("giống nhau")
    for person in (citizen, people.citizen_elder, citizen):
        send(person, data)
    assert len([path for path in files(service, "blobs") if sha256(data) in path.name or sha256(data)[2:] in path.name
                or sha256(data)[4:] in path.name]) == 1


def test_two_writers_of_one_upload_do_not_mix(citizen):
    """Both send the same piece at the same offset; one is stored, and the file is whole in the end."""
    data = pdf("x" * 50000)
    location = create(citizen, len(data), metadata("a.pdf", data)).headers["location"]
    for at in range(0, len(data), 10000):
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda c: c.append(location, at, data[at:at + 10000]), [citizen.copy() for _ in range(4)]))
        assert sorted(answer.status for answer in answers).count(204) == 1, answers
        assert {answer.code for answer in answers if answer.status != 204} <= {"upload-offset", "upload-busy"}
    assert head(citizen, location).headers["upload-offset"] == str(len(data))


def test_memory_stays_bounded_while_large_files_arrive(citizen, service):
    """P5 keeps the server's growth within 8 MiB for a 100 MiB file; here two of 24 MiB, sanitizers or not."""
    def resident():
        text = open(f"/proc/{service.api.process.pid}/status", encoding="ascii").read()
        return int(text.split("VmRSS:")[1].split()[0]) * 1024

    def large(person):
        block = os.urandom(MIB)
        size = 24 * MIB
        location = create(person, size + 22).headers["location"]
        person.append(location, 0, b"%PDF-1.4\n")
        for at in range(0, size, MIB):
            assert person.append(location, 9 + at, block).status == 204
        assert person.append(location, 9 + size, b"trailer\n%%EOF").status == 204
        return location

    large(citizen)
    before = resident()
    large(citizen)
    assert resident() - before < 16 * MIB


def test_a_component_of_another_case_is_unknown(citizen):
    dossier = citizen.draft(BIRTH)
    assert citizen.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": []}).code == "component-unknown"
