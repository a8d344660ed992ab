-- What the program needs to compute the times of a step.
-- params: id uuid
select version, clock::text as clock from dossier_clock($1)
