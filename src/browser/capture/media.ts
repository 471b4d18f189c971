import { fail, ok, type Result } from "../../base/result.ts";
import type { CaptureSettings, DeviceFault, Microphone } from "../../screening/ports.ts";

/** Asks for the sound as the microphone gives it. @param microphoneId null for the system's own choice */
export async function openStream(microphoneId: string | null): Promise<Result<MediaStream, DeviceFault>> {
  const audio: MediaTrackConstraints = {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: 1,
    ...(microphoneId === null ? {} : { deviceId: { exact: microphoneId } }),
  };
  return getStream({ audio });
}

async function getStream(constraints: MediaStreamConstraints): Promise<Result<MediaStream, DeviceFault>> {
  // The types promise what a page without a secure origin does not have.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return fail({ kind: "microphone-failed", detail: "this page was not opened over a secure connection" });
  try {
    return ok(await devices.getUserMedia(constraints));
  } catch (error) {
    return fail(faultOf(error));
  }
}

function faultOf(error: unknown): DeviceFault {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return { kind: "permission-denied" };
    case "NotFoundError":
    // The chosen device is gone.
    case "OverconstrainedError":
      return { kind: "no-microphone" };
    case "NotReadableError":
    case "AbortError":
      return { kind: "microphone-busy" };
    default:
      return { kind: "microphone-failed", detail: String(error) };
  }
}

/** Every microphone with its name; asks for permission where names are still hidden. */
export async function listMicrophones(): Promise<Result<readonly Microphone[], DeviceFault>> {
  const known = await audioInputs();
  if (known.some(({ label }) => label !== "")) return ok(known.map(microphoneOf));
  const opened = await getStream({ audio: true });
  if (!opened.ok) return opened;
  const named = await audioInputs();
  for (const track of opened.value.getTracks()) track.stop();
  return ok(named.map(microphoneOf));
}

async function audioInputs(): Promise<MediaDeviceInfo[]> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return ((await devices?.enumerateDevices()) ?? []).filter(({ kind }) => kind === "audioinput");
}

const microphoneOf = ({ deviceId, label }: MediaDeviceInfo): Microphone => ({ id: deviceId, name: label });

/** What the browser really gave. @param contextRateHz where it does not tell the track's own rate */
export function settingsOf(track: MediaStreamTrack, contextRateHz: number): CaptureSettings {
  const given = track.getSettings();
  // Newer browsers may name a kind of echo cancellation in place of true.
  const flag = (value: unknown): boolean | null => (value === undefined ? null : value !== false);
  return {
    sampleRateHz: given.sampleRate ?? contextRateHz,
    echoCancellation: flag(given.echoCancellation),
    noiseSuppression: flag(given.noiseSuppression),
    autoGainControl: flag(given.autoGainControl),
  };
}
