-- Marks a notification as read.
-- params: id uuid
update notification set read_at = coalesce(read_at, now()) where id = $1 and account_id = caller_id() returning id
