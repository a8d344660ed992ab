"""TLS as nginx speaks it with the shipped configuration, by a real client: versions, ciphers, what is promised to browsers, what
plain HTTP may still do, and a certificate that is renewed."""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time

import pytest

from instance import Instance
from test_nginx import ROOT, Edge, assert_problem, free_port

GOOD = {f"ECDHE-ECDSA-{way}" for way in ("AES128-GCM-SHA256", "AES256-GCM-SHA384", "CHACHA20-POLY1305")}
TWO_YEARS = "max-age=63072000"


@contextlib.contextmanager
def serving(**values):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-tls-"))
    folder.chmod(0o755)
    certify(folder)
    running = Edge(folder, **{name: value.format(folder=folder) if name.isupper() else value for name, value in values.items()})
    yield running
    running.stop()
    shutil.rmtree(folder)


def certify(folder, *more):
    subprocess.run([ROOT / "scripts/certificate", folder / "tls", "127.0.0.1", "localhost", *more], check=True)


@pytest.fixture(scope="module")
def edge():
    with serving(CERTIFICATE="{folder}/tls/full-chain.pem", KEY="{folder}/tls/key.pem", PLAIN=f"127.0.0.1:{free_port()}") as running:
        yield running


def context(edge, **settings):
    """A client that trusts the installation's own authority; settings are the context's attributes."""
    made = ssl.create_default_context(cafile=edge.folder / "tls/ca.pem")
    for name, value in settings.items():
        setattr(made, name, value)
    return made


def shake(edge, made, host="localhost"):
    """The version, cipher and certificate that were agreed on."""
    with socket.create_connection(("127.0.0.1", edge.port), timeout=5) as plain, made.wrap_socket(plain, server_hostname=host) as line:
        return line.version(), line.cipher()[0], line.getpeercert(binary_form=True)


def ask(edge, method, path, body=None, headers=None):
    connection = http.client.HTTPSConnection("localhost", edge.port, timeout=10, context=context(edge))
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    answer.text = answer.read()
    connection.close()
    return answer


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_versions(edge, version):
    made = context(edge, minimum_version=version, maximum_version=version)
    made.set_ciphers("ALL:@SECLEVEL=0")  # else this client would not even offer the old ones
    if version >= ssl.TLSVersion.TLSv1_2:
        assert shake(edge, made)[0] == version.name.replace("_", ".")
    else:
        with pytest.raises(ssl.SSLError, match="PROTOCOL_VERSION|protocol version"):
            shake(edge, made)


def test_of_all_ciphers_that_this_client_can_only_those_that_keep_what_was_said(edge):
    known = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    known.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    agreed, tried = set(), 0
    for cipher in known.get_ciphers():
        if cipher["protocol"] == "TLSv1.3":
            continue
        made = context(edge, maximum_version=ssl.TLSVersion.TLSv1_2)
        made.set_ciphers(cipher["name"] + ":@SECLEVEL=0")
        tried += 1
        with contextlib.suppress(ssl.SSLError, ConnectionError):
            agreed.add(shake(edge, made)[1])
    assert tried > 40 and agreed == GOOD


def test_a_client_checks_who_it_speaks_to(edge):
    assert shake(edge, context(edge))[0] == "TLSv1.3" and shake(edge, context(edge), "127.0.0.1")
    with pytest.raises(ssl.SSLCertVerificationError):
        shake(edge, ssl.create_default_context())
    with pytest.raises(ssl.SSLCertVerificationError):
        shake(edge, context(edge), "dichvucong.example")


def test_every_kind_of_answer_promises_tls_for_two_years(edge):
    for method, path, status in (("GET", "/v1/me", 200), ("GET", "/", 200), ("GET", "/assets/app-1a2b.js", 200), ("TRACE", "/v1/me", 405),
                                 ("GET", "/nobody-knows", 404), ("GET", "/v1/" + "a" * 9000, 414), ("GET", "/openapi.json", 200)):
        answer = ask(edge, method, path, headers={"Accept": "text/html"})
        assert (answer.status, answer.headers.get_all("Strict-Transport-Security")) == (status, [TWO_YEARS]), path
    assert json.loads(ask(edge, "GET", "/v1/me").text)["head"].lower().count("x-forwarded-proto: https") == 1
    assert ask(edge, "POST", "/v1/sessions", "{}").status == 200


def test_a_page_opened_by_plain_http_is_led_to_tls(edge):
    answer = edge.ask("GET", "/tra-cuu?q=1", headers={"Host": f"localhost:{edge.port}"})
    assert (answer.status, answer.headers["Location"]) == (308, f"https://localhost:{edge.port}/tra-cuu?q=1")
    port = int(re.search(r"listen 127\.0\.0\.1:(\d+)", (edge.folder / "conf/redirect.conf").read_text()).group(1))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/tra-cuu?q=1", headers={"Host": "motcua.example"})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (308, "https://motcua.example/tra-cuu?q=1")
    connection.close()


def test_a_program_that_speaks_plain_http_is_told_so_and_led_nowhere(edge):
    """Who follows sends the token in the clear each time, and all seems well."""
    port = int(re.search(r"listen 127\.0\.0\.1:(\d+)", (edge.folder / "conf/redirect.conf").read_text()).group(1))
    before = [len(listener.seen) for listener in edge.listeners.values()]
    for method, path in (("POST", "/v1/sessions"), ("GET", "/v1/me?a=1"), ("GET", "/v1"), ("GET", "/v1/../v1/me"), ("GET", "//v1/me"),
                         ("GET", "/%76%31/me"), ("GET", "/openapi.json"), ("GET", "/.well-known/jwks.json")):
        for at in (edge.port, port):
            connection = http.client.HTTPConnection("127.0.0.1", at, timeout=10)
            connection.request(method, path, '{"password": "x"}' if method == "POST" else None, {"Authorization": "Bearer x.y.z"})
            answer = connection.getresponse()
            answer.text = answer.read().decode()
            assert "https://" in assert_problem(answer, 426, "tls-required")["title"] and "Location" not in answer.headers, (path, at)
            connection.close()
    assert [len(listener.seen) for listener in edge.listeners.values()] == before


