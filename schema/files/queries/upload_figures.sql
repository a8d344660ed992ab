-- What of uploads belongs to no dossier.
-- params:
select uploads, bytes from upload_figures()
