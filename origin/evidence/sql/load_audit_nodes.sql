-- The hashes of the nodes named, whatever their order; level 0 is a leaf.
select w.level, w.node_index, n.hash
  from unnest($1::int[], $2::bigint[]) as w (level, node_index)
  join audit_nodes n on n.level = w.level and n.node_index = w.node_index
 where w.level > 0
union all
select w.level, w.node_index, l.leaf_hash
  from unnest($1::int[], $2::bigint[]) as w (level, node_index)
  join audit_leaves l on l.leaf_index = w.node_index
 where w.level = 0
