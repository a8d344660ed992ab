-- Uploads whose bytes are lost.
-- params: ids uuid[]
select uploads_lost($1)
