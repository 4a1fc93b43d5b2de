import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { documentPath } from '../../api/client.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { usePageTitle } from '../../parts/page_title.ts';
import { Copyable } from '../../parts/small.tsx';
import css from './api_docs.module.css';
import { useReference } from './api_docs_page.tsx';
import { Method } from './method.tsx';
import { Prose } from './prose.tsx';
import { Codes } from './type_page.tsx';

export function OverviewPage() {
  const { t } = useSpeech();
  const reference = useReference();
  usePageTitle(t('docs.title'));
  return (
    <article className={css.article}>
      <header className={css.articleHead}>
        <p className={css.eyebrow}>{t('docs.version', { version: reference.version })}</p>
        <h1>{t('docs.title')}</h1>
        <p className={css.address}>
          <span className={css.quiet}>{t('docs.base')}</span>
          <Copyable value={location.origin} label={t('docs.base')} />
        </p>
        <p>
          <Button component="a" href={documentPath()} download="openapi.json" variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
            {t('docs.download')}
          </Button>
        </p>
      </header>
      <div className={css.text}>
        <Prose text={reference.introduction} />
        {reference.groups.map((group) => (
          <section key={group.name} className={css.part}>
            <h2 lang="en">{group.name}</h2>
            {group.description && <Prose text={group.description} />}
            <ul className={css.operations}>
              {group.operations.map((operation) => (
                <li key={operation.id}>
                  <Link to="/api-docs/$operation" params={{ operation: operation.id }}>
                    <Method method={operation.method} />
                    <span lang="en">{operation.summary}</span>
                    <code>{operation.path}</code>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <section className={css.part}>
          <h2>{t('docs.codes')}</h2>
          <Codes reference={reference} />
        </section>
      </div>
    </article>
  );
}
