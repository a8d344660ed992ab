-- Records a piece that is durable.
-- params: id uuid, from int8, to int8
select upload_advance($1, $2, $3)
