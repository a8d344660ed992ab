-- Moves a draft to the version of its procedure that is in force.
-- params: id uuid
select draft_renew($1)::text as papers
