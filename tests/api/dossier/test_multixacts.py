"""Filings at the same time lock no row in common: PostgreSQL makes a MultiXact for each row that two transactions lock."""
import contextlib
import json

from harness.people import COPIES, UNIT


def made(service):
    """How many MultiXacts the cluster has made so far."""
    service.sql("checkpoint")
    return service.sql("select next_multixact_id::text::bigint from pg_control_checkpoint()")[0][0]


class Filer:
    """A transaction of a citizen that stays open."""

    def __init__(self, service, person):
        self.connection = service.cluster.connect(service.database)
        self.connection.autocommit = False
        self.cursor = self.connection.cursor()
        self.ask("select set_config('motcua.account', %s, true), set_config('motcua.role', 'citizen', true)", person.account["id"])

    def ask(self, statement, *values):
        self.cursor.execute(statement, values)
        return self.cursor.fetchone()


def test_two_who_file_at_once_share_no_lock(people, service):
    persons = [people.newcomer(), people.newcomer()]
    drafts = [person.draft(COPIES) for person in persons]
    codes = [service.sql("""select set_config('motcua.account', %s, true);
        select dossier_number(%s)""", person.account["id"], draft)[0][0] for person, draft in zip(persons, drafts)]
    body = json.dumps({"procedure_code": COPIES, "unit_code": UNIT, "answers": {}, "return_channel": "counter"})
    with contextlib.ExitStack() as stack:
        service.sql("select devices_turn()")  # the worker has made the day's key
        people.newcomer().file(COPIES)  # and the name that all of them bear has been filed before
        before = made(service)
        filers = [Filer(service, person) for person in persons]
        for filer in filers:
            stack.callback(filer.connection.close)
        for filer, draft, code in zip(filers, drafts, codes):
            assert filer.ask("select status from dossier_create(uuid_v7(), %s)", body) == (201,)
            assert filer.ask("""select s.status from dossier d, dossier_submit(d.id, d.version, %s, now(), now(), null, false,
                jsonb_build_object('dossier_id', d.id, 'number', 1,
                    'at', now(), 'applicant', d.applicant, 'answers', d.answers, 'files', '[]'::jsonb, 'quote', '{"lines": [], "total": 8000}'::jsonb)::text,
                '{}', 'x', repeat('d', 64), null) s
                where d.id = %s""", code, draft) == (201,)
        for filer in filers:
            filer.connection.commit()
    assert made(service) == before
