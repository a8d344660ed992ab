-- Up to which day hand-overs can be signed, and which pass it is.
-- params:
select through, begun_at from custody_pass()
