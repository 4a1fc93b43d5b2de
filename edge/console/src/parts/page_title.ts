import { useEffect } from 'react';
import { useSpeech } from '../i18n/language.tsx';

export function usePageTitle(title: string): void {
  const { t } = useSpeech();
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title, t]);
}
