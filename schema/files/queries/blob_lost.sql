-- Somebody wanted a file that is lost.
-- params: sha256 text, check text, what text
select blob_lost($1, $2, $3)
