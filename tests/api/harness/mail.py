"""A real SMTP server (aiosmtpd) on a port that stays the same when it is stopped and started again."""
import asyncio
import email
import email.policy
import threading

from aiosmtpd.controller import Controller


class FixedPort(Controller):
    def _trigger_server(self):
        # aiosmtpd connects to the port it was told; with 0 the real one is known only now.
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


class Mailbox:
    def __init__(self):
        self.letters = []
        self.refuse = {}
        self.cut = set()  # addresses whose letters end the connection, instead of an answer, when they are taken
        self.mute = False  # with answers cleared: the recipient waits for his answer too
        self.peers = set()  # the connections that letters came by
        self.held = 0
        self.delay = 0  # seconds before each of its answers
        self.answers = threading.Event()  # cleared: letters wait for their answer
        self.answers.set()
        self.port = 0
        self.controller = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def start(self):
        self.controller = FixedPort(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()
        self.port = self.controller.port

    def stop(self):
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        await asyncio.sleep(self.delay)
        if self.mute:
            self.held += 1
            await asyncio.to_thread(self.answers.wait)
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.delay)
        if not self.answers.is_set():
            self.held += 1
            await asyncio.to_thread(self.answers.wait)
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.letters.append((envelope.rcpt_tos, letter))
        self.peers.add(session.peer)
        if self.cut.intersection(envelope.rcpt_tos):
            server.transport.abort()
        return "250 OK"

    def to(self, address):
        return [letter for recipients, letter in self.letters if address in recipients]
