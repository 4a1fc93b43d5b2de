import { Skeleton } from '@mantine/core';
import { IconChevronLeft, IconFileOff, IconPhoneOff, IconUpload, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { recordingStreamPath } from '../../api/client.ts';
import { callQuery, transcriptQuery } from '../../api/queries.ts';
import type { CallDetail, Recording } from '../../api/types.ts';
import { nationalForm } from '../../format/phone.ts';
import { clockTime, duration } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { absorbTranscript, useConversation } from '../../live/live.ts';
import { otherSide } from '../../live/my_call.ts';
import { Elapsed } from '../../parts/elapsed.tsx';
import { LiveWords } from '../../parts/live_words.tsx';
import { Moment } from '../../parts/small.tsx';
import { Failed, FailedNotice, State, asProblem } from '../../parts/states.tsx';
import { StatusLabel } from '../../parts/status_label.tsx';
import { usePageTitle } from '../../shell/outside.tsx';
import shell from '../../shell/shell.module.css';
import css from './call.module.css';
import { Audit, Facts, Technical, Timeline } from './facts.tsx';
import { Player } from './player.tsx';
import { Playhead } from './playhead.ts';
import { Transcript } from './transcript.tsx';

const route = getRouteApi('/app/calls/$callId');

export function CallPage() {
  const { callId } = route.useParams();
  // A new call is a new page: nothing of the last one's playhead or search stays.
  return <CallOf key={callId} callId={callId} />;
}

function CallOf({ callId }: { callId: string }) {
  const { t } = useSpeech();
  const call = useQuery(callQuery(callId));
  const party = call.data ? otherSide(call.data) : null;
  const title = t('call.with', { party: party ? nationalForm(party) : t('app.unknown') });
  usePageTitle(call.data ? title : t('nav.calls'));

  return (
    <div className={shell.page}>
      <header className={css.head}>
        <Link to="/calls" className={css.back ?? ''}>
          <IconChevronLeft size={15} aria-hidden />
          {t('call.back')}
        </Link>
        {call.data ? <Heading call={call.data} title={title} /> : <h1 className="visually-hidden">{t('nav.calls')}</h1>}
      </header>
      {call.isError && call.data && <FailedNotice error={call.error} retry={() => void call.refetch()} />}
      {call.data ? (
        <Body call={call.data} />
      ) : call.isError ? (
        <div className={shell.card}>
          {asProblem(call.error).status === 404 || asProblem(call.error).code === 'INVALID_ID' ? (
            <State icon={<IconFileOff size={22} stroke={1.6} />} title={t('call.not_found.title')} body={t('call.not_found.body')} />
          ) : (
            <Failed error={call.error} retry={() => void call.refetch()} right={t('calls.forbidden.right')} />
          )}
        </div>
      ) : (
        <Bones />
      )}
    </div>
  );
}

function Heading({ call, title }: { call: CallDetail; title: string }) {
  const { t, tOr } = useSpeech();
  return (
    <div className={css.titleRow}>
      <h1 title={otherSide(call) ?? undefined}>{title}</h1>
      <div className={css.titleFacts}>
        <StatusLabel status={call.status} />
        <span aria-hidden>·</span>
        <Moment at={call.started_at ?? call.created_at} />
        <span aria-hidden>·</span>
        <span>{tOr(`flow.${call.flow_type}`, call.flow_type)}</span>
      </div>
      <div className={css.talk}>
        <span>{t('call.talk')}</span>
        <b className="numbers">
          {!call.ended_at && call.answered_at ? (
            <Elapsed since={call.answered_at} until={null} />
          ) : call.talk_seconds === null || !call.answered_at ? (
            '–'
          ) : (
            duration(call.talk_seconds)
          )}
        </b>
      </div>
    </div>
  );
}

function Body({ call }: { call: CallDetail }) {
  const { t } = useSpeech();
  const isOn = call.ended_at === null;
  const [playhead] = useState(() => new Playhead());
  const [marks, setMarks] = useState<readonly number[]>([]);
  const unsettled = call.recordings.some((r) => r.status === 'recording' || r.status === 'uploading');
  const transcript = useQuery(transcriptQuery(call.id));
  const { segments } = useConversation(call.id, isOn || unsettled);
  useEffect(() => {
    if (transcript.data) absorbTranscript(call.id, transcript.data);
  }, [call.id, transcript.data]);

  const recording = call.recordings.find((r) => r.status === 'stored') ?? call.recordings[0];
  const playable = !isOn && recording?.status === 'stored' ? recording : null;
  // Between the answer and its merge lies one render; an empty look must not flash there.
  const merged = transcript.data && segments.length >= transcript.data.length;
  return (
    <div className={css.columns}>
      <div className={css.left}>
        <div className={shell.card}>
          {playable ? (
            <Player streamPath={recordingStreamPath(playable.id)} durationMs={playable.duration_ms} playhead={playhead} marksMs={marks} />
          ) : (
            <NotPlayable recording={recording} isOn={isOn} answered={call.answered_at !== null} />
          )}
        </div>
        {isOn ? (
          <div className={`${shell.card} ${css.live}`}>
            <LiveWords call={call} />
          </div>
        ) : (
          <div className={shell.card}>
            {merged || segments.length ? (
              <Transcript segments={segments} playhead={playhead} canSeek={playable !== null} answered={call.answered_at !== null} onMatches={setMarks} />
            ) : transcript.isError ? (
              <Failed error={transcript.error} retry={() => void transcript.refetch()} right={t('calls.forbidden.right')} />
            ) : (
              <div className={css.bones} data-testid="skeleton">
                {[62, 48, 71, 40, 55].map((width, i) => (
                  <div key={width} className={css.bone} style={{ width: `${width}%`, justifySelf: i % 2 ? 'end' : 'start' }} />
                ))}
              </div>
            )}
          </div>
        )}
      </div>
      <div className={css.right}>
        <Facts call={call} />
        <Timeline callId={call.id} />
        <Audit call={call} />
        <Technical call={call} />
      </div>
    </div>
  );
}

/** Why there is nothing to hear yet, or at all. */
function NotPlayable({ recording, isOn, answered }: { recording: Recording | undefined; isOn: boolean; answered: boolean }) {
  const { t, locale } = useSpeech();
  if (recording?.status === 'failed') {
    return <State compact tone="bad" icon={<IconX size={22} stroke={1.6} />} title={t('player.lost')} body={t('player.lost_hint')} />;
  }
  if (isOn && recording) {
    const since = clockTime(recording.started_at ?? Date.now(), locale);
    return (
      <p className={css.strip}>
        <i aria-hidden />
        <span>
          <b>{t('player.recording', { since })}.</b> {t('player.recording_hint')}
        </span>
      </p>
    );
  }
  if (recording || (!isOn && answered)) {
    return <State compact role="status" icon={<IconUpload size={22} stroke={1.6} />} title={t('player.uploading')} body={t('player.uploading_hint')} />;
  }
  return <State compact icon={<IconPhoneOff size={22} stroke={1.6} />} title={t('player.none')} body={t('player.none_hint')} />;
}

function Bones() {
  const { t } = useSpeech();
  return (
    <div className={css.columns} role="status" aria-label={t('app.loading')} data-testid="skeleton">
      <div className={css.left}>
        <Skeleton height={210} radius={8} />
        <Skeleton height={380} radius={8} />
      </div>
      <div className={css.right}>
        <Skeleton height={320} radius={8} />
        <Skeleton height={200} radius={8} />
      </div>
    </div>
  );
}
