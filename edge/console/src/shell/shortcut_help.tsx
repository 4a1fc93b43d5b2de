import { Modal } from '@mantine/core';
import { useSpeech } from '../i18n/language.tsx';
import css from './shell.module.css';
import { Keys, type Scope, useShortcutList } from './shortcuts.tsx';

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useSpeech();
  const all = useShortcutList();
  const listed = (scope: Scope) => {
    const seen = new Set<string>();
    return all.filter((s) => s.scope === scope && !seen.has(s.keys) && seen.add(s.keys));
  };
  return (
    <Modal opened onClose={onClose} title={t('shortcuts.title')} closeButtonProps={{ 'aria-label': t('app.close') }}>
      {(['here', 'everywhere'] as const).map((scope) =>
        listed(scope).length ? (
          <section key={scope} aria-label={t(`shortcuts.${scope}`)}>
            <h3 style={{ fontSize: 12, color: 'var(--wib-ink-3)', margin: '12px 0 8px' }}>{t(`shortcuts.${scope}`)}</h3>
            <dl className={css.keys}>
              {listed(scope).map((s) => (
                <div key={s.keys} style={{ display: 'contents' }}>
                  <dt>{t(s.label)}</dt>
                  <dd>
                    <Keys keys={s.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ) : null,
      )}
      <p style={{ color: 'var(--wib-ink-3)', fontSize: 12, marginTop: 16 }}>{t('shortcuts.note')}</p>
    </Modal>
  );
}
