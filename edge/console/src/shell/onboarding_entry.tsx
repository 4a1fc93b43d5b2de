import { Tooltip } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useSpeech } from '../i18n/language.tsx';
import { useOpenOnboarding } from '../session/onboarding.ts';
import css from './shell.module.css';

/** The way back to the first steps, for who may take them and until they are done. */
export function OnboardingEntry({ narrow }: { narrow: boolean }) {
  const { t } = useSpeech();
  if (!useOpenOnboarding()) return null;
  return (
    <Tooltip label={t('onboarding.title')} position="right">
      <Link to="/onboarding" className={css.entry} aria-label={narrow ? t('nav.onboarding') : undefined}>
        <IconRocket size={18} stroke={1.7} aria-hidden />
        <span className={css.label}>{t('nav.onboarding')}</span>
      </Link>
    </Tooltip>
  );
}
