"""nginx as it stands before the API: framing, limits, listeners, its own errors, headers, the clients' pages.

The two listeners are small servers on Unix sockets that answer with what they were sent, so that every
request is seen as the API would see it. nginx is the real one with the real configuration.
"""
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
# As api/generate/listeners.py writes it, with a rate that a test can reach.
LISTENERS = """map "$request_method $uri" $motcua_class {
	"POST /v1/sessions" login;
	"~^PATCH /v1/uploads/[^/]+$" bulk;
	default key;
}
map $motcua_class $motcua_listener { key lookup; default work; }
map $motcua_class $motcua_rate { login 30; default 12000; }
map $motcua_class $motcua_login_key { login $motcua_address; default ""; }
limit_req_zone $motcua_login_key zone=login:4m rate=30r/m;
limit_req zone=login burst=30 nodelay;
"""


class Echo(threading.Thread):
    """A listener: answers each request with its own head and body, and keeps the connection open."""

    def __init__(self, path, name):
        super().__init__(daemon=True)
        self.name_of_listener = name
        self.seen = []
        self.connections = []
        self.breaks = False  # reads a request and hangs up
        self.let_go = threading.Event()  # requests for /v1/held wait for it
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen(64)
        self.start()

    def run(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections.append(connection)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def hang_up(self):
        """Ends the connections that nginx keeps for later."""
        while self.connections:
            try:
                self.connections.pop().shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def serve(self, connection):
        stream = connection.makefile("rwb")
        while True:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = stream.readline()
                if not line:
                    return
                head += line
            length = re.search(rb"(?i)content-length: (\d+)", head)
            body = stream.read(int(length.group(1))) if length else b""
            self.seen.append((head, body))
            if self.breaks:
                connection.shutdown(socket.SHUT_RDWR)
                return
            if b" /v1/held" in head:
                self.let_go.wait(20)
            extra = b'ETag: "1"\r\n' if b" /v1/dossiers" in head or b" /v1/procedures" in head else b""
            if b" /v1/cached" in head:
                extra += b"Cache-Control: max-age=60\r\n"
            text = json.dumps({"listener": self.name_of_listener, "head": head.decode("latin-1"), "size": len(body),
                               "padding": "x" * 4000 if b"pad" in head else ""}).encode()
            stream.write(b"HTTP/1.1 200 OK\r\nServer: secret/1\r\nContent-Type: application/json\r\n" + extra
                         + b"Content-Length: %d\r\n\r\n" % len(text)
                         + (b"" if head.startswith(b"HEAD ") else text))
            stream.flush()


class Edge:
    def __init__(self, folder, site=ROOT / "schema/sample/site", clients=None, instances=1, host="127.0.0.1", **values):
        self.folder = folder
        self.web = folder / "web"
        (folder / "built").mkdir()
        for app in ("portal", "m", "desk"):
            if clients is None:
                self.build(folder / "built" / app)
            else:
                (folder / "built" / app).symlink_to(clients[app] / "dist")
        subprocess.run([ROOT / "docker/nginx/site", site, folder / "built", self.web], check=True)
        (folder / "listeners.conf").write_text(LISTENERS)
        names = [f"{name}{number or ''}" for number in range(instances) for name in ("lookup", "work")]
        self.listeners = {name: Echo(folder / f"{name}.sock", name) for name in names}
        if os.getuid() == 0:
            for name in names:
                os.chmod(folder / f"{name}.sock", 0o777)
        self.port = free_port()
        subprocess.run([ROOT / "docker/nginx/render", folder / "conf", f"STATE={folder}",
                        f"ERROR_LOG={folder}/error.log", f"ACCESS_LOG={folder}/access.log",
                        f"LISTENERS={folder}/listeners.conf", f"WEB={self.web}", f"BLOBS={folder}/blobs", f"LISTEN={host}:{self.port}",
                        *[f"{name.upper().rstrip('1')}_SOCKET=unix:{folder}/{name}.sock" for name in names],
                        *[f"{name}={value}" for name, value in values.items()]],
                       check=True)
        self.process = subprocess.Popen(
            ["nginx", "-e", f"{folder}/error.log", "-p", folder / "conf", "-c", folder / "conf/nginx.conf"],
            env={**os.environ, "PATH": os.environ["PATH"] + ":/usr/sbin"})
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError((folder / "error.log").read_text())

    @staticmethod
    def build(app):
        """What stands for a built client, and a page that lies deeper."""
        (app / "assets").mkdir(parents=True)
        (app / "index.html").write_text(f"<!doctype html><title>{app.name}</title>")
        (app / "assets/app-1a2b.js").write_text("export const x = 1;\n" * 200)
        (app / "thu-tuc/1.001193").mkdir(parents=True)
        (app / "thu-tuc/1.001193/index.html").write_text("<title>guide</title>")

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        for listener in self.listeners.values():
            listener.socket.close()

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        answer.text = answer.read()
        connection.close()
        return answer

    def raw(self, data):
        """Sends bytes as they are; returns everything that comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(data)
            answer = b""
            while True:
                try:
                    piece = connection.recv(65536)
                except (TimeoutError, ConnectionResetError):
                    break
                if not piece:
                    break
                answer += piece
        return answer


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def edge():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-nginx-"))
    if os.getuid() == 0:
        os.chmod(folder, 0o755)
    running = Edge(folder)
    yield running
    running.stop()
    shutil.rmtree(folder)


@pytest.fixture()
def pair():
    """Two instances of the API, of which each takes four connections."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-nginx-"))
    if os.getuid() == 0:
        os.chmod(folder, 0o755)
    running = Edge(folder, instances=2, LOOKUP_CONNECTIONS=4)
    yield running
    running.stop()
    shutil.rmtree(folder)


