-- Units without a list handle the procedures of their kind.
-- params:
select competence_follow(local_day(now())) as changed
