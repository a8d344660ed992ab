-- Each account signed in on a device, some of them long ago: psql -v accounts=ACCOUNTS, as the superuser.
\set ON_ERROR_STOP on
set session_replication_role = replica;
insert into session (id, account_id, created_at, expires_at, revoked_at)
select uuid_floor(at), id, at, at + interval '30 days', case when n % 10 = 0 then at end
from (select id, n, now() - interval '59 days' - interval '10 minutes' + n * (interval '59 days' / (:accounts + 100)) as at
	from (select id, row_number() over (order by id) as n from account) o) a;
insert into refresh_token (hash, session_id, created_at, used_at)
select encode(sha256((s.id::text || t)::bytea), 'hex'), s.id, s.created_at + t * interval '10 minutes',
	case when t < 2 then s.created_at + (t + 1) * interval '10 minutes' end
from session s, generate_series(1, 2) t order by 1;
