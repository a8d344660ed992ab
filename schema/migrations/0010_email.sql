-- Addresses that differ only in case are one login. They stay as typed: that is how mail is sent and shown.
create unique index account_email on account (lower(email));
alter table account drop constraint account_email_key;
