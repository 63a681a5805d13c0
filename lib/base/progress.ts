/**
 * One line of progress with rate and time left, on standard error.
 *
 * @module
 */
import { errorIsTerminal, writeError } from "./runtime.ts";

/** Seconds between two lines where the output is not a terminal. */
const QUIET_SECONDS = 10;

/**
 * Starts a line of `total` steps, `from` of which an earlier run has done; call what it returns after each step, or
 * after several with their number. The last step ends the line.
 */
export function progress(label: string, total: number, from = 0): (steps?: number) => void {
  const terminal = errorIsTerminal(), started = performance.now();
  let done = from, printed = terminal ? 0 : started;
  return (steps = 1) => {
    done += steps;
    const now = performance.now();
    if (done < total && now - printed < (terminal ? 100 : QUIET_SECONDS * 1000)) return;
    printed = now;
    const text = progressLine(label, done, total, (now - started) / 1000, from);
    writeError(terminal ? `\r\x1b[K${text}${done < total ? "" : "\n"}` : text + "\n");
  };
}

/** A line of progress for what takes longer than ten seconds; what is done before says nothing. */
export function slowProgress(label: string, total: number): (steps: number) => void {
  const started = performance.now();
  let done = 0, tick: ((steps?: number) => void) | undefined;
  return (steps) => {
    if (tick) tick(steps);
    else if (performance.now() - started > 10_000) tick = progress(label, total, done + steps);
    done += steps;
  };
}

/** "fig3 120/720, 14.2/s, 42 s left": the rate is that of the steps done since `from`. */
export function progressLine(label: string, done: number, total: number, seconds: number, from = 0): string {
  const rate = (done - from) / Math.max(seconds, 1e-9), left = (total - done) / rate;
  const tail = done < total ? `${duration(left)} left` : `took ${duration(seconds)}`;
  const speed = rate >= 100
    ? `${Math.round(rate)}/s`
    : rate >= 1
    ? `${rate.toFixed(1)}/s`
    : `${(1 / rate).toFixed(1)} s each`;
  return `${label} ${done}/${total}, ${speed}, ${tail}`;
}

/** "42 s" or "3 min 20 s". */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 100 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
