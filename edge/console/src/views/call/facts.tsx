// The right column: what is known about a call, why it could be made, what happened, who did what.
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { list_audit } from '../../api/operations.ts';
import { auditQuery, timelineQuery } from '../../api/queries.ts';
import type { AuditLog, CallDetail, CallStatus, Recording, TimelineEvent } from '../../api/types.ts';
import { clockTime, durationMs, fileSize, fullMoment } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel, Values } from '../../parts/panel.tsx';
import { useAuditWords } from '../../parts/audit_words.ts';
import { AuthorityBadge, Copyable, Moment, PhoneNumber } from '../../parts/small.tsx';
import { Failed } from '../../parts/states.tsx';
import { useCause } from '../../parts/cause.ts';
import { Gate } from '../../parts/gate.tsx';
import layout from '../../parts/page.module.css';
import { useOffers } from '../../session/session.ts';
import css from './call.module.css';

export function Facts({ call }: { call: CallDetail }) {
  const { t, tOr } = useSpeech();
  const consumer = call.direction === 'inbound' ? call.from_number : call.to_number;
  const ours = call.direction === 'inbound' ? call.to_number : call.from_number;
  const consumerLeg = call.legs.find((leg) => leg.role === 'consumer');
  const agentLeg = call.legs.find((leg) => leg.role === 'agent');
  const reason = call.failure_reason ?? call.hangup_cause;
  const causeOf = useCause();
  return (
    <Panel title={t('facts.title')} extra={<AuthorityBadge kind="authoritative" />}>
      <Values
        of={[
          { label: t('facts.consumer'), value: <PhoneNumber number={consumer || null} /> },
          { label: t('facts.placed_by'), value: call.user_name ?? '–' },
          { label: t('facts.caller_id'), value: <PhoneNumber number={consumerLeg?.from_number || ours || null} /> },
          agentLeg?.to_number ? { label: t('facts.agent_phone'), value: <PhoneNumber number={agentLeg.to_number} /> } : null,
          { label: t('facts.direction'), value: `${t(`direction.${call.direction}`)}, ${tOr(`flow.${call.flow_type}`, call.flow_type).toLowerCase()}` },
          { label: t('facts.started'), value: <Moment at={call.started_at ?? call.created_at} seconds /> },
          { label: t('facts.answered'), value: <Moment at={call.answered_at} seconds /> },
          { label: t('facts.ended'), value: <Moment at={call.ended_at} seconds /> },
          // An end the carrier gave no cause for is one we asked for.
          { label: t('facts.reason'), value: reason ? causeOf(reason) : call.ended_at && t('cause.ended_here') },
        ]}
      />
      <div className={css.separate}>
        <h2 style={{ marginBottom: 6 }}>{t('facts.gate')}</h2>
        <Gate gate={call.gate} />
      </div>
      {call.recordings.map((recording) => (
        <RecordingFacts key={recording.id} recording={recording} />
      ))}
      <details className={`${css.fold} ${css.separate}`}>
        <summary>{t('badge.legend')}</summary>
        <div className={css.legend}>
          {(['authoritative', 'preview', 'statement', 'derivative'] as const).map((kind) => (
            <div key={kind} style={{ display: 'contents' }}>
              <AuthorityBadge kind={kind} />
              <span>{t(`badge.${kind}.means`)}</span>
            </div>
          ))}
        </div>
      </details>
    </Panel>
  );
}

function RecordingFacts({ recording }: { recording: Recording }) {
  const { t, tOr, locale } = useSpeech();
  return (
    <div className={css.separate}>
      <div className={css.partHead} style={{ marginBottom: 8 }}>
        <h2>{t('facts.recording')}</h2>
        <AuthorityBadge kind={recording.is_authoritative ? 'authoritative' : 'derivative'} />
      </div>
      <Values
        of={[
          { label: t('facts.length'), numbers: true, value: recording.duration_ms !== null && durationMs(recording.duration_ms) },
          { label: t('facts.size'), numbers: true, value: recording.size_bytes !== null && fileSize(recording.size_bytes, locale) },
          { label: t('facts.source'), value: tOr(`source.${recording.source}`, recording.source) },
          {
            label: t('facts.hash'),
            value: recording.media_hash && (
              <Copyable value={recording.media_hash} shown={shortHash(recording.media_hash)} label={t('facts.hash.copy')} />
            ),
          },
          ...recording.derivatives.map((derivative) => ({
            id: derivative.kind,
            label: t('facts.listening_copy'),
            value: (
              <>
                {derivative.kind.toUpperCase()}
                {derivative.size_bytes !== null && <span className="numbers">, {fileSize(derivative.size_bytes, locale)}</span>}{' '}
                <AuthorityBadge kind="derivative" />
              </>
            ),
          })),
        ]}
      />
    </div>
  );
}

const shortHash = (hash: string) => (hash.length > 20 ? `${hash.slice(0, 10)}…${hash.slice(-8)}` : hash);

