"""Downloads through nginx: the API says which file, nginx sends it from an internal place, and nothing is written meanwhile."""
import os
import socket

import pytest

from harness.edge import Edge, raw
from harness.people import COPIES, pdf, sha256

MIB = 1024 * 1024
READERS = 8


@pytest.fixture(scope="module")
def edge(service):
    running = Edge(service)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def reader(people, edge):
    """A citizen who comes through nginx."""
    person = people.newcomer()
    person.nginx = edge.address
    return person


def attached(person, data):
    """The address of a file of a dossier."""
    dossier = person.draft(COPIES)
    answer = person.put(f"/v1/dossiers/{dossier}/components/GT-CU", {"upload_ids": [person.upload(data, piece=4 * MIB)]})
    file, = [f for c in answer.json["components"] for f in c["files"]]
    return f"/v1/dossiers/{dossier}/files/{file['id']}"


def test_nginx_sends_what_the_api_names(reader, service):
    data = pdf("qua nginx")
    target = attached(reader, data)
    answer = reader.get(target)
    assert (answer.status, answer.body) == (200, data)
    direct = reader.copy()
    direct.nginx = None
    plain = direct.get(target)
    assert plain.body == data
    for name in ("content-type", "content-disposition", "content-length", "repr-digest", "cache-control", "x-content-type-options"):
        assert answer.headers[name] == plain.headers[name], name
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-request-id"] and answer.headers["traceparent"]
    assert not {"x-accel-redirect", "last-modified", "etag", "accept-ranges"} & set(answer.headers), answer.headers
    assert "x-accel-redirect" not in plain.headers


def test_the_internal_place_is_nobody_s_else(reader, edge):
    data = pdf("bên trong")
    attached(reader, data)
    digest = sha256(data)
    for path in (f"/.blob/{digest[:2]}/{digest}", f"/v1/..%2f.blob/{digest[:2]}/{digest}", "/.blob/"):
        statuses, answer = raw(edge.address, f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert statuses == [404] and data not in answer, path
    # What a client says of sending files is not what the API hears.
    assert reader("GET", "/v1/me", headers={"X-Sendfile-Type": "none"}).status == 200


def test_a_damaged_file_never_leaves(reader, service):
    data = pdf("hỏng sau nginx")
    target = attached(reader, data)
    path = service.folder / "blobs" / sha256(data)[:2] / sha256(data)
    path.write_bytes(data.replace(b"nginx", b"nginy"))
    answer = reader.get(target)
    assert (answer.status, answer.code) == (500, "file-lost")
    # One that nginx cannot open although the API could says so too, in words.
    path.write_bytes(data)
    if os.geteuid() == 0:
        path.chmod(0o600)
        assert reader.get(target).code == "internal"
    path.chmod(0o640)
    assert reader.get(target).body == data


def test_slow_readers_of_large_files_take_no_room(reader, edge, service):
    data = b"%PDF-1.4\n" + bytes(range(256)) * (48 * 1024) + b"trailer\n%%EOF"
    target = attached(reader, data)
    before = sum(path.stat().st_size for path in (edge.folder / "proxy").rglob("*") if path.is_file())
    slow = []
    for _ in range(READERS):
        connection = socket.create_connection(("127.0.0.1", edge.port))
        connection.sendall(f"GET {target} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {reader.token}\r\n\r\n".encode())
        assert connection.recv(12) == b"HTTP/1.1 200"
        slow.append(connection)
    temporary = sum(path.stat().st_size for path in (edge.folder / "proxy").rglob("*") if path.is_file())
    held = [link for link in open_files(edge) if link.startswith(str(edge.folder)) and "deleted" in link]
    # The API is done with all of them.
    assert reader.get("/v1/me").status == 200
    for connection in slow:
        connection.close()
    print(f"\n{READERS} readers of {len(data) // MIB} MiB who do not read: {temporary - before} bytes written, "
          f"{len(held)} temporary files open")
    assert temporary == before and not held


def open_files(edge):
    """What nginx' processes have open."""
    found = []
    for folder in os.scandir("/proc"):
        if not folder.name.isdigit():
            continue
        try:
            status = open(f"/proc/{folder.name}/status", encoding="ascii", errors="replace").read()
            if f"PPid:\t{edge.process.pid}\n" in status:
                found += [os.readlink(f"/proc/{folder.name}/fd/{fd}") for fd in os.listdir(f"/proc/{folder.name}/fd")]
        except OSError:
            continue
    return found
