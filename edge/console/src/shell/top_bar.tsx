import { Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import {
  IconCheck,
  IconCode,
  IconDeviceDesktop,
  IconFileCertificate,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconRocket,
  IconSearch,
  IconSettings,
  IconShieldLock,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { clockTime } from '../format/time.ts';
import { kLanguages } from '../i18n/catalogue.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useLiveness } from '../live/live.ts';
import { useOpenOnboarding } from '../session/onboarding.ts';
import { useUser } from '../session/session.ts';
import { OrganisationMenu } from './organisation_menu.tsx';
import { useSignOut } from './sign_out.tsx';
import css from './top_bar.module.css';
import { Keys } from './shortcuts.tsx';

export function TopBar({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }) {
  const { t, tOr } = useSpeech();
  const user = useUser();
  return (
    <header className={css.top}>
      <OrganisationMenu />
      <span className={css.standing}>
        <span className={css.roleBadge} data-testid="role">
          {t(`role.${user.role}`)}
        </span>
        {user.plan && (
          <Link to="/settings/plan" className={css.planBadge} aria-label={t('plan.badge', { plan: tOr(`plan.${user.plan}`, user.plan) })}>
            {tOr(`plan.${user.plan}`, user.plan)}
          </Link>
        )}
      </span>
      <LiveLight />
      <button type="button" className={css.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K /">
        <IconSearch size={16} stroke={1.8} aria-hidden />
        <span className={css.searchText}>{t('nav.search_hint')}</span>
        <Keys keys="mod+k" decorative />
      </button>
      <PersonMenu onHelp={onHelp} />
    </header>
  );
}

/** How live the page is: green, amber when late, red when cut, and since when. */
function LiveLight() {
  const { t, locale } = useSpeech();
  const { state, since, delayMs } = useLiveness();
  const at = clockTime(since, locale);
  const shown = state === 'refused' ? 'cut' : state;
  const text = {
    live: delayMs === null ? t('live.live') : t('live.with_delay', { ms: delayMs }),
    late: delayMs === null ? t('live.late') : t('live.late_with_delay', { ms: delayMs }),
    cut: t('live.cut', { since: at }),
    connecting: t('live.connecting'),
  }[shown];
  const explained =
    t(`live.explain.${shown}`, { since: at }) +
    (delayMs !== null && shown !== 'cut' ? ` ${t('live.explain.delay', { ms: delayMs })}` : '');

  // Said aloud only when it turns: a figure that changes with each word is no news.
  const was = useRef(shown);
  const [news, setNews] = useState('');
  useEffect(() => {
    if (shown === 'cut' && was.current !== 'cut') setNews(t('live.region.cut'));
    else if (shown === 'live' && was.current === 'cut') setNews(t('live.region.back'));
    was.current = shown;
  }, [shown, t]);

  return (
    <>
      <Tooltip label={explained} events={{ hover: true, focus: true, touch: true }}>
        <span className={css.live} data-state={shown} data-testid="live" tabIndex={0} role="img" aria-label={`${text}. ${explained}`}>
          {text}
        </span>
      </Tooltip>
      <span className="visually-hidden" role="status">
        {news}
      </span>
    </>
  );
}

const kSchemes = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const;

function PersonMenu({ onHelp }: { onHelp: () => void }) {
  const { t, language, speak } = useSpeech();
  const user = useUser();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useSignOut();
  const settingUp = useOpenOnboarding();
  const name = user.name || user.email;
  const initials = name
    .split(/[\s.@]+/)
    .slice(0, 2)
    .map((part) => part[0]?.toUpperCase() ?? '')
    .join('');
  return (
    <Menu position="bottom-end" width={248} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={css.person}>
          <span aria-hidden>{initials}</span>
          <span className="visually-hidden">{t('nav.person', { name })}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={css.personHead}>
          <div className={css.personName}>{name}</div>
          <div className={css.personMeta}>{user.email}</div>
          <span className={css.role}>{t(`role.${user.role}`)}</span>
        </div>
        <Menu.Divider />
        <Menu.Label>{t('nav.theme')}</Menu.Label>
        {kSchemes.map(([scheme, Icon]) => (
          <Menu.Item
            key={scheme}
            leftSection={<Icon size={16} aria-hidden />}
            rightSection={colorScheme === scheme ? <IconCheck size={15} aria-hidden /> : null}
            aria-current={colorScheme === scheme || undefined}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(scheme)}
          >
            {t(`theme.${scheme}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('nav.language')}</Menu.Label>
        {kLanguages.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            leftSection={<IconLanguage size={16} aria-hidden />}
            rightSection={language === each ? <IconCheck size={15} aria-hidden /> : null}
            aria-current={language === each || undefined}
            closeMenuOnClick={false}
            onClick={() => speak(each)}
          >
            {t(`language.${each}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        {settingUp && (
          <Menu.Item component={Link} to="/onboarding" leftSection={<IconRocket size={16} aria-hidden />}>
            {t('nav.onboarding')}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} aria-hidden />}>
          {t('settings.title')}
        </Menu.Item>
        <Menu.Item component={Link} to="/settings/profile" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {t('nav.profile')}
        </Menu.Item>
        <Menu.Item component={Link} to="/settings/security" leftSection={<IconShieldLock size={16} aria-hidden />}>
          {t('security.title')}
        </Menu.Item>
        <Menu.Item component={Link} to="/verify" reloadDocument leftSection={<IconFileCertificate size={16} aria-hidden />}>
          {t('evidence.title')}
        </Menu.Item>
        <Menu.Item component={Link} to="/api-docs" leftSection={<IconCode size={16} aria-hidden />}>
          {t('nav.api_docs')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} aria-hidden />} rightSection={<Keys keys="?" />} onClick={onHelp}>
          {t('nav.shortcuts')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => leave.mutate()}>
          {t('nav.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
