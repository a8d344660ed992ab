-- Sets the files of one paper.
-- params: id uuid, component text, ids uuid[]
select etag, body from dossier_component_put($1, $2, $3)
