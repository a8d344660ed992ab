"""Keys are rotated while two instances serve: nobody is signed out, nothing is started anew (RFC 7517, RFC 9068)."""
import base64
import json
import os
import re
import subprocess
import threading
import time

import pytest

from harness.client import Client
from harness.contract import ROOT
from harness.service import binary


@pytest.fixture(scope="module")
def second(service):
    other = service.add_instance()
    other.start()
    return other


class Asking(threading.Thread):
    """Asks both instances in turn with a token that one of them gave, and fetches a new one again and again."""

    def __init__(self, clients, login):
        super().__init__(daemon=True)
        self.clients = clients
        self.login = login
        self.ended = threading.Event()
        self.asked = 0
        self.refused = []
        self.start()

    def run(self):
        token = self.sign_in(0)
        while not self.ended.is_set():
            for number, client in enumerate(self.clients):
                answer = client.get("/v1/me", headers={"Authorization": "Bearer " + token}, check=False)
                self.asked += 1
                if answer.status != 200:
                    self.refused.append(answer)
                if self.asked % 20 == 0:
                    token = self.sign_in(number)

    def sign_in(self, number):
        answer = self.clients[number].post("/v1/sessions", self.login, check=False)
        self.asked += 1
        if answer.status != 201:
            self.refused.append(answer)
        return answer.json["access_token"]


def signer(token):
    head = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"]


def published(client):
    return [key["kid"] for key in client.get("/.well-known/jwks.json").json["keys"]]


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_new_key_is_published_then_signs_and_the_old_one_holds(service, second, contract, people, template, capsys):
    clients = [Client(service, contract), Client(second, contract)]
    login = {"login": template.logins["citizen"]["login"], "password": template.logins["citizen"]["password"]}
    old, = published(clients[0])
    asking = Asking([client.copy() for client in clients], login)
    page = (ROOT / "runbook/keys.md").read_text()
    commands, _, _ = re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S)
    said = subprocess.run(["bash", "-euc", commands], check=True, text=True, stdout=subprocess.PIPE,
                          env={**service.environment("system"), "PATH": f"{binary().parent}:{os.environ['PATH']}"}).stdout
    assert "signs from tomorrow on; the API publishes it by itself" in said
    for client in clients:
        wait_until(lambda client=client: len(published(client)) == 2)
    new, = set(published(clients[0])) - {old}
    before = clients[0].post("/v1/sessions", login).json["access_token"]
    assert signer(before) == old
    # Tomorrow comes: the file's name says from when its key signs.
    newest = max((service.folder / "keys").glob("*-signing.pem"))
    newest.rename(newest.with_name(time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + 4)) + "-signing.pem"))
    for client in clients:
        wait_until(lambda client=client: signer(client.post("/v1/sessions", login).json["access_token"]) == new)
    for client in clients:
        assert client.get("/v1/me", headers={"Authorization": "Bearer " + before}).status == 200
    asking.ended.set()
    asking.join(30)
    with capsys.disabled():
        print(f"\nkeys rotated on two instances: {len(asking.refused)} of {asking.asked} requests refused")
    assert asking.asked > 50 and not asking.refused, asking.refused[:3]
    # A key that is taken away is believed no more, by tokens that were verified before either.
    gone = next(path for path in (service.folder / "keys").glob("*-signing.pem") if path.name != newest.name
                and path != max((service.folder / "keys").glob("*-signing.pem")))
    gone.rename(service.folder / "taken-away")
    for client in clients:
        wait_until(lambda client=client: client.get("/v1/me", headers={"Authorization": "Bearer " + before}).status == 401)
        assert published(client) == [new]


def test_a_file_that_is_no_key_changes_nothing(service, second, contract):
    client = Client(service, contract)
    before = published(client)
    path = service.folder / "keys/20300101000000-signing.pem"
    path.write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    os.chmod(path, 0o600)

    def told(log):
        return [line for line in log.read_text().splitlines() if '"event":"keys"' in line]

    logs = [service.folder / "api.log", service.folder / "api-2.log"]
    wait_until(lambda: all(map(told, logs)))
    time.sleep(1.5)  # another look, at the same file
    assert published(client) == before and service.ask("/readyz") == 200
    path.unlink()
    for log in logs:
        assert len(told(log)) == 1 and str(path) in told(log)[0], told(log)


def test_another_key_of_the_server_ends_the_links_of_before_on_every_instance(service, second, contract, people):
    clients = [Client(service, contract), Client(second, contract)]
    dossier = people.citizen.file()
    before = people.citizen.link(dossier)
    assert [client.follow(before).status for client in clients] == [200, 200]
    _, _, commands = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "runbook/keys.md").read_text(), re.M | re.S)
    said = subprocess.run(["bash", "-euc", commands], check=True, text=True, stdout=subprocess.PIPE,
                          env={**service.environment("system"), "PATH": f"{binary().parent}:{os.environ['PATH']}"}).stdout
    assert "there is a signing key" in said
    for client in clients:
        wait_until(lambda client=client: client.follow(before).status == 404)
    after = people.citizen.link(dossier)
    assert after != before and [client.follow(after).status for client in clients] == [200, 200]
    assert service.ask("/readyz") == 200
