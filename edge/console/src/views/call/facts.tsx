// The right column: what is known about a call, why it could be made, what happened, who did what.
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId } from 'react';
import { auditQuery, timelineQuery } from '../../api/queries.ts';
import type { AuditLog, CallDetail, CallStatus, Recording, TimelineEvent } from '../../api/types.ts';
import { clockTime, durationMs, fileSize, fullMoment } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { AuthorityBadge, Copyable, Moment, PhoneNumber } from '../../parts/small.tsx';
import { Failed } from '../../parts/states.tsx';
import { useCause } from '../../parts/cause.ts';
import { Gate } from '../../parts/gate.tsx';
import shell from '../../shell/shell.module.css';
import css from './call.module.css';

function Panel({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={`${shell.card} ${css.facts}`} aria-labelledby={id}>
      <div className={css.factsHead}>
        <h2 id={id}>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}

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
      <dl className={css.list}>
        <dt>{t('facts.consumer')}</dt>
        <dd>
          <PhoneNumber number={consumer} />
        </dd>
        <dt>{t('facts.placed_by')}</dt>
        <dd>{call.user_name ?? '–'}</dd>
        <dt>{t('facts.caller_id')}</dt>
        <dd>
          <PhoneNumber number={consumerLeg?.from_number ?? ours} />
        </dd>
        {agentLeg?.to_number && (
          <>
            <dt>{t('facts.agent_phone')}</dt>
            <dd>
              <PhoneNumber number={agentLeg.to_number} />
            </dd>
          </>
        )}
        <dt>{t('facts.direction')}</dt>
        <dd>
          {t(`direction.${call.direction}`)}, {tOr(`flow.${call.flow_type}`, call.flow_type).toLowerCase()}
        </dd>
        <dt>{t('facts.started')}</dt>
        <dd>
          <Moment at={call.started_at ?? call.created_at} seconds />
        </dd>
        <dt>{t('facts.answered')}</dt>
        <dd>
          <Moment at={call.answered_at} seconds />
        </dd>
        <dt>{t('facts.ended')}</dt>
        <dd>
          <Moment at={call.ended_at} seconds />
        </dd>
        {(reason || call.ended_at) && (
          <>
            <dt>{t('facts.reason')}</dt>
            {/* An end the carrier gave no cause for is one we asked for. */}
            <dd>{reason ? causeOf(reason) : t('cause.ended_here')}</dd>
          </>
        )}
      </dl>
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
      <div className={css.factsHead} style={{ marginBottom: 8 }}>
        <h2>{t('facts.recording')}</h2>
        <AuthorityBadge kind={recording.is_authoritative ? 'authoritative' : 'derivative'} />
      </div>
      <dl className={css.list}>
        {recording.duration_ms !== null && (
          <>
            <dt>{t('facts.length')}</dt>
            <dd className="numbers">{durationMs(recording.duration_ms)}</dd>
          </>
        )}
        {recording.size_bytes !== null && (
          <>
            <dt>{t('facts.size')}</dt>
            <dd className="numbers">{fileSize(recording.size_bytes, locale)}</dd>
          </>
        )}
        <dt>{t('facts.source')}</dt>
        <dd>{tOr(`source.${recording.source}`, recording.source)}</dd>
        {recording.media_hash && (
          <>
            <dt>{t('facts.hash')}</dt>
            <dd>
              <Copyable value={recording.media_hash} shown={shortHash(recording.media_hash)} label={t('facts.hash.copy')} />
            </dd>
          </>
        )}
        {recording.derivatives.map((derivative) => (
          <div key={derivative.kind} style={{ display: 'contents' }}>
            <dt>{t('facts.listening_copy')}</dt>
            <dd>
              {derivative.kind.toUpperCase()}
              {derivative.size_bytes !== null && <span className="numbers">, {fileSize(derivative.size_bytes, locale)}</span>}{' '}
              <AuthorityBadge kind="derivative" />
            </dd>
          </div>
        ))}
      </dl>
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
const kBad = ['failed', 'lost', 'busy', 'no_answer', 'canceled'];

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
  const audit = useQuery(
    auditQuery(
      call.id,
      call.recordings.map((recording) => recording.id),
    ),
  );
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
  const { t, tOr } = useSpeech();
  const [entry] = run;
  const who = entry.user_name ?? (entry.actor_label ? tOr(`audit.actor.${entry.actor_label}`, entry.actor_label) : t('audit.system'));
  const hasValues = entry.old_value !== null || entry.new_value !== null;
  return (
    <li>
      <b>
        {tOr(`audit.action.${entry.action}`, entry.action)}
        {run.length > 1 && <span className={css.quiet}> ×{run.length}</span>}
      </b>
      <Moment at={entry.created_at} seconds />
      <span className={css.by}>{t('audit.by', { who })}</span>
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
    <section className={`${shell.card} ${css.facts}`}>
      <details className={css.folded}>
        <summary>{t('technical.title')}</summary>
        <dl className={css.list}>
          <dt>{t('technical.call_id')}</dt>
          <dd>
            <Copyable value={call.id} label={t('technical.call_id')} />
          </dd>
          {call.recordings.map((recording) => (
            <div key={recording.id} style={{ display: 'contents' }}>
              <dt>{t('technical.recording_id')}</dt>
              <dd>
                <Copyable value={recording.id} label={t('technical.recording_id')} />
              </dd>
              {recording.media_hash && (
                <>
                  <dt>{t('facts.hash')}</dt>
                  <dd>
                    <Copyable value={recording.media_hash} label={t('facts.hash.copy')} />
                  </dd>
                </>
              )}
            </div>
          ))}
          {call.legs.map((leg) => (
            <div key={leg.id} style={{ display: 'contents' }}>
              <dt>{t(`technical.leg.${leg.role}`)}</dt>
              <dd>
                <Copyable value={leg.id} label={t(`technical.leg.${leg.role}`)} />
                <div>
                  {tOr(`status.${leg.status}`, leg.status)}
                  {leg.hangup_cause ? ` · ${t('technical.cause')}: ${causeOf(leg.hangup_cause)}` : ''}
                </div>
              </dd>
            </div>
          ))}
        </dl>
        {timeline.data && <Raw label={t('technical.raw')} value={timeline.data} />}
      </details>
    </section>
  );
}
