// Wall-clock readings in the units the wire uses, and the 20 ms heartbeat of the telephone network.

/** Microseconds since 1970, finer than Date.now(). */
export function now_us(): number {
    return Math.round((performance.timeOrigin + performance.now()) * 1000);
}

/** `2018-02-02T22:25:27.521992Z`: six digits, as Telnyx writes them. */
export function iso_us(us: number): string {
    const ms = Math.floor(us / 1000);
    const rest = String(us - ms * 1000).padStart(3, "0");
    return new Date(ms).toISOString().replace("Z", `${rest}Z`);
}

const kLostMs = 5000;

/**
 * Calls `beat` every `period_ms` on an absolute schedule: a late beat does not shift the next, and beats missed while the
 * process was busy are made up for at once, so that over a minute exactly the right number has happened. Only after
 * `kLostMs` (a suspended machine) is the time given up and a new schedule begun.
 */
export class Metronome {
    private readonly period_ms: number;
    private readonly beat: () => void;
    private timer: NodeJS.Timeout | null = null;
    private started = 0;
    private beats = 0;
    late_ms_worst = 0;

    constructor(period_ms: number, beat: () => void) {
        this.period_ms = period_ms;
        this.beat = beat;
    }

    start(): void {
        if (this.timer) return;
        this.started = performance.now();
        this.beats = 0;
        this.arm();
    }

    stop(): void {
        if (this.timer) clearTimeout(this.timer);
        this.timer = null;
    }

    private arm(): void {
        const due = this.started + (this.beats + 1) * this.period_ms;
        this.timer = setTimeout(() => this.run(), Math.max(0, due - performance.now()));
    }

    private run(): void {
        for (;;) {
            const due = this.started + (this.beats + 1) * this.period_ms;
            const late = performance.now() - due;
            if (late < -0.5) break;
            if (late > kLostMs) this.started += late;
            this.late_ms_worst = Math.max(this.late_ms_worst, late);
            this.beats++;
            this.beat();
            if (!this.timer) return; // stopped by its own beat
        }
        this.arm();
    }
}
