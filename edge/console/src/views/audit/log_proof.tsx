import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { answerTo } from '../../api/answers.ts';
import { ApiProblem, call } from '../../api/client.ts';
import { audit_consistency, audit_proof } from '../../api/operations.ts';
import type { AuditLog } from '../../api/types.ts';
import { type Memory, type Seen, type Verdict, checkEntry } from '../../evidence/check_entry.ts';
import { moment } from '../../format/time.ts';
import type { Key } from '../../i18n/catalogue.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Values } from '../../parts/panel.tsx';
import { Copyable } from '../../parts/small.tsx';
import { Failed } from '../../parts/states.tsx';
import css from './audit.module.css';

const kept = (log: string): string => `wib.checkpoint.${log}`;

/** Faults that prove nothing against the log, and nothing for it. */
const kUnsettled = ['note_not_checkable', 'key_changed'];

/** On this device: what the next look is held against. */
const memory: Memory = {
  last: (log) => JSON.parse(localStorage.getItem(kept(log)) ?? 'null') as Seen | null,
  keep: (log, seen) => localStorage.setItem(kept(log), JSON.stringify(seen)),
  proofOfGrowth: async (from, to) => (await call(audit_consistency, { query: { from, to } })).proof,
};

/** Where the entry stands in the signed log, and the check of it, which the reader's own browser makes. */
export function LogProof({ entry }: { entry: AuditLog }) {
  const { t, locale } = useSpeech();
  const asked = useQuery({ ...answerTo(audit_proof, { path: { id: entry.id } }), retry: false });
  const check = useMutation({ mutationFn: async (): Promise<Verdict | null> => asked.data ? checkEntry(entry, asked.data, memory) : null });
  const code = asked.error instanceof ApiProblem ? asked.error.code : null;
  const proof = asked.data;
  return (
    <section className={css.proof} aria-label={t('proof.title')}>
      <h3>{t('proof.title')}</h3>
      {asked.isPending && <p role="status">{t('proof.looking')}</p>}
      {code === 'EVIDENCE_KEY_MISSING' && <p>{t('proof.unsigned')}</p>}
      {code === 'NOT_IN_LOG_YET' && (
        <>
          <p>{t('proof.not_yet')}</p>
          <Button variant="default" size="compact-sm" loading={asked.isFetching} onClick={() => void asked.refetch()}>
            {t('proof.again')}
          </Button>
        </>
      )}
      {asked.isError && code !== 'EVIDENCE_KEY_MISSING' && code !== 'NOT_IN_LOG_YET' && (
        <Failed compact error={asked.error} retry={() => void asked.refetch()} right={t('audit.forbidden.right')} />
      )}
      {proof && (
        <>
          <p className="numbers">
            {t('proof.place', { n: proof.leaf_index + 1, size: proof.checkpoint.size, at: moment(proof.checkpoint.signed_at, locale, { seconds: true }) })}
          </p>
          <p className={css.hint}>{t('proof.means')}</p>
          <Button variant="default" size="compact-sm" loading={check.isPending} onClick={() => check.mutate()}>
            {t('proof.check')}
          </Button>
        </>
      )}
      {check.isError && <Failed compact error={check.error} retry={() => check.mutate()} right={t('audit.forbidden.right')} />}
      {check.data && <Outcome of={check.data} again={() => check.mutate()} />}
    </section>
  );
}

function Outcome({ of, again }: { of: Verdict; again: () => void }) {
  const { t } = useSpeech();
  const trust = () => {
    if (of.log) localStorage.removeItem(kept(of.log));
    again();
  };
  return (
    <div className={css.outcome} data-holds={of.fault === null} role={of.fault ? 'alert' : 'status'}>
      <strong>{t(!of.fault ? 'proof.holds' : kUnsettled.includes(of.fault) ? 'proof.unsettled' : 'proof.fails')}</strong>
      <ul>
        {of.held.map((step) => (
          <li key={step}>
            <IconCheck size={14} aria-hidden />
            {t(`proof.step.${step}`)}
          </li>
        ))}
        {of.fault && (
          <li data-bad>
            <IconAlertTriangle size={14} aria-hidden />
            {t(`proof.fault.${of.fault}` as Key)}
          </li>
        )}
      </ul>
      {of.log && of.key && (
        <>
          <Values
            of={[
              { label: t('proof.log'), value: <Copyable value={of.log} label={t('proof.log')} /> },
              { label: t('proof.key'), value: <Copyable value={of.key} shown={of.key.split('+').slice(2).join('+')} label={t('proof.key')} /> },
            ]}
          />
          <p className={css.hint}>{t('proof.key.hint')}</p>
        </>
      )}
      {of.fault === 'key_changed' && (
        <Button variant="default" size="compact-sm" onClick={trust}>
          {t('proof.forget')}
        </Button>
      )}
    </div>
  );
}
