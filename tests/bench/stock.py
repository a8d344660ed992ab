"""The stock of dossiers, of the bench and of tests/plans: two sessions of psql make it, slice by slice."""
import concurrent.futures

SLICE = 100_000  # what a session makes at once: its temporary tables fit into memory


def load(psql, count, *files, **values):
    """psql(files, values) runs files in one session, with variables."""
    length = min(SLICE, -(-count // 2))

    def part(first):
        psql(files, {**values, "count": count, "first": first, "last": min(first + length - 1, count)})

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        list(pool.map(part, range(1, count + 1, length)))
