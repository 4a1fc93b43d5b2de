-- Which organizations have audit rows without a leaf. $1 what the last look called settled, or null; $2 whether what is not signed
-- yet is news.
select settled, organization_id from wib.audit_news($1::xid8, $2::boolean)
