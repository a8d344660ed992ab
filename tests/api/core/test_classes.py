"""Cost classes: one that is full and blocked answers 503 in words and holds up no other; released, it works again."""
import contextlib
import itertools
import json
import re
import socket
import threading
import time
import urllib.request
import uuid

import pytest

from harness.client import sign_webhook
from harness.contract import ROOT
from harness.people import COPIES
from harness.service import PASSWORD, Program, tail

SLOTS = 2
phones = (f"09150{number:05}" for number in itertools.count())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


ADMIN = f"127.0.0.1:{free_port()}"
CLASSES = {name: int(queue) for name, queue in re.findall(
    r'^MC_CLASS\(\w+, "(\w+)", \d+, \d+, (\d+),', (ROOT / "api/core/classes.def").read_text(), re.M)}
# So that it is the same on every machine.
SETTINGS = {"MOTCUA_ADMIN_LISTEN": ADMIN,
            "MOTCUA_CLASS_SLOTS": " ".join(f"{name}={SLOTS}" for name in CLASSES if name != "health")}


def metrics():
    """name{labels} -> value of what the program counts about itself."""
    with urllib.request.urlopen(f"http://{ADMIN}/metrics", timeout=10) as page:
        rows = re.findall(r"^(\w+(?:\{[^}]*\})?) (\S+)$", page.read().decode(), re.M)
    return {name: float(value) for name, value in rows}


def of_class(name, what):
    return metrics()[f'motcua_class_{what}{{class="{name}"}}']


class World:
    """A request of each class, and what a migration or a careless session locks to block just that class."""

    def __init__(self, service, people):
        self.service = service
        self.citizen = people.newcomer()
        # A try that comes to nothing counts against its account.
        self.logins = itertools.cycle([people.newcomer().login["login"] for _ in range(12)])
        self.dossier = self.citizen.file(COPIES)
        self.draft = self.citizen.draft(COPIES)
        self.paper = self.citizen.draft("1.001193")
        self.file = next(f["id"] for c in self.citizen.dossier(self.paper)["components"] for f in c["files"])
        # What the statement of the class waits for; None: it waits for nothing.
        self.locks = {
            "key": "lock table custody in access exclusive mode",
            "list": "lock table notification in access exclusive mode",
            "search": "lock table procedure_phrase in access exclusive mode",
            "write": f"select from dossier where id = '{self.draft}' for update",
            "login": "lock table session in access exclusive mode",
            "heavy": "lock table party_identifier in share mode",
            "bulk": "lock table upload in access exclusive mode",
            "partner": "lock table bank_notice in access exclusive mode",
        }

    def sign_in(self, person, **more):
        return person.post("/v1/sessions", {"login": next(self.logins), "password": PASSWORD},
                           headers={"Authorization": ""}, **more)

    def blocked(self, name, person):
        """A request that needs what is locked for its class."""
        if name == "key":
            return person.get(f"/v1/dossiers/{self.dossier}/custody", check=False)
        if name == "list":
            return person.get("/v1/notifications", check=False)
        if name == "search":
            return person.get("/v1/procedures", query={"q": "khai sinh"}, check=False)
        if name == "write":
            return person.patch(f"/v1/dossiers/{self.draft}", {"return_channel": "counter"}, etag="*", check=False)
        if name == "login":
            return self.sign_in(person, check=False)
        if name == "heavy":
            return person.post("/v1/accounts", {"full_name": "Phạm Thị Mẫu", "phone": next(phones), "password": PASSWORD}, check=False,
                               headers={"Authorization": ""})
        if name == "bulk":
            return person("POST", "/v1/uploads", headers={"Tus-Resumable": "1.0.0", "Upload-Length": "10"}, check=False)
        body = json.dumps({"transaction_id": "FT" + uuid.uuid4().hex[:12], "amount": 1, "content": "khac",
                           "received_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}).encode()
        return person("POST", "/v1/webhooks/banks/demo", body=body, check=False,
                      headers={"Authorization": "", **sign_webhook(self.service.secrets["banks"]["demo"], body)})

    def free(self, name, person):
        """A request of the class that needs nothing that is locked for another one."""
        if name == "key":
            return person.get(f"/v1/dossiers/{self.dossier}")
        if name == "list":
            return person.get("/v1/units")
        if name == "search":
            return person.get("/v1/places", query={"q": "ha noi"})
        if name == "write":
            return person.patch(f"/v1/dossiers/{self.paper}", {"return_channel": "counter"}, etag="*")
        if name == "login":
            return self.sign_in(person)
        if name == "heavy":
            return person.get(f"/v1/dossiers/{self.dossier}/papers/receipt.pdf")
        if name == "bulk":
            return person.get(f"/v1/dossiers/{self.paper}/files/{self.file}")
        if name == "partner":
            body = json.dumps({"tracking_number": "RM000000014VN", "state": "delivered", "at": "2026-11-24T03:04:05Z"})
            return person("POST", "/v1/webhooks/carriers/demo", body=body.encode(), headers={
                "Authorization": "", **sign_webhook(self.service.secrets["carriers"]["demo"], body.encode())})
        return person.get("/readyz")


@pytest.fixture(scope="module")
def world(service, people):
    return World(service, people)


@contextlib.contextmanager
def locked(service, statement):
    with contextlib.closing(service.cluster.connect(service.database)) as connection, connection.cursor() as cursor:
        cursor.execute("begin")
        cursor.execute(statement)
        yield
        cursor.execute("rollback")


class Crowd:
    """More askers than the class has slots and places in its queue: each asks again as soon as it is answered."""

    def __init__(self, world, name):
        self.ended = threading.Event()
        self.answers = []
        askers = SLOTS + CLASSES[name] + 3
        self.threads = [threading.Thread(target=self.ask, args=(world, name, world.citizen.copy())) for _ in range(askers)]
        for thread in self.threads:
            thread.start()

    def ask(self, world, name, person):
        while not self.ended.is_set():
            self.answers.append(world.blocked(name, person))
            # Refused at once, it would ask a thousand times a second.
            self.ended.wait(0.05)
        person.close()

    def end(self):
        self.ended.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive()


def wait_until(true, what):
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "health"])
def test_a_class_filled_and_blocked_holds_up_no_other(world, service, name):
    assert world.blocked(name, world.citizen).status < 300
    refused = of_class(name, "refused_total")
    with locked(service, world.locks[name]):
        crowd = Crowd(world, name)
        try:
            # Look-ups wait once and are refused from then on; all others wait inside and at the gate.
            wait_until(lambda: name == "key" or (of_class(name, "inside") == SLOTS and of_class(name, "waiting") > 0),
                       f"{name} does not fill")
            for _ in range(3):
                for other in CLASSES:
                    if other != name or name == "key":
                        answer = world.free(other, world.citizen)
                        assert 200 <= answer.status < 300, (other, answer)
                assert service.ask("/healthz") == 200
            wait_until(lambda: len(crowd.answers) > 3, "nobody is answered")
            assert name == "key" or of_class(name, "refused_total") > refused
        finally:
            crowd.end()
        for answer in crowd.answers:
            assert (answer.status, answer.code) == (503, "overloaded"), answer
            assert 0 < int(answer.headers["retry-after"]) <= 60
            assert answer.json["title"].startswith("Hệ thống đang quá tải")
    wait_until(lambda: world.blocked(name, world.citizen).status < 300, f"{name} does not recover")
    assert of_class(name, "inside") == 0 and of_class(name, "waiting") == 0


