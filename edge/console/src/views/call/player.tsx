// The recording: two channels, consumer above and agent below. The outline is read once; the audio itself is asked for, by
// ranges, when somebody listens, so the audit trail tells looking from listening.
import { ActionIcon, SegmentedControl, Tooltip, VisuallyHidden } from '@mantine/core';
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconRewindBackward5,
  IconRewindForward5,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { type Waveform, useWaveform } from '../../audio/waveform.ts';
import { duration } from '../../format/time.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Notice } from '../../parts/small.tsx';
import { FailedNotice } from '../../parts/states.tsx';
import { ApiProblem } from '../../api/client.ts';
import { Hint, useShortcut } from '../../shell/shortcuts.tsx';
import { styleNonce } from '../../theme/nonce.ts';
import css from './call.module.css';
import { type Playhead, useFromPlayhead, useOnPlayhead } from './playhead.ts';

const kStepMs = 5_000;
const kSpeeds = ['1', '1.25', '1.5', '2'];
const kChannelHeight = 52;

interface PlayerProps {
  streamPath: string;
  /** What the record says, until the audio itself has said it. */
  durationMs: number | null;
  playhead: Playhead;
  /** Moments of a transcript search, shown under the waveform. */
  marksMs: readonly number[];
}

export function Player({ streamPath, durationMs, playhead, marksMs }: PlayerProps) {
  const { t } = useSpeech();
  const [audio, setAudio] = useState<HTMLAudioElement | null>(null);
  const [playing, setPlaying] = useState(false);
  const [muted, setMuted] = useState(false);
  const [speed, setSpeed] = useState('1');
  const [length, setLength] = useState((durationMs ?? 0) / 1000);
  const [broken, setBroken] = useState<ApiProblem | null>(null);
  const [attempt, setAttempt] = useState(0);
  const waveform = useWaveform(streamPath, attempt);

  const attach = useCallback(
    (element: HTMLAudioElement | null) => {
      playhead.attach(element);
      setAudio(element);
    },
    [playhead],
  );

  // The audio element tells the time four times a second; words need it finer, and only while it plays.
  useEffect(() => {
    if (!audio || !playing) return;
    let frame = requestAnimationFrame(function follow() {
      playhead.moved(audio.currentTime * 1000);
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [audio, playing, playhead]);

  useEffect(() => {
    if (audio) audio.playbackRate = Number(speed);
  }, [audio, speed]);

  useShortcut('space', 'shortcut.play', () => playhead.toggle());
  useShortcut('arrowleft', 'shortcut.back', () => playhead.skip(-kStepMs));
  useShortcut('arrowright', 'shortcut.forward', () => playhead.skip(kStepMs));
  useShortcut('m', 'shortcut.mute', () => setMuted((m) => !m));

  // What cannot be read cannot be heard either, and says why; an outline that cannot be drawn is only that.
  const problem = waveform.state === 'failed' && waveform.error instanceof ApiProblem ? waveform.error : broken;
  const ready = waveform.state === 'ready' ? waveform.waveform : null;
  const whole = ready?.durationSeconds || length;
  return (
    <section className={css.player} aria-label={t('player.label')} data-duration={whole.toFixed(3)} data-waveform={waveform.state}>
      <audio
        key={attempt}
        ref={attach}
        src={streamPath}
        preload="none"
        muted={muted}
        onLoadedMetadata={({ currentTarget }) => {
          if (Number.isFinite(currentTarget.duration)) setLength(currentTarget.duration);
          currentTarget.playbackRate = Number(speed);
        }}
        onPlay={() => setPlaying(true)}
        onPause={() => setPlaying(false)}
        onEnded={() => setPlaying(false)}
        onSeeked={({ currentTarget }) => playhead.moved(currentTarget.currentTime * 1000)}
        onTimeUpdate={({ currentTarget }) => playhead.moved(currentTarget.currentTime * 1000)}
        onError={() => setBroken(new ApiProblem(0, { code: 'MEDIA_ERROR' }, '–'))}
      />
      <div className={css.wave}>
        <div className={css.channels} aria-hidden>
          <span data-speaker="consumer">{t('player.left')}</span>
          <span data-speaker="agent">{t('player.right')}</span>
        </div>
        {ready && audio ? (
          <Wave key={streamPath} audio={audio} waveform={ready} playhead={playhead} marksMs={marksMs} />
        ) : (
          <div className={css.waveWaiting} role="status">
            {waveform.state === 'reading' && `${t('player.reading')}${waveform.share ? ` · ${Math.round(waveform.share * 100)} %` : '…'}`}
          </div>
        )}
      </div>
      <Position playhead={playhead} seconds={whole} />
      <div className={css.controls}>
        <Tooltip label={<Hint text={t('player.back')} keys="arrowleft" />}>
          <ActionIcon variant="subtle" color="gray" size={38} aria-label={t('player.back')} onClick={() => playhead.skip(-kStepMs)}>
            <IconRewindBackward5 size={22} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={<Hint text={t(playing ? 'player.pause' : 'player.play')} keys="space" />}>
          <ActionIcon size={42} radius="xl" aria-label={t(playing ? 'player.pause' : 'player.play')} onClick={() => playhead.toggle()}>
            {playing ? <IconPlayerPauseFilled size={20} aria-hidden /> : <IconPlayerPlayFilled size={20} aria-hidden />}
          </ActionIcon>
        </Tooltip>
        <Tooltip label={<Hint text={t('player.forward')} keys="arrowright" />}>
          <ActionIcon variant="subtle" color="gray" size={38} aria-label={t('player.forward')} onClick={() => playhead.skip(kStepMs)}>
            <IconRewindForward5 size={22} stroke={1.6} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Clock playhead={playhead} seconds={whole} />
        <div className={css.controlsEnd}>
          <SegmentedControl
            size="xs"
            aria-label={t('player.speed')}
            value={speed}
            onChange={setSpeed}
            data={kSpeeds.map((value) => ({ value, label: `${value}×` }))}
          />
          <Tooltip label={<Hint text={t(muted ? 'player.unmute' : 'player.mute')} keys="m" />}>
            <ActionIcon variant="subtle" color="gray" size={38} aria-label={t('player.mute')} aria-pressed={muted} onClick={() => setMuted(!muted)}>
              {muted ? <IconVolumeOff size={20} stroke={1.6} aria-hidden /> : <IconVolume size={20} stroke={1.6} aria-hidden />}
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      {problem ? (
        <FailedNotice
          error={problem}
          title={t('player.failed')}
          retry={() => {
            setBroken(null);
            setAttempt(attempt + 1);
          }}
        />
      ) : (
        waveform.state === 'failed' && <Notice tone="plain">{t('player.no_waveform')}</Notice>
      )}
    </section>
  );
}

function Wave({ audio, waveform, playhead, marksMs }: { audio: HTMLAudioElement; waveform: Waveform; playhead: Playhead; marksMs: readonly number[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const container = box.current!;
    const look = () => {
      const style = getComputedStyle(document.documentElement);
      const of = (name: string) => style.getPropertyValue(name).trim();
      const channel = (speaker: string) => ({
        waveColor: `color-mix(in srgb, ${of(`--wib-${speaker}`)} 42%, ${of('--wib-surface')})`,
        progressColor: of(`--wib-${speaker}`),
      });
      return { splitChannels: [channel('consumer'), channel('agent')], cursorColor: of('--wib-ink') };
    };
    const surfer = WaveSurfer.create({
      container,
      media: audio,
      peaks: waveform.peaks.length === 1 ? [waveform.peaks[0]!, waveform.peaks[0]!] : waveform.peaks,
      duration: waveform.durationSeconds,
      cspNonce: styleNonce(),
      height: kChannelHeight,
      // One measure for both sides: a quiet one must not look as loud as the other.
      normalize: true,
      maxPeak: Math.max(0.05, ...waveform.peaks.map((channel) => channel.reduce((most, level) => Math.max(most, level), 0))),
      barHeight: 0.88,
      barWidth: 2,
      barGap: 1,
      barRadius: 2,
      barMinHeight: 1,
      cursorWidth: 2,
      dragToSeek: true,
      hideScrollbar: true,
      ...look(),
    });
    const stop = surfer.on('interaction', (seconds) => playhead.seek(seconds * 1000));
    // Until it has been asked for, the audio tells nobody where it stands.
    const draw = () => {
      if (audio.readyState === HTMLMediaElement.HAVE_NOTHING) surfer.setTime(playhead.ms / 1000);
    };
    draw();
    const stopDrawing = playhead.subscribe(draw);
    // The theme may change under the waveform; canvases do not hear of CSS.
    const watcher = new MutationObserver(() => surfer.setOptions(look()));
    watcher.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] });
    return () => {
      stop();
      stopDrawing();
      watcher.disconnect();
      // The audio element is ours and goes on playing; only the drawing is given back.
      surfer.destroy();
    };
  }, [audio, waveform, playhead]);

  return (
    <div className={css.waveBox}>
      {/* For eyes and pointers; the slider below is the same thing for keys and ears. */}
      <div ref={box} aria-hidden data-testid="waveform" />
      <div className={css.waveMarks} aria-hidden>
        {marksMs.map((ms) => (
          <i key={ms} style={{ left: `${(ms / 1000 / waveform.durationSeconds) * 100}%` }} />
        ))}
      </div>
    </div>
  );
}

/** The waveform as a slider, for keys and screen readers. */
function Position({ playhead, seconds }: { playhead: Playhead; seconds: number }) {
  const { t } = useSpeech();
  const at = useFromPlayhead(playhead, (ms) => Math.floor(ms / 1000));
  return (
    <VisuallyHidden>
      <input
        type="range"
        aria-label={t('player.position')}
        min={0}
        max={Math.max(1, Math.round(seconds))}
        step={1}
        value={at}
        aria-valuetext={`${duration(at)} / ${duration(seconds)}`}
        onChange={(event) => playhead.seek(Number(event.currentTarget.value) * 1000)}
      />
    </VisuallyHidden>
  );
}

function Clock({ playhead, seconds }: { playhead: Playhead; seconds: number }) {
  const shown = useRef<HTMLSpanElement>(null);
  const draw = useCallback((ms: number) => {
    const text = duration(ms / 1000);
    if (shown.current && shown.current.textContent !== text) shown.current.textContent = text;
  }, []);
  useOnPlayhead(playhead, draw);
  return (
    <span className={`${css.clock} numbers`} data-testid="clock">
      <span ref={shown}>0:00</span> <span className={css.quiet}>/ {duration(seconds)}</span>
    </span>
  );
}
