-- Nodes that the leaves from $1 to before $2 completed.
select n.level, n.node_index, n.hash
  from generate_series(1, 62) as step (level)
 cross join lateral (
   select * from audit_nodes n
    where n.level = step.level and n.node_index >= $1::bigint >> step.level and n.node_index < $2::bigint >> step.level) n
 where $2::bigint >> step.level > $1::bigint >> step.level
