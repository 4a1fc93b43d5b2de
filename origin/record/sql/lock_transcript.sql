-- Its own statement: the next one must see what the holder before us committed.
select pg_advisory_xact_lock(hashtextextended('transcript:' || $1::text, 0))
