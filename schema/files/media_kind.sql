-- Types of files.

-- What a procedure's accepts calls a type of file.
create or replace function media_kind(p_media_type text) returns text language sql immutable parallel safe
return case p_media_type
	when 'application/pdf' then 'pdf' when 'image/jpeg' then 'jpeg' when 'image/png' then 'png'
	when 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' then 'docx'
	when 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' then 'xlsx'
	when 'application/vnd.oasis.opendocument.text' then 'odt' end;
