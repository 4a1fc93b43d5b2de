import { Button } from '@mantine/core';
import { IconClipboardList } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { list_audit } from '../../api/operations.ts';
import type { AuditLog } from '../../api/types.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { useAuditWords } from '../../parts/audit_words.ts';
import { ListPage } from '../../parts/list_page.tsx';
import { AuthorityBadge, Moment } from '../../parts/small.tsx';
import { EntryDialog } from './entry_dialog.tsx';

const route = getRouteApi('/app/compliance/audit');

export function AuditPage() {
  const { t, tOr } = useSpeech();
  const navigate = route.useNavigate();
  const { deed, who } = useAuditWords();
  const [open, setOpen] = useState<AuditLog | null>(null);
  return (
    <>
      <ListPage
        of={list_audit}
        title={t('audit.title')}
        meaning={t('audit.meaning')}
        action={<AuthorityBadge kind="authoritative" />}
        search={route.useSearch()}
        onSearch={(search) => void navigate({ search, replace: true })}
        filters={{
          resource_type: {
            label: t('audit.filter.type'),
            any: t('audit.filter.any'),
            choices: ['call', 'recording', 'session'],
            name: (type) => tOr(`audit.resource.${type}`, type),
          },
          resource_id: { label: t('audit.filter.id'), main: true },
        }}
        rows={(answer) => answer.audit_logs}
        id={(entry) => entry.id}
        createdAt={(entry) => entry.created_at}
        columns={[
          { id: 'deed', header: t('audit.column.deed'), cell: deed, narrow: 'title' },
          { id: 'who', header: t('audit.column.who'), cell: who, narrow: 'line' },
          { id: 'what', header: t('audit.column.what'), cell: (entry) => tOr(`audit.resource.${entry.resource_type}`, entry.resource_type) },
          { id: 'when', header: t('audit.column.when'), align: 'right', cell: (entry) => <Moment at={entry.created_at} seconds />, narrow: 'line' },
          {
            id: 'open',
            header: t('audit.column.open'),
            align: 'right',
            narrow: 'side',
            cell: (entry) => (
              <Button variant="default" size="compact-sm" onClick={() => setOpen(entry)} aria-label={t('audit.open', { what: deed(entry) })}>
                {t('audit.look')}
              </Button>
            ),
          },
        ]}
        count={(n) => t('audit.count', { n })}
        empty={{ icon: <IconClipboardList size={22} stroke={1.6} />, title: t('audit.empty'), body: t('audit.empty.body') }}
        right={t('audit.forbidden.right')}
      />
      {open && <EntryDialog entry={open} onClose={() => setOpen(null)} />}
    </>
  );
}
