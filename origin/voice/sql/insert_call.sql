insert into calls (id, organization_id, status, direction, flow_type, from_number, to_number, caller_id_used, user_id, created_by,
                   started_at, is_test, gate, ring_seconds, longest_seconds, created_at)
values ($1, $2, 'pending', 'outbound', $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $8);
