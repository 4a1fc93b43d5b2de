-- First in every tenant transaction: who is asking, how long the server may take over each statement, and how it plans them.
select e.role, e.plan, set_config('statement_timeout', $4::text, true) as statement_timeout,
       set_config('plan_cache_mode', $5::text, true) as plan_cache_mode
  from wib.enter($1::uuid, $2::text, $3::uuid) e
