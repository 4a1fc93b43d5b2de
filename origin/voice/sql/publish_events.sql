-- Last before commit: the order of the numbers is the order of the commits.
select wib.publish_event($1, 'call', e.data) as seq
  from jsonb_array_elements($2::jsonb) with ordinality as e(data, n) order by e.n;
