-- A stretch of filed dossiers.
-- params: after text, limit int4
select until, looked from dossiers_stretch($1, $2)
