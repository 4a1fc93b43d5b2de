-- How long somebody still holds the job; null when it is over or free.
select case when status in ('queued', 'pending', 'failed') then ceil(extract(epoch from claimed_until - clock_timestamp()))::bigint end
       as seconds_left
  from transcription_jobs where id = $1::uuid
