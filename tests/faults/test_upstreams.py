"""What the service needs others for hangs or is slow, while people go on (R9): filings complete, whoever asks for something else
is answered as fast as before, and what waited goes by itself. Speed is a ratio within one run, of rounds that take turns; in the
longer form alone (conftest)."""
import contextlib
import http.client
import itertools
import json
import os
import signal
import statistics
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness.delivery import pending
from harness.gateway import Gateway
from harness.people import COPIES, UNIT
from harness.record import tell

PAIRS, ASKERS, FILERS, TIMES, PACE = 6, 4, 2, 100, 0.2
DRAFT = json.dumps({"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"})
OTHERS = [("GET", "/v1/me"), ("GET", "/v1/procedures?q=ban+sao"), ("GET", "/v1/dossiers"), ("POST", "/v1/dossiers")]
pytestmark = pytest.mark.xdist_group("upstreams")  # one after the other, not against each other


@contextlib.contextmanager
def mail_hangs(world, _):
    """The server takes letters in and never says so."""
    world.mailbox.answers.clear()
    yield lambda: world.mailbox.held > 0
    world.mailbox.answers.set()
    world.mailbox.held = 0


@contextlib.contextmanager
def gateway_hangs(_, gateway):
    gateway.rules({"fault": "hung"})
    yield lambda: True
    gateway.rules()


@contextlib.contextmanager
def signer_is_slow(world, _):
    """It runs for a tenth of the time, a moment of each quarter of a second."""
    ended, pid = threading.Event(), world.signer.process.pid

    def hinder():
        while not ended.is_set():
            os.kill(pid, signal.SIGSTOP)
            ended.wait(0.225)
            os.kill(pid, signal.SIGCONT)
            ended.wait(0.025)

    hindering = threading.Thread(target=hinder)
    hindering.start()
    yield lambda: True
    ended.set()
    hindering.join()


def ask(world, person, number):
    """How long each of what needs nobody else takes, in seconds. A busy machine may turn some away: how many."""
    line = http.client.HTTPConnection("127.0.0.1", int(world.nginx.split(":")[1]), timeout=60,
                                      source_address=(f"127.0.3.{number + 1}", 0))
    took, away = [], 0
    for method, path in itertools.islice(itertools.cycle(OTHERS), TIMES):
        headers = {"Authorization": "Bearer " + person.token}
        if method == "POST":
            headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        begun = time.monotonic()
        line.request(method, path, DRAFT if method == "POST" else None, headers)
        answer = line.getresponse()
        answer.read()
        if answer.status == 503:
            away += 1
            time.sleep(0.1)
            continue
        took.append(time.monotonic() - begun)
        assert answer.status in (200, 201), (path, answer.status)
    line.close()
    return took, away


def file(person, ended):
    """Files one after the other; how many, and how many times it was told to come back."""
    filed = tries = 0
    patient = person.copy()
    patient.patience = 20
    while not ended.is_set():
        dossier, key = patient.draft(COPIES), str(uuid.uuid4())
        while (answer := person.post(f"/v1/dossiers/{dossier}/submission", key=key)).status == 503:
            tries += 1
            time.sleep(int(answer.headers["retry-after"]))
        assert answer.status == 201, answer
        filed += 1
        ended.wait(PACE)
    return filed, tries


def one_round(world, people, sees):
    """The p99 of those who ask while others file, what became of the filings, and how many who asked were turned away."""
    ended = threading.Event()
    with ThreadPoolExecutor(ASKERS + FILERS) as pool:
        filing = [pool.submit(file, person.copy(), ended) for person in people[:FILERS]]
        try:
            until = time.monotonic() + 30
            time.sleep(1)
            while not sees():
                assert time.monotonic() < until, "nothing needs it"
                time.sleep(0.05)
            asked = list(pool.map(lambda number: ask(world, people[number], number), range(ASKERS)))
        finally:
            ended.set()
        filed, tries = map(sum, zip(*(each.result() for each in filing)))
    took = [each for times, _ in asked for each in times]
    return statistics.quantiles(took, n=100)[98], filed, tries, sum(away for _, away in asked)


def work_anew(world, gateway):
    """Each round begins with nothing that waits."""
    world.stop_worker()
    world.sql("delete from outbox")
    world.start_worker(MOTCUA_SMTP_URL=world.mailbox.url, **gateway.settings())


def resumed(world):
    begun = time.monotonic()
    while pending(world) > 0:
        assert time.monotonic() < begun + 60, "it does not go on by itself"
        time.sleep(0.1)
    return time.monotonic() - begun


@pytest.mark.parametrize("name, hinder", [("the mail server hangs", mail_hangs), ("the gateway of short messages hangs", gateway_hangs),
                                          ("the signer is slow", signer_is_slow)],
                         ids=lambda value: value.__name__ if callable(value) else "")
def test_who_does_not_need_it_is_answered_as_fast_as_before(opened, name, hinder):
    world, gateway = opened, Gateway(opened, opened.folder)
    gateway.start()
    people = [world.newcomer() for _ in range(ASKERS)]
    try:
        for _ in range(3):  # a busy machine is asked again
            pairs, filings = [], []
            for _ in range(PAIRS):
                work_anew(world, gateway)
                calm, *as_before = one_round(world, people, lambda: True)
                work_anew(world, gateway)
                with hinder(world, gateway) as sees:
                    hindered, *filed = one_round(world, people, sees)
                pairs.append((calm, hindered))
                filings.append((*as_before, *filed))
            seconds = resumed(world)
            without, tries, away, within, tries_within, away_within = map(sum, zip(*filings))
            ratio = statistics.median(hindered / calm for calm, hindered in pairs)
            each = ", ".join(f"{hindered / calm:.2f}" for calm, hindered in pairs)
            tell(f"R9: {name}: p99 of others {statistics.median(calm for calm, _ in pairs) * 1000:.0f} ms without, "
                 f"{statistics.median(hindered for _, hindered in pairs) * 1000:.0f} ms with it, ratio {ratio:.2f} (of {PAIRS} pairs: "
                 f"{each}); {without} filed without, {within} with it ({tries} and {tries_within} tries again); "
                 f"{away} and {away_within} of {PAIRS * ASKERS * TIMES} others turned away; what waited was gone {seconds:.0f} s after; load {os.getloadavg()[0]:.0f}")
            if ratio < 1.2:
                return
    finally:
        gateway.stop()
    raise AssertionError("others pay for it")
