"""The program on a database with a province's dossiers, in which PostgreSQL writes down what each statement did."""
import concurrent.futures
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import pytest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "api"), str(TESTS / "bench")]

import stock  # noqa: E402  (of the bench)
from harness.client import Client  # noqa: E402  (of the tests of the API)
from harness.contract import Contract  # noqa: E402
from harness.folder import passing_folder  # noqa: E402
from harness.people import People  # noqa: E402
from harness.service import ROOT, Cluster, Service, Template, binary, plain_environment  # noqa: E402

# A folder in which the loaded cluster is kept: who names it again calls on what is loaded there. Each run leaves some more.
KEPT = os.environ.get("MOTCUA_TEST_KEPT")
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


def run_files(cluster, database, files, values):
    """Files of the tests, in one session."""
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", cluster.socket, "-U", "postgres", "-d", database,
                    *(word for name, value in values.items() for word in ("-v", f"{name}={value}")),
                    *(word for file in files for word in ("-f", TESTS / file))],
                   check=True, stdout=subprocess.DEVNULL, env=plain_environment())


class LoadedTemplate(Template):
    """That of a kept folder, with the functions of today, in which the checks of the day are due again."""

    def __init__(self, cluster, folder):  # pylint: disable=super-init-not-called
        self.cluster, self.folder, self.keys, self.database = cluster, folder, folder, "template_motcua"
        self.places = subprocess.run([ROOT / "scripts/places/fetch"], check=True, text=True, stdout=subprocess.PIPE,
                                     env=plain_environment()).stdout.strip()
        self.logins = json.loads((folder / "logins.json").read_text())
        with contextlib.closing(cluster.connect(self.database)) as connection, connection.cursor() as cursor:
            cursor.execute(f"alter database {self.database} reset all")
            cursor.execute("set session_replication_role = replica")
            cursor.execute("delete from check_loss")
            cursor.execute("delete from check_pass")
        subprocess.run([binary(), "migrate"], check=True, stdout=subprocess.DEVNULL, env={
            **plain_environment(), "MOTCUA_DATABASE_URL": cluster.url("owner", self.database)})
        run_files(cluster, self.database, ["plans/settle.sql"], {})


class Stock:
    """The template of the API's tests with the bench's dossiers and what more a province's years leave behind."""

    def __init__(self, cluster, template):
        self.cluster, self.database = cluster, template.database
        self.run(["plans/unlogged.sql", "bench/accounts.sql", "plans/unindexed.sql"],
                 {"accounts": ACCOUNTS, "password_of": template.logins["citizen"]["login"]})
        with concurrent.futures.ThreadPoolExecutor(1) as beside:
            sessions = beside.submit(self.run, ["plans/sessions.sql"], {"accounts": ACCOUNTS})
            stock.load(self.run, STOCK, "bench/dossiers.sql", "plans/years.sql", "bench/documents.sql",
                       accounts=ACCOUNTS, callers=CALLERS, days=DAYS)
            sessions.result()
        self.run(["plans/indexed.sql", "plans/settle.sql"], {})

    def run(self, files, values):
        run_files(self.cluster, self.database, files, values)


@pytest.fixture(scope="session")
def folder():
    with kept_folder() if KEPT else passing_folder("plans", room=40_000 * STOCK) as path:
        yield path


@contextlib.contextmanager
def kept_folder():
    """With what is loaded there, and nothing of those who called before."""
    path = pathlib.Path(KEPT).resolve()
    loaded = path / "loaded.json"
    if loaded.exists():
        assert json.loads(loaded.read_text())["stock"] == STOCK, f"{path} holds another stock"
    elif path.exists():
        raise FileExistsError(f"{path} is there, without a whole stock: remove it")
    path.mkdir(mode=0o755, parents=True, exist_ok=True)
    for passing in (path / "service", path / "cluster/pg/log"):
        shutil.rmtree(passing, ignore_errors=True)
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
    if (folder / "loaded.json").exists():
        return LoadedTemplate(cluster, folder / "template")
    (folder / "template").mkdir()
    return Template(cluster, folder / "template")


@pytest.fixture(scope="session")
def loaded(cluster, template, folder):
    """What is known of the stock: how long the load took, and how many bytes it has."""
    file = folder / "loaded.json"
    if not file.exists():
        began = time.monotonic()
        Stock(cluster, template)
        seconds = round(time.monotonic() - began)
        with contextlib.closing(cluster.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("select pg_database_size(%s)", [template.database])
            size, = cursor.fetchone()
            # Unlogged tables outlive nothing but a shutdown, before which all is written.
            cursor.execute("checkpoint")
        file.write_text(json.dumps({"stock": STOCK, "seconds": seconds, "bytes": size}))
    return json.loads(file.read_text())


@pytest.fixture(scope="session")
def service(cluster, template, loaded, folder):  # pylint: disable=unused-argument
    for name, value in WRITTEN_DOWN.items():
        with cluster.connect() as connection, connection.cursor() as cursor:
            cursor.execute(f"alter database {template.database} set {name} = '{value}'")
    installed = Service(cluster, template.database, folder / "service", template.keys)
    installed.settings["MOTCUA_ADMIN_LISTEN"] = f"unix:{folder}/figures.sock"
    installed.settings["MOTCUA_DISK_RESERVE"] = 1  # percent: a large stock leaves little of its disk
    installed.start_api()
    yield installed
    installed.stop()


@pytest.fixture(scope="session")
def people(service, contract, template):
    everybody = People(service, contract, template.logins)
    everybody.count = service.sql("select count(*) from account where phone like '0912%%'")[0][0]  # who came before
    return everybody
