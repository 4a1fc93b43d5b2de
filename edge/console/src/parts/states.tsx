// The looks every list and page must have besides its data: empty, failed, forbidden.
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleArrowUp, IconLock, IconMoodEmpty, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/client.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useUser } from '../session/session.ts';
import { ButtonLink } from './button_link.tsx';
import css from './parts.module.css';
import { Copyable, Notice } from './small.tsx';

export function asProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, { code: 'CONSOLE_ERROR', error: String(error) }, '–');
}

/** The server's own sentence for who reads its language, for it knows more than the code; else ours for the code. */
export function useProblemText(): (problem: ApiProblem) => string {
  const { t, tOr, language } = useSpeech();
  return (problem) => {
    const theirs = problem.message && `${problem.message.replace(/\.$/, '')}.`;
    const ours = tOr(`problem.${problem.code}`, '');
    return (language === 'en' ? theirs || ours : ours || theirs) || t('problem.fallback');
  };
}

interface StateProps {
  icon?: ReactNode;
  tone?: 'plain' | 'good' | 'warn' | 'bad';
  title: string;
  body?: ReactNode;
  facts?: ReactNode;
  action?: ReactNode;
  compact?: boolean;
  role?: 'alert' | 'status';
}

export function State({ icon, tone = 'plain', title, body, facts, action, compact, role }: StateProps) {
  return (
    <div className={css.state} data-tone={tone} data-compact={compact || undefined} role={role}>
      <div className={css.stateIcon} aria-hidden>
        {icon ?? <IconMoodEmpty size={22} stroke={1.6} />}
      </div>
      <p className={css.stateTitle}>{title}</p>
      {body && <p className={css.stateBody}>{body}</p>}
      {facts && <p className={css.stateFacts}>{facts}</p>}
      {action && <div className={css.stateAction}>{action}</div>}
    </div>
  );
}

/** Whatever went wrong, said so that it can be acted on: sentence, code, request id, retry. */
export function Failed({ error, retry, right, compact }: { error: unknown; retry: () => void; right?: string; compact?: boolean }) {
  const { t } = useSpeech();
  const text = useProblemText();
  const problem = asProblem(error);
  if (problem.plan) return <PlanLacks problem={problem} {...(compact ? { compact } : {})} />;
  if (problem.status === 403 && right) return <Forbidden right={right} {...(compact ? { compact } : {})} />;
  return (
    <State
      role="alert"
      tone="bad"
      icon={<IconAlertTriangle size={22} stroke={1.6} />}
      title={t('problem.title')}
      body={text(problem)}
      facts={<ProblemFacts problem={problem} />}
      action={
        <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={retry}>
          {t('app.retry')}
        </Button>
      }
      {...(compact ? { compact } : {})}
    />
  );
}

export function ProblemFacts({ problem }: { problem: ApiProblem }) {
  const { t } = useSpeech();
  return (
    <>
      <span className="mono">{problem.code}</span>
      {' · '}
      <Copyable value={problem.correlationId} label={t('problem.id')} />
    </>
  );
}

/** The same in one line, where the page itself stands. */
export function FailedNotice({ error, title, retry }: { error: unknown; title?: string; retry?: () => void }) {
  const { t } = useSpeech();
  const text = useProblemText();
  const problem = asProblem(error);
  const plan = usePlanText()(problem);
  if (plan)
    return (
      <Notice
        tone="warn"
        action={
          <ButtonLink to="/settings/plan" size="compact-sm" variant="default">
            {t('plan.look')}
          </ButtonLink>
        }
      >
        <strong>{plan.title}.</strong> {plan.body}
      </Notice>
    );
  return (
    <Notice
      tone="bad"
      action={
        retry && (
          <Button size="compact-sm" variant="default" onClick={retry}>
            {t('app.retry')}
          </Button>
        )
      }
    >
      {title ? <strong>{title}. </strong> : null}
      {text(problem)}
      <span className={css.noticeFacts}>
        <ProblemFacts problem={problem} />
      </span>
    </Notice>
  );
}

/** What a plan lacks, in words: which one it takes, or which of its limits is reached. Nothing of any other refusal. */
function usePlanText(): (problem: ApiProblem) => { title: string; body: string } | null {
  const { t, tOr, locale } = useSpeech();
  return ({ plan }) => {
    if (!plan) return null;
    const named = (each: string) => tOr(`plan.${each}`, each);
    const current = named(plan.current);
    if (plan.required) return { title: t('plan.lacks.title'), body: t('plan.lacks.body', { current, required: named(plan.required) }) };
    const limit = plan.limit === null ? '–' : new Intl.NumberFormat(locale).format(Number(plan.limit));
    const metric = tOr(`plan.metric.${plan.metric ?? ''}`, plan.metric ?? '').toLowerCase();
    return { title: t('plan.full.title'), body: t(plan.metric === 'users' ? 'plan.full.users' : 'plan.full.body', { current, limit, metric }) };
  };
}

/** The same where a page or a panel would stand, and where to look at the plan. */
function PlanLacks({ problem, compact }: { problem: ApiProblem; compact?: boolean }) {
  const { t } = useSpeech();
  const plan = usePlanText()(problem)!;
  return (
    <State
      tone="warn"
      icon={<IconCircleArrowUp size={22} stroke={1.6} />}
      title={plan.title}
      body={plan.body}
      action={<ButtonLink to="/settings/plan">{t('plan.look')}</ButtonLink>}
      {...(compact ? { compact } : {})}
    />
  );
}

/** Which right is missing, and who can give it. */
export function Forbidden({ right, platform, compact }: { right: string; platform?: true; compact?: boolean }) {
  const { t } = useSpeech();
  const user = useUser();
  return (
    <State
      tone="warn"
      icon={<IconLock size={22} stroke={1.6} />}
      title={t('forbidden.title')}
      body={t(platform ? 'forbidden.platform' : 'forbidden.body', { right, role: t(`role.${user.role}`), organisation: user.organization_name ?? '–' })}
      {...(compact ? { compact } : {})}
    />
  );
}
