import { type Result, unreachable } from "../../base/result.ts";
import { featureSpec } from "../../features/spec.ts";
import type { SpectrumEngineName } from "../../features/spectrum.ts";
import type { DeviceFault } from "../../screening/ports.ts";
import type { Screening } from "../../screening/screening.ts";
import { type BlockContent, readBlock } from "../capture/block.ts";
import { type FromCapture, type FromInference, type RecycleMessage, readMessage } from "../messages.ts";
import type { LatestScoring } from "./latest.ts";
import { pictureOf, pitchHzOf } from "./picture.ts";
import type { Prepared } from "./prepared.ts";

/** Blocks from one report of pitch and speech to the next: about a tenth of a second. */
const blocksPerReport = 5;

interface Take {
  readonly number: number;
  readonly prepared: Prepared;
  readonly screening: Screening;
  sampleCount: number;
  blocks: number;
  reportedRows: number;
}

/**
 * Follows what an AudioWorklet hears: scores windows as they complete, and gives the result when the take ends. Blocks
 * that come while the network is still loading wait for it.
 */
export class TakeFollower {
  readonly #spectrumEngine: SpectrumEngineName;
  readonly #ready: Promise<Result<Prepared, DeviceFault>>;
  readonly #latest: LatestScoring;
  readonly #post: (message: FromInference, transfer?: Transferable[]) => void;
  #queue: Promise<void> = Promise.resolve();
  #take: Take | null = null;
  readonly #forgotten = new Set<number>();
  /** What came of the last take that ended. */
  #kept: { readonly number: number; readonly scoring: string } | null = null;

  constructor(
    port: MessagePort,
    spectrumEngine: SpectrumEngineName,
    ready: Promise<Result<Prepared, DeviceFault>>,
    latest: LatestScoring,
    post: (message: FromInference, transfer?: Transferable[]) => void,
  ) {
    this.#spectrumEngine = spectrumEngine;
    this.#ready = ready;
    this.#latest = latest;
    this.#post = post;
    port.onmessage = ({ data }) => this.#receive(readMessage<FromCapture>(data), port);
  }

  /** Nothing of a take is kept: what is still to come of it is passed over. */
  forget(number: number): void {
    this.#forgotten.add(number);
    if (this.#take?.number === number) this.#take = null;
    if (this.#kept?.number === number && this.#latest.find(this.#kept.scoring)) this.#latest.forget();
  }

  #receive(message: FromCapture, port: MessagePort): void {
    switch (message.kind) {
      case "begun":
        this.#enqueue(message.take, () => this.#begin(message.take));
        break;
      case "block": {
        const { samples, logMel } = readBlock(message, featureSpec.mel.bandCount);
        const copy = { samples: samples.slice(), logMel: logMel.slice() };
        const recycled: RecycleMessage = { kind: "recycle", buffer: message.buffer };
        port.postMessage(recycled, [message.buffer]);
        this.#enqueue(null, () => this.#hear(copy));
        break;
      }
      case "ended":
        this.#enqueue(message.take, () => this.#end(performance.now()));
        break;
      case "ready":
      case "failed":
        break;
      default:
        unreachable(message);
    }
  }

  #enqueue(takeNumber: number | null, work: () => Promise<void>): void {
    this.#queue = this.#queue.then(work).catch((error) => {
      const number = takeNumber ?? this.#take?.number;
      this.#take = null;
      if (number !== undefined) this.#fail(number, { kind: "engine", detail: String(error) });
    });
  }

  #fail(take: number, fault: DeviceFault): void {
    this.#post({ kind: "take-failed", take, fault });
  }

  async #begin(number: number): Promise<void> {
    this.#take = null;
    this.#latest.forget();
    const ready = await this.#ready;
    if (!ready.ok) return this.#fail(number, ready.fault);
    if (this.#forgotten.has(number)) return;
    const prepared = ready.value;
    const screening = prepared.screening(this.#spectrumEngine);
    this.#take = { number, prepared, screening, sampleCount: 0, blocks: 0, reportedRows: 0 };
  }

  async #hear({ samples, logMel }: BlockContent): Promise<void> {
    const take = this.#take;
    if (take === null) return;
    await take.screening.push(samples, logMel);
    take.sampleCount += samples.length;
    take.blocks++;
    if (take.blocks % blocksPerReport === 0) this.#report(take);
  }

  #report(take: Take): void {
    const { track, speechSec } = take.screening;
    const pitchHz = pitchHzOf(track, take.reportedRows);
    const pitchFirstRow = take.reportedRows;
    take.reportedRows += pitchHz.length;
    this.#post({ kind: "following", take: take.number, speechSec, pitchHz, pitchFirstRow }, [pitchHz.buffer]);
  }

  async #end(endedMs: number): Promise<void> {
    const take = this.#take;
    if (take === null) return;
    this.#take = null;
    const { number, prepared, screening, sampleCount } = take;
    const result = await screening.finish([], prepared.readiness.backend, () => performance.now() - endedMs);
    if (this.#forgotten.has(number)) return;
    const { readiness } = prepared;
    const scoring = this.#latest.keep(screening);
    this.#kept = { number, scoring };
    this.#post({
      kind: "taken",
      take: number,
      sampleCount,
      readiness,
      // A device that was lost in the very last step has moved the work elsewhere.
      result: { ...result, backend: readiness.backend },
      picture: pictureOf(screening.track),
      scoring,
    });
  }
}
