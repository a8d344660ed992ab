"""Fixtures: one cluster and one loaded template a process of a run (pytest-xdist may start several, a file to each), one
database and one running program a test module. Nothing is shared between processes but the record of what they saw."""
import itertools
import os

import pytest

from harness.client import Client
from harness.contract import Contract
from harness.folder import passing_folder
from harness.mail import Mailbox
from harness.moment import Moment
from harness.people import People
from harness.record import API, Record
from harness.service import Cluster, Service, Template, check_nobody_in

numbers = itertools.count(1)
RECORD = Record()


@pytest.fixture(scope="session")
def contract():
    return Contract(seen=RECORD.seen)


@pytest.fixture(scope="session")
def folder():
    with passing_folder("api", room=4 << 30) as path:
        yield path


@pytest.fixture(scope="session")
def cluster(folder):
    running = Cluster(folder / "cluster")
    yield running
    running.discard()
    check_nobody_in(folder / "cluster/log/postgresql.log")


@pytest.fixture(scope="session")
def template(cluster, folder):
    (folder / "template").mkdir()
    return Template(cluster, folder / "template")


@pytest.fixture(scope="module")
def service(request, cluster, template, folder):
    """A running program of the module's own; a module's SETTINGS are added to its environment."""
    name = f"{request.module.__name__}_{next(numbers)}"
    cluster.clone(template.database, name)
    installed = Service(cluster, name, folder / f"s{next(numbers)}", template.keys,
                        **getattr(request.module, "SETTINGS", {}))
    installed.start_api()
    yield installed
    installed.stop()


@pytest.fixture(scope="module")
def people(service, contract, template):
    """The sample's people, signed in when first asked for."""
    return People(service, contract, template.logins)


@pytest.fixture()
def mailbox():
    box = Mailbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture()
def moment(service):
    """Lets a test say when its steps happen; afterwards it is the present again."""
    chosen = Moment(service)
    yield chosen
    chosen.present()


@pytest.fixture()
def anyone(service, contract):
    client = Client(service, contract)
    yield client
    client.close()


def pytest_runtest_setup(item):
    RECORD.ran.add(item.path.relative_to(API).as_posix())


def pytest_sessionfinish():
    if RECORD.folder() and RECORD.ran:
        RECORD.keep(RECORD.folder(), os.environ.get("PYTEST_XDIST_WORKER", "main"))
