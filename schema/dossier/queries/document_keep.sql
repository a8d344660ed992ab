-- Composes a dossier's document if it is not there.
-- params: id uuid
select dossier_keep($1)
