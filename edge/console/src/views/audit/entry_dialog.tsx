import { Link } from '@tanstack/react-router';
import type { AuditLog } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { useAuditWords } from '../../parts/audit_words.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Values } from '../../parts/panel.tsx';
import { Copyable, Moment } from '../../parts/small.tsx';
import css from './audit.module.css';
import { LogProof } from './log_proof.tsx';

/** One entry whole: who did what to which thing, and each member that changed with what it was and what it is. */
export function EntryDialog({ entry, onClose }: { entry: AuditLog; onClose: () => void }) {
  const { t, tOr } = useSpeech();
  const { deed, who } = useAuditWords();
  const changes = changesOf(entry);
  return (
    <Dialog heading label={deed(entry)} onClose={onClose}>
      <div className={css.entry}>
        <Values
          of={[
            { label: t('audit.column.who'), value: who(entry) },
            { label: t('audit.column.when'), value: <Moment at={entry.created_at} seconds /> },
            { label: t('audit.column.what'), value: tOr(`audit.resource.${entry.resource_type}`, entry.resource_type) },
            { label: t('audit.filter.id'), value: entry.resource_id && <Copyable value={entry.resource_id} label={t('audit.filter.id')} /> },
            { label: t('problem.id'), value: entry.correlation_id && <Copyable value={entry.correlation_id} label={t('problem.id')} /> },
            { label: t('audit.action'), value: <span className="mono">{entry.action}</span> },
          ]}
        />
        {changes.length > 0 && (
          <table className={css.changes}>
            <thead>
              <tr>
                <th scope="col">{t('audit.member')}</th>
                <th scope="col">{t('audit.before')}</th>
                <th scope="col">{t('audit.after')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ member, before, after }) => (
                <tr key={member}>
                  <th scope="row" className="mono">
                    {member}
                  </th>
                  <td className={`${css.before} mono`}>{before}</td>
                  <td className={`${css.after} mono`}>{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <LogProof entry={entry} />
        {entry.resource_type === 'call' && entry.resource_id && (
          <Link to="/calls/$callId" params={{ callId: entry.resource_id }} className={css.link ?? ''}>
            {t('bar.details')}
          </Link>
        )}
      </div>
    </Dialog>
  );
}

/** Members of either value whose text differs; a value that is no object is one member without a name. */
function changesOf({ old_value, new_value }: AuditLog): { member: string; before: string; after: string }[] {
  const [before, after] = [membersOf(old_value), membersOf(new_value)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((member) => ({ member, before: before.get(member) ?? '', after: after.get(member) ?? '' }))
    .filter((change) => change.before !== change.after);
}

function membersOf(value: unknown): Map<string, string> {
  if (value === null || value === undefined) return new Map();
  const entries = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : [['', value] as const];
  return new Map(entries.map(([name, each]) => [name, typeof each === 'string' ? each : JSON.stringify(each)]));
}
