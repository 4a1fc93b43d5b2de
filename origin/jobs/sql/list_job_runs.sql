select job, id, scheduled_for, missed, attempt, status, processed, errors, error_code, began_at, ended_at
  from wib.job_history($1);
