import { Menu } from '@mantine/core';
import { IconBuilding, IconCheck, IconChevronDown, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answerTo } from '../api/answers.ts';
import { my_organizations, switch_organization } from '../api/operations.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useSend } from '../parts/send.ts';
import { startAgain, useUser } from '../session/session.ts';
import css from './top_bar.module.css';

/** Where one works now, and the way to where else one belongs. */
export function OrganisationMenu() {
  const { t, tOr } = useSpeech();
  const user = useUser();
  const [open, setOpen] = useState(false);
  const mine = useQuery({ ...answerTo(my_organizations), enabled: open });
  const move = useSend(switch_organization, { onSuccess: startAgain });
  const name = user.organization_name ?? t('app.name');
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-start" width={280} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <button type="button" className={css.organisation} aria-label={t('org.switch', { name })}>
          <span className={css.organisationName}>{name}</span>
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('org.yours')}</Menu.Label>
        {mine.data?.organizations.map((each) => (
          <Menu.Item
            key={each.id}
            leftSection={<IconBuilding size={16} aria-hidden />}
            rightSection={each.id === user.organization_id ? <IconCheck size={15} aria-hidden /> : null}
            aria-current={each.id === user.organization_id || undefined}
            disabled={move.isPending}
            onClick={() => each.id !== user.organization_id && move.mutate({ body: { organization_id: each.id } })}
          >
            {each.name}
            <span className={css.organisationRole}>{tOr(`role.${each.role}`, each.role)}</span>
          </Menu.Item>
        ))}
        {mine.isError && <Menu.Item disabled>{t('problem.title')}</Menu.Item>}
        <Menu.Divider />
        <Menu.Item component={Link} to="/settings/organization" leftSection={<IconBuilding size={16} aria-hidden />}>
          {t('org.title')}
        </Menu.Item>
        <Menu.Item component={Link} to="/settings/org-create" leftSection={<IconPlus size={16} aria-hidden />}>
          {t('org_create.title')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
