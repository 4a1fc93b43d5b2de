// Cloudflare Turnstile's widget, as the edge tells this page of it: whose it is, and, on the pages that ask for a person, its script.
// Its words end here.

export interface WidgetOptions {
  action: string;
  language: string;
  dark: boolean;
  /** Somebody was shown to be a person; the token is good once, for five minutes. */
  solved: (token: string) => void;
  /** It wants to be pressed. */
  asks: () => void;
  /** The token is too old; a new one is coming. */
  expired: () => void;
  failed: (code: string) => void;
}

export interface Widget {
  /** Solves anew: a token that was sent is spent. */
  again: () => void;
  remove: () => void;
}

interface Api {
  render: (place: HTMLElement, options: Record<string, unknown>) => string;
  reset: (id: string) => void;
  remove: (id: string) => void;
}

const told = () => document.getElementById('root')?.dataset ?? {};

/** Whether this deployment asks for a person at all. */
export const asksForAPerson = (): boolean => Boolean(told()['siteKey']);
/** Whether the page as it was loaded may show the widget: its policy is that of the address it was opened at. */
export const mayShowTheWidget = (): boolean => Boolean(told()['widget']);

let script: Promise<Api> | null = null;

function load(): Promise<Api> {
  script ??= new Promise<Api>((resolve, reject) => {
    const element = document.createElement('script');
    const failed = () => {
      script = null;
      element.remove();
      reject(new Error('the widget did not load'));
    };
    element.src = told()['widget']!;
    element.async = true;
    element.onerror = failed;
    element.onload = () => {
      const api = (window as { turnstile?: Api }).turnstile;
      if (api) resolve(api);
      else failed();
    };
    document.head.append(element);
  });
  return script;
}

export async function showWidget(place: HTMLElement, options: WidgetOptions): Promise<Widget> {
  const api = await load();
  const id = api.render(place, {
    sitekey: told()['siteKey'],
    action: options.action,
    language: options.language,
    theme: options.dark ? 'dark' : 'light',
    size: 'flexible',
    callback: options.solved,
    'before-interactive-callback': options.asks,
    'expired-callback': options.expired,
    'error-callback': (code: string) => {
      options.failed(code);
      return true;
    },
  });
  return { again: () => api.reset(id), remove: () => api.remove(id) };
}
