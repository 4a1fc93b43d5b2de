import { useLocalStorage } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import type { KeyboardEvent, ReactNode } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import { usePageTitle } from '../../parts/page_title.ts';
import { type Value, Values } from '../../parts/panel.tsx';
import { Copyable } from '../../parts/small.tsx';
import css from './api_docs.module.css';
import { useReference } from './api_docs_page.tsx';
import { Code } from './code.tsx';
import type { Operation, Reference } from './document.ts';
import { kLanguages, exampleOf } from './examples.ts';
import { Members, Parameters } from './members.tsx';
import { Method } from './method.tsx';
import { Missing } from './missing.tsx';
import { Prose, Words } from './prose.tsx';

const route = getRouteApi('/open/api-docs/$operation');

export function OperationPage() {
  const { operation: id } = route.useParams();
  const reference = useReference();
  const operation = reference.groups.flatMap((group) => group.operations).find((each) => each.id === id);
  return operation ? <Article key={id} operation={operation} reference={reference} /> : <Missing name={id} />;
}

function Article({ operation, reference }: { operation: Operation; reference: Reference }) {
  const { t } = useSpeech();
  usePageTitle(`${operation.summary} · ${t('docs.title')}`);
  const { types } = reference;
  const parameters = (where: string) => operation.parameters.filter((each) => each.in === where);
  return (
    <article className={css.article}>
      <header className={css.articleHead}>
        <p className={css.eyebrow} lang="en">
          {operation.tag}
        </p>
        <h1 lang="en">{operation.summary}</h1>
        <p className={css.address}>
          <Method method={operation.method} />
          <Copyable value={operation.path} label={t('docs.path')} />
        </p>
      </header>
      <div className={css.body}>
        <div className={css.text}>
          <Prose text={operation.description} />
          <Demands operation={operation} />
          {(['path', 'query', 'header'] as const).map(
            (where) =>
              parameters(where).length > 0 && (
                <Part key={where} title={t(`docs.parameters.${where}`)}>
                  <Parameters of={parameters(where)} types={types} />
                </Part>
              ),
          )}
          {operation.body && (
            <Part title={t('docs.body')}>
              <Members asked schema={operation.body.schema} types={types} />
            </Part>
          )}
          {operation.replies.map((reply) => (
            <Part
              key={reply.status}
              title={
                <>
                  {t('docs.reply')} <span className={css.good}>{reply.status}</span> {reply.contentType && <span className={css.quiet}>{reply.contentType}</span>}
                </>
              }
            >
              {reply.description !== operation.summary && <Prose text={reply.description} />}
              {reply.schema && <Members schema={reply.schema} types={types} />}
              {reply.headers.length > 0 && (
                <dl className={css.headers}>
                  {reply.headers.map(({ name, description }) => (
                    <div key={name}>
                      <dt>
                        <code>{name}</code>
                      </dt>
                      <dd lang="en">
                        <Words text={description} />
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </Part>
          ))}
          {operation.events.length > 0 && (
            <Part title={t('docs.events')}>
              {operation.events.map(({ name, schema }) => (
                <div key={name} className={css.event}>
                  <h3>
                    <code>{name}</code>
                  </h3>
                  <Members schema={schema} types={types} />
                </div>
              ))}
            </Part>
          )}
          <Part title={t('docs.refusals')}>
            <Refusals operation={operation} reference={reference} />
          </Part>
        </div>
        <Examples operation={operation} />
      </div>
    </article>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={css.part}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const kMinute = 60;
const kKib = 1024;

/** What one must be and have to ask this, and how often one may. */
function Demands({ operation }: { operation: Operation }) {
  const { t, tOr } = useSpeech();
  const { auth, role, rate, once, bodyLimit, security } = operation;
  const proof = security.some((way) => way.some((scheme) => scheme.name === 'X-CSRF-Token'));
  const values: (Value | false)[] = [
    { label: t('docs.who'), value: role ? t('docs.session', { role: tOr(`role.${role}`, role) }) : tOr(`docs.auth.${auth}`, auth) },
    proof && { label: t('docs.proof'), value: <code>X-CSRF-Token</code> },
    rate !== null && {
      label: t('docs.rate'),
      value: (
        <>
          {t('docs.rate_of', { n: rate.requests, minutes: rate.window_seconds / kMinute })} <code>{rate.name}</code>
        </>
      ),
    },
    once && {
      label: t('docs.once'),
      value: (
        <>
          <code>Idempotency-Key</code> {t('docs.once_means')}
        </>
      ),
    },
    operation.body !== null && bodyLimit > 0 && { label: t('docs.limit'), value: t('docs.kib', { n: bodyLimit / kKib }) },
  ];
  return (
    <div className={css.demands}>
      <Values of={values} />
    </div>
  );
}

function Refusals({ operation, reference }: { operation: Operation; reference: Reference }) {
  const { t } = useSpeech();
  const meaning = new Map(reference.codes.map((each) => [each.code, each.meaning]));
  return (
    <table className={css.codes}>
      <thead>
        <tr>
          <th scope="col">{t('docs.status')}</th>
          <th scope="col">{t('docs.code')}</th>
          <th scope="col">{t('docs.meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {operation.refusals.flatMap(({ status, codes }) =>
          codes.map((code) => (
            <tr key={code}>
              <td className="numbers">{status}</td>
              <td>
                <code>{code}</code>
              </td>
              <td lang="en">{meaning.get(code)}</td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

function Examples({ operation }: { operation: Operation }) {
  const { t } = useSpeech();
  const [kept, setLanguage] = useLocalStorage<string>({ key: 'wib.docs.language', defaultValue: 'curl', getInitialValueInEffect: false });
  const language = kLanguages.find((each) => each === kept) ?? 'curl';
  const step = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const next = kLanguages[(kLanguages.indexOf(language) + by + kLanguages.length) % kLanguages.length]!;
    setLanguage(next);
    event.currentTarget.querySelector<HTMLElement>(`#docs-${next}`)?.focus();
  };
  const reply = operation.replies.find((each) => each.example !== undefined);
  return (
    <aside className={css.examples} aria-label={t('docs.examples')}>
      <div>
        <div className={css.languages} role="tablist" aria-label={t('docs.language')} onKeyDown={step}>
          {kLanguages.map((each) => (
            <button
              key={each}
              type="button"
              role="tab"
              id={`docs-${each}`}
              className={css.language}
              aria-selected={each === language}
              aria-controls="docs-example"
              tabIndex={each === language ? 0 : -1}
              onClick={() => setLanguage(each)}
            >
              {t(`docs.language.${each}`)}
            </button>
          ))}
        </div>
        <div role="tabpanel" id="docs-example" aria-labelledby={`docs-${language}`}>
          <Code title={t('docs.request')} text={exampleOf(operation, language, location.origin)} />
        </div>
      </div>
      {reply && <Code json title={`${t('docs.reply')} ${reply.status}`} text={JSON.stringify(reply.example, null, 2)} />}
    </aside>
  );
}
