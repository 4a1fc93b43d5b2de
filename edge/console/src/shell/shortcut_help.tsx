import { useSpeech } from '../i18n/language.tsx';
import { Dialog } from '../parts/dialog.tsx';
import css from './shortcuts.module.css';
import { Keys, type Scope, useShortcutList } from './shortcuts.tsx';

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useSpeech();
  const all = useShortcutList();
  const listed = (scope: Scope) => {
    // What the page means by a key hides what the console means by it.
    const seen = new Set<string>(scope === 'everywhere' ? all.filter((s) => s.scope === 'here').map((s) => s.keys) : []);
    return all.filter((s) => s.scope === scope && !seen.has(s.keys) && seen.add(s.keys));
  };
  return (
    <Dialog label={t('shortcuts.title')} heading onClose={onClose}>
      <div className={css.keysBody}>
      {(['here', 'everywhere'] as const).map((scope) =>
        listed(scope).length ? (
          <section key={scope} aria-label={t(`shortcuts.${scope}`)}>
            <h3 className={css.keysScope}>{t(`shortcuts.${scope}`)}</h3>
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
      <p className={css.keysNote}>{t('shortcuts.note')}</p>
      </div>
    </Dialog>
  );
}
