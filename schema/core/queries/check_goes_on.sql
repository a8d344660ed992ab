-- A portion of a pass is done.
-- params: name text, after text, until text, looked int8, mended int8
select check_goes_on($1, $2, $3, $4, $5)
