import type { Heard } from "../screening/ports.ts";

/**
 * Plays a span of a recording.
 *
 * @param onPosition called once a picture frame with the place that is heard, at the end with `endSec`
 * @returns stops it
 */
export function play(
  { samples, sampleRateHz }: Pick<Heard, "samples" | "sampleRateHz">,
  startSec: number,
  endSec: number,
  onPosition: (sec: number) => void,
): () => void {
  const start = Math.max(0, Math.round(startSec * sampleRateHz));
  const end = Math.min(samples.length, Math.round(endSec * sampleRateHz));
  if (end <= start) return () => {};
  const context = new AudioContext();
  const buffer = context.createBuffer(1, end - start, sampleRateHz);
  buffer.copyToChannel(samples.slice(start, end), 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  source.connect(context.destination);

  let isOver = false;
  let picture = 0;
  const stop = (): void => {
    if (isOver) return;
    isOver = true;
    cancelAnimationFrame(picture);
    source.stop();
    void context.close();
  };
  source.onended = () => {
    if (isOver) return;
    stop();
    onPosition(endSec);
  };
  void context.resume();
  const begunSec = context.currentTime;
  source.start();
  const follow = (): void => {
    if (isOver) return;
    onPosition(Math.min(endSec, startSec + context.currentTime - begunSec));
    picture = requestAnimationFrame(follow);
  };
  follow();
  return stop;
}
