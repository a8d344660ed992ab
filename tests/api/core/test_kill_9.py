"""kill -9 of the API in the middle of 1,000 submissions: clients that try again with the same keys end with exactly 1,000
dossiers, each with its file and a receipt that verifies (R1)."""
import os
import time

from harness.patient import Patient, check_kept, end
from harness.record import tell

ROUNDS = int(os.environ.get("MOTCUA_TEST_KILL_ROUNDS", "1"))  # of 1,000 dossiers and about 15 kills; a longer run has more
DOSSIERS, CLIENTS = 1000 * ROUNDS, 8
LIMIT = 180 * ROUNDS  # seconds; on a machine of its own a round takes about 15


def test_a_thousand_submissions_survive_kill_9(service, people):
    """The API is killed after every fifteenth of a round's 4,000 requests, whatever the machine's speed."""
    begin = time.monotonic()
    citizens = [Patient(people.newcomer(), range(first, DOSSIERS, CLIENTS)) for first in range(CLIENTS)]
    kills = 0
    while any(citizen.is_alive() for citizen in citizens):
        time.sleep(0.003 * (1 + kills % 5))
        assert time.monotonic() - begin < LIMIT, "it takes too long"
        if sum(citizen.acked for citizen in citizens) < (kills + 1) * 4 * DOSSIERS / (15 * ROUNDS):
            continue
        service.api.kill()
        kills += 1
        service.start_api(wait=False)
        service.wait_ready()
    took = time.monotonic() - begin
    end(citizens)
    retries = sum(citizen.retries for citizen in citizens)
    tell(f"{DOSSIERS} submissions, {kills} x kill -9, {retries} requests tried again: {took:.1f} s")
    assert kills >= 10 * ROUNDS and retries >= kills
    assert check_kept(service, citizens) == DOSSIERS
    assert service.sql("select count(*) from dossier") == [(DOSSIERS,)]
    assert service.sql("select count(*) from notification n join outbox o on o.subject_id = n.id") == [(DOSSIERS,)]
