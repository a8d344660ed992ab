-- Counts a try to enter a code.
-- params: id uuid
select outcome, code_hash from contact_proof_try($1)
