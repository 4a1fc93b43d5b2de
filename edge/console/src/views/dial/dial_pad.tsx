import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconBackspace, IconPhone } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { start_call } from '../../api/operations.ts';
import { callsQuery, kCallLists, queryClient } from '../../api/queries.ts';
import type { FlowType } from '../../api/types.ts';
import { asDialled, nationalForm } from '../../format/phone.ts';
import { moment } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { otherSide, takeCall } from '../../live/my_call.ts';
import { ButtonLink } from '../../parts/button_link.tsx';
import { useSend } from '../../parts/send.ts';
import { FailedNotice, asProblem } from '../../parts/states.tsx';
import { StatusLabel } from '../../parts/status_label.tsx';
import { ownPhone, rememberOwnPhone } from '../../session/own_phone.ts';
import { useUser } from '../../session/session.ts';
import layout from '../../parts/page.module.css';
import css from './dial.module.css';

const route = getRouteApi('/app/dial');

const kKeys = [
  ['1', ''], ['2', 'ABC'], ['3', 'DEF'],
  ['4', 'GHI'], ['5', 'JKL'], ['6', 'MNO'],
  ['7', 'PQRS'], ['8', 'TUV'], ['9', 'WXYZ'],
  ['+', ''], ['0', ''], ['#', ''],
] as const;

interface Draft {
  number: string;
  mode: FlowType;
  phone: string;
}

/** What was typed outlives a reload and its own person's sign-in; another's pad is empty. */
const draftOf = (userId: string) => `wib.dial.${userId}`;
const kMode = 'wib.dial.mode';

function keptDraft(userId: string): Draft {
  const fresh: Draft = {
    number: '',
    mode: localStorage.getItem(kMode) === 'bridge' ? 'bridge' : 'direct',
    phone: ownPhone(userId),
  };
  try {
    return { ...fresh, ...(JSON.parse(sessionStorage.getItem(draftOf(userId)) ?? '{}') as Partial<Draft>) };
  } catch {
    return fresh;
  }
}

/** What is being dialled, shared by the pad and the numbers beside it. */
export function useDialForm() {
  const { t } = useSpeech();
  const user = useUser();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const input = useRef<HTMLInputElement>(null);

  const form = useForm<Draft>({
    initialValues: search.number ? { ...keptDraft(user.id), number: nationalForm(search.number) } : keptDraft(user.id),
    validate: {
      number: (number) => (asDialled(number) ? null : t('dial.need_number')),
      phone: (phone, { mode }) => (mode === 'direct' || asDialled(phone) ? null : t('dial.need_own_phone')),
    },
    onValuesChange: (values) => sessionStorage.setItem(draftOf(user.id), JSON.stringify(values)),
  });

  const place = useSend(start_call, {
    onSuccess: (started) => {
      sessionStorage.removeItem(draftOf(user.id));
      takeCall(started.call_id);
      void navigate({ search: {}, replace: true });
      void queryClient.invalidateQueries({ queryKey: kCallLists });
    },
    onError: (problem) => {
      for (const { path, message } of problem.details) {
        if (path === 'to_number') form.setFieldError('number', message);
        if (path === 'from_number') form.setFieldError('phone', message);
      }
    },
  });

  const submit = form.onSubmit(({ number, mode, phone }) => {
    localStorage.setItem(kMode, mode);
    if (mode === 'bridge') rememberOwnPhone(user.id, asDialled(phone));
    place.mutate({
      body: {
        to_number: asDialled(number),
        flow_type: mode,
        ...(mode === 'bridge' ? { from_number: asDialled(phone) } : {}),
      },
    });
  });

  return {
    form,
    place,
    submit,
    input,
    choose(number: string) {
      form.setFieldValue('number', nationalForm(number));
      input.current?.focus();
    },
  };
}

