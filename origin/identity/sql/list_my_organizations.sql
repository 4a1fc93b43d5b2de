select id, name, plan, role, member_count, joined_at from wib.organizations_of($1::uuid)
