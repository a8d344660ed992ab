-- What a refresh token was traded for, locked so that only that token opens it: who asks again gets the same.
alter table refresh_token add column successor text check (char_length(successor) <= 200);
