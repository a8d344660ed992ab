"""scripts/run as the people of the API's tests know an installation: its listeners, its database, its sample people."""
import contextlib
import json
import pathlib
import sys

import psycopg2

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "api"))
from harness.contract import Contract  # noqa: E402
from harness.people import People  # noqa: E402
from harness.service import postmaster_of  # noqa: E402
from instance import Instance  # noqa: E402


class Installed(Instance):
    @property
    def lookup(self):
        return f"unix:{self.folder}/api/api-lookup.sock"

    @property
    def work(self):
        return f"unix:{self.folder}/api/api-work.sock"

    @property
    def primary(self):
        """The folder of the database that is written to (scripts/replica)."""
        named = self.folder / "replica/primary"
        return pathlib.Path(named.read_text().strip()) if named.exists() else self.folder

    def connect(self, user="postgres", folder=None):
        connection = psycopg2.connect(host=str((folder or self.primary) / "socket"), dbname="motcua", user=user)
        connection.autocommit = True
        return connection

    def sql(self, statement, *values):
        with contextlib.closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def people(self):
        return People(self, Contract(), json.loads((self.folder / "sample-logins.json").read_text()))

    def postmaster(self, folder=None):
        return postmaster_of((folder or self.primary) / "pg")
