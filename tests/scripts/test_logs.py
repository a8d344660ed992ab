"""How logs are kept from filling the disk: one configuration for scripts/run and systemd, and what Docker is told."""
import os
import pathlib
import re
import shutil
import subprocess

import pytest
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONF = (ROOT / "systemd/logrotate.conf").read_text()
UNITS = [path for path in (ROOT / "systemd").glob("*.service") if "ExecStart=/usr/bin/motcua migrate" not in path.read_text()]


def test_a_folder_of_logs_stays_below_its_bound(tmp_path):
    """With smaller numbers; what is written cannot be made smaller by compressing it."""
    largest, kept, line = 20000, 5, 500
    for name in ("scripts/logs", "scripts/lib.sh", "scripts/packages", "scripts/postgres.sh", "scripts/replica.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "systemd").mkdir()
    conf = CONF.replace("maxsize 100M", f"maxsize {largest}").replace("rotate 60", f"rotate {kept}")
    (tmp_path / "systemd/logrotate.conf").write_text(conf)
    assert conf.count(str(largest)) == conf.count(f"rotate {kept}") == 1
    logs = tmp_path / "run with a blank/log"
    logs.mkdir(parents=True)
    (logs / "small.log").write_text("a line\n")
    for turn in range(4 * kept):
        with open(logs / "api.log", "ab") as log:
            for _ in range(largest // line + 1):
                log.write(os.urandom(line - 1) + b"\n")
        done = subprocess.run([tmp_path / "scripts/logs", "rotate"], env={**os.environ, "MOTCUA_RUN": str(logs.parent)}, text=True,
                              capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        files = [path for path in logs.iterdir() if path.name.startswith("api.log")]
        assert len(files) == min(turn + 1, kept) + 1
        assert sum(path.stat().st_size for path in files) <= kept * (largest + 2 * line)
    assert (logs / "small.log").read_text() == "a line\n" and not list(logs.glob("small.log.*"))


def test_systemds_rotation_reads_the_configuration_and_looks_each_minute():
    done = subprocess.run(["/usr/sbin/logrotate", "--debug", "--state", "/nowhere", ROOT / "systemd/logrotate.conf"], text=True,
                          capture_output=True, check=False)
    assert done.returncode == 0 and "error" not in done.stderr.replace("error(s)", ""), done.stderr
    assert re.search(r"^OnCalendar=minutely$", (ROOT / "systemd/motcua-logrotate.timer").read_text(), re.M)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_each_part_has_a_log_of_its_own_where_it_makes_none_beside(unit):
    made = dict(re.findall(r"^f /var/log/motcua/(\S+) +0640 (\S+) +adm +-$", (ROOT / "systemd/tmpfiles.conf").read_text(), re.M))
    assert re.search(r"^d /var/log/motcua +0755 root +root +-$", (ROOT / "systemd/tmpfiles.conf").read_text(), re.M)
    text = unit.read_text()
    if unit.stem == "motcua-logrotate":
        return
    user = re.search(r"^User=(.*)$", text, re.M).group(1)
    if unit.stem == "motcua-nginx":
        logs = ["nginx-access.log", "nginx-error.log"]
    else:
        name = re.search(r"MOTCUA_LOG_FILE=/var/log/motcua/(\S+)$", text, re.M).group(1)
        logs = [name.replace("%i", number) for number in "12"] if "%i" in name else [name]
    assert {log: made[log] for log in logs} == {log: user for log in logs}
    assert re.search(r"^ReadWritePaths=.*/var/log/motcua( |$)", text, re.M)


def test_docker_bounds_what_each_container_says():
    for name, service in yaml.safe_load((ROOT / "docker/compose.yaml").read_text())["services"].items():
        assert service["logging"] == {"driver": "local", "options": {"max-size": "100m", "max-file": "60"}}, name
    assert "maxsize 100M" in CONF and "rotate 60" in CONF
