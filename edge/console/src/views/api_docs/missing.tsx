import { IconFileOff } from '@tabler/icons-react';
import { useSpeech } from '../../i18n/language.tsx';
import { ButtonLink } from '../../parts/button_link.tsx';
import { usePageTitle } from '../../parts/page_title.ts';
import { State } from '../../parts/states.tsx';

/** An operation or a type the server does not have, or has no more. */
export function Missing({ name }: { name: string }) {
  const { t } = useSpeech();
  usePageTitle(t('docs.title'));
  return (
    <>
      <h1 className="visually-hidden">{t('docs.missing.title')}</h1>
      <State
        icon={<IconFileOff size={22} stroke={1.6} />}
        title={t('docs.missing.title')}
        body={t('docs.missing.body', { name })}
        action={
          <ButtonLink to="/api-docs" variant="default">
            {t('docs.overview')}
          </ButtonLink>
        }
      />
    </>
  );
}
