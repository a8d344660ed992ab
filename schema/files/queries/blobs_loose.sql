-- Blobs that may have lost their last name.
-- params: limit int4
select sha256 from blobs_loose($1) sha256
