-- Finding what was said (docs/search.md): every utterance of a canonical transcript, as rows that a full-text index reaches. The part
-- of schema.md's search_documents that exists: an utterance is a document, its transcript's version the source. Rows come and go with
-- the version they were read from, in the same statement, so that no word outlives its source.

-- Words as they are looked for: stems of the language the call was transcribed in, and no stop words, for "do not call" is what
-- people look for. Accents count for nothing in any language.
create text search configuration wib.words (copy = pg_catalog.simple);

create text search dictionary wib.stem_en (template = pg_catalog.snowball, language = english);
create text search configuration wib.words_en (copy = pg_catalog.english);
alter text search configuration wib.words_en alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with wib.stem_en;
create text search dictionary wib.stem_es (template = pg_catalog.snowball, language = spanish);
create text search configuration wib.words_es (copy = pg_catalog.spanish);
alter text search configuration wib.words_es alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with wib.stem_es;
create text search dictionary wib.stem_fr (template = pg_catalog.snowball, language = french);
create text search configuration wib.words_fr (copy = pg_catalog.french);
alter text search configuration wib.words_fr alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with wib.stem_fr;
create text search dictionary wib.stem_de (template = pg_catalog.snowball, language = german);
create text search configuration wib.words_de (copy = pg_catalog.german);
alter text search configuration wib.words_de alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with wib.stem_de;
create text search dictionary wib.stem_pt (template = pg_catalog.snowball, language = portuguese);
create text search configuration wib.words_pt (copy = pg_catalog.portuguese);
alter text search configuration wib.words_pt alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with wib.stem_pt;
create text search dictionary wib.stem_it (template = pg_catalog.snowball, language = italian);
create text search configuration wib.words_it (copy = pg_catalog.italian);
alter text search configuration wib.words_it alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with wib.stem_it;

-- The language of a vendor's code ("en_us") as far as words of it are stemmed; empty: they stand as they are.
create function wib.search_language(p_code text) returns text language sql immutable parallel safe as $$
  select case when left(lower(p_code), 2) in ('en', 'es', 'fr', 'de', 'pt', 'it')
               and substr(p_code, 3, 1) in ('', '_', '-') then left(lower(p_code), 2) else '' end
$$;
create function wib.search_config(p_language text) returns regconfig language sql immutable parallel safe as $$
  select case p_language when 'en' then 'wib.words_en'::regconfig when 'es' then 'wib.words_es'::regconfig
                         when 'fr' then 'wib.words_fr'::regconfig when 'de' then 'wib.words_de'::regconfig
                         when 'pt' then 'wib.words_pt'::regconfig when 'it' then 'wib.words_it'::regconfig
                         else 'wib.words'::regconfig end
$$;

-- The same text, character for character, without accents, what looks like markup, and the two characters that mark hits: places in
-- one are places in the other.
create function wib.plain_words(p_text text) returns text language sql immutable parallel safe as $$
  select case when octet_length(p_text) = length(p_text) then translate(p_text, E'<>&\x02\x03', '     ')
         else translate(p_text,
           E'<>&\x02\x03àáâãäåāăąÀÁÂÃÄÅĀĂĄçćĉċčÇĆĈĊČďđĎĐèéêëēĕėęěÈÉÊËĒĔĖĘĚĝğġģĜĞĠĢĥħĤĦìíîïĩīĭįıÌÍÎÏĨĪĬĮİĵĴķĶĺļľŀłĹĻĽĿŁñńņňÑŃŅŇòóôõöøōŏőÒÓÔÕÖØŌŎŐŕŗřŔŖŘśŝşšșŚŜŞŠȘţťŧțŢŤŦȚùúûüũūŭůűųÙÚÛÜŨŪŬŮŰŲŵŴýÿŷÝŸŶźżžŹŻŽ',
           '     aaaaaaaaaaaaaaaaaaccccccccccddddeeeeeeeeeeeeeeeeeegggggggghhhhiiiiiiiiiiiiiiiiiijjkkllllllllllnnnnnnnnoooooooooooooooooorrrrrrssssssssssttttttttuuuuuuuuuuuuuuuuuuuuwwyyyyyyzzzzzz')
         end
$$;

-- One lexeme that no text has, for there is a blank in it, says whose utterance it is and in which language: a full-text index is then asked for one tenant's
-- words alone, each language's in its own stems, without another column in it.
create function wib.search_tag(p_organization uuid, p_language text) returns text language sql immutable parallel safe as $$
  select 'o' || replace(p_organization::text, '-', '') || ' ' || p_language
