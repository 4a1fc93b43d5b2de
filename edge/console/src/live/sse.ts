// Server-sent events from bytes, by the WHATWG rules. A pure reader: bytes in, events out.
// The browser's own EventSource hides heartbeats, status codes and Last-Event-ID after an error, and the console has to be
// honest about all three.

export interface SseEvent {
  /** Null for events that do not exist in the database (words under way, levels). */
  id: string | null;
  type: string;
  data: string;
}

export class SseReader {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #type = '';
  #id: string | null = null;
  #data: string[] = [];

  /** Events completed by these bytes, in order; comments (heartbeats) complete none. */
  push(bytes: Uint8Array): SseEvent[] {
    this.#rest += this.#decoder.decode(bytes, { stream: true });
    const events: SseEvent[] = [];
    for (;;) {
      const end = this.#rest.search(/[\r\n]/);
      if (end < 0) return events;
      // A lone CR at the end may be half of a CRLF.
      if (this.#rest[end] === '\r' && end + 1 === this.#rest.length) return events;
      const line = this.#rest.slice(0, end);
      const skip = this.#rest[end] === '\r' && this.#rest[end + 1] === '\n' ? 2 : 1;
      this.#rest = this.#rest.slice(end + skip);
      const event = this.#line(line);
      if (event) events.push(event);
    }
  }

  #line(line: string): SseEvent | null {
    if (line === '') {
      const event = this.#data.length
        ? { id: this.#id, type: this.#type || 'message', data: this.#data.join('\n') }
        : null;
      this.#type = '';
      this.#id = null;
      this.#data = [];
      return event;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.#data.push(value);
    else if (field === 'event') this.#type = value;
    else if (field === 'id' && !value.includes('\0')) this.#id = value;
    return null;
  }
}
