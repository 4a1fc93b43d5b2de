-- What an organization keeps in the object store, for its plan: recordings, what was made from them, and files brought along.
select (coalesce((select sum(size_bytes) from recordings where status = 'stored' and not is_deleted), 0)
        + coalesce((select sum(size_bytes) from recording_derivatives), 0)
        + coalesce((select sum(size_bytes) from audio_files), 0))::bigint as bytes
