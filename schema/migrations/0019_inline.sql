-- What is read or written as a whole lies packed in its row, up to a page: a place beside the row is another look-up to read,
-- and another row and index to write. Every text of such a row stays with it: what may lie beside is moved out first, however
-- short it is.
alter table dossier_document alter column document set storage main, alter column results set storage main,
	alter column applicant_end set storage main;
alter table submission alter column content set storage main, alter column sha256 set storage main;
alter table receipt alter column payload set storage main, alter column jws set storage main;
alter table idempotency_reply alter column operation set storage main, alter column hash set storage main,
	alter column location set storage main, alter column etag set storage main, alter column body set storage main;
