"""The alerts as Prometheus' own tools see them, and the runbook: each alert rings for its fault and not before, and has a page."""
import pathlib
import re
import subprocess

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
RULES = ROOT / "monitoring/alerts.yaml"
PAGES = ROOT / "runbook/alerts"
# alert -> the series, the most that is still well, what is wrong, and for how many seconds until it rings
FAULTS = {
    "api-down": ('up{job="motcua", instance="127.0.0.1:9464"}', 1, 0, 30),
    "api-errors": ("motcua_requests_failed_share", 0.02, 0.03, 30),
    "database-down": ("motcua_gauges_failed", 0, 1, 30),
    "replica-gone": ("motcua_replica_missing", 0, 1, 30),
    "database-transaction": ("motcua_database_oldest_transaction_seconds", 300, 301, 0),
    "signer-down": ("motcua_signer_up", 1, 0, 30),
    "worker-silent": ("motcua_worker_heartbeat_age_seconds", 30, 31, 0),
    "outbox-late": ("motcua_outbox_oldest_seconds", 600, 601, 0),
    "outbox-dead": ("motcua_outbox_dead", 0, 1, 0),
    "disk-low": ('motcua_disk_free_share{folder="blobs"}', 0.1, 0.09, 0),
    "clock-off": ("motcua_database_clock_difference_seconds", 2, 2.1, 30),
    "certificate-ends": ("motcua_certificate_days_left", 21, 20.9, 0),
    "losses": ('motcua_check_losses{check="contents"}', 0, 1, 0),
    "checks-late": ('motcua_check_age_seconds{check="ledger"}', 691200, 691201, 0),
    "copies-late": ("motcua_copies_behind_seconds", 600, 601, 30),
    "copies-old": ("motcua_copies_whole_age_seconds", 129600, 129601, 0),
}
STEP = 15  # seconds between two readings; within a minute of the fault somebody is told


def rules():
    return {rule["alert"]: rule for rule in yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"][0]["rules"]}


def run(*words):
    done = subprocess.run(words, text=True, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def case(name, rule):
    """Ten readings that are well, then the fault."""
    series, well, wrong, seconds = FAULTS[name]
    labels = dict(re.findall(r'(\w+)="([^"]*)"', series))
    rings = {"exp_labels": labels, "exp_annotations": rule["annotations"]}
    fault = 10 * STEP
    return {"interval": f"{STEP}s", "input_series": [{"series": series, "values": f"{well}x9 {wrong}x20"}],
            "alert_rule_test": [
                {"eval_time": f"{fault - STEP}s", "alertname": name, "exp_alerts": []},
                *([{"eval_time": f"{fault + seconds - STEP}s", "alertname": name, "exp_alerts": []}] if seconds else []),
                {"eval_time": f"{fault + seconds}s", "alertname": name, "exp_alerts": [rings]}]}


def test_each_alert_rings_for_its_fault_and_not_before(tmp_path):
    assert set(rules()) == set(FAULTS)
    assert all(seconds + 2 * STEP <= 60 for *_, seconds in FAULTS.values())
    test = {"rule_files": [str(RULES)], "evaluation_interval": f"{STEP}s", "tests": [case(name, rule) for name, rule in rules().items()]}
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(test, allow_unicode=True), encoding="utf-8")
    assert "SUCCESS" in run("promtool", "test", "rules", str(tmp_path / "test.yaml"))


def test_the_samples_are_taken_by_the_programs_that_read_them():
    assert f"{len(FAULTS)} rules found" in run("promtool", "check", "config", str(ROOT / "monitoring/prometheus.yaml"))
    assert "SUCCESS" in run("amtool", "check-config", str(ROOT / "monitoring/alertmanager.yaml"))
    route = ("amtool", "config", "routes", "test", f"--config.file={ROOT / 'monitoring/alertmanager.yaml'}")
    for name in rules():
        assert run(*route, f"alertname={name}").strip() == "operator"


def test_each_alert_has_a_page_and_each_page_is_named():
    named = {rule["annotations"]["runbook"] for rule in rules().values()}
    assert named == {f"runbook/alerts/{path.name}" for path in PAGES.iterdir()}
    index = (ROOT / "runbook/README.md").read_text(encoding="utf-8")
    for path in ROOT.glob("runbook/**/*.md"):
        if path.name != "README.md":
            assert f"]({path.relative_to(ROOT / 'runbook')})" in index, f"the index does not name {path.name}"


@pytest.mark.parametrize("path", sorted(ROOT.glob("runbook/**/*.md")), ids=lambda path: path.stem)
def test_links_of_the_runbook_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link
