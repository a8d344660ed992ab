-- Which link the caller's dossier has.
-- params: id uuid
select generation, made_at from tracking_link_of($1)
