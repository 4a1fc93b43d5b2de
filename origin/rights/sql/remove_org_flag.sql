update org_feature_flags set removed_at = now() where feature = $1::text and removed_at is null
returning id, enabled as was_enabled
