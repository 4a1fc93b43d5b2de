// Listening in on one call: a ticket, a socket, two decoders and the sound card. It ends by itself when the call or the right ends.
import { ApiProblem, call } from '../../api/client.ts';
import { monitor_call } from '../../api/operations.ts';
import { TrackDecoder, bestFormat } from './decoder.ts';
import { readPacket } from './packets.ts';
import { type Playing, kRate } from './track_buffer.ts';
import workletUrl from './worklet.ts?worker&url';

export type EndReason =
  | 'left' | 'stopped' | 'call_ended' | 'stream_ended' | 'revoked' | 'unconfirmed' | 'lost' | 'restarting'
  /** The line broke, or the sound could not be played. */
  | 'broken' | 'unplayable';

export type ListenState =
  | { is: 'idle' }
  | { is: 'connecting' }
  | { is: 'listening'; codec: string; since: number }
  | { is: 'ended'; reason: EndReason }
  | { is: 'refused'; problem: ApiProblem };

export interface ListenNews {
  onState(state: ListenState): void;
  onPlaying(playing: Playing): void;
  onGap(lostPackets: number): void;
}

type Told = { kind: 'started'; codec: string } | { kind: 'gap'; lost_packets: number } | { kind: 'ended'; reason: EndReason };

const kSilence: Playing = { levels: [0, 0], leadMs: 0, stalls: 0, late: 0, played: 0 };

export interface Listening {
  stop(): void;
}

/** Called from a press: browsers let nothing sound that nobody asked for. */
export function listenIn(callId: string, news: ListenNews): Listening {
  const context = new AudioContext({ sampleRate: kRate, latencyHint: 'interactive' });
  let socket: WebSocket | null = null;
  let decoders: TrackDecoder[] = [];
  let over = false;

  const finish = (state: ListenState) => {
    if (over) return;
    over = true;
    socket?.close();
    for (const decoder of decoders) decoder.close();
    void context.close();
    news.onPlaying(kSilence);
    news.onState(state);
  };
  const end = (reason: EndReason) => finish({ is: 'ended', reason });

  const told = (message: Told) => {
    if (message.kind === 'started') news.onState({ is: 'listening', codec: message.codec, since: Date.now() });
    else if (message.kind === 'gap') news.onGap(message.lost_packets);
    else if (message.kind === 'ended') end(message.reason);
  };

  async function begin(): Promise<void> {
    news.onState({ is: 'connecting' });
    try {
      await context.audioWorklet.addModule(workletUrl);
      await context.resume();
    } catch {
      return end('unplayable');
    }
    if (over) return;
    const [ticket, format] = await Promise.all([
      call(monitor_call, { path: { id: callId }, body: { mode: 'listen' } }),
      bestFormat(),
    ]);
    if (over) return;
    const player = new AudioWorkletNode(context, 'listener', { numberOfInputs: 0, outputChannelCount: [2] });
    player.port.onmessage = ({ data }: MessageEvent<Playing>) => {
      if (!over) news.onPlaying(data);
    };
    player.connect(context.destination);
    decoders = ([0, 1] as const).map(
      (track) =>
        new TrackDecoder(
          (timestampMs, samples) => player.port.postMessage({ track, timestampMs, samples }, [samples.buffer as ArrayBuffer]),
          () => end('unplayable'),
        ),
    );
    const address = new URL(ticket.path, location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.searchParams.set('format', format);
    socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (over) return;
      if (typeof data === 'string') return told(JSON.parse(data) as Told);
      const packet = readPacket(data);
      if (packet) decoders[packet.track]!.decode(packet);
    };
    socket.onclose = ({ code }) => end(code === 1008 ? 'revoked' : 'broken');
  }

  begin().catch((error: unknown) => (error instanceof ApiProblem ? finish({ is: 'refused', problem: error }) : end('broken')));
  return { stop: () => end('left') };
}
