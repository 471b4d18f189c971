/**
 * Viridis at ten even places. Between them straight lines in sRGB stay within a few steps of the original.
 * @source Smith and van der Walt, matplotlib (CC0).
 */
const stops = [0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725];

/** 256 colours as canvas pixels: little-endian RGBA, opaque. */
export const viridis: Uint32Array = Uint32Array.from({ length: 256 }, (_, i) => {
  const place = (i / 255) * (stops.length - 1);
  const below = Math.min(stops.length - 2, Math.floor(place));
  const share = place - below;
  const channel = (shift: number): number => {
    const from = ((stops[below] as number) >> shift) & 255;
    const to = ((stops[below + 1] as number) >> shift) & 255;
    return Math.round(from + share * (to - from));
  };
  return ((255 << 24) | (channel(0) << 16) | (channel(8) << 8) | channel(16)) >>> 0;
});

/** The same map for a legend. */
export const viridisGradient = `linear-gradient(to right, ${stops
  .map((stop) => `#${stop.toString(16).padStart(6, "0")}`)
  .join(", ")})`;
