import { type ReactNode, createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import { type Catalogue, type Key, type Language, type Values, kLanguages, say, sayOr } from './catalogue.ts';
import { en } from './en.ts';

interface Speech {
  language: Language;
  /** For Intl: the reader's own region when it speaks the chosen language. */
  locale: string;
  t(key: Key, values?: Values): string;
  tOr(key: string, fallback: string): string;
  speak(language: Language): void;
}

const SpeechContext = createContext<Speech | null>(null);

const kKept = 'wib.language';

function preferred(): Language {
  const kept = localStorage.getItem(kKept);
  if (kLanguages.includes(kept as Language)) return kept as Language;
  return navigator.language.startsWith('es') ? 'es' : 'en';
}

/** English comes with the console; Spanish is fetched by those who read it, before the first page is drawn. */
const load = async (language: Language): Promise<Catalogue> =>
  language === 'es' ? (await import('./es.ts')).es : en;

export async function firstCatalogue(): Promise<{ language: Language; catalogue: Catalogue }> {
  const language = preferred();
  return { language, catalogue: await load(language) };
}

export function LanguageProvider(props: { first: { language: Language; catalogue: Catalogue }; children: ReactNode }) {
  const [{ language, catalogue }, set] = useState(props.first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const speak = useCallback((next: Language) => {
    localStorage.setItem(kKept, next);
    void load(next).then((loaded) => set({ language: next, catalogue: loaded }));
  }, []);

  const speech = useMemo<Speech>(() => {
    const region = navigator.languages.find((l) => l.startsWith(language));
    return {
      language,
      locale: region ?? (language === 'en' ? 'en-US' : 'es'),
      t: (key, values) => say(catalogue, key, values),
      tOr: (key, fallback) => sayOr(catalogue, key, fallback),
      speak,
    };
  }, [language, catalogue, speak]);

  return <SpeechContext value={speech}>{props.children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = use(SpeechContext);
  if (!speech) throw new Error('useSpeech outside LanguageProvider');
  return speech;
}
