import { CloseButton } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import css from './parts.module.css';

/** For lists that open in a dialog: outside of it they could not be reached, and inside its scrolling they would be cut off. */
export const kListInDialog = { withinPortal: false, floatingStrategy: 'fixed' } as const;

/**
 * The browser's own modal: it keeps the focus, hides the page behind from everybody, and Escape closes it. What stands below a heading
 * has the heading's margin; without one the content reaches to the edges.
 */
export function Dialog({ label, heading, onClose, children }: { label: string; heading?: boolean; onClose: () => void; children: ReactNode }) {
  const { t } = useSpeech();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current!;
    if (!element.open) element.showModal();
    return () => element.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={css.dialog}
      aria-label={label}
      onCancel={onClose}
      onKeyDown={(event) => {
        // Escape closes a list that is open in it first, and not what was typed with it.
        if (event.key === 'Escape' && (event.target as Element).getAttribute('aria-expanded') === 'true') event.preventDefault();
      }}
      onClick={(event) => {
        // Only the backdrop is the dialog element itself; everything inside is a child.
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className={css.dialogBody}>
        {heading && (
          <div className={css.dialogHead}>
            <h2>{label}</h2>
            <CloseButton aria-label={t('app.close')} onClick={onClose} />
          </div>
        )}
        {heading ? <div className={css.dialogContent}>{children}</div> : children}
      </div>
    </dialog>
  );
}
