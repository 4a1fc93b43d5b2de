// The call bar: on every page while a call is on. What it shows it is told; ending is its one action.
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconPhoneOff, IconX } from '@tabler/icons-react';
import { useLocation } from '@tanstack/react-router';
import { nationalForm } from '../format/phone.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useConversation } from '../live/live.ts';
import { type MyCall, otherSide } from '../live/my_call.ts';
import { ButtonLink } from '../parts/button_link.tsx';
import { Elapsed } from '../parts/elapsed.tsx';
import { LevelMeter } from '../parts/meter.tsx';
import { PhoneNumber } from '../parts/small.tsx';
import { FailedNotice } from '../parts/states.tsx';
import { StatusLabel } from '../parts/status_label.tsx';
import type { EndCall } from './end_call.ts';
import css from './call_bar.module.css';
import { Hint, useShortcut } from './shortcuts.tsx';

export function CallBar({ mine, end }: { mine: MyCall; end: EndCall }) {
  const { t } = useSpeech();
  const { call, callId, isOn } = mine;
  const path = useLocation({ select: (location) => location.pathname });
  useShortcut('shift+e', 'shortcut.end', () => callId && end.mutate(callId), { scope: 'everywhere', when: isOn });
  if (!call || !callId) return null;

  const party = otherSide(call);
  const status = t(`status.${call.status}`);
  const seesWords = path === '/dial' || path === `/calls/${callId}`;
  return (
    <section className={css.bar} data-on={isOn || undefined} aria-label={t('bar.label')} data-call-id={callId} data-status={call.status}>
      <span className="visually-hidden" role="status">
        {t('bar.region', { party: party ? nationalForm(party) : t('app.unknown'), status })}
      </span>
      <div className={css.barParty}>
        <span className={css.barNumber}>
          <PhoneNumber number={party} />
        </span>
        <span className={css.barState}>
          <StatusLabel status={call.status} />
        </span>
      </div>
      {isOn || call.answered_at ? (
        <Elapsed className={css.barTimer} since={call.answered_at ?? call.started_at ?? call.created_at} until={call.ended_at} />
      ) : null}
      {isOn && call.answered_at ? (
        <div className={css.barMeters}>
          <span>{t('speaker.consumer')}</span>
          <LevelMeter callId={callId} speaker="consumer" />
          <span>{t('speaker.agent')}</span>
          <LevelMeter callId={callId} speaker="agent" />
        </div>
      ) : null}
      {isOn && !seesWords && <LastWords callId={callId} />}
      <div className={css.barActions}>
        {isOn && !seesWords && (
          <ButtonLink to="/dial" variant="default">
            {t('bar.open')}
          </ButtonLink>
        )}
        {!isOn && path !== `/calls/${callId}` && (
          <ButtonLink to="/calls/$callId" params={{ callId }} variant="default">
            {t('bar.details')}
          </ButtonLink>
        )}
        {isOn ? (
          <Tooltip label={<Hint text={t('bar.end')} keys="shift+e" />}>
            <Button color="red" loading={end.isPending} leftSection={<IconPhoneOff size={17} aria-hidden />} onClick={() => end.mutate(callId)}>
              {t('bar.end')}
            </Button>
          </Tooltip>
        ) : (
          <Tooltip label={t('app.dismiss')}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('app.dismiss')} onClick={mine.putAway}>
              <IconX size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      {end.isError && isOn && (
        <div className={css.barProblem}>
          <FailedNotice error={end.error} title={t('bar.end_failed')} retry={() => end.mutate(callId)} />
        </div>
      )}
    </section>
  );
}

function LastWords({ callId }: { callId: string }) {
  const { t } = useSpeech();
  const { segments, underWay } = useConversation(callId, true);
  const now = (['consumer', 'agent'] as const)
    .flatMap((speaker) => (underWay[speaker] ? [{ speaker, ...underWay[speaker] }] : []))
    .sort((a, b) => b.sent_at_us - a.sent_at_us)[0];
  const last = segments.at(-1);
  const speaker = now?.speaker ?? last?.speaker;
  if (!speaker) return <span className={css.barWords} />;
  return (
    <span className={css.barWords} data-speaker={speaker}>
      <b>{t(`speaker.${speaker}`)}</b> {now?.text ?? last?.content}
    </span>
  );
}
