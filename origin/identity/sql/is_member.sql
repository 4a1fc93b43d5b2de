select exists (select from org_members m join users u on u.id = m.user_id
                where m.removed_at is null and lower(btrim(u.email)) = $1::text) as belongs
