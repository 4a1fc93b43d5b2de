// Small things every page says the same way: a number, a moment, a badge, something to copy.
import { CopyButton, Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCheck,
  IconCopy,
  IconFileMusic,
  IconRosetteDiscountCheck,
  IconSparkles,
  IconUser,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { nationalForm } from '../format/phone.ts';
import { fullMoment, moment } from '../format/time.ts';
import { useSpeech } from '../i18n/language.tsx';
import css from './parts.module.css';

/** National form; the full E.164 on hover and for whoever reads with their ears. */
export function PhoneNumber({ number }: { number: string | null }) {
  const { t } = useSpeech();
  if (!number) return <span>{t('app.unknown')}</span>;
  const national = nationalForm(number);
  return (
    <span title={number} style={{ whiteSpace: 'nowrap' }}>
      {national}
    </span>
  );
}

export function Moment({ at, seconds = false }: { at: string | null; seconds?: boolean }) {
  const { locale } = useSpeech();
  if (!at) return <span>–</span>;
  return (
    <time dateTime={at} title={fullMoment(at, locale)} className="numbers">
      {moment(at, locale, { seconds })}
    </time>
  );
}

export type Authority = 'authoritative' | 'preview' | 'statement' | 'derivative';

const kBadgeIcons = {
  authoritative: IconRosetteDiscountCheck,
  preview: IconSparkles,
  statement: IconUser,
  derivative: IconFileMusic,
};

/** Known, guessed and said are different things, and look it. */
export function AuthorityBadge({ kind, about }: { kind: Authority; about?: string }) {
  const { t } = useSpeech();
  const Icon = kBadgeIcons[kind];
  return (
    <Tooltip label={about ?? t(`badge.${kind}.means`)} events={{ hover: true, focus: true, touch: true }}>
      <span className={css.badge} data-kind={kind}>
        <Icon size={13} stroke={2} aria-hidden />
        {t(`badge.${kind}`)}
      </span>
    </Tooltip>
  );
}

export function Copyable({ value, shown, label }: { value: string; shown?: string; label?: string }) {
  const { t } = useSpeech();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <button
          type="button"
          className={`${css.copy} mono`}
          onClick={copy}
          title={value}
          aria-label={`${label ?? t('app.copy')}: ${shown ?? value}${copied ? `, ${t('app.copied')}` : ''}`}
        >
          <span>{shown ?? value}</span>
          {copied ? <IconCheck size={13} aria-hidden /> : <IconCopy size={13} aria-hidden />}
        </button>
      )}
    </CopyButton>
  );
}

export function Notice({ tone, children, action }: { tone: 'warn' | 'bad' | 'plain'; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.notice} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <IconAlertTriangle size={16} aria-hidden />
      <div className={css.noticeBody}>{children}</div>
      {action}
    </div>
  );
}
