-- Nodes that the leaves from $1 to before $2 completed: a range of the index for each level. Its bounds are worked out before the
-- table is met (offset 0): row-level security lets no shift near the index.
select n.level, n.node_index, n.hash
  from (select level, $1::bigint >> level as first, $2::bigint >> level as past from generate_series(1, 62) as level offset 0) as step
 cross join lateral (
   select * from audit_nodes n
    where n.level = step.level and n.node_index >= step.first and n.node_index < step.past offset 0) n
 where step.past > step.first
