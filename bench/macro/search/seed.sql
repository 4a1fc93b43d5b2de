-- One tenant of :utterances utterances, fifty a call, among nine others who have a ninetieth of that each. Twelve words an utterance,
-- of ten thousand that are as uneven as those of a language: the first in six of ten utterances, the last in one of eight thousand.
-- Checks and keys are looked at by nobody here: the rows follow from numbers. The index is made last, as a restore makes it.
\set ON_ERROR_STOP on
set session_replication_role = replica;
set maintenance_work_mem = '512MB';
select setseed(0.5);
begin;
insert into organizations (id, name, slug, plan)
select md5('bench-search-org-' || o)::uuid, 'Search ' || o, 'bench-search-' || o, 'enterprise' from generate_series(0, 9) o;
insert into users (id, name, email)
select md5('bench-search-user-' || o)::uuid, 'Agent ' || o, 'search-' || o || '@bench.test' from generate_series(0, 9) o;
insert into org_members (organization_id, user_id, role)
select md5('bench-search-org-' || o)::uuid, md5('bench-search-user-' || o)::uuid, 'agent' from generate_series(0, 9) o;
insert into sessions (id, user_id, token_hash, active_organization_id, expires_at)
select md5('bench-search-session-' || o)::uuid, md5('bench-search-user-' || o)::uuid, md5('sa' || o) || md5('sb' || o),
       md5('bench-search-org-' || o)::uuid, now() + interval '1 day'
  from generate_series(0, 9) o;

create temporary table bench_calls as
select o, c, md5('bench-search-org-' || o)::uuid as organization_id, md5('bench-search-call-' || o || '-' || c)::uuid as id,
       timestamptz '2026-01-05 08:00:00+00' + make_interval(secs => c * 97.000321 + o) as at
  from generate_series(0, 9) o, lateral generate_series(0, case when o = 0 then :utterances / 50 else :utterances / 4500 end - 1) c;
insert into calls (id, organization_id, status, direction, to_number, from_number, user_id, started_at, created_at)
select id, organization_id, 'completed', 'outbound', '+12025550111', '+15550100001', md5('bench-search-user-' || o)::uuid, at, at from bench_calls;
insert into recordings (id, organization_id, call_id, status, object_key, size_bytes, media_hash, created_at)
select id, organization_id, id, 'stored', 'search/' || id, 9, md5(id::text) || md5('x' || id), at from bench_calls;
insert into transcript_versions (id, organization_id, call_id, recording_id, transcript_json, transcript_hash, produced_by, created_at)
select id, organization_id, id, id, '{}', md5(id::text) || md5('y' || id), 'model', at from bench_calls;

drop index transcript_utterances_words;
insert into transcript_utterances (organization_id, version_id, utterance_index, recording_id, call_id, call_at, speaker, language,
                                   content, start_ms, end_ms)
select b.organization_id, b.id, n, b.id, b.id, b.at, case when n % 2 = 0 then 'agent' else 'consumer' end, 'en',
       (select string_agg('w' || translate(floor(10000 ^ random())::int::text, '0123456789', 'abcdefghij'), ' ')
          from generate_series(1, 12) where b.c is not null and n is not null),
       n * 3000, n * 3000 + 2900
  from bench_calls b, generate_series(0, 49) n
 order by b.c, b.o, n;
create index transcript_utterances_words on transcript_utterances using gin (words) with (fastupdate = off);
commit;
set session_replication_role = origin;
vacuum (analyze) calls, recordings, transcript_versions, transcript_utterances;
checkpoint;
