import { Skeleton } from '@mantine/core';
import { useSpeech } from '../i18n/language.tsx';
import layout from './page.module.css';

/** What will stand here, while it is on its way. */
export function Bones({ rows }: { rows: number }) {
  const { t } = useSpeech();
  return (
    <div className={layout.card} role="status" aria-label={t('app.loading')} data-testid="skeleton" style={{ padding: 'var(--wib-4)', display: 'grid', gap: 12 }}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={20} width={`${95 - (row % 4) * 12}%`} radius={6} />
      ))}
    </div>
  );
}