$$;
create function wib.search_words(p_organization uuid, p_language text, p_content text) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector(wib.search_config(p_language), wib.plain_words(p_content))
         || array_to_tsvector(array[wib.search_tag(p_organization, p_language)])
$$;

create table transcript_utterances (
  organization_id uuid not null references organizations (id) on delete restrict,
  version_id uuid not null,
  utterance_index int not null check (utterance_index >= 0),
  recording_id uuid not null,
  call_id uuid not null,
  call_at timestamptz not null,
  speaker text not null check (speaker in ('agent', 'consumer', 'unknown')),
  language text not null check (language in ('en', 'es', 'fr', 'de', 'pt', 'it', '')),
  content text not null,
  words tsvector not null generated always as (wib.search_words(organization_id, language, content)) stored,
  start_ms bigint not null,
  end_ms bigint not null,
  is_current boolean not null default true,
  created_at timestamptz not null default now(),
  primary key (organization_id, version_id, utterance_index),
  foreign key (organization_id, version_id) references transcript_versions (organization_id, id) on delete restrict,
  foreign key (organization_id, recording_id) references recordings (organization_id, id) on delete restrict,
  foreign key (organization_id, call_id) references calls (organization_id, id) on delete restrict
);
create index transcript_utterances_latest on transcript_utterances (organization_id, call_at desc, version_id, utterance_index);
create index transcript_utterances_languages on transcript_utterances (organization_id, language);
-- Without a list of what is still to be filed: a search would read that list from end to end, and a transcript is filed once.
create index transcript_utterances_words on transcript_utterances using gin (words) with (fastupdate = off);
select wib.protect('transcript_utterances');

-- What was said never changes; that a newer version took its place is marked once. It goes when its version goes.
create function wib.guard_utterance() returns trigger language plpgsql as $$
declare
  v_other constant text[] := array['is_current', 'words'];  -- words are made of the rest, and only afterwards
begin
  if tg_op = 'DELETE' and current_user = 'wib_purge' then
    return old;
  end if;
  if tg_op = 'UPDATE' and old.is_current and not new.is_current
     and (to_jsonb(new) - v_other) = (to_jsonb(old) - v_other) then
    return new;
  end if;
  raise exception 'transcript_utterances: what was said never changes'
    using errcode = 'check_violation', constraint = 'transcript_utterances_append_only';
end
$$;
create trigger guard_utterance before update or delete on transcript_utterances
  for each row execute function wib.guard_utterance();
create trigger guard_truncate before truncate on transcript_utterances execute function wib.refuse_change('kept');

create function wib.spoken_ms(p_value jsonb) returns bigint language sql immutable parallel safe as $$
  select case when jsonb_typeof(p_value) = 'number' then least(greatest(p_value::numeric, 0), 1e12)::bigint else 0 end
$$;
-- The utterances of one version as rows. What a version lacks (no utterances, no times) it lacks here.
create function wib.index_transcript(p_version transcript_versions) returns void language plpgsql as $$
begin
  update public.transcript_utterances u set is_current = false
    from public.transcript_versions v
   where v.organization_id = p_version.organization_id and v.recording_id = p_version.recording_id
     and v.version < p_version.version
     and u.organization_id = v.organization_id and u.version_id = v.id and u.is_current;
  insert into public.transcript_utterances (organization_id, version_id, utterance_index, recording_id, call_id, call_at, speaker,
                                            language, content, start_ms, end_ms, is_current)
  select p_version.organization_id, p_version.id, (said.nth - 1)::int, p_version.recording_id, p_version.call_id, c.created_at,
         case when said.it ->> 'speaker' in ('agent', 'consumer') then said.it ->> 'speaker' else 'unknown' end,
         wib.search_language(coalesce(p_version.transcript_json ->> 'language', '')),
         left(normalize(said.it ->> 'text', NFC), 100000),
         wib.spoken_ms(said.it -> 'start_ms'),
         wib.spoken_ms(said.it -> 'end_ms'),
         not exists (select from public.transcript_versions later
                      where later.organization_id = p_version.organization_id and later.recording_id = p_version.recording_id
                        and later.version > p_version.version)
    from public.calls c,
         jsonb_array_elements(case when jsonb_typeof(p_version.transcript_json -> 'utterances') = 'array'
                                   then p_version.transcript_json -> 'utterances' else '[]' end) with ordinality said (it, nth)
   where c.organization_id = p_version.organization_id and c.id = p_version.call_id
     and said.it ->> 'text' ~ '\S';
