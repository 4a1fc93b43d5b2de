select feature, enabled, disabled_reason, disabled_at, updated_at, was_enabled
  from wib.set_global_flag($1::uuid, $2::text, $3::text, $4::boolean, $5::text)
