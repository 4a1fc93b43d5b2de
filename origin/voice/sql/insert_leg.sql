insert into call_legs (id, organization_id, call_id, role, carrier, to_number, from_number)
values ($1, $2, $3, $4, $5, $6, $7);
