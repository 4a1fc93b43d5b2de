import { Button } from '@mantine/core';
import { IconPhoneOff, IconUpload, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { recordingStreamPath } from '../../api/client.ts';
import { monitor_call, retry_transcription } from '../../api/operations.ts';
import { callQuery, queryClient, transcriptQuery, versionsQuery } from '../../api/queries.ts';
import type { CallDetail, Recording, TranscriptVersions } from '../../api/types.ts';
import { nationalForm } from '../../format/phone.ts';
import { clockTime, duration } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { absorbTranscript, useConversation } from '../../live/live.ts';
import { otherSide } from '../../live/my_call.ts';
import { Columns, DetailPage } from '../../parts/detail_page.tsx';
import { Elapsed } from '../../parts/elapsed.tsx';
import { LiveWords } from '../../parts/live_words.tsx';
import { useSend } from '../../parts/send.ts';
import { Moment, Notice } from '../../parts/small.tsx';
import { Failed, State } from '../../parts/states.tsx';
import { useOffers } from '../../session/session.ts';
import { StatusLabel } from '../../parts/status_label.tsx';
import layout from '../../parts/page.module.css';
import css from './call.module.css';
import { Audit, Facts, Technical, Timeline } from './facts.tsx';
import { finalWords, versionFor } from './final_words.ts';
import { Listen } from './listen.tsx';
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
  const { t, tOr } = useSpeech();
  return (
    <DetailPage
      thing={useQuery(callQuery(callId))}
      back={{ to: '/calls', label: t('call.back') }}
      title={(call) => t('call.with', { party: otherSide(call) ? nationalForm(otherSide(call)!) : t('app.unknown') })}
      fullTitle={(call) => otherSide(call) || undefined}
      facts={(call) => (
        <>
          <StatusLabel status={call.status} />
          <span aria-hidden>·</span>
          <Moment at={call.started_at ?? call.created_at} />
          <span aria-hidden>·</span>
          <span>{tOr(`flow.${call.flow_type}`, call.flow_type)}</span>
        </>
      )}
      figure={(call) => <Talk call={call} />}
      waiting={t('nav.calls')}
      notFound={{ title: t('call.not_found.title'), body: t('call.not_found.body') }}
      right={t('calls.forbidden.right')}
    >
      {(call) => <Body call={call} />}
    </DetailPage>
  );
}

function Talk({ call }: { call: CallDetail }) {
  const { t } = useSpeech();
  return (
    <>
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
    </>
  );
}

function Body({ call }: { call: CallDetail }) {
  const { t } = useSpeech();
  const isOn = call.ended_at === null;
  const [playhead] = useState(() => new Playhead());
  const [marks, setMarks] = useState<readonly number[]>([]);
  const unsettled = call.recordings.some((r) => r.status === 'recording' || r.status === 'uploading');
  const transcript = useQuery(transcriptQuery(call.id));
  const versions = useQuery({ ...versionsQuery(call.id), enabled: !isOn }).data;
  const isMaking = versions ? kMaking.has(versions.transcript_status) : false;
  const { segments } = useConversation(call.id, isOn || unsettled || isMaking);
  useEffect(() => {
    if (transcript.data) absorbTranscript(call.id, transcript.data);
  }, [call.id, transcript.data]);

  const { at, recording: wanted } = route.useSearch();
  const stored = call.recordings.filter((r) => r.status === 'stored');
  const recording = stored.find((r) => r.id === wanted) ?? stored[0] ?? call.recordings[0];
  const playable = !isOn && recording?.status === 'stored' ? recording : null;
  const offers = useOffers();
  const version = versionFor(versions?.versions ?? [], recording?.id);
  const words = useMemo(() => (version ? finalWords(version) : null), [version]);
  // Between the answer and its merge lies one render; an empty look must not flash there.
  const merged = transcript.data && segments.length >= transcript.data.length;
  return (
    <Columns
      left={
        <>
          <div className={layout.card}>
            {playable ? (
              <Player streamPath={recordingStreamPath(playable.id)} durationMs={playable.duration_ms} playhead={playhead} marksMs={marks} />
            ) : (
              <NotPlayable recording={recording} isOn={isOn} answered={call.answered_at !== null} />
            )}
            {offers(monitor_call) && call.answered_at && <Listen call={call} />}
          </div>
          {isOn ? (
            <div className={`${layout.card} ${css.live}`}>
              <LiveWords call={call} />
            </div>
          ) : (
            <div className={layout.card}>
              {words || merged || segments.length ? (
                <Transcript
                  segments={words ?? segments}
                  version={version}
                  notice={version || !versions ? null : <Making call={call} versions={versions} />}
                  playhead={playhead}
                  canSeek={playable !== null}
                  answered={call.answered_at !== null}
                  onMatches={setMarks}
                  at={version ? at : undefined}
                />
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
        </>
      }
      right={
        <>
          <Facts call={call} />
          <Timeline callId={call.id} />
          <Audit call={call} />
          <Technical call={call} />
        </>
      }
    />
  );
}

const kMaking: ReadonlySet<string> = new Set(['queued', 'pending', 'failed']);

/** How the making of the canonical transcript stands, until there is one. */
function Making({ call, versions }: { call: CallDetail; versions: TranscriptVersions }) {
  const { t, tOr } = useSpeech();
  const offers = useOffers();
  const again = useSend(retry_transcription, { onSuccess: () => queryClient.invalidateQueries({ queryKey: ['call', call.id, 'versions'] }) });
  const status = versions.transcript_status;
  if (status === 'none' || status === 'completed') return null;
  const reason = versions.failure_reason ? tOr(`transcription.reason.${versions.failure_reason}`, versions.failure_reason) : null;
  return (
    <div className={css.making}>
      <Notice
        tone={status === 'failed_permanent' ? 'bad' : status === 'failed' || reason ? 'warn' : 'plain'}
        action={
          status === 'failed_permanent' && offers(retry_transcription) ? (
            <Button size="compact-sm" variant="default" loading={again.isPending} onClick={() => again.mutate({ path: { id: call.id } })}>
              {t('transcription.again')}
            </Button>
          ) : undefined
        }
      >
        {t(`transcription.${status}`)}
        {reason && <> {t('transcription.because', { reason })}</>}
        {again.isError && <> {t('transcription.again_failed', { code: again.error.code })}</>}
      </Notice>
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
