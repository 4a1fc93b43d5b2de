import { Button, SegmentedControl, TextInput, useMantineColorScheme } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { start_call } from '../../api/operations.ts';
import { sessionQuery } from '../../api/queries.ts';
import { asDialled, nationalForm } from '../../format/phone.ts';
import { type Language, kLanguages } from '../../i18n/catalogue.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Copyable, Moment } from '../../parts/small.tsx';
import { FailedNotice } from '../../parts/states.tsx';
import { ownPhone, rememberOwnPhone } from '../../session/own_phone.ts';
import { useOffers, useUser } from '../../session/session.ts';
import { usePageTitle } from '../../parts/page_title.ts';
import { useSignOut } from '../../shell/sign_out.tsx';
import layout from '../../parts/page.module.css';
import css from './profile.module.css';

export function ProfilePage() {
  const { t, language, speak } = useSpeech();
  const user = useUser();
  const offers = useOffers();
  const session = useQuery(sessionQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const leave = useSignOut();
  usePageTitle(t('profile.title'));

  return (
    <div className={`${layout.page} ${css.page}`}>
      <header className={layout.pageHead}>
        <div>
          <h1>{t('profile.title')}</h1>
          <p className={layout.pageMeaning}>{t('profile.meaning')}</p>
        </div>
      </header>
      {session.isError && <FailedNotice error={session.error} retry={() => void session.refetch()} />}

      <section className={`${layout.card} ${css.card}`} aria-labelledby="profile-you">
        <h2 id="profile-you">{t('profile.you')}</h2>
        <dl className={css.facts}>
          <dt>{t('profile.name')}</dt>
          <dd>{user.name || '–'}</dd>
          <dt>{t('profile.email')}</dt>
          <dd>{user.email}</dd>
          <dt>{t('profile.role')}</dt>
          <dd>{t(`role.${user.role}`)}</dd>
          <dt>{t('profile.organisation')}</dt>
          <dd>{user.organization_name ?? '–'}</dd>
          <dt>{t('profile.plan')}</dt>
          <dd>{user.plan ?? '–'}</dd>
          <dt>{t('profile.session_until')}</dt>
          <dd>
            <Moment at={session.data?.expires ?? null} />
          </dd>
          <dt>Id</dt>
          <dd>
            <Copyable value={user.id} />
          </dd>
        </dl>
      </section>

      <section className={`${layout.card} ${css.card}`} aria-labelledby="profile-look">
        <h2 id="profile-look">{t('profile.look')}</h2>
        <div className={css.setting}>
          <div>
            <div className={css.settingName}>{t('nav.theme')}</div>
            <p className={css.settingHint}>{t('profile.theme_hint')}</p>
          </div>
          <SegmentedControl
            aria-label={t('nav.theme')}
            value={colorScheme}
            onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
            data={(['light', 'dark', 'auto'] as const).map((value) => ({ value, label: t(`theme.${value}`) }))}
          />
        </div>
        <div className={css.setting}>
          <div>
            <div className={css.settingName}>{t('nav.language')}</div>
            <p className={css.settingHint}>{t('profile.language_hint')}</p>
          </div>
          <SegmentedControl
            aria-label={t('nav.language')}
            value={language}
            onChange={(value) => speak(value as Language)}
            data={kLanguages.map((value) => ({ value, label: t(`language.${value}`) }))}
          />
        </div>
        {offers(start_call) && <OwnPhone userId={user.id} />}
      </section>

      <div>
        <Button variant="default" loading={leave.isPending} leftSection={<IconLogout size={17} aria-hidden />} onClick={() => leave.mutate()}>
          {t('nav.sign_out')}
        </Button>
      </div>
    </div>
  );
}

function OwnPhone({ userId }: { userId: string }) {
  const { t } = useSpeech();
  const [typed, setTyped] = useState(() => nationalForm(ownPhone(userId)));
  return (
    <div className={css.setting}>
      <div>
        <div className={css.settingName} id="own-phone">
          {t('profile.phone')}
        </div>
        <p className={css.settingHint}>{t('profile.phone_hint')}</p>
      </div>
      <TextInput
        type="tel"
        aria-labelledby="own-phone"
        autoComplete="tel"
        placeholder="(415) 555-0100"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          rememberOwnPhone(userId, asDialled(event.currentTarget.value));
        }}
      />
    </div>
  );
}
