-- A job that is done.
-- params: id uuid
delete from outbox where id = $1
