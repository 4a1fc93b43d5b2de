// What can be set, by whom it concerns: an index of pages, and of those only what one may see.
import { IconBuilding, IconChevronRight, IconGauge, IconKey, IconMailbox, IconRocket, IconShieldCheck, IconShieldLock, IconSitemap, IconToggleRight, IconUserCircle, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { get_plan, list_api_keys, list_org_flags, list_teams, list_webhook_failures, rbac_roles } from '../../api/operations.ts';
import type { Key } from '../../i18n/catalogue.ts';
import { useSpeech } from '../../i18n/language.tsx';
import layout from '../../parts/page.module.css';
import { PageHead } from '../../parts/page_head.tsx';
import { useOpenOnboarding } from '../../session/onboarding.ts';
import { type Offered, useOffers } from '../../session/session.ts';
import css from './settings.module.css';

interface Place {
  to: '/settings/profile' | '/settings/security' | '/settings/organization' | '/settings/team' | '/teams' | '/settings/plan' | '/settings/roles' | '/admin/feature-flags' | '/admin/api' | '/reliability/webhooks' | '/onboarding';
  label: Key;
  meaning: Key;
  icon: typeof IconKey;
  by?: Offered;
}

const kOwn: readonly Place[] = [
  { to: '/settings/profile', label: 'profile.title', meaning: 'profile.meaning', icon: IconUserCircle },
  { to: '/settings/security', label: 'security.title', meaning: 'security.meaning', icon: IconShieldLock },
];
const kOfAll: readonly Place[] = [
  { to: '/settings/organization', label: 'org.title', meaning: 'org.meaning', icon: IconBuilding },
  { to: '/settings/team', label: 'team.title', meaning: 'team.meaning', icon: IconUsers },
  { to: '/teams', label: 'departments.title', meaning: 'departments.meaning', icon: IconSitemap, by: list_teams },
  { to: '/settings/plan', label: 'plan.title', meaning: 'plan.meaning', icon: IconGauge, by: get_plan },
];
const kOfAdmins: readonly Place[] = [
  { to: '/settings/roles', label: 'nav.roles', meaning: 'roles.meaning', icon: IconShieldCheck, by: rbac_roles },
  { to: '/admin/feature-flags', label: 'nav.flags', meaning: 'flags.meaning', icon: IconToggleRight, by: list_org_flags },
  { to: '/admin/api', label: 'keys.title', meaning: 'keys.meaning', icon: IconKey, by: list_api_keys },
  { to: '/reliability/webhooks', label: 'failures.title', meaning: 'failures.meaning', icon: IconMailbox, by: list_webhook_failures },
];
const kFirstSteps: Place = { to: '/onboarding', label: 'nav.onboarding', meaning: 'settings.onboarding.meaning', icon: IconRocket };

export function SettingsPage() {
  const { t } = useSpeech();
  const offers = useOffers();
  const isOpen = useOpenOnboarding() !== null;
  const seen = (places: readonly Place[]) => places.filter(({ by }) => !by || offers(by));
  return (
    <div className={layout.page}>
      <PageHead title={t('settings.title')} meaning={t('settings.meaning')} />
      <Places title={t('settings.own')} of={kOwn} />
      <Places title={t('settings.organisation')} of={[...(isOpen ? [kFirstSteps] : []), ...seen(kOfAll)]} />
      <Places title={t('settings.admin')} of={seen(kOfAdmins)} />
    </div>
  );
}

function Places({ title, of }: { title: string; of: readonly Place[] }) {
  const { t } = useSpeech();
  const id = useId();
  if (!of.length) return null;
  return (
    <section className={css.group} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul className={css.places}>
        {of.map(({ to, label, meaning, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={`${layout.card} ${css.place}`}>
              <Icon size={20} stroke={1.7} aria-hidden />
              <span>
                <span className={css.name}>{t(label)}</span>
                <span className={css.meaning}>{t(meaning)}</span>
              </span>
              <IconChevronRight size={16} stroke={1.8} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
