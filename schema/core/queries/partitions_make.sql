-- Makes the partitions of the months to come: a row a table.
-- params:
select parent, made, stray from partitions_make()
