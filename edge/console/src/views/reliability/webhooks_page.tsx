import { Button } from '@mantine/core';
import { IconMailbox } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { list_webhook_failures } from '../../api/operations.ts';
import type { WebhookFailure } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ListPage } from '../../parts/list_page.tsx';
import { Moment } from '../../parts/small.tsx';
import { FailureDialog } from './failure_dialog.tsx';

const route = getRouteApi('/app/reliability/webhooks');

/** Events of vendors that could not be applied: what came, why it failed, and what to do with it. */
export function WebhooksPage() {
  const { t, tOr } = useSpeech();
  const navigate = route.useNavigate();
  const [open, setOpen] = useState<WebhookFailure | null>(null);
  const status = (failure: WebhookFailure) => tOr(`failure.status.${failure.status}`, failure.status);
  const what = (failure: WebhookFailure) => failure.event_type ?? t('failures.unnamed');
  return (
    <>
      <ListPage
        of={list_webhook_failures}
        title={t('failures.title')}
        meaning={t('failures.meaning')}
        search={route.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true })}
        filters={{
          status: {
            label: t('failures.filter.status'),
            any: t('failures.filter.any'),
            choices: ['pending', 'failed', 'manual_review', 'resolved', 'discarded'],
            name: (choice) => tOr(`failure.status.${choice}`, choice),
          },
        }}
        rows={(answer) => answer.failures}
        id={(failure) => failure.id}
        createdAt={(failure) => failure.received_at}
        columns={[
          { id: 'what', header: t('failures.column.what'), cell: (failure) => <span className="mono">{what(failure)}</span>, narrow: 'title' },
          { id: 'source', header: t('failures.column.source'), cell: (failure) => failure.source, narrow: 'line' },
          { id: 'status', header: t('failures.filter.status'), cell: status, narrow: 'line' },
          { id: 'why', header: t('failures.column.why'), cell: (failure) => failure.error_message },
          { id: 'tries', header: t('failures.column.tries'), align: 'right', cell: (failure) => String(failure.attempt_count) },
          { id: 'when', header: t('failures.column.when'), align: 'right', cell: (failure) => <Moment at={failure.received_at} seconds />, narrow: 'line' },
          {
            id: 'open',
            header: t('audit.column.open'),
            align: 'right',
            narrow: 'side',
            cell: (failure) => (
              <Button variant="default" size="compact-sm" onClick={() => setOpen(failure)} aria-label={t('failures.open', { what: what(failure) })}>
                {t('failures.look')}
              </Button>
            ),
          },
        ]}
        count={(n) => t('failures.count', { n })}
        empty={{ icon: <IconMailbox size={22} stroke={1.6} />, title: t('failures.empty'), body: t('failures.empty.body') }}
        right={t('failures.forbidden.right')}
      />
      {open && <FailureDialog failure={open} onClose={() => setOpen(null)} />}
    </>
  );
}
