// What is shown when there is no page to show: nothing here, not yet here, broken.
import { Button, Loader } from '@mantine/core';
import { IconCompassOff, IconPlugConnectedX, IconRefresh, IconTool } from '@tabler/icons-react';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useSpeech } from '../i18n/language.tsx';
import { ButtonLink } from '../parts/button_link.tsx';
import { usePageTitle } from '../parts/page_title.ts';
import { ProblemFacts, State, asProblem, useProblemText } from '../parts/states.tsx';
import { ApiProblem } from '../api/client.ts';
import css from '../parts/page.module.css';

export function NotFoundPage() {
  const { t } = useSpeech();
  usePageTitle(t('notfound.title'));
  return (
    <div className={css.alone}>
      <h1 className="visually-hidden">{t('notfound.title')}</h1>
      <State
        icon={<IconCompassOff size={22} stroke={1.6} />}
        title={t('notfound.title')}
        body={t('notfound.body')}
        action={
          <ButtonLink to="/calls">
            {t('notfound.action')}
          </ButtonLink>
        }
      />
    </div>
  );
}

export function Pending() {
  const { t } = useSpeech();
  return (
    <div className={css.alone} role="status" aria-label={t('app.loading')}>
      <Loader size="sm" aria-hidden />
    </div>
  );
}

export function Crash({ error }: ErrorComponentProps) {
  const { t } = useSpeech();
  return (
    <div className={css.alone}>
      <State
        role="alert"
        tone="bad"
        icon={<IconTool size={22} stroke={1.6} />}
        title={t('crash.title')}
        body={t('crash.body')}
        facts={<span className="mono">{String(error)}</span>}
        action={<Button onClick={() => location.reload()}>{t('crash.reload')}</Button>}
      />
    </div>
  );
}

/** The session could not even be asked for. Tries again by itself, so a desk left open over a restart comes back. */
export function Unavailable(props: ErrorComponentProps) {
  const { t } = useSpeech();
  return (
    <main>
      <h1 className="visually-hidden">{t('app.name')}</h1>
      {props.error instanceof ApiProblem ? <Unreachable error={props.error} /> : <Crash {...props} />}
    </main>
  );
}

const kTryAgainMs = 5_000;

function Unreachable({ error }: { error: ApiProblem }) {
  const { t } = useSpeech();
  const text = useProblemText();
  const router = useRouter();
  const [trying, setTrying] = useState(false);
  const again = useRef(async () => {
    setTrying(true);
    await router.invalidate();
    setTrying(false);
  });
  useEffect(() => {
    const timer = setInterval(() => void again.current(), kTryAgainMs);
    return () => clearInterval(timer);
  }, []);
  const problem = asProblem(error);
  return (
    <div className={css.alone}>
      <State
        role="alert"
        tone="bad"
        icon={<IconPlugConnectedX size={22} stroke={1.6} />}
        title={t('problem.title')}
        body={text(problem)}
        facts={<ProblemFacts problem={problem} />}
        action={
          <Button variant="default" loading={trying} leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => void again.current()}>
            {t('app.retry')}
          </Button>
        }
      />
    </div>
  );
}