def test_a_list_asked_with_words_is_a_search(world):
    counted = {name: of_class(name, "entered_total") for name in ("list", "search")}
    for path, name in (("/v1/places", "list"), ("/v1/places?q=", "list"), ("/v1/places?q=hue", "search"),
                       ("/v1/units?q=mau", "search"), ("/v1/procedures?q=khai+sinh", "search"), ("/v1/procedures", "list")):
        assert world.citizen.get(path).status == 200
        counted[name] += 1
        assert {name: of_class(name, "entered_total") for name in counted} == counted, path


@contextlib.contextmanager
def slowed(service, function, body):
    """A function of the database that has become slow."""
    with contextlib.closing(service.cluster.connect(service.database)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("select pg_get_functiondef(oid), pg_get_function_arguments(oid), pg_get_function_result(oid)"
                       " from pg_proc where proname = %s", (function,))
        kept, arguments, result = cursor.fetchone()
        try:
            cursor.execute(f"create or replace function {function}({arguments}) returns {result} language plpgsql"
                           f" as $$ begin {body} end $$")
            yield
        finally:
            cursor.execute(kept)


# Longer than a search may take but not than the search for procedures; longer than any.
@pytest.mark.parametrize("seconds, procedures", ((0.8, 200), (30, 503)))
def test_a_search_that_meets_its_limit_is_refused_in_words(world, service, people, seconds, procedures):
    with slowed(service, "inbox_search", f"perform pg_sleep({seconds}); body := '{{\"items\": [], \"next_cursor\": null}}';"):
        refused = [people.officer.search("nguyen")]
    with slowed(service, "procedure_search", f"perform pg_sleep({seconds}); return;"):
        answer = people.nobody.get("/v1/procedures", query={"q": "khai sinh"})
    assert answer.status == procedures
    for answer in refused + [answer] * (procedures == 503):
        assert (answer.status, answer.code) == (503, "overloaded")
        assert 0 < int(answer.headers["retry-after"]) <= 60
        assert answer.json["title"].startswith("Hệ thống đang quá tải")
    assert people.officer.search("nguyen").status == 200
    assert not [name for name in metrics() if "nguyen" in name]
    assert people.nobody.get("/v1/procedures", query={"q": "khai sinh"}).json["items"]


def test_what_is_refused_before_it_costs_takes_no_slot(world, people):
    entered = of_class("write", "entered_total")
    assert world.citizen.post("/v1/dossiers", {"nothing": 1}, key=True).status == 422
    assert people.nobody.post("/v1/dossiers", {}, key=True).status == 401
    assert of_class("write", "entered_total") == entered


def test_pools_are_counted_by_class(world):
    page = metrics()
    for name in CLASSES:
        if name != "health":
            assert 1 <= page[f'motcua_pool_size{{class="{name}"}}'] <= SLOTS
            assert page[f'motcua_class_slots{{class="{name}"}}'] == SLOTS
    assert 'motcua_pool_size{class="health"}' not in page


@pytest.mark.parametrize("setting", ["search=0", "searches=1", "health=1", "search"])
def test_a_wrong_setting_stops_the_program_with_words(service, setting):
    log = service.folder / "wrong.log"
    program = Program("serve", service.environment("system", MOTCUA_CLASS_SLOTS=setting), log)
    assert program.process.wait(20) != 0
    assert "MOTCUA_CLASS_SLOTS" in tail(log) and setting in tail(log)


@pytest.mark.parametrize("letter", "aehnptx")
def test_places_by_one_letter_are_found_within_the_limit(people, letter):
    """All communes of the country are there, with their former names."""
    items = people.nobody.get("/v1/places", query={"q": letter}).json["items"]
    assert len(items) == 400
