"""The program on a database with a province's dossiers, in which PostgreSQL writes down what each statement did."""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "api"), str(TESTS / "bench")]

import stock  # noqa: E402  (of the bench)
from harness.client import Client  # noqa: E402  (of the tests of the API)
from harness.contract import Contract  # noqa: E402
from harness.folder import passing_folder  # noqa: E402
from harness.people import People  # noqa: E402
from harness.service import Cluster, Service, Template, plain_environment  # noqa: E402

STOCK = int(os.environ.get("MOTCUA_TEST_STOCK", "50000"))
ACCOUNTS = max(STOCK // 5, 2000)
CALLERS = STOCK // 12 // 800  # accounts with eight hundred dossiers each: a company, somebody who files for others
# The more there are, the longer it took: what is open at a time does not grow. An id tells a time since 1970.
DAYS = min(STOCK * 300 // 50_000, 20_000)
SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_wal_size=4GB", "shared_buffers=1GB",
            "maintenance_work_mem=512MB", "max_parallel_workers_per_gather=0", "log_checkpoints=off", "autovacuum=off",
            "logging_collector=on", "log_destination=jsonlog", "log_rotation_size=0")
# Of every statement, and of those in the functions that it calls: what it read, not how long it took.
WRITTEN_DOWN = {"session_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0",
                "auto_explain.log_nested_statements": "on", "auto_explain.log_analyze": "on", "auto_explain.log_buffers": "on",
                "auto_explain.log_timing": "off", "auto_explain.log_format": "json"}


# What the stock's own rows say is not what the contract says: it is read here for what reading costs, which is rows and pages and
# not time.
Client.checked = False
Client.patience = 30


class StockCluster(Cluster):
    def start(self):
        self.script("start", *SETTINGS)


class Stock:
    """The template of the API's tests with the bench's dossiers and what more a province's years leave behind."""

    def __init__(self, cluster, template):
        self.cluster, self.database = cluster, template.database
        self.run(["plans/unlogged.sql", "bench/accounts.sql"],
                 {"accounts": ACCOUNTS, "password_of": template.logins["citizen"]["login"]})
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            sessions = beside.submit(self.run, ["plans/sessions.sql"], {"accounts": ACCOUNTS})
            stock.load(self.run, STOCK, "bench/dossiers.sql", "plans/years.sql", "bench/documents.sql",
                       accounts=ACCOUNTS, callers=CALLERS, days=DAYS)
            sessions.result()
        self.run(["plans/settle.sql"], {})

    def run(self, files, values):
        """Files of the tests, in one session."""
        subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", self.cluster.socket, "-U", "postgres", "-d",
                        self.database, *(word for name, value in values.items() for word in ("-v", f"{name}={value}")),
                        *(word for file in files for word in ("-f", TESTS / file))],
                       check=True, stdout=subprocess.DEVNULL, env=plain_environment())


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
    installed.settings["MOTCUA_ADMIN_LISTEN"] = f"unix:{folder}/figures.sock"
    installed.start_api()
    yield installed
    installed.stop()


@pytest.fixture(scope="session")
def people(service, contract, template):
    return People(service, contract, template.logins)
