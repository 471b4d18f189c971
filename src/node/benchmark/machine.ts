import { availableParallelism, cpus, loadavg } from "node:os";

/** Where the figures come from. Machines are shared: a load above the number of cores makes wall-clock times longer. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  /** Processes that wanted to run, mean of the last minute: when the benchmark began, and when it ended. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

export const currentLoad = (): number => loadavg()[0] as number;

export function describeMachine(loadBefore: number): Machine {
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    loadBefore,
    loadAfter: currentLoad(),
  };
}
