import { useState } from 'react';
import { ApiProblem } from '../../api/client.ts';
import type { AudioFile } from '../../api/types.ts';
import { fileSize } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Values } from '../../parts/panel.tsx';
import { Copyable, Moment } from '../../parts/small.tsx';
import { FailedNotice } from '../../parts/states.tsx';
import css from './audio.module.css';

/** One file whole: its sound, and what is known of it. The sound is asked for when somebody plays it, and that is written down. */
export function FileDialog({ file, name, onClose }: { file: AudioFile; name: string; onClose: () => void }) {
  const { t, locale } = useSpeech();
  const [broken, setBroken] = useState(false);
  const [attempt, setAttempt] = useState(0);
  return (
    <Dialog heading label={name} onClose={onClose}>
      <div className={css.file}>
        <audio key={attempt} className={css.player} controls preload="none" src={file.stream_path} aria-label={t('audio.player')} onError={() => setBroken(true)} />
        {broken && (
          <FailedNotice
            error={new ApiProblem(0, { code: 'MEDIA_ERROR' }, '–')}
            retry={() => {
              setBroken(false);
              setAttempt(attempt + 1);
            }}
          />
        )}
        <p className={css.soft}>{t('audio.player.audited')}</p>
        <Values
          of={[
            { label: t('audio.column.by'), value: file.created_by_name ?? '–' },
            { label: t('audio.column.when'), value: <Moment at={file.created_at} seconds /> },
            { label: t('audio.column.type'), value: file.content_type },
            { label: t('audio.column.size'), value: fileSize(file.size_bytes, locale) },
            { label: t('audio.hash'), value: <Copyable value={file.media_hash} shown={`${file.media_hash.slice(0, 16)}…`} label={t('audio.hash')} /> },
            { label: t('audio.key'), value: <Copyable value={file.file_key} shown={`…${file.file_key.slice(-20)}`} label={t('audio.key')} /> },
          ]}
        />
      </div>
    </Dialog>
  );
}
