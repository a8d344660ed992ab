-- Drafts by their age: those that nobody went on with are thrown away. Only what becomes a draft is written here.
create index dossier_draft_begun on dossier (id) where state = 'draft';
