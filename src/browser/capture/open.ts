import { fail, ok, type Result } from "../../base/result.ts";
import type { SpectrumEngineName } from "../../features/spectrum.ts";
import type { DeviceFault, OpenMicrophone } from "../../screening/ports.ts";
import type { InferenceClient } from "../inference/client.ts";
import { type FromCapture, readMessage, type ToCapture } from "../messages.ts";
import captureUrl from "./capture.worklet.ts?worker&url";
import { LiveMicrophone } from "./live-microphone.ts";
import { openStream } from "./media.ts";
import { captureProcessorName } from "./name.ts";

/** essentia.js is compiled first, which takes a second or two on a slow phone. */
const readyMs = 20_000;

/** Opens a microphone, with the AudioWorklet behind it listening and connected to the inference worker. */
export async function openMicrophone(
  client: InferenceClient,
  microphoneId: string | null,
): Promise<Result<OpenMicrophone, DeviceFault>> {
  const opened = await openStream(microphoneId);
  if (!opened.ok) return opened;
  const stream = opened.value;
  // At the device's own rate: with another one Firefox refuses the microphone.
  const context = new AudioContext({ latencyHint: "interactive" });
  const giveUp = async (detail: string): Promise<Result<OpenMicrophone, DeviceFault>> => {
    for (const track of stream.getTracks()) track.stop();
    await context.close();
    return fail({ kind: "microphone-failed", detail });
  };
  try {
    await context.resume();
    await context.audioWorklet.addModule(captureUrl);
    const node = new AudioWorkletNode(context, captureProcessorName, {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    const ready = await readiness(node);
    if (!ready.ok) return giveUp(ready.fault);
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage({ kind: "connect", port: port1 } satisfies ToCapture, [port1]);
    client.listen(port2, ready.value);
    return ok(new LiveMicrophone({ context, node, stream }, client, microphoneId));
  } catch (error) {
    return giveUp(String(error));
  }
}

/** A module that failed to start is loaded all the same, and its processor then says nothing. */
function readiness(node: AudioWorkletNode): Promise<Result<SpectrumEngineName, string>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(fail("the audio thread does not answer")), readyMs);
    const settle = (result: Result<SpectrumEngineName, string>): void => {
      clearTimeout(timer);
      resolve(result);
    };
    node.onprocessorerror = () => settle(fail("the audio thread stopped"));
    node.port.onmessage = ({ data }) => {
      const message = readMessage<FromCapture>(data);
      if (message.kind === "ready") settle(ok(message.spectrumEngine));
      else if (message.kind === "failed") settle(fail(message.reason));
    };
  });
}
