-- What documents of the catalogue may refer to.
-- params:
select catalogue_known()::text as known
