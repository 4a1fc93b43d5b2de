import { Button } from '@mantine/core';
import { IconFileMusic, IconUpload } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { type DragEvent, useRef, useState } from 'react';
import { list_audio, upload_audio } from '../../api/operations.ts';
import type { AudioFile } from '../../api/types.ts';
import { fileSize } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { ListPage } from '../../parts/list_page.tsx';
import { Moment } from '../../parts/small.tsx';
import { useOffers } from '../../session/session.ts';
import css from './audio.module.css';
import { FileDialog } from './file_dialog.tsx';
import { useSendingFiles } from './sending.ts';
import { SendingList } from './sending_list.tsx';

const route = getRouteApi('/app/recordings/uploads');

/** Sound files that people brought along: sent, listed, played. */
export function AudioPage() {
  const { t, locale } = useSpeech();
  const navigate = route.useNavigate();
  const maySend = useOffers()(upload_audio);
  const files = useSendingFiles();
  const [open, setOpen] = useState<AudioFile | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const nameOf = (file: AudioFile) => file.original_name ?? t('audio.unnamed');
  const choose = (
    <Button leftSection={<IconUpload size={17} aria-hidden />} onClick={() => input.current?.click()}>
      {t('audio.send')}
    </Button>
  );
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    if (maySend) files.add([...event.dataTransfer.files]);
  };
  return (
    <div className={css.whole} onDragOver={(event) => event.preventDefault()} onDrop={dropped}>
      <ListPage
        of={list_audio}
        title={t('audio.title')}
        meaning={t(maySend ? 'audio.meaning.send' : 'audio.meaning')}
        action={maySend && choose}
        above={
          <>
            <input
              ref={input}
              type="file"
              accept="audio/*"
              multiple
              hidden
              aria-label={t('audio.choose')}
              onChange={({ currentTarget }) => {
                files.add([...(currentTarget.files ?? [])]);
                currentTarget.value = ''; // the same file may be chosen again
              }}
            />
            <SendingList files={files} />
          </>
        }
        search={route.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true })}
        rows={(answer) => answer.audio_files}
        id={(file) => file.id}
        createdAt={(file) => file.created_at}
        columns={[
          { id: 'name', header: t('audio.column.name'), cell: (file) => <span className={css.name}>{nameOf(file)}</span>, narrow: 'title' },
          { id: 'by', header: t('audio.column.by'), cell: (file) => <span className={css.soft}>{file.created_by_name ?? '–'}</span>, narrow: 'line' },
          { id: 'type', header: t('audio.column.type'), cell: (file) => <span className={css.soft}>{file.content_type}</span> },
          { id: 'size', header: t('audio.column.size'), align: 'right', cell: (file) => <span className="numbers">{fileSize(file.size_bytes, locale)}</span> },
          { id: 'when', header: t('audio.column.when'), align: 'right', cell: (file) => <Moment at={file.created_at} />, narrow: 'line' },
          {
            id: 'open',
            header: t('audio.column.open'),
            align: 'right',
            narrow: 'side',
            cell: (file) => (
              <Button variant="default" size="compact-sm" onClick={() => setOpen(file)} aria-label={t('audio.play.of', { name: nameOf(file) })}>
                {t('audio.play')}
              </Button>
            ),
          },
        ]}
        count={(n) => t('audio.count', { n })}
        empty={{
          icon: <IconFileMusic size={22} stroke={1.6} />,
          title: t('audio.empty'),
          body: t('audio.empty.body'),
          ...(maySend ? { action: choose } : {}),
        }}
        right={t('audio.forbidden.right')}
      />
      {open && <FileDialog file={open} name={nameOf(open)} onClose={() => setOpen(null)} />}
    </div>
  );
}
