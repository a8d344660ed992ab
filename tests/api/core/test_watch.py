"""Figures, and who is told of them: the real program is asked, `motcua watch` reads it and writes to a real mail server."""
import contextlib
import datetime
import re
import subprocess
import time

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harness.client import Connection
from harness.contract import ROOT
from harness.people import pdf
from harness.service import Program
from harness.stores import place, verify

OPERATOR = "van-hanh@example.vn"
ALERTS = yaml.safe_load((ROOT / "schema/vocabulary/alerts.yaml").read_text(encoding="utf-8"))["entries"]


def certificate(path, days):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "motcua.example")])
    now = datetime.datetime.utcnow()
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1) \
        .not_valid_before(now).not_valid_after(now + datetime.timedelta(days=days)).sign(key, hashes.SHA256())
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))


@pytest.fixture(scope="module")
def watched(service):
    """The service, with its figures on a socket and a certificate that lasts."""
    certificate(service.folder / "site.pem", 90)
    service.settings |= {"MOTCUA_ADMIN_LISTEN": f"unix:{service.folder}/admin.sock",
                         "MOTCUA_CERTIFICATE_FILE": service.folder / "site.pem"}
    service.stop_api()
    service.start_api()
    service.start_worker()
    return service


def page(service):
    connection = Connection(service.settings["MOTCUA_ADMIN_LISTEN"], timeout=10)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def figure(service, name):
    """The values of a figure."""
    return [float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", page(service), re.M)]


def wait_for(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.05)
    return value


@contextlib.contextmanager
def watching(service, **settings):
    log = service.folder / "watch.log"
    program = Program("watch", service.environment("readonly", MOTCUA_WATCH_SECONDS=1, **settings), log)
    try:
        yield log
    finally:
        assert program.stop() == 0


def strand(service, topic, age, dead=False):
    """A job that no worker does, as if it had waited."""
    return service.sql("insert into outbox (id, topic, subject_id, created_at, available_at, held, failed_at) values (gen_random_uuid(), %s, "
                       "gen_random_uuid(), now() - make_interval(secs => %s), now() + interval '1 day', true, case when %s then now() end) "
                       "returning id", topic, age, dead)[0][0]


def remove(service, job):
    service.sql("delete from outbox where id = %s", job)


def test_the_page_is_what_prometheus_reads(watched):
    done = subprocess.run(["promtool", "check", "metrics"], input=page(watched), text=True, capture_output=True, check=False)
    assert "error" not in done.stderr.lower(), done.stderr


def test_every_alert_has_its_figure_and_is_calm(watched):
    assert verify(watched)[0] == 0
    wait_for(lambda: figure(watched, "motcua_worker_heartbeat_age_seconds")[0] < 15)
    wait_for(lambda: figure(watched, "motcua_check_age_seconds"))
    for name, alert in ALERTS.items():
        values = [1.0] if alert["figure"] == "up" else figure(watched, alert["figure"])
        if name.startswith(("copies-", "replica-")):  # there are none here
            assert values == [], name
            continue
        assert values, f"{name}: nobody gives {alert['figure']}"
        if name != "disk-low":  # of the machine that runs the tests
            assert all(value <= alert["above"] if "above" in alert else value >= alert["below"] for value in values), (name, values)


def test_a_stuck_outbox_is_told_past_the_outbox_and_when_it_is_over(watched, mailbox):
    watched.stop_worker()
    before = watched.sql("select count(*) from outbox")[0][0]
    with watching(watched, MOTCUA_SMTP_URL=mailbox.url, MOTCUA_OPERATOR_MAIL=OPERATOR, MOTCUA_WATCH_REPEAT=3):
        job = strand(watched, "message_stuck", 601)
        first = wait_for(lambda: mailbox.to(OPERATOR))[0]
        text = first.get_content()
        assert "runbook/alerts/outbox-late.md" in text and "https://motcua.example" in text
        assert first["Subject"] == "Có sự cố: " + ALERTS["outbox-late"]["vi"]
        again = wait_for(lambda: [letter for letter in mailbox.to(OPERATOR) if letter["Subject"].startswith("Vẫn còn sự cố")])
        assert ALERTS["outbox-late"]["vi"] in again[0]["Subject"]
        assert watched.sql("select count(*) from outbox")[0][0] == before + 1, "told through the outbox"
        remove(watched, job)
        over = wait_for(lambda: [letter for letter in mailbox.to(OPERATOR) if letter["Subject"].startswith("Đã hết sự cố")])
        assert ALERTS["outbox-late"]["vi"] in over[0]["Subject"]
        count = len(mailbox.to(OPERATOR))
        time.sleep(1.5)
        assert len(mailbox.to(OPERATOR)) == count
    watched.start_worker()


def test_one_letter_tells_all_that_is_new_and_waits_for_the_mail_server(watched, mailbox):
    watched.stop_worker()
    watched.sql("update heartbeat set at = now() - interval '31 seconds'")
    job = strand(watched, "message_stuck", 1, dead=True)
    certificate(watched.folder / "site.pem", 20)
    url = mailbox.url
    mailbox.stop()
    with watching(watched, MOTCUA_SMTP_URL=url, MOTCUA_OPERATOR_MAIL=OPERATOR) as log:
        wait_for(lambda: "operator-not-told" in log.read_text())
        mailbox.start()
        letter = wait_for(lambda: mailbox.to(OPERATOR))[0]
        for name in ("worker-silent", "outbox-dead", "certificate-ends"):
            assert f"runbook/alerts/{name}.md" in letter.get_content()
        assert letter["Subject"].endswith("và 2 việc nữa"), letter["Subject"]
    remove(watched, job)
    certificate(watched.folder / "site.pem", 90)
    watched.start_worker()
    wait_for(lambda: figure(watched, "motcua_worker_heartbeat_age_seconds")[0] < 15)


def test_a_damaged_file_is_told_within_a_minute_of_being_found(watched, people, mailbox):
    """And it is over when the same bytes have come again."""
    data = pdf("một tệp sẽ hỏng")
    people.citizen.upload(data)
    with watching(watched, MOTCUA_SMTP_URL=mailbox.url, MOTCUA_OPERATOR_MAIL=OPERATOR):
        place(watched, data).chmod(0o600)
        place(watched, data).write_bytes(data[:-1] + b"?")
        status, _, losses = verify(watched, "contents")
        assert status == 1 and losses
        letter = wait_for(lambda: mailbox.to(OPERATOR), 60)[0]
        assert letter["Subject"] == "Có sự cố: " + ALERTS["losses"]["vi"] and "runbook/alerts/losses.md" in letter.get_content()
        people.citizen.upload(data)
        assert verify(watched, "contents")[0] == 0
        wait_for(lambda: any(letter["Subject"].startswith("Đã hết sự cố") for letter in mailbox.to(OPERATOR)), 60)


@pytest.fixture()
def archiving(watched):
    """PostgreSQL hands the pieces of its log to a command; given one, it is another one from now on."""
    def hand_to(command):
        watched.sql(f"alter system set archive_command = '{command}'")
        watched.sql("select pg_reload_conf()")

    watched.sql("alter system set archive_mode = on")
    hand_to("true")
    watched.cluster.stop()
    watched.cluster.start()
    yield hand_to
    watched.sql("alter system reset archive_mode")
    watched.sql("alter system reset archive_command")
    watched.cluster.stop()
    watched.cluster.start()
    wait_for(lambda: figure(watched, "motcua_gauges_failed") == [0])


def test_copies_that_stand_still_are_behind_and_a_copy_of_the_whole_has_an_age(watched, archiving):
    """Ten minutes of it are an alert: tests/scripts/test_monitoring.py has the time."""
    def write():
        """Enough for two pieces of the log."""
        for _ in range(2):
            watched.sql("select pg_logical_emit_message(true, 'test', 'x')")
            watched.sql("select pg_switch_wal()")

    def behind():
        return figure(watched, "motcua_copies_behind_seconds")

    wait_for(lambda: figure(watched, "motcua_gauges_failed") == [0])
    write()
    wait_for(lambda: behind() == [0])
    archiving("false")
    write()
    before = wait_for(lambda: [seconds for seconds in behind() if seconds > 0])[0]
    time.sleep(1.2)
    assert behind()[0] >= before + 1
    archiving("true")
    wait_for(lambda: behind() == [0], 90)  # PostgreSQL tries again within a minute
    before = figure(watched, "motcua_copies_whole_age_seconds")[0]
    watched.sql("select heartbeat_add('copy')")
    assert figure(watched, "motcua_copies_whole_age_seconds")[0] < before


def test_a_killed_worker_grows_silent(watched):
    watched.kill_worker()
    before = figure(watched, "motcua_worker_heartbeat_age_seconds")[0]
    time.sleep(1.2)
    assert figure(watched, "motcua_worker_heartbeat_age_seconds")[0] > before + 1
    watched.start_worker()


def test_an_open_transaction_and_failures_are_figures(watched, anyone):
    with contextlib.closing(watched.cluster.connect(watched.database)) as connection, connection.cursor() as cursor:
        cursor.execute("begin")
        time.sleep(1)
        assert figure(watched, "motcua_database_oldest_transaction_seconds")[0] >= 1
        cursor.execute("rollback")
        cursor.execute("begin; lock table upload in access exclusive mode")
        assert figure(watched, "motcua_gauges_failed")[0] >= 1
        cursor.execute("rollback")
    assert figure(watched, "motcua_gauges_failed") == [0]
    assert figure(watched, "motcua_requests_failed_share") == [0]


def test_it_needs_no_database_to_say_that_the_database_is_away(watched):
    """Nor does the page: it comes in time, and says what it cannot read."""
    watched.cluster.stop()
    try:
        began = time.monotonic()
        assert figure(watched, "motcua_gauges_failed")[0] >= 4
        assert time.monotonic() - began < 8
        assert figure(watched, "motcua_disk_free_share")
    finally:
        watched.cluster.start()
    wait_for(lambda: figure(watched, "motcua_gauges_failed") == [0])


def test_without_figures_to_read_it_does_not_start(watched):
    environment = watched.environment("readonly", MOTCUA_ADMIN_LISTEN="")
    program = Program("watch", environment, watched.folder / "refused.log")
    assert program.process.wait(10) == 1
    assert "MOTCUA_WATCH_TARGETS" in (watched.folder / "refused.log").read_text()
