-- What is read or written as a whole lies packed in its row, up to a page: a place beside the row is another look-up to read,
-- and another row and index to write.
alter table dossier_document alter column document set storage main;
alter table submission alter column content set storage main;
alter table receipt alter column payload set storage main, alter column jws set storage main;
alter table idempotency_reply alter column body set storage main;
