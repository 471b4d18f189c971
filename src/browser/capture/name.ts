/** Under which the AudioWorklet's processor is registered. */
export const captureProcessorName = "undertone-capture";
