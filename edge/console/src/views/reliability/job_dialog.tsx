import type { JobHealth, JobRun } from '../../api/types.ts';
import { span } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Values } from '../../parts/panel.tsx';
import { Copyable, Moment } from '../../parts/small.tsx';
import { JobState, useJobWords } from './job_words.tsx';
import css from './reliability.module.css';

/** One job whole: its rhythm, how it stands, and its last runs. */
export function JobDialog({ job, onClose }: { job: JobHealth; onClose: () => void }) {
  const { t, locale } = useSpeech();
  const { nameOf, everyOf, endOf } = useJobWords();
  const besides = (run: JobRun) =>
    [
      run.missed > 0 && t('jobs.run.missed', { n: run.missed }),
      run.attempt > 1 && t('jobs.run.attempt', { n: run.attempt }),
      run.ended_at && tookOf(run.began_at, run.ended_at, locale),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <Dialog heading label={nameOf(job)} onClose={onClose}>
      <div className={css.failure}>
        <Values
          of={[
            { label: t('jobs.column.status'), value: <JobState job={job} /> },
            { label: t('jobs.column.every'), value: everyOf(job) },
            { label: t('jobs.column.due'), value: <Moment at={job.next_due} seconds /> },
            { label: t('jobs.last_success'), value: <Moment at={job.last_success} seconds /> },
            { label: t('jobs.stale_after'), value: span(job.stale_after_minutes, locale) },
            { label: t('jobs.name'), value: <Copyable value={job.job_name} label={t('jobs.name')} /> },
          ]}
        />
        <section className={css.payload}>
          <h3>{t('jobs.runs')}</h3>
          {job.runs.length === 0 ? (
            <p>{t('jobs.runs.none')}</p>
          ) : (
            <ol className={css.runs}>
              {job.runs.map((run) => (
                <li key={run.id}>
                  <Moment at={run.began_at} seconds />
                  <span>{endOf(run)}</span>
                  <span className={css.besides}>{besides(run)}</span>
                </li>
              ))}
            </ol>
          )}
        </section>
      </div>
    </Dialog>
  );
}

function tookOf(began: string, ended: string, locale: string): string {
  const ms = Math.max(0, Date.parse(ended) - Date.parse(began));
  const [n, unit] = ms < 1000 ? [ms, 'millisecond'] : [ms / 1000, 'second'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(n);
}
