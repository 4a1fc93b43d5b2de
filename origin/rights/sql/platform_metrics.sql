select active_calls, total_orgs, total_users, concurrent_sessions, total_calls_30d, total_seconds_30d, plans
  from wib.platform_metrics($1::uuid)
