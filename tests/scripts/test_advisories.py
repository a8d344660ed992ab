"""Flaws that are known in the parts that are not ours: asked of a source that is a program of its own, about all of them; and a
source that does not answer never looks like one that knows of none."""
import contextlib
import json
import os
import re
import subprocess

import pytest

from instance import ROOT
from runbook import blocks

LOCKS = [json.loads((ROOT / folder / "package-lock.json").read_text()) for folder in ("clients", "scripts/places")]
NPM = {(path.rpartition("node_modules/")[2], package["version"]) for lock in LOCKS for path, package in lock["packages"].items()
       if "node_modules/" in path and "version" in package}
PREACT, = (version for name, version in NPM if name == "preact")
VITE, = (version for name, version in NPM if name == "vite")


def source_of(package):
    """Of the Debian package that is installed: its source, and the version of that."""
    return tuple(subprocess.run(["dpkg-query", "-W", "-f", "${source:Package} ${source:Version}", package], check=True,
                                capture_output=True, text=True).stdout.split())


LIBC, LIBC_VERSION = source_of("libc6")


def flaw(name, ecosystem, package, version, fixed=None, **more):
    events = [{"introduced": "0"}] + ([{"fixed": fixed}] if fixed else [])
    return {"id": name, "summary": f"What {name} lets people do", "affected": [
        {"package": {"ecosystem": ecosystem, "name": package}, "versions": [version],
         "ranges": [{"type": "ECOSYSTEM", "events": events}]}], **more}


NPM_MENDED = flaw("GHSA-aaaa", "npm", "preact", PREACT, "99.0.1", aliases=["CVE-2026-1"])
NPM_OPEN = flaw("MAL-2026-1", "npm", "vite", VITE)
WITHDRAWN = flaw("GHSA-bbbb", "npm", "preact", PREACT, "99.0.2", withdrawn="2026-02-01T00:00:00Z")
DEBIAN_MENDED = flaw("DSA-1-1", "Debian:12", LIBC, LIBC_VERSION, "99.1-1")
DEBIAN_OPEN = flaw("DEBIAN-CVE-2026-2", "Debian:12", LIBC, LIBC_VERSION)
OTHERS = [flaw("GHSA-cccc", "npm", "preact", "0.0.1", "0.0.2"), flaw("DSA-2-1", "Debian:11", LIBC, LIBC_VERSION, "99.1-1")]


@contextlib.contextmanager
def source(folder, flaws, fault=""):
    """Its address, and the file that it writes down what it is asked."""
    (folder / "flaws.json").write_text(json.dumps(flaws))
    with subprocess.Popen([ROOT / "tests/simulators/advisories", folder / "flaws.json", folder / "asked", fault], text=True,
                          stdout=subprocess.PIPE) as running:
        try:
            yield f"http://127.0.0.1:{running.stdout.readline().strip()}", folder / "asked"
        finally:
            running.kill()


def look_up(address, words=""):
    """The page's own command, of that source."""
    command, = blocks("updates.md")
    return subprocess.run(["bash", "-euc", f"{command.strip()} --source {address} {words}"], capture_output=True, text=True,
                          check=False, cwd=ROOT, env={**os.environ, "no_proxy": "127.0.0.1"})


def test_each_part_is_asked_about_and_each_flaw_is_told(tmp_path):
    with source(tmp_path, [NPM_MENDED, NPM_OPEN, WITHDRAWN, DEBIAN_MENDED, DEBIAN_OPEN, *OTHERS]) as (address, asked):
        done = look_up(address)
        queries = [query for line in asked.read_text().splitlines() for query in json.loads(line) if "page_token" not in query]
    assert done.returncode == 1, done.stderr
    assert f"npm preact {PREACT} (is in the pages or feeds them)\n    GHSA-aaaa CVE-2026-1: What GHSA-aaaa lets people do\n" \
        "    mended in 99.0.1\n" in done.stdout
    assert f"npm vite {VITE} (only builds)\n    MAL-2026-1: What MAL-2026-1 lets people do\n    mended in no version\n" in done.stdout
    assert re.search(rf"^Debian:12 {LIBC} {re.escape(LIBC_VERSION)} \(of .*libc6.*\)\n    DSA-1-1: .*\n    mended in 99.1-1\n",
                     done.stdout, re.M)
    assert f"nothing to be had yet: Debian:12 {LIBC} " in done.stdout and "3 known flaws to close, 1 more" in done.stdout
    assert not [name for name in ("GHSA-bbbb", "GHSA-cccc", "DSA-2-1") if name in done.stdout]
    told = {(query["package"]["name"], query["version"]) for query in queries if query["package"]["ecosystem"] == "npm"}
    assert told == NPM
    debian = {(query["package"]["name"], query["version"]) for query in queries if query["package"]["ecosystem"] == "Debian:12"}
    bill = json.loads(subprocess.run([ROOT / "scripts/sbom"], check=True, capture_output=True, text=True).stdout)
    installed = {part["name"] for part in bill["components"] if part["purl"].startswith("pkg:deb")}
    assert debian == {source_of(package) for package in installed} and len(queries) == len(told) + len(debian)


@pytest.mark.parametrize("flaws, status, words", [
    ([], 0, "0 known flaws to close, 0 more"), ([DEBIAN_OPEN], 0, "0 known flaws to close, 1 more"), ([NPM_OPEN], 1, "1 known")])
def test_what_cannot_be_mended_is_told_and_counts_where_another_part_can_be_taken(tmp_path, flaws, status, words):
    with source(tmp_path, flaws) as (address, _):
        done = look_up(address)
    assert done.returncode == status and words in done.stdout, done


@pytest.mark.parametrize("fault, words", [
    ("down", "503"), ("garbage", "answered no JSON"), ("short", "answered about another number of them"), ("lost", "404"),
    ("silent", "timed out"), ("endless", "did not come to an end")])
def test_a_source_that_does_not_answer_fully_is_no_good_news(tmp_path, fault, words):
    with source(tmp_path, [DEBIAN_OPEN], fault) as (address, _):
        done = look_up(address, "--timeout 1")
    assert done.returncode == 2 and words in done.stderr and "Nothing can be said about them" in done.stderr, done
    assert done.stdout == ""


def test_nobody_at_the_address_is_no_good_news():
    done = look_up("http://127.0.0.1:9")
    assert done.returncode == 2 and "Connection refused" in done.stderr and done.stdout == ""