end
$$;

create function wib.file_transcript() returns trigger language plpgsql as $$
begin
  perform wib.index_transcript(new);
  return null;
end
$$;
create trigger file_transcript after insert on transcript_versions for each row execute function wib.file_transcript();

-- After append_only, by its name: only the purge comes as far as this.
create function wib.unfile_transcript() returns trigger language plpgsql as $$
begin
  delete from public.transcript_utterances where organization_id = old.organization_id and version_id = old.id;
  return old;
end
$$;
create trigger unfile_transcript before delete on transcript_versions for each row execute function wib.unfile_transcript();

grant execute on function wib.search_language(text), wib.search_config(text), wib.plain_words(text), wib.search_tag(uuid, text),
  wib.search_words(uuid, text, text) to wib_app, wib_door;
grant execute on function wib.spoken_ms(jsonb), wib.index_transcript(transcript_versions) to wib_app;
grant select, insert on transcript_utterances to wib_app;
grant update (is_current) on transcript_utterances to wib_app;
grant select, delete on transcript_utterances to wib_purge;
grant select on transcript_utterances to wib_door;

-- backfill transcript_versions
select wib.index_transcript(v) from transcript_versions v order by v.recording_id, v.version;
-- end backfill

-- What a person typed, in the words of one language: "a phrase", -without, or. Never fails, whatever was typed.
create function wib.words_wanted(p_language text, p_query text) returns tsquery language sql immutable parallel safe as $$
  select websearch_to_tsquery(wib.search_config(p_language), wib.plain_words(normalize(p_query, NFC)))
$$;
-- Whether it names a word to look for: nothing, signs alone, or only what is not wanted would have to read everything.
create function wib.names_words(p_query text) returns boolean language sql immutable parallel safe as $$
  select p_query !~ '^[[:space:][:punct:]]*$' and querytree(wib.words_wanted('', p_query)) not in ('', 'T')
$$;
grant execute on function wib.words_wanted(text, text), wib.names_words(text) to wib_app, wib_door;

set local role wib_door;

-- Utterances that answer a query, those of the newest call first and as they were spoken, after the place where the last page ended.
-- Row-level security would keep the full-text index from being used, so the tenant is an argument; it must be the one that wib.enter
-- has bound. `marked` is the plain text with every hit between \x02 and \x03.
--
-- Frequent words are soon found among the newest utterances, read in their order; the full-text index would have to sort them all.
-- Rare ones are found in the index. So the newest few thousand are read first, and a few thousand more where these say that it will be
-- enough; what they do not give comes from the index, which by then has only so many left to sort. (A phrase is dearer there: each
-- utterance with its words is looked at.) Each statement is planned for its own values: planned for any, a range of time that ends where
-- the last page ended looks narrow, and all of it would be read. Fences (limit, offset 0) keep each to its one way.
create function wib.search_transcripts(p_organization uuid, p_query text, p_speaker text, p_from timestamptz, p_to timestamptz,
                                       p_superseded boolean, p_after_at timestamptz, p_after_version uuid, p_after_index int,
                                       p_limit int)
