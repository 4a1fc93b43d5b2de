select name, is_running, last_run, last_success, last_error, processed, errors, duration_ms from wib.job_states();
