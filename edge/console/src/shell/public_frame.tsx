import { ActionIcon, Tooltip, useMantineColorScheme } from '@mantine/core';
import { IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { kLanguages } from '../i18n/catalogue.ts';
import { useSpeech } from '../i18n/language.tsx';
import { ButtonLink } from '../parts/button_link.tsx';
import { Mark } from '../parts/mark.tsx';
import css from './public_frame.module.css';

export function PublicFrame() {
  const { t, language, speak } = useSpeech();
  const { setColorScheme } = useMantineColorScheme();
  const { href } = useLocation();
  const other = kLanguages.find((each) => each !== language)!;
  const otherLanguage = t('palette.language', { language: t(`language.${other}`) });
  const isDark = () => document.documentElement.dataset['mantineColorScheme'] === 'dark';
  return (
    <div className={css.frame}>
      <a className={css.skip} href="#content">
        {t('app.skip')}
      </a>
      <header className={css.top}>
        <Link to="/" className={css.brand}>
          <Mark />
          <span>{t('app.name')}</span>
        </Link>
        <div className={css.end}>
          <Tooltip label={otherLanguage}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={otherLanguage} onClick={() => speak(other)}>
              <IconLanguage size={18} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('nav.theme')}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('nav.theme')} onClick={() => setColorScheme(isDark() ? 'light' : 'dark')}>
              <IconSun className={css.sun ?? ''} size={18} stroke={1.7} aria-hidden />
              <IconMoon className={css.moon ?? ''} size={18} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <ButtonLink to="/signin" search={{ return: href }} size="xs">
            {t('signin.submit')}
          </ButtonLink>
        </div>
      </header>
      <main id="content" tabIndex={-1} className={css.main}>
        <Outlet />
      </main>
    </div>
  );
}
