"""More than the service can take: a surge of ten times what it serves (R8), and a thousand clients that are slow on purpose
(R10). Speed is a ratio within one run."""
import collections
import http.client
import json
import os
import re
import socket
import statistics
import threading
import time
import uuid

from harness.people import COPIES, UNIT
from harness.record import tell

LONG = bool(os.environ.get("LONG"))
CALM, SURGE = 8, 80  # clients that ask without a rest
SECONDS = 300 if LONG else 6
SLOW = 1000
DRAFT = json.dumps({"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"})


class Asker(threading.Thread):
    """Begins drafts one after the other, from an address of its own; one that is refused comes back after a moment."""

    def __init__(self, world, person, number):
        super().__init__(daemon=True)
        self.line = http.client.HTTPConnection("127.0.0.1", int(world.nginx.split(":")[1]), timeout=60,
                                               source_address=(f"127.0.1.{number % 250 + 1}", 0))
        self.headers = {"Authorization": "Bearer " + person.token, "Content-Type": "application/json"}
        self.answers, self.hasty = collections.Counter(), 0
        self.ended = threading.Event()
        self.start()

    def run(self):
        while not self.ended.is_set():
            try:
                self.line.request("POST", "/v1/dossiers", DRAFT, {**self.headers, "Idempotency-Key": str(uuid.uuid4())})
                answer = self.line.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                self.line.close()
                self.answers[type(error).__name__] += 1
                continue
            self.answers[answer.status] += 1
            if answer.status in (429, 503):
                self.hasty += answer.getheader("Retry-After") is None
                self.ended.wait(0.1)


def asked_by(world, people, count, seconds):
    """What so many are answered in a time; how many drafts a second."""
    askers = [Asker(world, people[number % len(people)], number) for number in range(count)]
    time.sleep(seconds)
    for asker in askers:
        asker.ended.set()
    for asker in askers:
        asker.join(90)
    assert not any(asker.hasty for asker in askers)
    answers = sum((asker.answers for asker in askers), collections.Counter())
    return answers, answers[201] / seconds


def test_a_surge_is_served_or_told_when_to_come_back(opened):
    world, people = opened, [opened.newcomer() for _ in range(8)]
    for _ in range(3):  # a busy machine is asked again
        _, capacity = asked_by(world, people, CALM, 3)
        surge, goodput = asked_by(world, people, SURGE, SECONDS)
        after, again = asked_by(world, people, CALM, 3)
        tell(f"R8: {CALM} clients were served {capacity:.0f} drafts a second; {SURGE} for {SECONDS} s {goodput:.0f} "
             f"({goodput / capacity:.0%}), answers {dict(surge)}; after it {CALM} {again:.0f} "
             f"({again / capacity:.0%}), answers {dict(after)}")
        assert set(surge) <= {201, 429, 503} and set(after) <= {201}
        if goodput >= 0.8 * capacity and again >= 0.8 * capacity:
            return
    raise AssertionError("a surge takes more than a fifth of what is served")


def threads_of(pid):
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        return int(re.search(r"^Threads:\s+(\d+)", status.read(), re.M).group(1))


def slow_client(world, number):
    """Sends its head, its body, or reads its answer, as slowly as it likes; from one of ten addresses."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    line.bind((f"127.0.2.{number % 10 + 1}", 0))
    line.connect(("127.0.0.1", int(world.nginx.split(":")[1])))
    line.sendall([b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Le",
                  b"POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{",
                  b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n"][number % 3])
    return line


def good(person, times=60):
    """How long a good client's reads take."""
    took = []
    for _ in range(times):
        begin = time.monotonic()
        answer = person.get("/v1/me", check=False)
        took.append(time.monotonic() - begin)
        assert answer.status == 200, answer
    return statistics.quantiles(took, n=20)[18]


def test_a_thousand_slow_clients_hold_up_no_good_one(opened):
    world, person = opened, opened.newcomer().copy()
    person.nginx = world.nginx
    before, threads = good(person), threads_of(world.api.process.pid)
    slow = [slow_client(world, number) for number in range(SLOW)]
    for line in slow:
        line.setblocking(False)
    during, most = good(person), threads_of(world.api.process.pid)
    for line in slow:
        line.close()
    tell(f"R10: {SLOW} slow clients: a good one's p95 {before * 1000:.0f} ms before, {during * 1000:.0f} ms during; "
         f"threads of the API {threads} before, {most} during")
    # 64 connections for each class at most may wait inside: nginx holds all that are slow
    assert most <= threads + 16
    assert during < max(0.2, 5 * before)
