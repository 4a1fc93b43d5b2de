select wib.organization_of_email($1::text) as organization_id
