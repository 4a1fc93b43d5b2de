import { useSpeech } from '../i18n/language.tsx';

const kOfTheAgent = 'agent_';

/** Why a call or a leg ended, in the reader's words; a cause on the agent's side says so. */
export function useCause(): (cause: string) => string {
  const { t, tOr } = useSpeech();
  return (cause) =>
    cause.startsWith(kOfTheAgent)
      ? t('cause.on_agent_side', { cause: tOr(`cause.${cause.slice(kOfTheAgent.length)}`, cause.slice(kOfTheAgent.length)) })
      : tOr(`cause.${cause}`, cause);
}
