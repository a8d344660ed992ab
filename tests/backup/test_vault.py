"""What the page on the vault promises, one sentence after the other: what was changed or deleted at the source stays for thirty
days by the vault's own clock, and whoever fetches may read alone."""
import os
import pathlib
import shutil
import subprocess
import time

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
VAULT = ROOT / "scripts/vault"
PULLED = "%Y%m%dT%H%M%SZ"


@pytest.fixture()
def source(tmp_path):
    folder = tmp_path / "copies"
    (folder / "files/ab").mkdir(parents=True)
    (folder / "files/ab/one.age").write_text("one")
    (folder / "secret.age").write_text("secret")
    return folder


def call(*words, **settings):
    return subprocess.run([str(word) for word in words], text=True, capture_output=True, check=False, timeout=60,
                          env={**os.environ, **settings})


def pull(source, vault, **settings):
    done = call(VAULT, "pull", source, vault, **settings)
    assert done.returncode == 0, done.stderr
    time.sleep(1.1)  # each pull has a second of its own
    return done.stdout


def utc(seconds):
    return time.strftime("%Y-%m-%d %H:%M:%S+00", time.gmtime(seconds))


def test_what_was_changed_or_deleted_is_laid_out_as_it_was(source, tmp_path):
    vault = tmp_path / "vault"
    assert "2 files, 1 of them of dossiers; 0 were changed or gone" in pull(source, vault)
    before = utc(time.time())
    time.sleep(1.1)
    shutil.rmtree(source / "files")
    (source / "secret.age").write_text("of who broke in")
    assert "1 files, 0 of them of dossiers; 2 were changed or gone" in pull(source, vault)
    assert call(VAULT, "as-of", before, vault, tmp_path / "before").returncode == 0
    assert (tmp_path / "before/files/ab/one.age").read_text() == "one"
    assert (tmp_path / "before/secret.age").read_text() == "secret"
    assert call(VAULT, "as-of", utc(time.time()), vault, tmp_path / "now").returncode == 0
    assert (tmp_path / "now/secret.age").read_text() == "of who broke in" and not (tmp_path / "now/files").exists()
    again = call(VAULT, "as-of", before, vault, tmp_path / "before")
    assert again.returncode == 1 and "is there already" in again.stderr


def test_it_stays_for_thirty_days_and_no_longer(source, tmp_path):
    """By when the vault found it gone: times that the source says count for nothing."""
    vault = tmp_path / "vault"
    pull(source, vault)
    for days in (29, 31):
        folder = vault / "was" / time.strftime(PULLED, time.gmtime(time.time() - days * 86400))
        folder.mkdir(parents=True)
        (folder / "old.age").write_text(f"{days} days ago")
    os.utime(source / "files/ab/one.age", (0, 0))
    (source / "files/ab/one.age").unlink()
    pull(source, vault)
    assert {path.read_text() for path in (vault / "was").rglob("*.age")} == {"29 days ago", "one"}
    pull(source, vault, MOTCUA_VAULT_DAYS="20")
    assert {path.read_text() for path in (vault / "was").rglob("*.age")} == {"one"}


def test_one_pull_at_a_time(source, tmp_path):
    vault = tmp_path / "vault"
    pull(source, vault)
    with subprocess.Popen(["flock", vault / "lock", "sleep", "20"]) as other:
        time.sleep(0.5)
        done = call(VAULT, "pull", source, vault)
        other.terminate()
    assert done.returncode == 1 and "Another pull" in done.stderr


def test_the_other_machine_may_read_alone(source, tmp_path):
    """As authorized_keys has it, without the network between: rrsync takes what sshd hands it."""
    sshd = tmp_path / "sshd"
    sshd.write_text(f'#!/bin/sh\nwhile [ "$1" != rsync ]; do shift; done\nSSH_ORIGINAL_COMMAND="$*" exec /usr/bin/rrsync -ro {source}\n')
    sshd.chmod(0o755)
    vault = tmp_path / "vault"
    pull("motcua-vault@machine:", vault, RSYNC_RSH=str(sshd))
    assert (vault / "now/files/ab/one.age").read_text() == "one"
    (tmp_path / "mine").write_text("mine")
    for words in (["rsync", tmp_path / "mine", "motcua-vault@machine:mine"],
                  ["rsync", "-r", "--delete", f"{vault}/was/", "motcua-vault@machine:"],
                  ["rsync", "--remove-source-files", "-r", "motcua-vault@machine:files", tmp_path / "stolen"]):
        assert call(*words, RSYNC_RSH=str(sshd)).returncode != 0, words
    assert sorted(path.name for path in source.rglob("*.age")) == ["one.age", "secret.age"]
    outside = call("rsync", "motcua-vault@machine:../sshd", tmp_path / "outside", RSYNC_RSH=str(sshd))
    assert outside.returncode != 0 and not (tmp_path / "outside").exists()
