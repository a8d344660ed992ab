"""The units for systemd, which is not started here: its own tools read them and judge how far each part is shut in, and they say
the same of users, folders and settings as scripts/run does."""
import pathlib
import re
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "systemd").glob("*.service"))
MOST = 2.0  # exposure that is borne, of 10


def settings(unit):
    """[(name, value)] of a unit and of what holds for each."""
    text = unit.read_text() + (ROOT / "systemd/motcua-.service.d/hardening.conf").read_text()
    return re.findall(r"^(\w+)=(.*)$", text, re.M)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The units, with the program where it was built."""
    made = tmp_path_factory.mktemp("units")
    shutil.copytree(ROOT / "systemd", made, dirs_exist_ok=True)
    for unit in made.glob("*.service"):
        unit.write_text(unit.read_text().replace("/usr/bin/motcua", str(ROOT / "build/release/motcua")))
    return made


def analyze(folder, *words):
    return subprocess.run(["systemd-analyze", *words], text=True, capture_output=True, check=False, cwd=folder,
                          env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "SYSTEMD_UNIT_PATH": f"{folder}:"})


def test_systemd_takes_each_unit(folder):
    assert len(UNITS) == 7
    done = analyze(folder, "verify", "--man=no", folder / "motcua.target", *folder.glob("*[a-z].service"), folder / "motcua-logrotate.timer")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    broken = folder / "broken.service"
    broken.write_text((folder / "motcua-worker.service").read_text().replace("User=", "Usher="))
    assert "Usher" in analyze(folder, "verify", "--man=no", broken).stderr
    broken.unlink()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_each_part_is_shut_in(folder, unit, capsys):
    done = analyze(folder, "security", "--offline=true", "--no-pager", f"--threshold={round(MOST * 10)}", f"./{unit.name}")
    exposure = float(re.search(r"Overall exposure level for \S+: ([0-9.]+)", done.stdout).group(1))
    with capsys.disabled():
        print(f"\n{unit.stem}: exposure {exposure} of at most {MOST}", end="")
    assert done.returncode == 0 and exposure <= MOST, done.stdout[-300:]


def test_each_is_its_own_user_and_who_reaches_out_sees_no_key():
    users = {unit.stem: dict(settings(unit))["User"] for unit in UNITS}
    # whoever moves the others' logs away gives what he makes to them
    assert users == {name: name.rstrip("@") for name in users} | {"motcua-logrotate": "root"}
    for unit in UNITS:
        found = settings(unit)
        outside = any(name == "RestrictAddressFamilies" and "AF_INET" in value for name, value in found)
        assert outside == (unit.stem in ("motcua-worker", "motcua-watch", "motcua-nginx")), unit.stem
        hidden = [path.lstrip("-") for name, value in found if name == "InaccessiblePaths" for path in value.split()]
        for keys, of in (("keys", "motcua-api@"), ("receipt-keys", "motcua-signer")):
            inside = any(f"/var/lib/motcua/{keys}".startswith(path) for path in hidden)
            assert inside == (unit.stem != of), (unit.stem, keys)
    mail = {unit.stem for unit in UNITS if ("EnvironmentFile", "-/etc/motcua/mail") in settings(unit)}
    assert mail == {"motcua-worker", "motcua-watch"}


def test_folders_and_users_are_those_of_scripts_run():
    lib = (ROOT / "scripts/lib.sh").read_text()
    run = (ROOT / "scripts/run").read_text()
    wanted = {folder: (f"motcua-{user}", f"motcua-{group}", int(mode, 8)) for folder, user, group, mode in
              re.findall(r"\bown (\S+) (\w+) (\w+) (\d+)$", lib + run, re.M)}
    made = {path: (user, group, int(mode, 8)) for path, mode, user, group in
            re.findall(r"^d (\S+) +(\d+) (\S+) +(\S+)", (ROOT / "systemd/tmpfiles.conf").read_text(), re.M)}
    for folder, given in wanted.items():
        if folder not in ("setup", "nginx/state"):
            place = f"/run/motcua/{folder}" if folder in ("api", "watch", "sign", "head") else f"/var/lib/motcua/{folder}"
            assert made[place] == given, folder
    users = set(re.findall(r"^u (\S+)", (ROOT / "systemd/sysusers.conf").read_text(), re.M))
    assert users == {f"motcua-{part}" for part in re.search(r"PARTS=\((.*)\)", lib).group(1).split()}


def test_settings_are_those_that_the_program_knows():
    known = set(re.findall(r'"(MOTCUA_\w+)"', (ROOT / "lib/base/config.def").read_text()))
    for path in (ROOT / "systemd").rglob("*"):
        if path.is_file():
            assert set(re.findall(r"\b(MOTCUA_\w+)", path.read_text())) <= known, path


def test_a_part_that_gives_no_sign_of_life_is_ended_as_scripts_run_ends_it():
    """tests/api/core/test_supervisor.py asks each of them for its signs."""
    silence = re.search(r"^SILENCE=(\d+)", (ROOT / "scripts/run").read_text(), re.M).group(1)
    watched = {unit.stem: dict(settings(unit)) for unit in UNITS if "WatchdogSec" in dict(settings(unit))}
    assert watched.keys() == {"motcua-api@", "motcua-worker", "motcua-signer", "motcua-watch"}
    for name, found in watched.items():
        assert (found["Type"], found["WatchdogSignal"], found["Restart"]) == ("notify", "SIGKILL", "always")
        assert name == "motcua-watch" or found["WatchdogSec"] == silence
