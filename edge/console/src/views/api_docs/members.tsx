// What a type holds: each member with its kind, its limits and its meaning; a member that is a type of its own opens in place.
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useSpeech } from '../../i18n/language.tsx';
import css from './api_docs.module.css';
import { type Parameter, type Reference, type Schema, shapeOf } from './document.ts';
import { Words } from './prose.tsx';

/** Types within types end here: a reader who wants more follows the type's own link. */
const kDeepest = 4;

interface MembersProps {
  schema: Schema;
  types: Reference['types'];
  /** Whether a program has to send it: what comes back always has every member, and saying so of each would be noise. */
  asked?: boolean;
  depth?: number;
}

export function Members({ schema, types, asked = false, depth = 0 }: MembersProps) {
  const { t } = useSpeech();
  const shape = shapeOf(schema);
  const held = shape.type ? types[shape.type] : shape.inner;
  if (!held?.properties) {
    return (
      <ul className={css.members}>
        <Row name={shape.type ?? shape.words} schema={held ?? schema} types={types} asked={asked} depth={depth} />
      </ul>
    );
  }
  const names = Object.entries(held.properties);
  if (!names.length) return <p className={css.quiet}>{t('docs.no_members')}</p>;
  return (
    <ul className={css.members}>
      {names.map(([name, member]) => (
        <Row key={name} name={name} schema={member} types={types} asked={asked} depth={depth} required={held.required?.includes(name) === true} />
      ))}
    </ul>
  );
}

export function Parameters({ of, types }: { of: readonly Parameter[]; types: Reference['types'] }) {
  return (
    <ul className={css.members}>
      {of.map(({ name, schema, required, description, in: where }) => (
        <Row key={`${where} ${name}`} name={name} schema={{ ...schema, ...(description ? { description } : {}) }} types={types} asked depth={0} required={required} />
      ))}
    </ul>
  );
}

interface RowProps {
  name: string;
  schema: Schema;
  types: Reference['types'];
  asked: boolean;
  depth: number;
  required?: boolean;
}

function Row({ name, schema, types, asked, depth, required }: RowProps) {
  const { t } = useSpeech();
  const [open, setOpen] = useState(false);
  const shape = shapeOf(schema);
  const named = shape.type ? types[shape.type] : undefined;
  const inside = named?.properties ? named : shape.inner;
  const opens = inside !== null && inside !== undefined && Object.keys(inside.properties ?? {}).length > 0 && depth < kDeepest;
  const choices = (schema.enum ?? named?.enum ?? []).filter((each) => each !== null);
  const description = schema.description ?? (named?.properties || named?.enum ? '' : named?.description);
  return (
    <li className={css.member}>
      <div className={css.memberHead}>
        {opens ? (
          <button type="button" className={css.opener} aria-expanded={open} onClick={() => setOpen(!open)}>
            <IconChevronRight size={14} aria-hidden />
            <code>{name}</code>
          </button>
        ) : (
          <code className={css.memberName}>{name}</code>
        )}
        <span className={css.kind}>
          {shape.type ? (
            <Link to="/api-docs/types/$type" params={{ type: shape.type }}>
              {shape.words}
            </Link>
          ) : (
            shape.words
          )}
          {shape.nullable && ` | null`}
        </span>
        {required !== undefined && (asked || !required) && <span className={required ? css.required : css.optional}>{t(required ? 'docs.required' : 'docs.optional')}</span>}
      </div>
      {description && (
        <p className={css.memberAbout} lang="en">
          <Words text={description} />
        </p>
      )}
      <Limits schema={schema} choices={choices} />
      {opens && open && (
        <div className={css.inside}>
          <Members schema={inside} types={types} asked={asked} depth={depth + 1} />
        </div>
      )}
    </li>
  );
}

/** The limits of an int32 are what the word says already. */
const kWhole = 2 ** 31;

function Limits({ schema, choices }: { schema: Schema; choices: readonly unknown[] }) {
  const { t } = useSpeech();
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, pattern } = schema;
  const between = (least: number | undefined, most: number | undefined): string =>
    least === undefined ? `≤ ${most}` : most === undefined ? `≥ ${least}` : `${least} – ${most}`;
  const told = minimum !== undefined && minimum > -kWhole ? minimum : undefined;
  const most = maximum !== undefined && maximum < kWhole - 1 ? maximum : undefined;
  const limits: ReactNode[] = [];
  if (minLength !== undefined || maxLength !== undefined) limits.push(t('docs.characters', { range: between(minLength, maxLength) }));
  if (told !== undefined || most !== undefined) limits.push(between(told, most));
  if (minItems !== undefined || maxItems !== undefined) limits.push(t('docs.items', { range: between(minItems, maxItems) }));
  if (pattern !== undefined) limits.push(<code>{pattern}</code>);
  if (schema.default !== undefined) limits.push(<>{t('docs.default')} <code>{JSON.stringify(schema.default)}</code></>);
  if (!limits.length && !choices.length) return null;
  return (
    <div className={css.limits}>
      {limits.map((limit, i) => (
        <span key={i}>{limit}</span>
      ))}
      {choices.map((choice) => (
        <code key={String(choice)} className={css.choice}>
          {String(choice)}
        </code>
      ))}
    </div>
  );
}
