-- Throws away the documents of dossiers that ended long ago.
-- params: limit int4
select documents_forget($1) as count
