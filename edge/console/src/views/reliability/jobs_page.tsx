import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answerTo } from '../../api/answers.ts';
import { cron_health } from '../../api/operations.ts';
import type { Key } from '../../i18n/catalogue.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { GuardedPage } from '../../parts/guarded.tsx';
import { ListTable } from '../../parts/list_table.tsx';
import layout from '../../parts/page.module.css';
import { Panel } from '../../parts/panel.tsx';
import { Moment } from '../../parts/small.tsx';
import { Failed, FailedNotice } from '../../parts/states.tsx';
import { JobDialog } from './job_dialog.tsx';
import { JobState, StateLabel, useJobWords } from './job_words.tsx';
import css from './reliability.module.css';

const kAgainMs = 30_000;

/** Scheduled work: what ran when, how it ended, when it is due; and what does not run yet, which nobody calls well. */
export function JobsPage() {
  const { t } = useSpeech();
  return (
    <GuardedPage title={t('jobs.title')} meaning={t('jobs.meaning')} by={cron_health} right={t('jobs.forbidden.right')}>
      <Jobs />
    </GuardedPage>
  );
}

function Jobs() {
  const { t } = useSpeech();
  const { nameOf, everyOf, endOf } = useJobWords();
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, refetch } = useQuery({ ...answerTo(cron_health), refetchInterval: kAgainMs });
  const jobs = data?.jobs;
  const opened = jobs?.find(({ job_name }) => job_name === open);
  const again = () => void refetch();
  if (error && !data)
    return (
      <div className={layout.card}>
        <Failed error={error} retry={again} right={t('jobs.forbidden.right')} />
      </div>
    );
  return (
    <>
      {error && <FailedNotice error={error} retry={again} />}
      {data && (
        <p className={css.overall} role="status">
          <StateLabel status={data.status} words={t(`jobs.all.${data.status}` as Key)} />
        </p>
      )}
      <Panel title={t('jobs.used')}>
        <ListTable
          label={t('jobs.used_list')}
          rows={jobs?.filter(({ status }) => status !== 'not_in_use')}
          id={(job) => job.job_name}
          columns={[
            { id: 'job', header: t('jobs.column.job'), cell: nameOf, narrow: 'title' },
            { id: 'status', header: t('jobs.column.status'), cell: (job) => <JobState job={job} />, narrow: 'line' },
            { id: 'every', header: t('jobs.column.every'), cell: everyOf },
            { id: 'last', header: t('jobs.column.last'), cell: (job) => <Moment at={job.last_run} seconds /> },
            { id: 'ended', header: t('jobs.column.ended'), cell: (job) => endOf(job.runs[0]) },
            { id: 'due', header: t('jobs.column.due'), cell: (job) => <Moment at={job.next_due} /> },
            {
              id: 'open',
              header: t('app.actions'),
              align: 'right',
              narrow: 'side',
              cell: (job) => (
                <Button variant="default" size="compact-sm" onClick={() => setOpen(job.job_name)} aria-label={t('jobs.open', { job: nameOf(job) })}>
                  {t('jobs.look')}
                </Button>
              ),
            },
          ]}
        />
      </Panel>
      <Panel title={t('jobs.unused')}>
        <ListTable
          label={t('jobs.unused_list')}
          rows={jobs?.filter(({ status }) => status === 'not_in_use')}
          id={(job) => job.job_name}
          columns={[
            { id: 'job', header: t('jobs.column.job'), cell: nameOf, narrow: 'title' },
            { id: 'every', header: t('jobs.column.every'), cell: everyOf },
            {
              id: 'waits',
              header: t('jobs.column.waits'),
              narrow: 'line',
              cell: (job) => (job.waits_for.length > 0 ? <span className="mono">{job.waits_for.join(', ')}</span> : t('jobs.needless')),
            },
          ]}
        />
      </Panel>
      {opened && <JobDialog job={opened} onClose={() => setOpen(null)} />}
    </>
  );
}
