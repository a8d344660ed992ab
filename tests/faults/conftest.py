"""Worlds for faults, each made when a row first needs it."""
import os
import pathlib
import sys

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / name) for name in ("api", "scripts", "faults")]

from harness.contract import Contract  # noqa: E402
from harness.folder import passing_folder  # noqa: E402
from harness.service import Cluster, Template  # noqa: E402
from worlds import Bench, Province  # noqa: E402

# Figures that take minutes.
collect_ignore = [] if os.environ.get("LONG") else ["test_upstreams.py"]


@pytest.fixture(scope="session")
def contract():
    return Contract()


@pytest.fixture(scope="session")
def folder():
    with passing_folder("faults", room=4 << 30) as path:
        yield path


@pytest.fixture(scope="session")
def province(folder):
    world = Province(folder / "run")
    try:
        yield world.open()
    finally:
        world.discard()


@pytest.fixture(scope="session")
def cluster(folder):
    running = Cluster(folder / "cluster")
    yield running
    running.discard()


@pytest.fixture(scope="session")
def template(cluster, folder):
    (folder / "template").mkdir()
    return Template(cluster, folder / "template")


@pytest.fixture()
def bench(cluster, template, folder, request):
    """Not opened yet."""
    name = f"bench_{os.getpid()}_{len(list(folder.iterdir()))}"
    world = Bench(cluster, template, name, folder / name)
    yield world
    world.discard()


@pytest.fixture()
def opened(bench, contract):
    """API, worker and nginx of a bench."""
    return bench.open(contract)


@pytest.fixture(scope="session")
def fitted(cluster, template, folder, contract):
    """A bench with all that can be put between; what is done to it is undone, so that rows share it."""
    world = Bench(cluster, template, "fitted", folder / "fitted")
    world.put_between()
    try:
        yield world.open(contract)
    finally:
        world.discard()


@pytest.fixture(scope="session")
def posting(cluster, template, folder, contract):
    """A bench whose mail server is the test's; what is done to it is undone, so that rows share it."""
    world = Bench(cluster, template, "posting", folder / "posting")
    try:
        yield world.open(contract)
    finally:
        world.discard()
