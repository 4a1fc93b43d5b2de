-- Answers only to who acts for the platform.
select f.feature, f.enabled, f.disabled_reason, f.disabled_at, f.updated_at
  from (select wib.require_platform_admin($1::uuid) as who) admin
  join global_feature_flags f on admin.who is not null
 where f.removed_at is null and ($2::text is null or f.feature = $2)
 order by f.feature
