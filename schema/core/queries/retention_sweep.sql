-- What is past its time goes, by schema/vocabulary/retention.yaml.
-- params: limit int4
select count from retention_sweep($1)
