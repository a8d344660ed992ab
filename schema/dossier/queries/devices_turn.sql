-- Forgets the devices of the days before, and makes the keys of today and tomorrow.
-- params:
select devices_turn() as count
