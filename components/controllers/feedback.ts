/** A sound and a short vibration, one for success and another for refusal, so that nobody has to look. */

export type Feedback = 'success' | 'refusal' | 'progress';

/** Tones one after the other: hertz, and seconds from the beginning. */
const TONES: Readonly<Record<Feedback, readonly (readonly [frequency: number, from: number, to: number])[]>> = {
  success: [
    [880, 0, 0.09],
    [1318.5, 0.09, 0.24],
  ],
  refusal: [
    [233, 0, 0.16],
    [185, 0.2, 0.42],
  ],
  progress: [[880, 0, 0.06]],
};
/** Milliseconds on, off, on. */
const PATTERNS: Readonly<Record<Feedback, number[]>> = { success: [60], refusal: [140, 80, 140], progress: [25] };
const VOLUME = 0.12;

let context: AudioContext | undefined;

/** Browsers let a page be heard only after somebody has touched it; before that nothing is attempted. */
const mayBeHeard = (): boolean => navigator.userActivation?.hasBeenActive ?? true;

/** Plays it, where the device can and the browser allows. Never throws. */
export function give(feedback: Feedback): void {
  if (!mayBeHeard()) return;
  try {
    navigator.vibrate?.(PATTERNS[feedback]);
    context ??= new AudioContext();
    void context.resume();
    for (const tone of TONES[feedback]) play(context, tone);
  } catch {
    // No sound device: the words on the screen say the same.
  }
}

function play(audio: AudioContext, [frequency, from, to]: readonly [number, number, number]): void {
  const [start, end] = [audio.currentTime + from, audio.currentTime + to];
  const gain = new GainNode(audio, { gain: 0 });
  // A soft edge on both sides: no click.
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(VOLUME, start + 0.01);
  gain.gain.setValueAtTime(VOLUME, end - 0.03);
  gain.gain.linearRampToValueAtTime(0, end);
  const oscillator = new OscillatorNode(audio, { frequency, type: 'sine' });
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(end);
  oscillator.onended = () => gain.disconnect();
}
