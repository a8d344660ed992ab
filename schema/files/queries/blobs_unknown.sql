-- Of some names those that no row has.
-- params: sha256 text[]
select sha256 from blobs_unknown($1) sha256
