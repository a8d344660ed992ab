-- A head that was signed.
-- params: through text, head text
select custody_head_add($1, $2)
