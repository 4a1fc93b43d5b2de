// Scheduled jobs as the platform's page tells of them: some well, one with errors, one stale, one under way, some not in use.
const at = (time: string) => `2026-11-21T${time}Z`;

const run = (n: number, time: string, changes: Record<string, unknown> = {}) => ({
  id: `0197a3c0-7777-7000-8000-${String(n).padStart(12, '0')}`,
  scheduled_for: at(`${time}:00.000000`),
  missed: 0,
  attempt: 1,
  outcome: 'succeeded',
  processed: 0,
  errors: 0,
  error_code: null as string | null,
  began_at: at(`${time}:00.412000`),
  ended_at: at(`${time}:00.467000`) as string | null,
  ...changes,
});
type Run = ReturnType<typeof run>;

const job = (name: string, every: number, runs: Run[], changes: Record<string, unknown> = {}) => ({
  job_name: name,
  status: 'healthy',
  schedule: every === 1 ? 'every_minute' : every < 60 ? 'every_five_minutes' : 'hourly',
  every_minutes: every,
  stale_after_minutes: 2 * every,
  last_run: runs[0]?.began_at ?? null,
  last_success: runs.find(({ outcome }) => outcome === 'succeeded')?.ended_at ?? null,
  last_error: runs[0]?.error_code ?? null,
  metrics: { processed: runs[0]?.processed ?? 0, errors: runs[0]?.errors ?? 0, duration_ms: runs[0] ? 55 : null },
  staleness_minutes: 0,
  next_due: at('08:47:00.000000') as string | null,
  is_running: false,
  waits_for: [] as string[],
  runs,
  ...changes,
});

const unused = (name: string, every: number, ...waits_for: string[]) =>
  job(name, every, [], { status: 'not_in_use', staleness_minutes: null, next_due: null, waits_for });

export const kCronHealth = {
  success: true,
  status: 'down',
  jobs: [
    job('outbox_sweep', 1, [run(1, '08:46', { processed: 3 }), run(2, '08:45')]),
    job('email_sweep', 1, [run(3, '08:46')]),
    job('webhook_sweep', 1, [run(4, '08:46', { processed: 5, errors: 2 })], { status: 'degraded' }),
    job('call_watch', 5, [run(5, '08:45', { outcome: 'running', ended_at: null }), run(6, '08:40', { processed: 1 })], { is_running: true, next_due: at('08:50:00.000000') }),
    job('retry_transcriptions', 5, [run(12, '08:45')], { next_due: at('08:50:00.000000') }),
    job(
      'cleanup_sessions',
      60,
      [
        run(7, '08:02', { outcome: 'failed', error_code: 'database_unavailable', attempt: 3, ended_at: at('08:02:05.412000') }),
        run(8, '07:00', { outcome: 'abandoned', error_code: 'lease_expired' }),
        run(9, '04:00', { processed: 17, missed: 2 }),
      ],
      { status: 'down', staleness_minutes: 286, next_due: at('09:00:00.000000') },
    ),
    job('expire_answers', 60, [run(10, '08:00', { processed: 412 })], { next_due: at('09:00:00.000000') }),
    job('expire_links', 60, [run(11, '08:00')], { next_due: at('09:00:00.000000') }),
    job('purge_failures', 60, [run(13, '08:00', { processed: 4 })], { next_due: at('09:00:00.000000') }),
    unused('booking_caller', 1, 'booking_events'),
    unused('crm_sync', 15, 'crm_sync_log'),
    unused('execute_sequences', 60, 'campaign_sequences', 'sequence_enrollments'),
    unused('process_payments', 1440, 'scheduled_payments'),
    unused('flush_audit_dlq', 60),
  ],
};
