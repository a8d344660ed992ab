-- A receipt is signed text, which hardly gets shorter: it stays as it is, up to a page.
alter table receipt set (toast_tuple_target = 8160);
