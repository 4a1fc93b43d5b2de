// Cloudflare Turnstile's browser side: the script a page loads and the frame it draws. Plain HTTP on loopback, for no browser knows the
// sandbox's certificate.
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { Turnstile } from "./siteverify.mts";

const kBodyLimit = 4096;

/** `turnstile.render` and its friends, with the callbacks and the hidden field of cloudflare-docs, "Widget configurations". */
const kScript = `(() => {
  const base = new URL(document.currentScript.src).origin;
  const widgets = new Map();
  let count = 0;
  const frameOf = ({ options: o }) => base + '/turnstile/v0/widget?' + new URLSearchParams({
    sitekey: o.sitekey, action: o.action ?? '', cdata: o.cData ?? '', theme: o.theme ?? 'auto', language: o.language ?? 'auto', hostname: location.hostname });
  const settle = (widget, token) => { widget.token = token; widget.field.value = token ?? ''; };
  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== base) return;
    for (const widget of widgets.values()) {
      if (widget.frame.contentWindow !== source) continue;
      const { options } = widget;
      if (data.token) { settle(widget, data.token); options.callback?.(data.token); }
      else if (data.asks) options['before-interactive-callback']?.();
      else if (data.expired) { settle(widget); options['expired-callback']?.(); }
      else { settle(widget); options['error-callback']?.(data.error); }
    }
  });
  window.turnstile = {
    ready: (go) => go(),
    render(where, options) {
      const place = typeof where === 'string' ? document.querySelector(where) : where;
      const id = 'cf-chl-widget-' + (++count).toString(36).padStart(5, '0');
      const widget = { options, token: undefined, frame: document.createElement('iframe'), field: document.createElement('input') };
      widgets.set(id, widget);
      Object.assign(widget.field, { type: 'hidden', name: options['response-field-name'] ?? 'cf-turnstile-response', id: id + '_response' });
      Object.assign(widget.frame, { title: 'Widget containing a Cloudflare security challenge', width: '300', height: '65', src: frameOf(widget) });
      widget.frame.style.border = '0';
      if (options.size === 'flexible') widget.frame.style.width = '100%';
      place.append(widget.frame, widget.field);
      return id;
    },
    reset(id) {
      const widget = widgets.get(id ?? [...widgets.keys()][0]);
      if (!widget) return;
      settle(widget);
      widget.frame.src = frameOf(widget);
    },
    remove(id) {
      const widget = widgets.get(id);
      widget?.frame.remove();
      widget?.field.remove();
      widgets.delete(id);
    },
    getResponse: (id) => widgets.get(id)?.token,
  };
})();
`;

const kFrame = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox of a security challenge</title><style>
  :root { color-scheme: light dark; font: 14px system-ui, sans-serif; }
  body { margin: 0; }
  label, p { box-sizing: border-box; display: flex; align-items: center; gap: 10px; height: 65px; margin: 0; padding: 0 14px;
    border: 1px solid light-dark(#d6d6d6, #555); background: light-dark(#fafafa, #232323); color: light-dark(#222, #eee); }
  input { width: 22px; height: 22px; }
</style></head><body><main id="said"><p role="status">Checking…</p></main><script>
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  const said = document.getElementById('said');
  document.documentElement.style.colorScheme = asked.theme === 'auto' ? '' : asked.theme;
  const tell = (news) => parent.postMessage(news, '*');
  const say = (text) => { said.innerHTML = '<p role="status"></p>'; said.firstChild.textContent = text; };
  async function challenge(interactive) {
    const answer = await fetch('/turnstile/v0/challenge', { method: 'POST', body: JSON.stringify({ ...asked, interactive }) });
    const { token, asks, error } = await answer.json();
    if (token) { say('✓ Success! (sandbox)'); tell({ token }); }
    else if (asks) {
      tell({ asks });
      said.innerHTML = '<label><input type="checkbox"> Verify you are human</label>';
      said.querySelector('input').addEventListener('change', () => challenge(true), { once: true });
    } else { say('Verification failed (sandbox)'); tell({ error }); }
  }
  challenge(false).catch(() => { say('Verification failed (sandbox)'); tell({ error: '200100' }); });
</script></body></html>
`;

export interface WidgetServer {
    port: number;
    close(): Promise<void>;
}

export async function serve_widget(turnstile: Turnstile, port: number): Promise<WidgetServer> {
    const send = (response: http.ServerResponse, status: number, type: string, body: string) =>
        response.writeHead(status, { "content-type": `${type}; charset=utf-8`, "cache-control": "no-store" }).end(body);
    const server = http.createServer((request, response) => {
        const path = (request.url ?? "/").split("?")[0];
        if (request.method === "GET" && path === "/turnstile/v0/api.js") return send(response, 200, "text/javascript", kScript);
        if (request.method === "GET" && path === "/turnstile/v0/widget") return send(response, 200, "text/html", kFrame);
        if (request.method !== "POST" || path !== "/turnstile/v0/challenge") return send(response, 404, "text/plain", "no such thing");
        let text = "";
        request.on("data", (part: Buffer) => {
            if (text.length <= kBodyLimit) text += part.toString("utf8");
        });
        request.on("end", () => send(response, 200, "application/json", JSON.stringify(challenge(turnstile, text))));
    });
    await new Promise<void>((done, fail) => {
        server.once("error", fail);
        server.listen(port, "127.0.0.1", done);
    });
    return {
        port: (server.address() as AddressInfo).port,
        async close() {
            server.closeAllConnections();
            await new Promise((done) => server.close(done));
        },
    };
}

/** What the frame is told: a token, to wait for a press, or an error by Cloudflare's number. */
function challenge(turnstile: Turnstile, text: string): { token: string } | { asks: true } | { error: string } {
    let asked: Record<string, unknown>;
    try {
        asked = JSON.parse(text) as Record<string, unknown>;
    } catch {
        return { error: "200500" };
    }
    const { sitekey, hostname, action, cdata, interactive } = asked;
    const manner = typeof sitekey === "string" ? turnstile.manner(sitekey) : null;
    if (manner === null) return { error: "400020" };
    if (manner === "blocks") return { error: "300030" };
    if (manner === "asks" && interactive !== true) return { asks: true };
    const token = turnstile.solve(
        sitekey as string,
        { hostname: String(hostname ?? ""), action: action ? String(action) : null, cdata: cdata ? String(cdata) : null },
        interactive === true,
    );
    return token ? { token } : { error: "400020" };
}
