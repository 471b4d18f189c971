export interface Bounds {
  readonly low: number;
  readonly high: number;
}

export const within = ({ low, high }: Bounds, value: number): number => Math.min(high, Math.max(low, value));
