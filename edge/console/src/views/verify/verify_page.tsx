import { Button, Progress, Textarea } from '@mantine/core';
import { IconFileZip, IconShieldCheck, IconShieldX } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { fileSize } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { PageHead } from '../../parts/page_head.tsx';
import { Panel, Values } from '../../parts/panel.tsx';
import { AuthorityBadge, Copyable, Moment, Notice } from '../../parts/small.tsx';
import layout from '../../parts/page.module.css';
import { State } from '../../parts/states.tsx';
import { NoKey, type Report, verifyBundle } from './verifier.ts';
import css from './verify.module.css';

type Standing = { state: 'waiting' } | { state: 'reading'; name: string; share: number } | { state: 'read'; name: string; report: Report } | { state: 'failed'; name: string; why: 'key' | 'module' };

/** For anybody: whether an evidence bundle is what was signed. The file stays where it is. */
export function VerifyPage() {
  const { t } = useSpeech();
  const [keys, setKeys] = useState('');
  const [standing, setStanding] = useState<Standing>({ state: 'waiting' });
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(0);
  const verify = async (file: File | undefined) => {
    if (!file) return;
    const mine = ++latest.current;
    const show = (next: Standing) => mine === latest.current && setStanding(next);
    show({ state: 'reading', name: file.name, share: 0 });
    try {
      const named = keys.split('\n').map((line) => line.trim()).filter((line) => line !== '');
      const report = await verifyBundle(file, named, (share) => show({ state: 'reading', name: file.name, share }));
      show({ state: 'read', name: file.name, report });
    } catch (failure) {
      show({ state: 'failed', name: file.name, why: failure instanceof NoKey ? 'key' : 'module' });
    }
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void verify(event.dataTransfer.files[0]);
  };
  return (
    <div className={layout.page}>
      <div className={css.column}>
        <PageHead title={t('evidence.title')} meaning={t('evidence.meaning')} />
        <div
          className={css.drop}
          data-over={over || undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={dropped}
        >
          <IconFileZip size={28} stroke={1.5} aria-hidden />
          <p>{t('evidence.drop')}</p>
          <Button onClick={() => input.current?.click()}>{t('evidence.choose')}</Button>
          <input
            ref={input}
            type="file"
            accept=".zip,application/zip"
            hidden
            aria-label={t('evidence.file')}
            onChange={({ currentTarget }) => {
              void verify(currentTarget.files?.[0]);
              currentTarget.value = ''; // the same file may be chosen again
            }}
          />
          <p className={css.soft}>{t('evidence.stays')}</p>
        </div>
        <Textarea
          label={t('evidence.keys')}
          description={t('evidence.keys.about')}
          placeholder="name+0a1b2c3d+AQ…"
          value={keys}
          onChange={({ currentTarget }) => {
            setKeys(currentTarget.value);
            // What was said of a file was said for other keys.
            latest.current++;
            setStanding({ state: 'waiting' });
          }}
          autosize
          minRows={1}
          maxRows={6}
          spellCheck={false}
        />
        <div aria-live="polite" className={css.answer}>
          <Answer standing={standing} />
        </div>
      </div>
    </div>
  );
}

function Answer({ standing }: { standing: Standing }) {
  const { t } = useSpeech();
  switch (standing.state) {
    case 'waiting':
      return null;
    case 'reading':
      return (
        <Panel title={t('evidence.reading', { name: standing.name })}>
          <Progress value={standing.share * 100} aria-label={t('evidence.progress')} />
        </Panel>
      );
    case 'failed':
      return (
        <Notice tone="bad">{t(`evidence.failed.${standing.why}`, { name: standing.name })}</Notice>
      );
    case 'read':
      return <Verdict report={standing.report} name={standing.name} />;
  }
}

function Verdict({ report, name }: { report: Report; name: string }) {
  const { t, locale } = useSpeech();
  const { flaw } = report;
  return (
    <div className={css.verdict}>
      {flaw ? (
        <State
          role="status"
          compact
          tone="bad"
          icon={<IconShieldX size={22} stroke={1.6} />}
          title={t('evidence.flawed', { name })}
          body={`${flaw.path ? `${flaw.path}: ` : ''}${t(`evidence.flaw.${flaw.kind}`)}`}
          facts={t('evidence.where', { offset: flaw.offset.toLocaleString(locale), detail: flaw.detail })}
        />
      ) : (
        <State
          role="status"
          compact
          tone="good"
          icon={<IconShieldCheck size={22} stroke={1.6} />}
          title={t('evidence.holds', { name })}
          body={t(report.trust === 'trusted' ? 'evidence.trusted' : 'evidence.not_told')}
        />
      )}
      {report.witness === 'not_witnessed' && <Notice tone="warn">{t('evidence.not_witnessed')}</Notice>}
      {report.call_id && (
        <Panel title={t('evidence.says')}>
          <Values
            of={[
              { label: t('evidence.call'), value: <Copyable value={report.call_id} label={t('evidence.call')} /> },
              { label: t('evidence.organization'), value: <Copyable value={report.organization_id!} label={t('evidence.organization')} /> },
              { label: t('evidence.made'), value: <Moment at={report.made_at} seconds /> },
              { label: t('evidence.signer'), value: <Copyable value={report.signing_key!} label={t('evidence.signer')} /> },
            ]}
          />
        </Panel>
      )}
      {report.files.length > 0 && (
        <Panel title={t(flaw ? 'evidence.files.before' : 'evidence.files')}>
          <ul className={css.files}>
            {report.files.map((file) => (
              <li key={file.path}>
                <span className={css.name}>{file.path}</span>
                <AuthorityBadge kind={file.authority} />
                <span className={css.soft}>
                  <span className="numbers">{fileSize(file.size, locale)}</span>
                  {file.records !== null && `, ${t(file.kind === 'recording' ? 'evidence.records' : 'evidence.entries', { n: file.records })}`}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}
