"""The moment in which steps happen, for a test to choose: the database's step_time(), which everything about a dossier's
times goes by. Local times, 'yyyy-mm-dd hh:mm'."""
from datetime import timezone

from harness.working_time import LOCAL, datetime

# It is a number that is read, with days that have passed since: with each other definition of step_time() all plans of all
# connections are made anew, which takes longer than the steps.
CHOSEN = """create schema if not exists moment;
create sequence if not exists moment.chosen minvalue 0;
create sequence if not exists moment.days minvalue 0;
grant usage on schema moment to public;
grant select on all sequences in schema moment to public;
select setval('moment.chosen', 0), setval('moment.days', 0);
create or replace function step_time() returns timestamptz language plpgsql stable parallel safe as $$
begin
	return coalesce(to_timestamp(nullif(pg_sequence_last_value('moment.chosen'::regclass), 0)), date_trunc('second', now()))
		+ make_interval(days => pg_sequence_last_value('moment.days'::regclass)::integer);
end $$"""


class Moment:
    def __init__(self, service):
        self.service = service
        self.definition = service.sql("select pg_get_functiondef('step_time'::regproc)")[0][0]
        self.chosen = False

    def set(self, local):
        """From now on it is then; the instant in UTC."""
        at = local if isinstance(local, datetime) else datetime.strptime(local, "%Y-%m-%d %H:%M")
        if not self.chosen:
            self.service.sql(CHOSEN)
            self.chosen = True
        utc = at - LOCAL
        self.service.sql("select setval('moment.chosen', %s)", int(utc.replace(tzinfo=timezone.utc).timestamp()))
        return utc

    def present(self):
        self.service.sql(self.definition)
