-- How old the copies are.
-- params:
select behind, whole_age from copy_figures()