export function DialPad({ dial: { form, place, submit, input } }: { dial: ReturnType<typeof useDialForm> }) {
  const { t } = useSpeech();
  const { number, mode } = form.values;
  const dialled = asDialled(number);
  const press = (key: string) => {
    form.setFieldValue('number', number + key);
    input.current?.focus();
  };
  useEffect(() => input.current?.focus({ preventScroll: true }), [input]);

  return (
      <form className={`${layout.card} ${css.pad}`} noValidate onSubmit={submit} aria-label={t('dial.title')}>
        <div>
          <TextInput
            ref={input}
            className={css.number ?? ''}
            label={t('dial.number')}
            type="tel"
            inputMode="tel"
            autoComplete="off"
            placeholder="(415) 555-0132"
            aria-describedby="dial-hint"
            rightSectionWidth={42}
            rightSection={
              number ? (
                <ActionIcon variant="subtle" color="gray" aria-label={t('dial.delete')} onClick={() => form.setFieldValue('number', number.slice(0, -1))}>
                  <IconBackspace size={20} stroke={1.6} aria-hidden />
                </ActionIcon>
              ) : null
            }
            {...form.getInputProps('number')}
          />
          <p id="dial-hint" className={`${css.hint} numbers`}>
            {dialled.length > 4 ? t('dial.will_dial', { number: dialled }) : t('dial.number_hint')}
          </p>
        </div>
        <div className={css.keys} role="group" aria-label={t('dial.keypad')}>
          {kKeys.map(([key, letters]) => (
            <button key={key} type="button" className={css.key} onClick={() => press(key)}>
              {key}
              {letters && <small aria-hidden>{letters}</small>}
            </button>
          ))}
        </div>
        <fieldset className={css.modes}>
          <legend>{t('dial.mode')}</legend>
          {(['direct', 'bridge'] as const).map((each) => (
            <label key={each} className={css.mode}>
              <input
                type="radio"
                name="mode"
                value={each}
                checked={mode === each}
                onChange={() => form.setFieldValue('mode', each)}
                aria-describedby={`mode-${each}`}
              />
              <b>{t(`dial.mode.${each}`)}</b>
              <span id={`mode-${each}`}>{t(`dial.mode.${each}_explain`)}</span>
            </label>
          ))}
        </fieldset>
        {mode === 'bridge' && (
          <TextInput
            label={t('dial.own_phone')}
            description={t('dial.own_phone_hint')}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            placeholder="(415) 555-0100"
            {...form.getInputProps('phone')}
          />
        )}
        {place.isError && !asProblem(place.error).details.length && (
          <>
            <FailedNotice error={place.error} {...(asProblem(place.error).passing ? { retry: () => submit() } : {})} />
            {asProblem(place.error).callId && (
              <ButtonLink to="/calls/$callId" params={{ callId: asProblem(place.error).callId! }} variant="default">
                {t('dial.open_failed')}
              </ButtonLink>
            )}
          </>
        )}
        <Button type="submit" size="md" loading={place.isPending} leftSection={<IconPhone size={18} aria-hidden />}>
          {t('dial.submit')}
        </Button>
      </form>
  );
}

/** The last few numbers of the organisation, one press away. */
export function Recent({ onChoose }: { onChoose: (number: string) => void }) {
  const { t, locale } = useSpeech();
  const { data } = useQuery(callsQuery({ page: 1, limit: 50 }));
  const seen = new Set<string>();
  const recent = (data?.calls ?? []).filter((call) => {
    const number = otherSide(call);
    return number && !seen.has(number) && seen.add(number);
  });
  if (!recent.length) return null;
  return (
    <section className={`${layout.card} ${css.recent}`} aria-label={t('dial.recent')}>
      <h2>{t('dial.recent')}</h2>
      <ul>
        {recent.slice(0, 7).map((call) => (
          <li key={call.id}>
            <Tooltip label={otherSide(call)}>
              <button type="button" className={css.recentItem} onClick={() => onChoose(otherSide(call)!)}>
                <span>{nationalForm(otherSide(call)!)}</span>
                <StatusLabel status={call.status} />
                <span className="numbers">{moment(call.started_at ?? call.created_at, locale)}</span>
              </button>
            </Tooltip>
          </li>
        ))}
      </ul>
    </section>
  );
}
