-- What was promised, and to whom the working time was booked.
-- params: id uuid
select body from dossier_times($1) as body
