-- Of some marked blobs those to remove: nobody names them.
-- params: sha256 text[]
select sha256 from blobs_release($1) sha256
