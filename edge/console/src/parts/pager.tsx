import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { Pagination } from '../api/types.ts';
import { useSpeech } from '../i18n/language.tsx';
import css from './list.module.css';

interface PagerProps {
  pagination: Pagination;
  count: (total: number) => string;
  onPage: (page: number) => void;
}

/** How much there is, and the way through it. */
export function Pager({ pagination: { page, total, total_pages }, count, onPage }: PagerProps) {
  const { t } = useSpeech();
  const pages = Math.max(1, total_pages);
  return (
    <footer className={css.foot}>
      <span className="numbers" role="status">
        {count(total)}
      </span>
      <div className={css.pages}>
        <span className="numbers">{t('list.page', { page, pages })}</span>
        <ActionIcon variant="default" size="md" aria-label={t('list.previous')} disabled={page <= 1} onClick={() => onPage(page - 1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon variant="default" size="md" aria-label={t('list.next')} disabled={page >= pages} onClick={() => onPage(page + 1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
      </div>
    </footer>
  );
}
