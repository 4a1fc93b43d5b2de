import { Button, Tooltip } from '@mantine/core';
import { IconMessages, IconPhone } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { start_call } from '../../api/operations.ts';
import { nationalForm } from '../../format/phone.ts';
import { duration } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { type MyCall, otherSide, useMyCall } from '../../live/my_call.ts';
import type { CallDetail } from '../../api/types.ts';
import { ButtonLink } from '../../parts/button_link.tsx';
import { useCause } from '../../parts/cause.ts';
import { Elapsed } from '../../parts/elapsed.tsx';
import { Gate } from '../../parts/gate.tsx';
import { LiveWords } from '../../parts/live_words.tsx';
import { PhoneNumber } from '../../parts/small.tsx';
import { Forbidden, State } from '../../parts/states.tsx';
import { StatusLabel } from '../../parts/status_label.tsx';
import { useOffers } from '../../session/session.ts';
import { usePageTitle } from '../../parts/page_title.ts';
import layout from '../../parts/page.module.css';
import css from './dial.module.css';
import { DialPad, Recent, useDialForm } from './dial_pad.tsx';

export function DialPage() {
  const { t } = useSpeech();
  const offers = useOffers();
  const mine = useMyCall();
  const { isOn } = mine;
  // An ended call stays here for whoever saw it end; who comes back later comes back to dial.
  const [seenOn, setSeenOn] = useState<string | null>(null);
  useEffect(() => {
    if (isOn) setSeenOn(mine.callId);
  }, [isOn, mine.callId]);
  const call = isOn || seenOn === mine.callId ? mine.call : null;
  const party = call ? otherSide(call) : null;

  const title = party ? t('call.with', { party: nationalForm(party) }) : t('dial.title');
  usePageTitle(title);
  return (
    <div className={`${layout.page} ${call ? css.pageOn : ''}`}>
      <header className={layout.pageHead}>
        <div>
          <h1>{title}</h1>
          {!call && <p className={layout.pageMeaning}>{t('dial.meaning')}</p>}
        </div>
      </header>
      {!offers(start_call) ? (
        <div className={layout.card}>
          <Forbidden right={t('dial.forbidden.right')} />
        </div>
      ) : call ? (
        <div className={css.desk}>
          <div className={css.left}>
            <Now call={call} mine={mine} />
          </div>
          <div className={`${layout.card} ${css.words}`}>
            <LiveWords key={call.id} call={call} />
          </div>
        </div>
      ) : (
        <Idle />
      )}
    </div>
  );
}

/** The pad, and beside it what helps before a call. */
function Idle() {
  const { t } = useSpeech();
  const form = useDialForm();
  return (
    <div className={css.desk}>
      <DialPad dial={form} />
      <div className={css.left}>
        <Recent onChoose={form.choose} />
        <div className={`${layout.card} ${css.hintCard}`}>
          <State compact icon={<IconMessages size={22} stroke={1.6} />} title={t('dial.idle.title')} body={t('dial.idle.body')} />
        </div>
      </div>
    </div>
  );
}

/** The call that is on, or has just ended: who, in what state, how it got there, and what was checked before. */
function Now({ call, mine }: { call: CallDetail; mine: MyCall }) {
  const { t, tOr } = useSpeech();
  const isOn = mine.isOn;
  const causeOf = useCause();
  const since = call.answered_at ?? call.started_at ?? call.created_at;
  const stored = call.recordings.some((recording) => recording.status === 'stored');
  return (
    <>
      <section className={`${layout.card} ${css.now}`} aria-label={t('facts.parties')}>
        <div className={css.nowState}>
          <StatusLabel status={call.status} />
          <Elapsed className={css.nowTimer} since={since} until={call.ended_at} />
        </div>
        {call.legs.length > 0 && (
          <ol className={css.steps} aria-label={t('technical.legs')}>
            {call.legs.map((leg) => (
              <li key={leg.id} className={css.step} data-state={leg.ended_at ? 'ended' : leg.answered_at ? 'answered' : leg.dialed_at ? 'going' : 'waiting'}>
                <span className={css.stepMark} aria-hidden />
                <span>
                  <b>{leg.role === 'agent' ? t('dial.own_phone') : t('speaker.consumer')}</b> <PhoneNumber number={leg.to_number} />
                </span>
                <span>{tOr(`status.${leg.status}`, leg.status)}</span>
              </li>
            ))}
          </ol>
        )}
        {!isOn && (
          <div role="status">
            <p>
              {call.talk_seconds
                ? t('ended.talked', { duration: duration(call.talk_seconds) })
                : call.answered_at
                  ? t('ended.title')
                  : t('ended.no_talk')}
            </p>
            {call.answered_at && <p style={{ color: 'var(--wib-ink-3)' }}>{stored ? t('ended.stored') : t('ended.recording')}</p>}
            {call.failure_reason && <p style={{ color: 'var(--wib-bad)' }}>{causeOf(call.failure_reason)}</p>}
          </div>
        )}
        {!isOn && (
          <div style={{ display: 'grid', gap: 8 }}>
            <ButtonLink to="/calls/$callId" params={{ callId: call.id }}>
              {t('bar.details')}
            </ButtonLink>
            <Tooltip label={t('dial.again')}>
              <Button variant="default" leftSection={<IconPhone size={16} aria-hidden />} onClick={mine.putAway}>
                {t('calls.dial')}
              </Button>
            </Tooltip>
          </div>
        )}
      </section>
      <section className={`${layout.card} ${css.now}`} aria-label={t('facts.gate')}>
        <h2>{t('facts.gate')}</h2>
        <Gate gate={call.gate} />
      </section>
    </>
  );
}