returns table (call_id uuid, call_at timestamptz, recording_id uuid, version_id uuid, utterance_index int, speaker text, language text,
               content text, marked text, start_ms bigint, end_ms bigint, is_current boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp rows 25 as $$
#variable_conflict use_column
declare
  v_near constant int := 4000;
  v_after constant text := 'u.organization_id = $1 and u.call_at >= $2 and u.call_at < $3 and u.call_at <= $4
    and (u.call_at < $4 or (u.version_id, u.utterance_index) > ($5, $6))';
  v_order constant text := ' order by u.call_at desc, u.version_id, u.utterance_index';
  v_fits constant text := ' and ($8::text is null or u.speaker = $8) and ($9 or u.is_current)';
  v_from constant timestamptz := coalesce(p_from, '-infinity');
  v_to constant timestamptz := coalesce(p_to, 'infinity');
  v_superseded constant boolean := coalesce(p_superseded, false);
  v_at timestamptz := coalesce(p_after_at, 'infinity');
  v_version uuid := coalesce(p_after_version, '00000000-0000-0000-0000-000000000000');
  v_index int := coalesce(p_after_index, -1);
  v_left int := coalesce(p_limit, 0);
  v_take int := v_near;  -- how many to read in order; 0: ask the index
  v_is_first boolean := true;
  v_language text;
  v_one tsquery;
  v_wanted tsquery;
  v_edge record;
  v_found refcursor;
  v_key record;
  v_hit public.transcript_utterances;
begin
  if p_organization is null
     or p_organization is distinct from nullif(current_setting('app.current_organization_id', true), '')::uuid then
    raise exception 'search: not the organization of this transaction' using errcode = 'insufficient_privilege';
  end if;
  if p_query is null or not wib.names_words(p_query) then
    return;
  end if;
  -- In the languages the tenant has been spoken to in: each one more is a question more for every candidate. They are read off the ends
  -- of an index, one after the other. The tag stands first: of an utterance in another language nothing else is looked at.
  select u.language into v_language from public.transcript_utterances u
   where u.organization_id = p_organization order by u.language limit 1;
  while v_language is not null loop
    v_one := quote_literal(wib.search_tag(p_organization, v_language))::tsquery && wib.words_wanted(v_language, p_query);
    v_wanted := coalesce(v_wanted || v_one, v_one);
    select u.language into v_language from public.transcript_utterances u
     where u.organization_id = p_organization and u.language > v_language order by u.language limit 1;
  end loop;
  if v_wanted is null then
    return;
  end if;
  -- To compile a plan takes longer than to run it.
  perform set_config('jit', 'off', true);

  loop
    if v_take > 0 then
      execute 'select u.call_at, u.version_id, u.utterance_index from public.transcript_utterances u where ' || v_after || v_order
              || ' offset ' || v_take - 1 || ' limit 1'
        into v_edge using p_organization, v_from, v_to, v_at, v_version, v_index;
      open v_found for execute
        'select u.version_id, u.utterance_index from (select u.* from public.transcript_utterances u where ' || v_after || v_order
        || ' limit ' || v_take || ') u where u.words @@ $7' || v_fits || v_order
        using p_organization, v_from, v_to, v_at, v_version, v_index, v_wanted, p_speaker, v_superseded;
    else
      open v_found for execute
        'select u.version_id, u.utterance_index from (select u.organization_id, u.call_at, u.version_id, u.utterance_index, u.speaker,
           u.is_current from public.transcript_utterances u where u.words @@ $7 offset 0) u where ' || v_after || v_fits || v_order
        using p_organization, v_from, v_to, v_at, v_version, v_index, v_wanted, p_speaker, v_superseded;
    end if;
    while v_left > 0 loop
      fetch v_found into v_key;
      exit when not found;
      select u.* into v_hit
        from public.transcript_utterances u
        join public.calls c on c.organization_id = u.organization_id and c.id = u.call_id and not c.is_deleted
        join public.recordings r on r.organization_id = u.organization_id and r.id = u.recording_id and not r.is_deleted
       where u.organization_id = p_organization and u.version_id = v_key.version_id and u.utterance_index = v_key.utterance_index;
      continue when not found;
      call_id := v_hit.call_id;
      call_at := v_hit.call_at;
      recording_id := v_hit.recording_id;
      version_id := v_hit.version_id;
      utterance_index := v_hit.utterance_index;
      speaker := v_hit.speaker;
      language := v_hit.language;
      content := v_hit.content;
      marked := ts_headline(wib.search_config(v_hit.language), wib.plain_words(v_hit.content),
                            wib.words_wanted(v_hit.language, p_query), E'HighlightAll=true, StartSel=\x02, StopSel=\x03');
      start_ms := v_hit.start_ms;
      end_ms := v_hit.end_ms;
      is_current := v_hit.is_current;
      return next;
      v_left := v_left - 1;
    end loop;
    close v_found;
    exit when v_left <= 0 or v_take = 0 or v_edge.call_at is null;
    v_at := v_edge.call_at;
    v_version := v_edge.version_id;
    v_index := v_edge.utterance_index;
    v_take := 0;
    if v_is_first and v_left < p_limit then
      v_take := least(ceil(1.5 * v_near * v_left / (p_limit - v_left)), 100000);
      if v_take > (case when v_wanted::text like '%<%' then 20000 else 6000 end) then
        v_take := 0;
      end if;
    end if;
    v_is_first := false;
  end loop;
end
$$;

grant execute on function wib.search_transcripts(uuid, text, text, timestamptz, timestamptz, boolean, timestamptz, uuid, int, int)
  to wib_app;
reset role;
