const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte << 8;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 0x8000 ? (remainder << 1) ^ 0x8005 : remainder << 1;
  return remainder;
});

/**
 * Whether a FLAC frame is whole: its last two bytes are the CRC-16 (polynomial 0x8005, from 0) of all before them, so
 * that the remainder over the entire frame is 0.
 *
 * @source RFC 9639, section 9.3.
 */
export function passesFlacChecksum(frame: Uint8Array): boolean {
  let remainder = 0;
  for (const byte of frame) remainder = ((remainder << 8) & 0xffff) ^ (table[(remainder >> 8) ^ byte] as number);
  return frame.length > 2 && remainder === 0;
}
