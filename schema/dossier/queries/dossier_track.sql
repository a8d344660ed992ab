-- Public tracking, masked.
-- params: code text, last4 text
select dossier_track($1, $2) as body
