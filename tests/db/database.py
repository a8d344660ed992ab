"""The database that the phase has made."""
import os

import psycopg2


def connect():
    return psycopg2.connect(host=os.environ["PGHOST"], dbname=os.environ["PGDATABASE"], user=os.environ.get("PGUSER", "postgres"))