def assert_problem(answer, status, code):
    """A problem of the catalogue, as the API itself would write it."""
    problem = json.loads(answer.text)
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem["status"] == status and problem["code"] == code
    assert problem["type"] == f"urn:motcua:problem:{code}"
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
                        problem["instance"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    return problem


POST = b"POST /v1/dossiers HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize("data", [
    pytest.param(POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="length and chunked"),
    pytest.param(POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", id="chunked and length"),
    pytest.param(POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", id="two lengths"),
    pytest.param(POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", id="the same length twice"),
    pytest.param(POST + b"Content-Length: 5, 5\r\n\r\nabcde", id="a list of lengths"),
    pytest.param(POST + b"Content-Length: +5\r\n\r\nabcde", id="a signed length"),
    pytest.param(POST + b"Content-Length: -1\r\n\r\n", id="a negative length"),
    pytest.param(POST + b"Content-Length: 99999999999999999999\r\n\r\n", id="a length beyond 64 bits"),
    pytest.param(POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", id="chunked twice"),
    pytest.param(POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", id="two codings"),
    pytest.param(POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", id="an unknown coding"),
    pytest.param(POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", id="a chunk without size"),
    pytest.param(b"GET /v1/me HTTP/1.1\r\n\r\n", id="no host"),
    pytest.param(b"GET /v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", id="two hosts"),
    pytest.param(b"GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n", id="a broken escape"),
    pytest.param(b"GET /v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", id="above the root"),
    pytest.param(b"GET /v1/a%00b HTTP/1.1\r\nHost: x\r\n\r\n", id="NUL in the path"),
    pytest.param(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", id="TLS to a plain port"),
])
def test_conflicting_framing_and_broken_requests_end_here(edge, data):
    before = sum(len(listener.seen) for listener in edge.listeners.values())
    answer = edge.raw(data)
    assert answer.startswith(b"HTTP/1.1 400 "), answer[:200]
    assert b'"code": "bad-request"' in answer
    assert b"<html" not in answer and b"\r\nServer: nginx\r\n" in answer
    assert sum(len(listener.seen) for listener in edge.listeners.values()) == before


def test_a_chunked_body_arrives_with_its_length(edge):
    edge.raw(POST + b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    head, body = edge.listeners["lookup"].seen[-1]
    assert body == b"abcde" and b"Content-Length: 5" in head and b"Transfer-Encoding" not in head


def test_operations_go_to_their_listener(edge):
    assert json.loads(edge.ask("POST", "/v1/sessions", b"{}").text)["listener"] == "work"
    assert json.loads(edge.ask("POST", "/v1/%73essions", b"{}").text)["listener"] == "work"
    assert json.loads(edge.ask("PATCH", "/v1/uploads/1", b"a").text)["listener"] == "work"
    assert json.loads(edge.ask("GET", "/v1/procedures?q=a").text)["listener"] == "lookup"
    for path in ("/healthz", "/readyz", "/openapi.json", "/.well-known/jwks.json", "/.well-known/receipt-keys.json", "/v1"):
        assert json.loads(edge.ask("GET", path).text)["listener"] == "lookup"


def test_the_address_arrives_as_it_was_written(edge):
    head = json.loads(edge.ask("GET", "/v1/procedures/a%2Fb//?q=%61&q=b").text)["head"]
    assert head.startswith("GET /v1/procedures/a%2Fb//?q=%61&q=b HTTP/1.1\r\n")


def test_who_asks_is_told_by_nginx_alone(edge):
    answer = edge.ask("GET", "/v1/me", headers={
        "X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6", "Forwarded": "for=6.6.6.6", "X_Under": "1",
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "Authorization": "Bearer a.b.c"})
    head = json.loads(answer.text)["head"]
    assert "X-Forwarded-For: 127.0.0.1\r\n" in head and "6.6.6.6" not in head and "X_Under" not in head
    assert "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n" in head
    assert "Authorization: Bearer a.b.c\r\n" in head and "Connection: close" not in head


def test_too_large_things_have_their_problems(edge):
    answer = edge.ask("PATCH", "/v1/uploads/1", b"x" * (5 * 1024 * 1024 + 1))
    assert_problem(answer, 413, "body-too-large")
    assert_problem(edge.ask("GET", "/v1/" + "a" * 9000), 414, "uri-too-long")
    assert_problem(edge.ask("GET", "/v1/me", headers={"X-Large": "a" * 9000}), 431, "headers-too-large")
    assert json.loads(edge.ask("PATCH", "/v1/uploads/1", b"x" * (4 << 20)).text)["size"] == 4 << 20


def test_other_errors_of_nginx_are_problems_too(edge):
    assert_problem(edge.ask("TRACE", "/v1/me"), 405, "method-not-allowed")
    answer = edge.ask("GET", "/.problem/internal", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert answer.status == 404


def test_the_language_of_a_problem_follows_the_reader(edge):
    vietnamese = assert_problem(edge.ask("GET", "/v1/" + "a" * 9000, headers={"Accept-Language": "vi,en;q=0.8"}),
                                414, "uri-too-long")
    answer = edge.ask("TRACE", "/v1/me", headers={"Accept-Language": "en-GB,vi;q=0.8"})
    english = assert_problem(answer, 405, "method-not-allowed")
    assert vietnamese["title"] == "Địa chỉ quá dài. Vui lòng rút gọn."
    assert english["title"] == "This address does not support that method."
    assert answer.headers["Content-Language"] == "en"


def test_every_page_says_what_the_catalogue_says(edge):
    titles = yaml.safe_load((ROOT / "schema/vocabulary/problems.yaml").read_text())["entries"]
    bodies = re.findall(r"'(\{.*\})'", (edge.folder / "conf/problems.conf").read_text())
    assert len(bodies) >= 20
    for text in bodies:
        problem = json.loads(text)
        entry = titles[problem["code"]]
        assert problem["status"] == entry["status"] and problem["title"] in (entry["vi"], entry["en"])


def test_an_api_that_is_down_is_a_503_with_retry_after(edge):
    missing = edge.folder / "lookup.sock.away"
    (edge.folder / "lookup.sock").rename(missing)
    edge.listeners["lookup"].hang_up()
    time.sleep(0.1)
    try:
        answer = edge.ask("GET", "/v1/me")
        assert_problem(answer, 503, "stopping")
        assert int(answer.headers["Retry-After"]) > 0
        assert edge.ask("GET", "/").status == 200
    finally:
        missing.rename(edge.folder / "lookup.sock")
    assert edge.ask("GET", "/v1/me").status == 200


def answered_by(edge, count=20, method="GET"):
    """Which listeners answered so many requests, all of which were answered."""
    answers = [edge.ask(method, "/v1/me", b"{}" if method == "POST" else None) for _ in range(count)]
    assert {answer.status for answer in answers} == {200}
    return {json.loads(answer.text)["listener"] for answer in answers}


def test_an_instance_that_is_gone_is_passed_over_and_found_again(pair):
    assert answered_by(pair) == {"lookup", "lookup1"}
    (pair.folder / "lookup1.sock").rename(pair.folder / "away")
    pair.listeners["lookup1"].hang_up()
    assert answered_by(pair) == {"lookup"}
    (pair.folder / "away").rename(pair.folder / "lookup1.sock")
    assert answered_by(pair) == {"lookup", "lookup1"}


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_a_request_that_an_instance_breaks_off_is_asked_of_the_other(pair, method):
    pair.listeners["lookup1"].breaks = True
    assert answered_by(pair, method=method) == {"lookup"}
    assert pair.listeners["lookup1"].seen


def test_more_requests_than_the_instances_take_are_told_to_come_back(pair):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(pair.ask("GET", "/v1/held"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 20
    while len(answers) < 12:
        assert time.monotonic() < until
        time.sleep(0.02)
    for answer in answers:
        assert_problem(answer, 503, "overloaded")
        assert int(answer.headers["Retry-After"]) > 0
    assert json.loads(pair.ask("POST", "/v1/sessions", b"{}").text)["listener"] in ("work", "work1")
    for listener in pair.listeners.values():
        listener.let_go.set()
    for thread in threads:
        thread.join()
    assert sorted(answer.status for answer in answers) == [200] * 8 + [503] * 12
    assert answered_by(pair) == {"lookup", "lookup1"}


def test_the_answers_of_the_api_pass_with_safe_headers(edge):
    answer = edge.ask("GET", "/v1/me")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Server"] == "nginx"
    assert edge.ask("GET", "/v1/cached").headers.get_all("Cache-Control") == ["max-age=60"]


def test_compression_never_touches_an_etag_that_if_match_needs(edge):
    dossier = edge.ask("GET", "/v1/dossiers/1?pad", headers={"Accept-Encoding": "gzip"})
    assert dossier.headers["ETag"] == '"1"' and "Content-Encoding" not in dossier.headers
    procedures = edge.ask("GET", "/v1/procedures?pad", headers={"Accept-Encoding": "gzip"})
    assert procedures.headers["Content-Encoding"] == "gzip" and procedures.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path, title", [
    ("/", "portal"), ("/ho-so/123", "portal"), ("/ho-so/123/", "portal"), ("/m/", "m"), ("/m/ho-so/1", "m"),
    ("/ho-so/1/khai/gi%E1%BA%A5y-t%E1%BB%9D", "portal"), ("/desk/", "desk"), ("/desk/dossiers/1?q=x", "desk"),
    ("/thu-tuc/1.001193", "guide"),
])
def test_an_address_without_file_is_a_page_of_its_client(edge, path, title):
    answer = edge.ask("GET", path)
    assert answer.status == 200 and f"<title>{title}</title>".encode() in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def addresses():
    """Every address of every client, from the tables that the clients themselves use."""
    for base, client in (("", "citizen"), ("/m", "citizen"), ("/desk", "desk")):
        table = json.loads((ROOT / "clients" / client / "src/addresses.json").read_text())
        for address in table.values():
            yield base, base + re.sub(r":\w+", "x1", address)


def test_every_address_of_the_clients_is_served(edge):
    served = list(addresses())
    assert len(served) > 30
    for base, address in served:
        answer = edge.ask("GET", address, headers={"Accept": "text/html"})
        title = {"": "portal", "/m": "m", "/desk": "desk"}[base]
        assert (answer.status, f"<title>{title}</title>".encode() in answer.text) == (200, True), address


@pytest.mark.parametrize("path", [
    "/khong-co", "/ho-so/1/khong-co", "/ho-so/1/2/3/4/5", "/thu-tucx", "/x/thu-tuc", "/thu-tuc/a/b", "/m/khong-co", "/m/dossiers/1",
    "/desk/inbox", "/desk/v1/x", "/desk/thu-tuc", "/v2/dossiers", "/v1x", "/THU-TUC", "/ho-so//khai/x", "/index.php",
])
def test_an_address_that_nobody_knows_is_missing(edge, path):
    page = edge.ask("GET", path, headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"})
    assert page.status == 404 and page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Không tìm thấy trang này" in page.text.decode()
    assert "Retry-After" not in page.headers
    for accept in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
        assert_problem(edge.ask("GET", path, headers=accept), 404, "not-found")


def test_assets_are_kept_for_ever_and_missing_ones_are_missing(edge):
    for base in ("/", "/m/", "/desk/"):
        answer = edge.ask("GET", base + "assets/app-1a2b.js", headers={"Accept-Encoding": "gzip"})
        assert answer.status == 200 and answer.headers["Content-Encoding"] == "gzip"
        assert "immutable" in answer.headers["Cache-Control"]
        missing = edge.ask("GET", base + "assets/app-0000.js", headers={"Accept": "text/html"})
        assert missing.status == 404 and "immutable" not in str(missing.headers)
        assert "Không tìm thấy trang này" in missing.text.decode()


def test_hidden_folders_and_files_outside_are_not_served(edge):
    for path in ("/.page/unavailable.html", "/..%2f..%2fetc/passwd", "/m../portal/index.html", "/%2e%2e/listeners.conf"):
        answer = edge.ask("GET", path)
        assert b"root:" not in answer.text and b"motcua_listener" not in answer.text
        assert b"Retry-After" not in answer.text


def test_clients_that_were_not_built_are_told_kindly(edge):
    away = edge.web / "portal-away"
    (edge.web / "portal").rename(away)
    try:
        answer = edge.ask("GET", "/")
        assert answer.status == 503 and answer.headers["Retry-After"] == "30"
        assert "Hồ sơ và thông tin bạn đã lưu vẫn còn nguyên" in answer.text.decode()
    finally:
        away.rename(edge.web / "portal")


def test_the_log_holds_no_query(edge):
    edge.ask("GET", "/v1/units?q=not-for-the-log")
    time.sleep(0.1)
    log = (edge.folder / "access.log").read_text()
    assert "/v1/units" in log and "not-for-the-log" not in log


@pytest.mark.parametrize("path, status", [
    ("/t/kD3v0m7yQ1q0s9xJ2c4w5A", 200), ("/m/t/kD3v0m7yQ1q0s9xJ2c4w5A", 200), ("/t/kD3v0m7yQ1q0s9xJ2c4w5A.2", 200),
    ("/t/kD3v0m7yQ1q0s9xJ2c4w5A/x", 404), ("/%74/kD3v0m7yQ1q0s9xJ2c4w5A", 200), ("//t/kD3v0m7yQ1q0s9xJ2c4w5A/y", 404)])
def test_the_link_of_a_receipt_comes_into_no_log_and_no_other_page_is_told_of_it(edge, path, status):
    answer = edge.ask("GET", path, headers={"Accept": "text/html"})
    assert answer.status == status
    if path.startswith(("/t/", "/m/t/")):
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    time.sleep(0.1)
    logs = "".join(log.read_text() for log in edge.folder.glob("*.log"))
    assert "kD3v0m7yQ1q0s9xJ2c4w5A" not in logs


def test_other_pages_are_told_where_somebody_came_from_within_the_site(edge):
    assert edge.ask("GET", "/tra-cuu").headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("language, words", [("vi", "Bạn làm lại được sau 2 giây."), ("en", "You can try again in 2 seconds.")])
def test_a_flood_is_slowed_down(edge, language, words):
    """Of a class, by what the build says; the others go on. The answer says from when on, and how many there may be."""
    answers = [edge.ask("POST", "/v1/sessions", b"{}", {"Accept-Language": language}) for _ in range(45)]
    refused = [answer for answer in answers if answer.status != 200]
    assert refused
    assert_problem(refused[0], 429, "too-many-requests")
    assert refused[0].headers["Retry-After"] == "2" and json.loads(refused[0].text)["detail"] == words
    assert refused[0].headers["RateLimit-Policy"] == '"address";q=30;w=60' and refused[0].headers["RateLimit"] == '"address";r=0;t=2'
    assert edge.ask("GET", "/v1/procedures").status == 200
