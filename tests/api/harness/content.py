"""All that a database holds, in short: whether a request has left anything."""

# Everything but the ledger of reading and what being ready is tried by; a row written again as it was has another xmin.
CONTENT = """select string_agg(format('select %L, count(*)::text, md5(string_agg(t.xmin::text || t::text, %L order by t.xmin::text || t::text)) from %I t',
		relname, ' ', relname), ' union all ' order by relname)
	from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname !~ '^(reading|write_probe)'"""
SEQUENCES = "select sequencename::text, last_value::text, '' from pg_sequences"


def content(service):
    return sorted(service.sql(service.sql(CONTENT)[0][0]) + service.sql(SEQUENCES))
