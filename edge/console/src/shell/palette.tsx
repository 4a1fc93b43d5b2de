// The command palette: every page, every action, and calls by number. Arrows choose, Enter does.
import { useMantineColorScheme } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import {
  IconCode,
  IconDeviceDesktop,
  IconDialpad,
  IconFileCertificate,
  IconKeyboard,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconPhone,
  IconPhoneOff,
  IconRocket,
  IconSearch,
  IconSettings,
  IconSun,
  IconUserCircle,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { start_call } from '../api/operations.ts';
import { callsQuery } from '../api/queries.ts';
import { asDialled, nationalForm } from '../format/phone.ts';
import { moment } from '../format/time.ts';
import { kLanguages } from '../i18n/catalogue.ts';
import { useSpeech } from '../i18n/language.tsx';
import { type MyCall, otherSide } from '../live/my_call.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useOpenOnboarding } from '../session/onboarding.ts';
import { useOffers } from '../session/session.ts';
import type { EndCall } from './end_call.ts';
import { useEntries } from './entries.ts';
import { useSignOut } from './sign_out.tsx';
import css from './palette.module.css';
import { Keys } from './shortcuts.tsx';

interface Choice {
  id: string;
  group: 'pages' | 'actions' | 'calls';
  label: string;
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
  keys?: string;
  note?: string;
  act(): unknown;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

interface PaletteProps {
  onClose: () => void;
  onHelp: () => void;
  mine: MyCall;
  end: EndCall;
}

export function Palette({ onClose, onHelp, mine, end }: PaletteProps) {
  const { t, locale, language, speak } = useSpeech();
  const entries = useEntries();
  const navigate = useNavigate();
  const leave = useSignOut();
  const { setColorScheme } = useMantineColorScheme();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const listId = useId();

  const digits = text.replace(/\D/g, '');
  const [searched] = useDebouncedValue(digits, 150);
  const found = useQuery({ ...callsQuery({ search: searched, limit: 5 }), enabled: searched.length >= 3 });

  const settingUp = useOpenOnboarding();
  const mayDial = useOffers()(start_call);
  const choices: Choice[] = [
    ...(mine.isOn && mine.callId
      ? [{ id: 'end', group: 'actions', label: t('palette.end'), icon: IconPhoneOff, keys: 'shift+e', act: () => end.mutate(mine.callId!) } as Choice]
      : []),
    ...entries.map((e): Choice => ({ id: e.to, group: 'pages', label: t(e.label), icon: e.icon, keys: e.keys, act: () => navigate({ to: e.to }) })),
    ...(settingUp ? [{ id: 'onboarding', group: 'pages', label: t('nav.onboarding'), icon: IconRocket, act: () => navigate({ to: '/onboarding' }) } as Choice] : []),
    { id: 'settings', group: 'pages', label: t('settings.title'), icon: IconSettings, act: () => navigate({ to: '/settings' }) },
    { id: 'profile', group: 'pages', label: t('nav.profile'), icon: IconUserCircle, keys: 'g p', act: () => navigate({ to: '/settings/profile' }) },
    { id: 'verify', group: 'pages', label: t('evidence.title'), icon: IconFileCertificate, act: () => window.location.assign('/verify') },
    { id: 'api-docs', group: 'pages', label: t('nav.api_docs'), icon: IconCode, keys: 'g a', act: () => navigate({ to: '/api-docs' }) },
    ...(['light', 'dark', 'auto'] as const).map((scheme): Choice => ({
      id: `theme-${scheme}`,
      group: 'actions',
      label: t('palette.theme', { theme: t(`theme.${scheme}`) }),
      icon: { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop }[scheme],
      act: () => setColorScheme(scheme),
    })),
    ...kLanguages
      .filter((each) => each !== language)
      .map((each): Choice => ({
        id: `language-${each}`,
        group: 'actions',
        label: t('palette.language', { language: t(`language.${each}`) }),
        icon: IconLanguage,
        act: () => speak(each),
      })),
    { id: 'help', group: 'actions', label: t('nav.shortcuts'), icon: IconKeyboard, keys: '?', act: onHelp },
    { id: 'sign-out', group: 'actions', label: t('nav.sign_out'), icon: IconLogout, act: () => leave.mutate() },
  ];
  const wanted = plain(text.trim());
  const numeric = digits.length >= 3 && /^[\d\s()+.-]+$/.test(text.trim());
  const shown: Choice[] = numeric
    ? [
        ...(mayDial && digits.length >= 7
          ? [{ id: 'dial', group: 'actions', label: t('palette.dial', { number: nationalForm(asDialled(text)) }), icon: IconDialpad, act: () => navigate({ to: '/dial', search: { number: asDialled(text) } }) } as Choice]
          : []),
        { id: 'search', group: 'actions', label: t('palette.search_calls', { text: text.trim() }), icon: IconSearch, act: () => navigate({ to: '/calls', search: { search: digits } }) },
        ...(found.data?.calls ?? []).map((call): Choice => ({
          id: call.id,
          group: 'calls',
          label: nationalForm(otherSide(call) ?? ''),
          icon: IconPhone,
          note: `${t(`status.${call.status}`)} · ${moment(call.started_at ?? call.created_at, locale)}`,
          act: () => navigate({ to: '/calls/$callId', params: { callId: call.id } }),
        })),
      ]
    : choices.filter((c) => plain(c.label).includes(wanted));

  const groups = (['pages', 'actions', 'calls'] as const).filter((g) => shown.some((c) => c.group === g));
  const ordered = groups.flatMap((g) => shown.filter((c) => c.group === g));
  const position = (choice: Choice) => ordered.indexOf(choice);
  const selected = Math.min(at, Math.max(0, shown.length - 1));
  const current = ordered[selected];
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected, shown.length]);

  const take = (choice: Choice | undefined) => {
    if (!choice) return;
    onClose();
    choice.act();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length) setAt((selected + step + shown.length) % shown.length);
    else if (event.key === 'Enter') take(current);
    // Its list is always there: nothing closes before the palette does.
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
  };

  return (
    <Dialog label={t('palette.title')} onClose={onClose}>
      <div className={css.paletteInput}>
        <IconSearch size={18} aria-hidden />
        <input
          autoFocus
          role="combobox"
          aria-label={t('palette.title')}
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={current ? `${listId}-${current.id}` : undefined}
          placeholder={t('palette.placeholder')}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Keys keys="escape" />
      </div>
      <div ref={list} id={listId} className={css.paletteList} role="listbox" aria-label={t('palette.title')} tabIndex={-1}>
        {groups.map((group) => (
          <div key={group} role="group" aria-label={t(`palette.${group}`)}>
            <div className={css.paletteGroup} aria-hidden>
              {t(`palette.${group}`)}
            </div>
            {shown
              .filter((c) => c.group === group)
              .map((choice) => (
                <div
                  key={choice.id}
                  id={`${listId}-${choice.id}`}
                  role="option"
                  aria-selected={choice === current}
                  className={css.paletteOption}
                  onMouseMove={() => setAt(position(choice))}
                  onClick={() => take(choice)}
                >
                  <choice.icon size={17} stroke={1.7} aria-hidden />
                  <span>{choice.label}</span>
                  {choice.note && <span className="numbers">{choice.note}</span>}
                  {choice.keys && <Keys keys={choice.keys} />}
                </div>
              ))}
          </div>
        ))}
        {!shown.length && (
          <div role="option" aria-selected={false} aria-disabled className={css.paletteEmpty}>
            {t('palette.empty', { text })}
          </div>
        )}
      </div>
    </Dialog>
  );
}
