"""Mail through a real SMTP server (aiosmtpd), read back by Python's own mail parser.

Run with pytest; MOTCUA_BUILD names the build folder that holds the program mail_send.
"""
import email
import email.policy
import os
import socket
import ssl
import subprocess
import threading
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path(os.environ.get("MOTCUA_BUILD", ROOT / "build")) / "mail_send"
SUBJECT = "Hồ sơ H99.31-261123-0001 đã được tiếp nhận, kết quả dự kiến có ngày 30/11/2026"
TEXT = "Chào bà Ánh,\n\nHồ sơ đã được tiếp nhận.\n.\n..\nFrom dòng này\n" + "dài " * 500 + "\n"


class Mailbox:
    """Keeps what it is given; addresses say how to answer."""

    def __init__(self):
        self.envelopes = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("unknown@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("full@"):
            return "452 4.2.2 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("spam@"):
            return "554 5.7.1 refused"
        self.envelopes.append(envelope)
        return "250 OK"


class Server(Controller):
    """A server on a free port with TLS and accounts where wanted."""

    def __init__(self, handler, **options):
        super().__init__(handler, hostname="127.0.0.1", port=0, **options)

    def _trigger_server(self):
        # aiosmtpd connects to the port it was told; with 0 the real one is known only now.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture()
def mailbox():
    handler = Mailbox()
    server = Server(handler)
    server.start()
    handler.address = f"127.0.0.1:{server.port}"
    yield handler
    server.stop()


def send(transport, to="an.nguyen@example.vn", subject=SUBJECT, text=TEXT, environment=None):
    done = subprocess.run([PROGRAM, transport, to, subject, text], capture_output=True, text=True, timeout=60,
                          env={**os.environ, **(environment or {})})
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_message_arrives_as_it_was_written(mailbox):
    assert send(f"smtp://{mailbox.address}") == "sent"
    assert len(mailbox.envelopes) == 1
    envelope = mailbox.envelopes[0]
    assert envelope.mail_from == "khong-tra-loi@motcua.invalid"
    assert envelope.rcpt_tos == ["an.nguyen@example.vn"]
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert not message.defects
    assert message["subject"] == SUBJECT
    assert message["from"].addresses[0].display_name == "Cổng dịch vụ công Tỉnh mẫu"
    assert message["from"].addresses[0].addr_spec == "khong-tra-loi@motcua.invalid"
    assert message["to"].addresses[0].addr_spec == "an.nguyen@example.vn"
    assert message["date"].datetime.isoformat() == "2026-11-23T07:00:00+07:00"
    assert message["message-id"] == "<0193568a-3c00-7000-8000-000000000001@motcua.invalid>"
    assert message["auto-submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == TEXT


def test_sending_again_is_recognisable(mailbox):
    for _ in range(2):
        assert send(f"smtp://{mailbox.address}") == "sent"
    first, second = (envelope.content for envelope in mailbox.envelopes)
    assert first == second


def test_a_refusal_for_ever_and_one_for_now_are_told_apart(mailbox):
    assert send(f"smtp://{mailbox.address}", to="unknown@example.vn") == "refused"
    assert send(f"smtp://{mailbox.address}", to="spam@example.vn") == "refused"
    assert send(f"smtp://{mailbox.address}", to="full@example.vn").startswith("later: ")
    assert not mailbox.envelopes


def test_a_server_that_is_not_there_is_tried_later():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        assert send(f"smtp://127.0.0.1:{free.getsockname()[1]}").startswith("later: ")


def answer_with(text):
    """A server that says one line to one caller and closes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        connection, _ = listener.accept()
        with connection:
            connection.sendall(text)
        listener.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return listener.getsockname()[1], thread


@pytest.mark.parametrize("greeting", [b"554 no service\r\n", b"421 later\r\n", b"nonsense\r\n", b""])
def test_a_server_that_does_not_greet_is_tried_later(greeting):
    port, thread = answer_with(greeting)
    assert send(f"smtp://127.0.0.1:{port}").startswith("later: ")
    thread.join(timeout=10)


@pytest.mark.parametrize("to", ["x@example.vn\r\nRCPT TO:<y@example.vn>", "x@example.vn> SIZE=1", "<x@example.vn>", "x"])
def test_an_address_cannot_carry_a_command(mailbox, to):
    assert send(f"smtp://{mailbox.address}", to=to).startswith("fault: ")
    assert not mailbox.envelopes


def test_a_subject_cannot_carry_a_header(mailbox):
    assert send(f"smtp://{mailbox.address}", subject="a\r\nBcc: x@example.vn").startswith("fault: ")
    assert not mailbox.envelopes


def test_a_password_is_not_sent_without_tls():
    handler = Mailbox()
    seen = []

    def authenticate(server, session, envelope, mechanism, data):
        seen.append(data)
        return AuthResult(success=True)

    server = Server(handler, authenticator=authenticate, auth_require_tls=False)
    server.start()
    try:
        assert send(f"smtp://user:secret@127.0.0.1:{server.port}").startswith("fault: ")
        answer = send(f"smtp+starttls://user:secret@127.0.0.1:{server.port}")
        assert answer.startswith("later: ") and "secret" not in answer
    finally:
        server.stop()
    assert not seen and not handler.envelopes


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                    "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                    folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)
    return folder


def test_a_certificate_nobody_vouches_for_is_not_trusted(certificate):
    handler = Mailbox()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")

    class Tls(Server):
        def factory(self):
            return SMTP(self.handler, tls_context=context, require_starttls=True)

    server = Tls(handler)
    server.start()
    try:
        answer = send(f"smtp+starttls://127.0.0.1:{server.port}")
        assert answer.startswith("later: ") and "certificate" in answer
    finally:
        server.stop()
    assert not handler.envelopes
