"""The moment in which steps happen, for a test to choose: the database's step_time(), which everything about a dossier's
times goes by. Local times, 'yyyy-mm-dd hh:mm'."""
from harness.working_time import LOCAL, datetime


class Moment:
    def __init__(self, service):
        self.service = service
        self.definition = service.sql("select pg_get_functiondef('step_time'::regproc)")[0][0]

    def set(self, local):
        """From now on it is then; the instant in UTC."""
        at = local if isinstance(local, datetime) else datetime.strptime(local, "%Y-%m-%d %H:%M")
        before = "date_trunc('second'::text, now())"
        assert self.definition.count(before) == 1
        self.service.sql(self.definition.replace(before, f"timestamptz '{at}+07'"))
        return at - LOCAL

    def present(self):
        self.service.sql(self.definition)
