-- Last before commit: the order of the numbers is the order of the commits.
select wib.publish_event($1, 'call', $2) as seq;
