// A job's state and its runs in words, as table and history say them alike.
import type { JobHealth, JobRun, JobStatus } from '../../api/types.ts';
import { span } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import css from '../../parts/parts.module.css';

const kTones: Record<JobStatus, string> = { healthy: 'done', degraded: 'warn', down: 'bad', not_in_use: 'missed' };

export function StateLabel({ status, words }: { status: JobStatus; words: string }) {
  return (
    <span className={css.status} data-status={status}>
      <span className={css.dot} data-tone={kTones[status]} aria-hidden />
      {words}
    </span>
  );
}

/** How the job stands; of one that is stale, since when. */
export function JobState({ job }: { job: JobHealth }) {
  const { t, locale } = useSpeech();
  const { status, staleness_minutes: stale } = job;
  const word = t(`jobs.status.${status}`);
  const since = stale === null ? t('jobs.never') : t('jobs.stale', { span: span(stale, locale) });
  return <StateLabel status={status} words={status === 'down' ? `${word} · ${since}` : word} />;
}

export function useJobWords() {
  const { t, tOr } = useSpeech();
  const reason = (code: string | null) => (code ? ` · ${tOr(`jobs.error.${code}`, code)}` : '');
  return {
    nameOf: (job: JobHealth) => tOr(`job.${job.job_name}`, job.job_name),
    everyOf: (job: JobHealth) => tOr(`jobs.every.${job.every_minutes}`, job.schedule),
    endOf: (run: JobRun | undefined): string => {
      if (!run) return t('jobs.run.none');
      if (run.outcome !== 'succeeded') return t(`jobs.run.${run.outcome}`) + reason(run.error_code);
      const did = run.processed > 0 ? t('jobs.run.done', { n: run.processed }) : t('jobs.run.nothing');
      return run.errors > 0 ? `${did} · ${t('jobs.run.errors', { n: run.errors })}` : did;
    },
  };
}
