insert into audit_logs (organization_id, user_id, actor_type, actor_label, action, resource_type, resource_id, old_value, new_value,
                        ip_address, user_agent, actor_sealed, actor_key_id, subject_sealed, subject_key_id, correlation_id)
values ($1::uuid, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::uuid, $8::jsonb, $9::jsonb,
        $10::inet, $11::text, $12::bytea, $13::uuid, $14::bytea, $15::uuid, $16::text)
