-- What a draft cost when it was begun, and the day (seconds since 1970) from which it costs something else.
-- params: id uuid
select lines, changed_epoch from draft_fees_begun($1)
