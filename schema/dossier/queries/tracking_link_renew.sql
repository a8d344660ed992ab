-- Another link for the caller's dossier.
-- params: id uuid
select generation, made_at from tracking_link_renew($1)
