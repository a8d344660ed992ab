"""What all rows say of a dossier, kept and put back: so that a walk takes each of the steps that lead on from where a dossier
stands without coming there anew for each. What is put back was written there by the program before, and by nobody else."""
import psycopg2.extras

from harness.moment import CHOSEN

# Who has read of a dossier has read of it.
STAYS = ("reading",)

TABLES = """select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'dossier_id') as owned
	from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1"""

LINKS = """select k.conrelid::regclass::text as child, a.attname as link, k.confrelid::regclass::text as parent, b.attname as key
	from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
	join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[1]
	where k.contype = 'f' and array_length(k.conkey, 1) = 1 and k.conparentid = 0 order by 1, 2"""

def owned(cursor):
    """table -> which of its rows are a dossier's: those that name it, and those that belong to such rows."""
    cursor.execute(TABLES)
    found = {"dossier": "id = $1"}
    found |= {row.name: "dossier_id = $1" for row in cursor.fetchall() if row.owned and row.name not in STAYS}
    cursor.execute(LINKS)
    links, before = cursor.fetchall(), None
    while before != len(found):
        before = len(found)
        for row in links:
            if row.parent in found and row.parent != "dossier":
                found.setdefault(row.child, f"{row.link} in (select {row.key} from {row.parent} where {found[row.parent]})")
    return found


class Kept:
    """One to a database and at a time; the moment of its steps is the present again when a Moment says so."""

    def __init__(self, service, statements):
        """statements: others that its connection is asked again and again, each planned once."""
        self.connection = service.cluster.connect(service.database)
        self.cursor = self.connection.cursor(cursor_factory=psycopg2.extras.NamedTupleCursor)
        # What guards the rows has let each of them pass before.
        self.cursor.execute("set session_replication_role = replica; set plan_cache_mode = force_generic_plan")
        tables = owned(self.cursor)
        rows = {table: f"(select array_agg(t) from {table} t where {which})" for table, which in tables.items()}
        # What belongs to other rows goes before they do: it is found by them.
        gone = "\n".join(f"if {rows[table]}::text is distinct from k.{table}::text then delete from {table} where {tables[table]}; "
                         f"changed := changed || '{table}'::text; end if;" for table in reversed(tables))
        come = "\n".join(f"if '{table}' = any (changed) then insert into {table} select * from unnest(k.{table}); end if;"
                         for table in tables)
        self.cursor.execute(f"""drop schema if exists kept cascade; create schema kept; {CHOSEN};
            create unlogged table kept.dossiers (number integer primary key, {", ".join(f"{table} {table}[]" for table in tables)});
            create function kept.put_back(uuid, integer) returns void language plpgsql as $$
            declare
                k kept.dossiers;
                changed text[] := '{{}}';
            begin
                select * into strict k from kept.dossiers x where x.number = $2;
                {gone}
                {come}
            end $$;
            prepare keep(uuid, integer) as insert into kept.dossiers values ($2, {", ".join(rows.values())}) returning number;
            prepare put_back(uuid, integer) as select kept.put_back($1, $2)""")
        for statement in statements:
            self.cursor.execute(statement)
        self.passed = None
        self.days(0)
        # As elsewhere; in tests it is done more often, and each time all plans of all connections are made anew.
        self.look_after_tables("set autovacuum_naptime = '1min'")

    def look_after_tables(self, setting):
        self.cursor.execute(f"alter system {setting}")
        self.cursor.execute("select pg_reload_conf()")

    def ask(self, statement, *values):
        """The only row of a prepared statement."""
        self.cursor.execute(f"execute {statement}({', '.join(['%s'] * len(values))})", values)
        return self.cursor.fetchone()

    def keep(self, dossier, number):
        self.ask("keep", dossier, number)

    def put_back(self, dossier, number):
        self.ask("put_back", dossier, number)

    def forget(self):
        self.cursor.execute("truncate kept.dossiers")

    def days(self, count):
        """So many days after the present is when steps happen."""
        if count != self.passed:
            self.cursor.execute("select setval('moment.days', %s)", (count,))
            self.passed = count

    def close(self):
        self.look_after_tables("reset autovacuum_naptime")
        self.connection.close()
