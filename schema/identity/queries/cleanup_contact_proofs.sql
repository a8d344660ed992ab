-- Codes asked for a month ago; their ids say when.
-- params:
delete from contact_proof where id < uuid_floor(now() - interval '30 days')
