-- What becomes of commits while the replica is there or gone.
-- params:
select missing, alone, stopped from replica_figures()
