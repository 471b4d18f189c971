/*
 * npm run samples
 *
 * Makes the sample voices in public/samples and their list. Needs espeak-ng, sox and opusenc (opus-tools); about 20 s.
 * Prints a line for each: seconds, seconds of speech, peak, size. Every voice but the short one must hold 40 s of speech.
 * The same versions of the three programs give the same files.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { decodeTake } from "../audio/decoding/decode.ts";
import { TakeExtractor } from "../features/extract.ts";
import { featureSpec, rowSec } from "../features/spec.ts";
import { createFftEngine } from "../features/spectrum.ts";
import { soundFileFromBytes } from "../node/files.ts";
import { type SampleScript, sampleScripts } from "../node/sample-voices.ts";

const { out } = new Command("make-samples")
  .option("--out <dir>", "folder of the samples", "public/samples")
  .parse()
  .opts<{ out: string }>();
const peakDb = -6;
/** A quiet room, 60 dB below full scale: espeak-ng's own pauses are digital silence, which no microphone gives. */
const roomDb = -60;
const kbps = 28;
const minSpeechSec = 40;

/** Runs a program; what it prints is returned, and what it complains of is shown when it fails. */
function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
  return stdout;
}

function speak(script: SampleScript, file: string): void {
  const pause = `<break time="${script.pauseMs}ms"/>`;
  const text = script.sentences.map((sentence) => `<s>${sentence}</s>`).join(pause);
  const ssml = `<speak><prosody range="${script.rangePercent}%">${text}</prosody></speak>`;
  const { voice, wordsPerMinute, pitch } = script;
  run("espeak-ng", ["-m", "-v", voice, "-s", `${wordsPerMinute}`, "-p", `${pitch}`, "-w", file, ssml]);
}

/** Level, a little silence at both ends, and the room. */
function record(spoken: string, recorded: string): void {
  const padded = `${spoken}.padded.wav`;
  const room = `${spoken}.room.wav`;
  run("sox", [
    "-R",
    "-D",
    spoken,
    "-b",
    "24",
    padded,
    "gain",
    "-n",
    `${peakDb}`,
    "rate",
    "-v",
    "48000",
    "pad",
    "0.3",
    "0.3",
  ]);
  const seconds = run("soxi", ["-D", padded]).trim();
  run("sox", [
    "-R",
    "-n",
    "-r",
    "48000",
    "-c",
    "1",
    "-b",
    "24",
    room,
    "synth",
    seconds,
    "pinknoise",
    "gain",
    "-n",
    `${roomDb}`,
  ]);
  run("sox", ["-R", "-D", "-m", "-v", "1", padded, "-v", "1", room, "-b", "24", recorded]);
}

async function measure(bytes: Uint8Array): Promise<{ sec: number; speechSec: number; peakDb: number }> {
  const take = await decodeTake(soundFileFromBytes(bytes), { sampleRateHz: featureSpec.sampleRateHz });
  if (!take.ok) throw new Error(JSON.stringify(take.fault));
  const { samples } = take.value;
  const extractor = new TakeExtractor(featureSpec, createFftEngine);
  extractor.push(samples, null);
  extractor.finish();
  const peak = samples.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
  return {
    sec: samples.length / featureSpec.sampleRateHz,
    speechSec: extractor.track.speech.reduce((rows, flag) => rows + flag, 0) * rowSec(featureSpec),
    peakDb: 20 * Math.log10(peak),
  };
}

const work = mkdtempSync(join(tmpdir(), "samples-"));
try {
  mkdirSync(out, { recursive: true });
  for (const [i, script] of sampleScripts.entries()) {
    const spoken = join(work, `${script.id}.wav`);
    const recorded = join(work, `${script.id}.48k.wav`);
    const file = join(out, `${script.id}.opus`);
    speak(script, spoken);
    record(spoken, recorded);
    run("opusenc", ["--quiet", "--bitrate", `${kbps}`, "--serial", `${i + 1}`, recorded, file]);
    const bytes = new Uint8Array(readFileSync(file));
    const { sec, speechSec, peakDb: peak } = await measure(bytes);
    console.log(
      `${script.id.padEnd(10)} ${sec.toFixed(1)} s, ${speechSec.toFixed(1)} s of speech, peak ${peak.toFixed(1)} dB, ${Math.round(bytes.length / 1000)} kB`,
    );
    if (script.id !== "too-short" && speechSec < minSpeechSec)
      throw new Error(`${script.id} holds less than ${minSpeechSec} s of speech`);
  }
  const list = sampleScripts.map(({ id, title, description }) => ({ id, file: `${id}.opus`, title, description }));
  writeFileSync(join(out, "index.json"), `${JSON.stringify(list, null, 2)}\n`);
} finally {
  rmSync(work, { recursive: true });
}
