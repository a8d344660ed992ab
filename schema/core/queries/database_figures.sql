-- What the database says of itself.
-- params:
select connections, connections_most, oldest_transaction, replicas, replica_behind, bytes, clock from database_figures()
