import * as v from "valibot";
import { fail, ok, type Result } from "../base/result.ts";
import type { DeviceFault, SampleVoice, SoundFile } from "../screening/ports.ts";

const samplesSchema = v.array(
  v.object({ id: v.string(), file: v.string(), title: v.string(), description: v.string() }),
);

const urlOf = (file: string): string => new URL(`samples/${file}`, document.baseURI).href;

/** Reads the list of sample voices beside the page, once. What failed is tried anew when asked again. */
export class SampleList {
  #read: Promise<readonly SampleVoice[] | null> | null = null;

  /** Null where it cannot be read. */
  async read(): Promise<readonly SampleVoice[] | null> {
    this.#read ??= fetchList();
    const list = await this.#read;
    if (list === null) this.#read = null;
    return list;
  }
}

async function fetchList(): Promise<readonly SampleVoice[] | null> {
  try {
    return v.parse(samplesSchema, await (await fetch(urlOf("index.json"))).json());
  } catch {
    return null;
  }
}

export async function readSample({ file }: SampleVoice): Promise<Result<SoundFile, DeviceFault>> {
  try {
    const response = await fetch(urlOf(file));
    if (response.ok) return ok(await response.blob());
  } catch {
    // The network, or the page's own cache, is gone.
  }
  return fail({ kind: "file", fault: { kind: "unreadable", message: "The sample voice could not be loaded." } });
}
