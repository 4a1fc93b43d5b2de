import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { signOut } from '../api/client.ts';
import { useSpeech } from '../i18n/language.tsx';
import { ProblemFacts, asProblem, useProblemText } from '../parts/states.tsx';
import { sessionEnded } from '../session/ending.ts';

/** Signs out, from the menu, the palette or the profile. Somebody who leaves a desk must know when they have not left. */
export function useSignOut() {
  const { t } = useSpeech();
  const text = useProblemText();
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => sessionEnded('signed_out'),
    onError: (error) => {
      const problem = asProblem(error);
      notifications.show({
        id: 'sign-out',
        color: 'red',
        autoClose: false,
        title: t('signout.failed'),
        message: (
          <>
            {text(problem)}
            <br />
            <ProblemFacts problem={problem} />
          </>
        ),
        closeButtonProps: { 'aria-label': t('app.dismiss') },
      });
    },
  });
}