export function Timeline({ callId }: { callId: string }) {
  const { t, locale } = useSpeech();
  const timeline = useQuery(timelineQuery(callId));
  const events = timeline.data?.filter((event) => event.event_type !== 'turn');
  return (
    <Panel title={t('timeline.title')}>
      {!timeline.data && timeline.isError ? (
        <Failed compact error={timeline.error} retry={() => void timeline.refetch()} right={t('calls.forbidden.right')} />
      ) : !events ? (
        <Skeleton height={110} />
      ) : !events.length ? (
        <p className={css.quiet}>{t('timeline.empty')}</p>
      ) : (
        <ol className={css.timeline}>
          {events.map((event) => (
            <Happened key={event.seq} event={event} locale={locale} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

const kGood = ['in_progress', 'bridged', 'completed', 'stored', 'back'];
const kBad = ['failed', 'failed_permanent', 'lost', 'busy', 'no_answer', 'canceled'];

function Happened({ event, locale }: { event: TimelineEvent; locale: string }) {
  const { t, tOr } = useSpeech();
  const data = (event.event_data ?? {}) as Record<string, unknown>;
  const detail = String(data['status'] ?? data['state'] ?? '');
  const what =
    event.event_type === 'call' && detail
      ? t('timeline.call', { status: tOr(`status.${detail as CallStatus}`, detail).toLowerCase() })
      : tOr(`timeline.${event.event_type}.${detail}`, '') || tOr(`timeline.${event.event_type}`, event.event_type);
  const speaker = data['speaker'];
  const text = speaker ? t('timeline.of_side', { what, speaker: tOr(`speaker.${speaker}`, String(speaker)).toLowerCase() }) : what;
  const tone = kGood.includes(detail) ? 'good' : kBad.includes(detail) ? 'bad' : undefined;
  return (
    <li className={css.event} data-tone={tone}>
      <i aria-hidden />
      <span>{text}</span>
      <time dateTime={event.created_at} title={fullMoment(event.created_at, locale)} className="numbers">
        {clockTime(event.created_at, locale)}
      </time>
    </li>
  );
}

export function Audit({ call }: { call: CallDetail }) {
  const { t } = useSpeech();
  const offered = useOffers()(list_audit);
  const audit = useQuery({
    ...auditQuery(
      call.id,
      call.recordings.map((recording) => recording.id),
    ),
    enabled: offered,
  });
  // Who may not read the trail is not told so on every call's page.
  if (!offered) return null;
  return (
    <Panel title={t('audit.title')} extra={audit.data && <AuthorityBadge kind="authoritative" />}>
      {!audit.data && audit.isError ? (
        <Failed compact error={audit.error} retry={() => void audit.refetch()} right={t('audit.forbidden.right')} />
      ) : !audit.data ? (
        <Skeleton height={90} />
      ) : !audit.data.length ? (
        <p className={css.quiet}>{t('audit.empty')}</p>
      ) : (
        <ol className={css.audit}>
          {runsOf(audit.data).map((run) => (
            <Entry key={run[0].id} run={run} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** One person doing one thing several times within a minute (a player reading ranges) is one line, and says how often. */
const kOneGoMs = 60_000;

type Run = [AuditLog, ...AuditLog[]];

function runsOf(entries: readonly AuditLog[]): Run[] {
  const runs: Run[] = [];
  for (const entry of entries) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const same =
      before &&
      before.action === entry.action &&
      before.user_name === entry.user_name &&
      before.actor_label === entry.actor_label &&
      Date.parse(before.created_at) - Date.parse(entry.created_at) < kOneGoMs;
    if (run && same) run.push(entry);
    else runs.push([entry]);
  }
  return runs;
}

function Entry({ run }: { run: Run }) {
  const { t } = useSpeech();
  const { deed, who } = useAuditWords();
  const [entry] = run;
  const hasValues = entry.old_value !== null || entry.new_value !== null;
  return (
    <li>
      <b>
        {deed(entry)}
        {run.length > 1 && <span className={css.quiet}> ×{run.length}</span>}
      </b>
      <Moment at={entry.created_at} seconds />
      <span className={css.by}>{t('audit.by', { who: who(entry) })}</span>
      {(hasValues || entry.correlation_id) && (
        <details className={css.fold}>
          <summary>{t('technical.title')}</summary>
          {run.map((each) => (
            <div key={each.id} className={css.auditEach}>
              <div className="mono">
                {each.action} · <Moment at={each.created_at} seconds />
              </div>
              {each.correlation_id && <Copyable value={each.correlation_id} label={t('problem.id')} />}
              {each.old_value !== null && <Raw label={t('audit.before')} value={each.old_value} />}
              {each.new_value !== null && <Raw label={t('audit.after')} value={each.new_value} />}
            </div>
          ))}
        </details>
      )}
    </li>
  );
}

function Raw({ label, value }: { label: string; value: unknown }) {
  return (
    <pre className={`${css.raw} mono`} tabIndex={0} aria-label={label}>
      {label}: {JSON.stringify(value, null, 2)}
    </pre>
  );
}

export function Technical({ call }: { call: CallDetail }) {
  const { t, tOr } = useSpeech();
  const causeOf = useCause();
  const timeline = useQuery(timelineQuery(call.id));
  return (
    <section className={`${layout.card} ${css.technical}`}>
      <details className={css.folded}>
        <summary>{t('technical.title')}</summary>
        <Values
          of={[
            { label: t('technical.call_id'), value: <Copyable value={call.id} label={t('technical.call_id')} /> },
            ...call.recordings.flatMap(({ id, media_hash }) => [
              { id, label: t('technical.recording_id'), value: <Copyable value={id} label={t('technical.recording_id')} /> },
              { id: `${id} hash`, label: t('facts.hash'), value: media_hash && <Copyable value={media_hash} label={t('facts.hash.copy')} /> },
            ]),
            ...call.legs.map((leg) => ({
              id: leg.id,
              label: t(`technical.leg.${leg.role}`),
              value: (
                <>
                  <Copyable value={leg.id} label={t(`technical.leg.${leg.role}`)} />
                  <div>
                    {tOr(`status.${leg.status}`, leg.status)}
                    {leg.hangup_cause ? ` · ${t('technical.cause')}: ${causeOf(leg.hangup_cause)}` : ''}
                  </div>
                </>
              ),
            })),
          ]}
        />
        {timeline.data && <Raw label={t('technical.raw')} value={timeline.data} />}
      </details>
    </section>
  );
}
