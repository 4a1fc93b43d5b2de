import { Link, getRouteApi } from '@tanstack/react-router';
import { useSpeech } from '../../i18n/language.tsx';
import { usePageTitle } from '../../parts/page_title.ts';
import css from './api_docs.module.css';
import { useReference } from './api_docs_page.tsx';
import { type Operation, type Reference, type Schema } from './document.ts';
import { Members } from './members.tsx';
import { Method } from './method.tsx';
import { Missing } from './missing.tsx';
import { Prose } from './prose.tsx';

const route = getRouteApi('/open/api-docs/types/$type');

export function TypePage() {
  const { type } = route.useParams();
  const reference = useReference();
  const schema = reference.types[type];
  return schema ? <Type key={type} name={type} schema={schema} reference={reference} /> : <Missing name={type} />;
}

function Type({ name, schema, reference }: { name: string; schema: Schema; reference: Reference }) {
  const { t } = useSpeech();
  usePageTitle(`${name} · ${t('docs.title')}`);
  const spoken = reference.groups.flatMap((group) => group.operations).filter((operation) => speaksOf(operation, name, reference.types));
  const isCodes = name === 'ProblemCode';
  return (
    <article className={css.article}>
      <header className={css.articleHead}>
        <p className={css.eyebrow}>{t('docs.type')}</p>
        <h1 className="mono">{name}</h1>
      </header>
      <div className={css.text}>
        {!isCodes && <Prose text={schema.description ?? ''} />}
        {isCodes ? <Codes reference={reference} /> : <Members schema={schema.properties ? schema : { $ref: `#/components/schemas/${name}` }} types={reference.types} />}
        {spoken.length > 0 && (
          <section className={css.part}>
            <h2>{t('docs.spoken_of')}</h2>
            <ul className={css.operations}>
              {spoken.map((operation) => (
                <li key={operation.id}>
                  <Link to="/api-docs/$operation" params={{ operation: operation.id }}>
                    <Method method={operation.method} />
                    <span lang="en">{operation.summary}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </article>
  );
}

/** Every way the API says no. */
export function Codes({ reference }: { reference: Reference }) {
  const { t } = useSpeech();
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
        {reference.codes.map(({ code, status, meaning }) => (
          <tr key={code}>
            <td className="numbers">{status}</td>
            <td>
              <code>{code}</code>
            </td>
            <td lang="en">{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whether it takes or gives this type, itself or inside another. */
function speaksOf(operation: Operation, name: string, types: Reference['types']): boolean {
  const seen = new Set<string>();
  const within = (schema: Schema | undefined): boolean => {
    const text = JSON.stringify(schema ?? null);
    return [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].some(([, type]) => {
      if (type === name) return true;
      if (seen.has(type!)) return false;
      seen.add(type!);
      return within(types[type!]);
    });
  };
  return [operation.body?.schema, ...operation.replies.map((each) => each.schema ?? undefined), ...operation.events.map((each) => each.schema), ...operation.parameters.map((each) => each.schema)].some(within);
}
