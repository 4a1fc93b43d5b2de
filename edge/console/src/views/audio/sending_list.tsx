import { Button, CloseButton, Progress } from '@mantine/core';
import { fileSize } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { FailedNotice } from '../../parts/states.tsx';
import { Notice } from '../../parts/small.tsx';
import css from './audio.module.css';
import type { Sending, SendingFiles } from './sending.ts';

/** Files on their way, above those that are there. */
export function SendingList({ files }: { files: SendingFiles }) {
  const { t } = useSpeech();
  return (
    <>
      <p role="status" className={css.told}>
        {files.arrived ? t('audio.arrived', { name: files.arrived }) : ''}
      </p>
      {files.all.length > 0 && (
        <ul className={css.sending} aria-label={t('audio.sending')}>
          {files.all.map((each) => (
            <li key={each.id}>
              <OnItsWay each={each} files={files} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function OnItsWay({ each, files }: { each: Sending; files: SendingFiles }) {
  const { t, locale } = useSpeech();
  const { file, share, problem } = each;
  const percent = Math.round((share ?? 0) * 100);
  const isUnderWay = share !== null;
  return (
    <div className={css.one}>
      <div className={css.line}>
        <span className={css.name}>{file.name}</span>
        <span className={`${css.soft} numbers`}>
          {isUnderWay ? t(share < 1 ? 'audio.sent' : 'audio.storing', { percent: String(percent) }) : fileSize(file.size, locale)}
        </span>
        {!problem && !each.unfit && !isUnderWay && <span className={css.soft}>{t('audio.waiting')}</span>}
        {isUnderWay ? (
          <Button variant="default" size="compact-sm" onClick={() => files.drop(each.id)} aria-label={t('audio.cancel.of', { name: file.name })}>
            {t('audio.cancel')}
          </Button>
        ) : (
          <CloseButton aria-label={t('audio.drop.of', { name: file.name })} onClick={() => files.drop(each.id)} />
        )}
      </div>
      {isUnderWay && <Progress value={percent} size="sm" aria-label={t('audio.progress', { name: file.name })} />}
      {problem && <FailedNotice error={problem} title={t('audio.failed', { name: file.name })} retry={() => files.again(each.id)} />}
      {each.unfit && <Notice tone="warn">{t(`audio.unfit.${each.unfit}`)}</Notice>}
    </div>
  );
}
