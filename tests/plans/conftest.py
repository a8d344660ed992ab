"""The program on a database with a province's dossiers, in which PostgreSQL writes down what each statement did."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "api"))

from harness.client import Client  # noqa: E402  (of the tests of the API)
from harness.contract import Contract  # noqa: E402
from harness.folder import passing_folder  # noqa: E402
from harness.people import People  # noqa: E402
from harness.service import Cluster, Service, Template, plain_environment  # noqa: E402

STOCK = int(os.environ.get("MOTCUA_TEST_STOCK", "50000"))
ACCOUNTS = max(STOCK // 5, 2000)
CALLERS = STOCK // 12 // 800  # accounts with eight hundred dossiers each: a company, somebody who files for others
DAYS = STOCK * 300 // 50_000  # the more there are, the longer it took: what is open at a time does not grow
SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=4GB", "shared_buffers=1GB",
            "maintenance_work_mem=512MB", "max_parallel_workers_per_gather=0", "log_checkpoints=off",
            "logging_collector=on", "log_destination=jsonlog", "log_rotation_size=0")
# Of every statement, and of those in the functions that it calls: what it read, not how long it took.
WRITTEN_DOWN = {"session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0",
                "auto_explain.log_nested_statements": "on", "auto_explain.log_analyze": "on", "auto_explain.log_buffers": "on",
                "auto_explain.log_timing": "off", "auto_explain.log_format": "json"}


# What the stock's own rows say is not what the contract says: it is read here for what reading costs.
Client.checked = False


class StockCluster(Cluster):
    def start(self):
        self.script("start", *SETTINGS)


class Stock:
    """The template of the API's tests with the bench's dossiers and what more a province's years leave behind."""

    def __init__(self, cluster, template):
        self.cluster, self.database = cluster, template.database
        counts = {"accounts": ACCOUNTS, "callers": CALLERS, "count": STOCK, "days": DAYS,
                  "password_of": template.logins["citizen"]["login"]}
        for file in ("bench/accounts.sql", "bench/dossiers.sql", "plans/years.sql"):
            self.run(file, **counts)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda part: self.run("bench/documents.sql", parts=2, part=part), range(2)))
        self.run("plans/settle.sql", **counts)

    def run(self, file, **values):
        named = [word for name, value in values.items() for word in ("-v", f"{name}={value}")]
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.cluster.socket, "-U", "postgres", "-d",
                        self.database, *named, "-f", TESTS / file], check=True, stdout=subprocess.DEVNULL, env=plain_environment())


@pytest.fixture(scope="session")
def folder():
    with passing_folder("plans", room=40_000 * STOCK) as path:
        yield path


@pytest.fixture(scope="session")
def cluster(folder):
    running = StockCluster(folder / "cluster")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def contract():
    return Contract()


@pytest.fixture(scope="session")
def template(cluster, folder):
    (folder / "template").mkdir()
    return Template(cluster, folder / "template")


@pytest.fixture(scope="session")
def service(cluster, template, folder):
    Stock(cluster, template)
    for name, value in WRITTEN_DOWN.items():
        with cluster.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"alter database {template.database} set {name} = '{value}'")
    installed = Service(cluster, template.database, folder / "service", template.keys)
    installed.start_api()
    yield installed
    installed.stop()


@pytest.fixture(scope="session")
def people(service, contract, template):
    return People(service, contract, template.logins)
