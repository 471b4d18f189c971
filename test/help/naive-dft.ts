/** |X|² of bins 0 … fftSize / 2 by the sum that defines it. */
export function naivePowerSpectrum(frame: Float32Array, fftSize: number): Float64Array {
  return Float64Array.from({ length: fftSize / 2 + 1 }, (_, bin) => {
    let re = 0;
    let im = 0;
    frame.forEach((sample, i) => {
      const angle = (2 * Math.PI * ((bin * i) % fftSize)) / fftSize;
      re += sample * Math.cos(angle);
      im -= sample * Math.sin(angle);
    });
    return re * re + im * im;
  });
}
