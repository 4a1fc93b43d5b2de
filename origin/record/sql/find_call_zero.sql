-- When the call's first recorded stream began: zero of its transcript.
select min(started_at) as zero from recordings where call_id = $1::uuid and source = 'stream'
