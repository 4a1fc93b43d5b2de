import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';
import { answerTo } from '../../api/answers.ts';
import { rbac_roles } from '../../api/operations.ts';
import type { RoleRights } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { GuardedPage } from '../../parts/guarded.tsx';
import { Bones } from '../../parts/bones.tsx';
import { Failed } from '../../parts/states.tsx';
import { useUser } from '../../session/session.ts';
import layout from '../../parts/page.module.css';
import css from './roles.module.css';

export function RolesPage() {
  const { t } = useSpeech();
  return (
    <GuardedPage title={t('roles.title')} meaning={t('roles.meaning')} by={rbac_roles} right={t('roles.forbidden.right')}>
      <Matrix />
    </GuardedPage>
  );
}

/** Who may do what: a row a permission, a column a role. */
function Matrix() {
  const { t, tOr } = useSpeech();
  const user = useUser();
  const { data, error, refetch } = useQuery(answerTo(rbac_roles));
  if (error && !data)
    return (
      <div className={layout.card}>
        <Failed error={error} retry={() => void refetch()} right={t('roles.forbidden.right')} />
      </div>
    );
  if (!data) return <Bones rows={12} />;
  const byResource = Map.groupBy(data.permissions, (permission) => permission.split(':')[0]!);
  return (
    <div className={layout.card}>
      <p className={css.legend}>
        <IconCheck size={15} stroke={2.4} aria-hidden /> {t('roles.legend.has')} <span className={css.inherited}>✓</span> {t('roles.legend.inherited')}
      </p>
      <div className={css.scroll} role="region" aria-label={t('roles.title')} tabIndex={0}>
        <table className={css.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('roles.permission')}</th>
              {data.roles.map(({ role }) => (
                <th key={role} scope="col" data-mine={role === user.role || undefined}>
                  {t(`role.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...byResource].map(([resource, permissions]) => (
              <Fragment key={resource}>
                {permissions.map((permission, index) => (
                  <tr key={permission} data-first={index === 0 || undefined}>
                    <th scope="row">
                      <span className={index === 0 ? css.resource : 'visually-hidden'}>{tOr(`resource.${resource}`, resource)}</span>{' '}
                      <span className={css.action}>{tOr(`right.${permission.split(':')[1]}`, permission.split(':')[1]!)}</span>
                    </th>
                    {data.roles.map((rights) => (
                      <Cell key={rights.role} rights={rights} permission={permission} isMine={rights.role === user.role} />
                    ))}
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Cell({ rights, permission, isMine }: { rights: RoleRights; permission: string; isMine: boolean }) {
  const { t, tOr } = useSpeech();
  const grant = rights.permissions.find((each) => each.permission === permission);
  return (
    <td data-mine={isMine || undefined} data-inherited={grant?.inherited || undefined}>
      {!grant ? (
        <>
          <span aria-hidden>–</span>
          <span className="visually-hidden">{t('roles.no')}</span>
        </>
      ) : grant.reach === 'any' ? (
        <>
          <IconCheck size={16} stroke={2.4} aria-hidden />
          <span className="visually-hidden">{t(grant.inherited ? 'roles.inherited' : 'roles.yes')}</span>
        </>
      ) : (
        <span className={css.reach}>{tOr(`reach.${grant.reach}`, grant.reach)}</span>
      )}
    </td>
  );
}
