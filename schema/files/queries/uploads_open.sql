-- Of some ids those of uploads that are not complete.
-- params: ids uuid[]
select id from uploads_open($1) id
