-- Imports provinces, communes and former names.
-- params: body jsonb
select provinces, communes, former from import_places($1)