SIGN_IN = (("POST", "/v1/sessions"), ("POST", "/v1/sessions/refresh"), ("POST", "/v1/accounts"))


def test_on_loopback_plain_http_does_all_and_promises_nothing():
    with serving() as plain:
        for method, path in (*SIGN_IN, ("GET", "/v1/me"), ("GET", "/")):
            answer = plain.ask(method, path, "{}" if method == "POST" else None)
            assert answer.status == 200 and "Strict-Transport-Security" not in answer.headers, path


def test_elsewhere_plain_http_lets_nobody_sign_in_and_says_why():
    with serving(host="0.0.0.0") as plain:
        for method, path in (*SIGN_IN, ("DELETE", "/v1/sessions/current"), ("GET", "/v1/procedures"), ("GET", "/")):
            answer = plain.ask(method, path, "{}" if method == "POST" else None)
            if (method, path) in SIGN_IN:
                assert "https://" in assert_problem(answer, 426, "tls-required")["title"]
            else:
                assert answer.status == 200, path
            assert "Strict-Transport-Security" not in answer.headers
        assert not any(b"/v1/sessions " in head or b"/v1/accounts" in head for one in plain.listeners.values() for head, _ in one.seen)


def test_a_proxy_that_is_believed_says_whether_people_came_by_tls(tmp_path):
    site = tmp_path / "site"
    shutil.copytree(ROOT / "schema/sample/site", site)
    (site / "networks.json").write_text(json.dumps({"networks": [{"range": "127.0.0.1/32", "kind": "proxy"}]}))
    https = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": "https"}
    with serving(host="0.0.0.0", site=site) as proxied:
        assert proxied.ask("POST", "/v1/sessions", "{}", https).status == 200
        assert proxied.ask("POST", "/v1/sessions", "{}", {**https, "X-Forwarded-Proto": "http"}).status == 426
        assert proxied.ask("POST", "/v1/sessions", "{}").status == 426
    with serving(host="0.0.0.0") as believed_by_nobody:
        assert believed_by_nobody.ask("POST", "/v1/sessions", "{}", https).status == 426


def test_a_renewed_certificate_is_shown_without_a_restart_and_cuts_off_nobody(edge):
    before = shake(edge, context(edge))[2]
    held = []
    waiting = threading.Thread(target=lambda: held.append(ask(edge, "GET", "/v1/held").status))
    waiting.start()
    time.sleep(0.3)
    certify(edge.folder, "moi.example")
    edge.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 20
    while (now := shake(edge, context(edge))[2]) == before:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert now != before and shake(edge, context(edge), "moi.example") and edge.process.poll() is None
    for listener in edge.listeners.values():
        listener.let_go.set()
    waiting.join(20)
    assert held == [200]


def test_what_makes_certificates_keeps_what_is_good_and_renews_what_ends(tmp_path):
    def state():
        return {path.name: path.read_bytes() for path in (tmp_path / "tls").iterdir()}
    certify(tmp_path)
    first = state()
    certify(tmp_path)
    assert state() == first
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "tls").iterdir() if "key" in path.name)
    certify(tmp_path, "192.0.2.7")
    second = state()
    assert second["ca.pem"] == first["ca.pem"] and second["full-chain.pem"] != first["full-chain.pem"]
    (tmp_path / "tls/full-chain.pem").write_text("broken")
    certify(tmp_path, "192.0.2.7")
    subprocess.run(["openssl", "verify", "-CAfile", tmp_path / "tls/ca.pem", tmp_path / "tls/full-chain.pem"], check=True,
                   stdout=subprocess.DEVNULL)


def test_scripts_run_speaks_tls_where_others_can_listen_and_follows_its_certificate():
    folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-run-tls-"))
    folder.chmod(0o755)
    running = Instance(folder / "run").start(MOTCUA_LISTEN="0.0.0.0")
    try:
        assert running.ready(), running.text()
        assert f"https://0.0.0.0:{running.port}/" in running.text() and "run/tls/ca.pem" in running.text()
        made = running
        logins = json.loads((made.folder / "sample-logins.json").read_text())
        answer = ask(made, "POST", "/v1/sessions", json.dumps({name: logins["citizen"][name] for name in ("login", "password")}),
                     {"Content-Type": "application/json"})
        assert answer.status == 201 and answer.headers["Strict-Transport-Security"] == TWO_YEARS
        for path in (made.folder / "tls").glob("*key*"):
            assert path.stat().st_mode & 0o077 == 0
        before, nginx = shake(made, context(made))[2], made.pid("nginx")
        (made.folder / "tls/full-chain.pem").unlink()
        certify(made.folder)
        deadline = time.monotonic() + 30
        while shake(made, context(made))[2] == before:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert made.pid("nginx") == nginx and "The site's certificate is another one." in made.text()
        assert os.stat(made.folder / "nginx/tls/key.pem").st_mode & 0o077 == 0
    finally:
        running.stop()
        shutil.rmtree(folder)
