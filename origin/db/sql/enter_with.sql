-- As enter, for what a person or a key asks: with the roles and plans that suffice, and the permission a key must list.
select e.role, e.plan, set_config('statement_timeout', $4::text, true) as statement_timeout,
       set_config('plan_cache_mode', $5::text, true) as plan_cache_mode
  from wib.enter_with($1::uuid, $2::text, $3::uuid, $6::text[], $7::text, $8::text[]) e
