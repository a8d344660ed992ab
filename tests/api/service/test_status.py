"""GET /v1/admin/status: how the system is, told to who looks after it, whatever of it is away."""
import contextlib
import subprocess
import time

import pytest

from harness.service import Program, binary


@pytest.fixture(scope="module")
def status(service, people):
    """What the page shows, of a service that looks at itself each second and has a worker."""
    service.stop_api()
    service.start_api(MOTCUA_WATCH_SECONDS=1, MOTCUA_ADMIN_LISTEN=f"unix:{service.folder}/admin.sock")
    service.start_worker()
    admin = people.admin

    def told():
        answer = admin.get("/v1/admin/status")
        assert answer.status == 200, answer
        return answer.json
    return told


def state_of(told, alert):
    return next(row for row in told["alerts"] if row["alert"] == alert)


def values_of(told, figure):
    return {row["part"]: row["value"] for row in told["figures"] if row["figure"] == figure}


def wait_for(status, condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition(told := status()):
        assert time.monotonic() < deadline, told
        time.sleep(0.5)  # it changes once a second, and an admin may ask so often a minute
    return told


def test_all_is_well(status):
    told = wait_for(status, lambda told: all(
        state_of(told, alert)["state"] == "good" for alert in ("worker-silent", "losses", "checks-late")), seconds=60)
    assert told["read_at"] is not None
    for row in told["alerts"]:
        known = row["alert"] not in ("certificate-ends", "replica-gone", "copies-late", "copies-old")  # not in use here
        if row["alert"] != "disk-low":  # of the machine that runs the tests
            assert (row["state"], row["since"]) == ("good" if known else "unknown", None), row
        assert row["runbook"] == f"runbook/alerts/{row['alert']}.md" and (row["value"] is not None) == known
    assert values_of(told, "up") == {"api": 1}
    release = values_of(told, "motcua_release")
    assert release == {"api": int(release["api"])} and values_of(told, "motcua_database_release") == {None: release["api"]}
    assert set(values_of(told, "motcua_disk_free_share")) == {"blobs", "uploads"}


def test_it_is_for_who_looks_after_the_system_alone(status, people, anyone):
    assert anyone.get("/v1/admin/status").code == "unauthenticated"
    for person in (people.citizen, people.officer, people.leader):
        assert person.get("/v1/admin/status").code == "forbidden"
    told = str(status())
    assert "09" + "0000000" not in told and "@" not in told


def test_what_is_wrong_says_how_bad_and_since_when(service, status):
    service.stop_worker()
    service.sql("update heartbeat set at = now() - interval '31 seconds'")
    job = service.sql("insert into outbox (id, topic, subject_id, channel, created_at, available_at, held, failed_at) values (gen_random_uuid(), "
                      "'message', gen_random_uuid(), 'sms', now() - interval '1 hour', now() + interval '1 day', true, null), (gen_random_uuid(), "
                      "'message', gen_random_uuid(), 'mail', now(), now(), false, now()) returning id")
    try:
        told = wait_for(status, lambda told: state_of(told, "worker-silent")["state"] == "act")
        silent = state_of(told, "worker-silent")
        assert silent["value"] > 30 == silent["bound"] and silent["above"] and silent["since"] <= told["read_at"]
        assert state_of(told, "outbox-late")["state"] == "act" and state_of(told, "outbox-late")["value"] >= 3600
        assert state_of(told, "outbox-dead")["state"] == "attention"
        assert values_of(told, "motcua_outbox_channel_waiting")["sms"] == 1
        assert values_of(told, "motcua_outbox_channel_oldest_seconds")["sms"] >= 3600
        time.sleep(1.5)
        assert state_of(status(), "worker-silent")["since"] == silent["since"]
    finally:
        service.sql("delete from outbox where id = any (%s::uuid[])", [row[0] for row in job])
        service.start_worker()
    told = wait_for(status, lambda told: state_of(told, "worker-silent")["state"] == "good")
    assert state_of(told, "worker-silent")["since"] is None


def test_a_check_that_finds_a_loss_is_seen(service, status):
    done = subprocess.run([binary(), "verify"], env=service.environment("worker"), text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    wait_for(status, lambda told: state_of(told, "losses")["state"] == "good" and set(
        values_of(told, "motcua_check_age_seconds")) >= {"blobs", "contents", "custody", "receipts", "ledger"})
    service.sql("insert into check_loss (check_name, subject, what) values ('contents', 'x', 'damaged')")
    try:
        assert state_of(wait_for(status, lambda told: state_of(told, "losses")["state"] != "good"), "losses")["state"] == "act"
    finally:
        service.sql("delete from check_loss")


def test_it_is_told_while_the_database_is_away(service, status):
    service.cluster.stop()
    try:
        told = wait_for(status, lambda told: state_of(told, "database-down")["state"] == "attention")
        assert state_of(told, "outbox-late")["state"] == "unknown" and state_of(told, "disk-low")["state"] != "unknown"
    finally:
        service.cluster.start()
    wait_for(status, lambda told: state_of(told, "database-down")["state"] == "good" and state_of(told, "outbox-late")["state"] == "good")


def test_it_says_whether_somebody_is_told_by_mail(service, status):
    assert status()["watch_seen_at"] is None
    with contextlib.ExitStack() as stack:
        watch = Program("watch", service.environment("readonly", MOTCUA_WATCH_SECONDS=1,
                                                     MOTCUA_ADMIN_LISTEN=f"unix:{service.folder}/admin.sock"), service.folder / "watch.log")
        stack.callback(watch.stop)
        first = wait_for(status, lambda told: told["watch_seen_at"])["watch_seen_at"]
        wait_for(status, lambda told: told["watch_seen_at"] > first)
    last = status()["watch_seen_at"]
    time.sleep(1.5)
    assert status()["watch_seen_at"] == last


def test_each_instance_is_named_and_one_that_is_gone_is_missed(service, status):
    admin = f"unix:{service.folder}/admin.sock"
    service.stop_api()
    service.start_api(MOTCUA_WATCH_SECONDS=1, MOTCUA_ADMIN_LISTEN=admin, MOTCUA_WATCH_TARGETS=f"{admin} unix:{service.folder}/gone.sock")
    told = wait_for(status, lambda told: state_of(told, "api-down")["state"] == "attention")
    up = values_of(told, "up")
    assert up == {admin: 1, f"unix:{service.folder}/gone.sock": 0}
    assert set(values_of(told, "motcua_release")) == {admin} and set(values_of(told, "motcua_outbox_dead")) == {None}
