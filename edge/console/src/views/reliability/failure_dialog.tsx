import { Button, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { act_on_webhook_failure } from '../../api/operations.ts';
import type { WebhookFailure } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Values } from '../../parts/panel.tsx';
import { useSend } from '../../parts/send.ts';
import { Copyable, Moment } from '../../parts/small.tsx';
import { Failed } from '../../parts/states.tsx';
import css from './reliability.module.css';

/** One failure whole, and the three things a person may decide about it. What is settled can only be read. */
export function FailureDialog({ failure: listed, onClose }: { failure: WebhookFailure; onClose: () => void }) {
  const { t, tOr } = useSpeech();
  const queries = useQueryClient();
  const [failure, setFailure] = useState(listed);
  const [notes, setNotes] = useState(listed.resolution_notes ?? '');
  const deed = useSend(act_on_webhook_failure, {
    onSuccess: (answer) => {
      setFailure(answer.failure);
      void queries.invalidateQueries();
    },
  });
  const act = (action: 'retry' | 'discard' | 'manual_review') =>
    deed.mutate({ body: { failure_id: failure.id, action, ...(notes ? { resolution_notes: notes } : {}) } });
  const isOpen = failure.status !== 'resolved' && failure.status !== 'discarded';
  return (
    <Dialog heading label={failure.event_type ?? t('failures.unnamed')} onClose={onClose}>
      <div className={css.failure}>
        <Values
          of={[
            { label: t('failures.filter.status'), value: <strong role="status">{tOr(`failure.status.${failure.status}`, failure.status)}</strong> },
            { label: t('failures.column.source'), value: failure.source },
            { label: t('failures.column.why'), value: failure.error_message },
            { label: t('failures.column.tries'), value: String(failure.attempt_count) },
            { label: t('failures.column.when'), value: <Moment at={failure.received_at} seconds /> },
            { label: t('failures.last'), value: <Moment at={failure.last_attempt_at} seconds /> },
            { label: t('failures.id'), value: <Copyable value={failure.id} label={t('failures.id')} /> },
          ]}
        />
        <section className={css.payload} aria-label={t('failures.payload')}>
          <h3>{t('failures.payload')}</h3>
          {failure.payload === null ? <p>{t('failures.payload.none')}</p> : <pre tabIndex={0}>{JSON.stringify(failure.payload, null, 2)}</pre>}
        </section>
        {isOpen && (
          <>
            <Textarea label={t('failures.notes')} value={notes} maxLength={5000} autosize minRows={2} onChange={(event) => setNotes(event.currentTarget.value)} />
            <div className={css.deeds}>
              <Button loading={deed.isPending} onClick={() => act('retry')}>
                {t('failures.retry')}
              </Button>
              <Button variant="default" disabled={deed.isPending || failure.status === 'manual_review'} onClick={() => act('manual_review')}>
                {t('failures.review')}
              </Button>
              <Button variant="default" disabled={deed.isPending} onClick={() => act('discard')}>
                {t('failures.discard')}
              </Button>
            </div>
          </>
        )}
        {deed.isError && <Failed compact error={deed.error} retry={() => deed.reset()} right={t('failures.forbidden.right')} />}
      </div>
    </Dialog>
  );
}
