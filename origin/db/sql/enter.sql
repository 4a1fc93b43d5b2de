-- First in every tenant transaction: who is asking, and how long the server may take over each statement.
select e.role, e.plan, set_config('statement_timeout', $4::text, true) as statement_timeout
  from wib.enter($1::uuid, $2::text, $3::uuid) e
