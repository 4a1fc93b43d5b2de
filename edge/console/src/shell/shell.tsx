import { Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import {
  IconCode,
  IconKeyboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconSettings,
  IconUserCircle,
} from '@tabler/icons-react';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { useOrganisationStream } from '../live/live.ts';
import { useMyCall } from '../live/my_call.ts';
import { Mark } from '../parts/mark.tsx';
import { CallBar } from './call_bar.tsx';
import { useEndCall } from './end_call.ts';
import { type Entry, useGroups } from './entries.ts';
import { OnboardingEntry } from './onboarding_entry.tsx';
import { Palette } from './palette.tsx';
import css from './shell.module.css';
import { ShortcutHelp } from './shortcut_help.tsx';
import { Keys, useShortcut } from './shortcuts.tsx';
import { TopBar } from './top_bar.tsx';
import { VerifyBanner } from './verify_banner.tsx';

export function Shell() {
  const { t } = useSpeech();
  const groups = useGroups();
  const entries = groups.flatMap((group) => group.entries);
  const has = (to: Entry['to']) => entries.some((entry) => entry.to === to);
  const navigate = useNavigate();
  const mine = useMyCall();
  const end = useEndCall();
  const [narrow, setNarrow] = useLocalStorage({ key: 'wib.rail', defaultValue: false, getInitialValueInEffect: false });
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  useOrganisationStream(true);

  useShortcut('mod+k', 'shortcut.palette', () => setPaletteOpen(true), { scope: 'everywhere' });
  useShortcut('/', 'shortcut.search', () => setPaletteOpen(true), { scope: 'everywhere' });
  useShortcut('g c', 'shortcut.calls', () => void navigate({ to: '/calls' }), { scope: 'everywhere' });
  useShortcut('d', 'shortcut.dial', () => void navigate({ to: '/dial' }), {
    scope: 'everywhere',
    when: has('/dial'),
  });
  useShortcut('g p', 'shortcut.profile', () => void navigate({ to: '/settings/profile' }), { scope: 'everywhere' });
  useShortcut('g t', 'shortcut.audit', () => void navigate({ to: '/compliance/audit' }), {
    scope: 'everywhere',
    when: has('/compliance/audit'),
  });
  useShortcut('g w', 'shortcut.failures', () => void navigate({ to: '/reliability/webhooks' }), {
    scope: 'everywhere',
    when: has('/reliability/webhooks'),
  });
  useShortcut('g j', 'shortcut.jobs', () => void navigate({ to: '/reliability/jobs' }), {
    scope: 'everywhere',
    when: has('/reliability/jobs'),
  });
  useShortcut('g m', 'shortcut.team', () => void navigate({ to: '/settings/team' }), { scope: 'everywhere' });
  useShortcut('g e', 'shortcut.departments', () => void navigate({ to: '/teams' }), { scope: 'everywhere', when: has('/teams') });
  useShortcut('g u', 'shortcut.audio', () => void navigate({ to: '/recordings/uploads' }), { scope: 'everywhere', when: has('/recordings/uploads') });
  useShortcut('g b', 'shortcut.plan', () => void navigate({ to: '/settings/plan' }), { scope: 'everywhere' });
  useShortcut('g r', 'shortcut.roles', () => void navigate({ to: '/settings/roles' }), { scope: 'everywhere', when: has('/settings/roles') });
  useShortcut('g f', 'shortcut.flags', () => void navigate({ to: '/admin/feature-flags' }), { scope: 'everywhere', when: has('/admin/feature-flags') });
  useShortcut('g k', 'shortcut.keys', () => void navigate({ to: '/admin/api' }), { scope: 'everywhere', when: has('/admin/api') });
  useShortcut('g s', 'shortcut.metrics', () => void navigate({ to: '/admin/metrics' }), { scope: 'everywhere', when: has('/admin/metrics') });
  useShortcut('g a', 'shortcut.api_docs', () => void navigate({ to: '/api-docs' }), { scope: 'everywhere' });
  useShortcut('[', 'shortcut.rail', () => setNarrow((n) => !n), { scope: 'everywhere' });
  useShortcut('?', 'shortcut.help', () => setHelpOpen(true), { scope: 'everywhere' });

  const Collapse = narrow ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse;
  const collapseLabel = t(narrow ? 'nav.expand' : 'nav.collapse');
  const mobile: Entry[] = [...entries.filter((entry) => entry.daily), { to: '/settings/profile', label: 'nav.profile', icon: IconUserCircle, keys: 'g p' }];

  return (
    <div className={css.shell}>
      <a className={css.skip} href="#content">
        {t('app.skip')}
      </a>
      <nav className={css.rail} data-narrow={narrow || undefined} aria-label={t('nav.main')}>
        <Link to="/" className={css.brand} aria-label={t('app.name')}>
          <Mark />
          {!narrow && <span>{t('app.name')}</span>}
        </Link>
        <div className={css.entries}>
          {groups.map((group) => (
            <div key={group.label} className={css.group} role="group" aria-label={t(group.label)}>
              {groups.length > 1 && (
                <div className={css.groupName} aria-hidden>
                  {t(group.label)}
                </div>
              )}
              {group.entries.map(({ to, label, icon: Icon, keys }) => (
                <Tooltip key={to} label={<>{t(label)} <Keys keys={keys} /></>} position="right">
                  <Link to={to} className={css.entry} aria-label={narrow ? t(label) : undefined}>
                    <Icon size={18} stroke={1.7} aria-hidden />
                    <span className={css.label}>{t(label)}</span>
                  </Link>
                </Tooltip>
              ))}
            </div>
          ))}
        </div>
        <div className={css.foot}>
          <OnboardingEntry narrow={narrow} />
          <Tooltip label={t('settings.title')} position="right">
            <Link to="/settings" activeOptions={{ exact: true }} className={css.entry} aria-label={narrow ? t('settings.title') : undefined}>
              <IconSettings size={18} stroke={1.7} aria-hidden />
              <span className={css.label}>{t('settings.title')}</span>
            </Link>
          </Tooltip>
          <Tooltip label={<>{t('nav.api_docs')} <Keys keys="g a" /></>} position="right">
            <Link to="/api-docs" className={css.entry} aria-label={narrow ? t('nav.api_docs') : undefined}>
              <IconCode size={18} stroke={1.7} aria-hidden />
              <span className={css.label}>{t('nav.api_docs')}</span>
            </Link>
          </Tooltip>
          <Tooltip label={<>{t('nav.shortcuts')} <Keys keys="?" /></>} position="right">
            <button type="button" className={css.entry} onClick={() => setHelpOpen(true)} aria-label={narrow ? t('nav.shortcuts') : undefined}>
              <IconKeyboard size={18} stroke={1.7} aria-hidden />
              <span className={css.label}>{t('nav.shortcuts')}</span>
            </button>
          </Tooltip>
          <Tooltip label={<>{collapseLabel} <Keys keys="[" /></>} position="right">
            <button type="button" className={css.entry} onClick={() => setNarrow((n) => !n)} aria-label={collapseLabel} aria-expanded={!narrow}>
              <Collapse size={18} stroke={1.7} aria-hidden />
              <span className={css.label}>{collapseLabel}</span>
            </button>
          </Tooltip>
        </div>
      </nav>
      <TopBar onSearch={() => setPaletteOpen(true)} onHelp={() => setHelpOpen(true)} />
      <main id="content" tabIndex={-1} className={css.main}>
        <VerifyBanner />
        <Outlet />
      </main>
      <CallBar mine={mine} end={end} />
      <nav className={css.bottom} aria-label={t('nav.main')}>
        {mobile.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to}>
            <Icon size={22} stroke={1.6} aria-hidden />
            {t(label)}
          </Link>
        ))}
      </nav>
      {paletteOpen && <Palette onClose={() => setPaletteOpen(false)} mine={mine} end={end} onHelp={() => setHelpOpen(true)} />}
      {helpOpen && <ShortcutHelp onClose={() => setHelpOpen(false)} />}
    </div>
  );
}
