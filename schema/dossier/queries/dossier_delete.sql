-- Throws away a draft.
-- params: id uuid
select dossier_delete($1)
