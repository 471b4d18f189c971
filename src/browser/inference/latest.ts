import type { Screening } from "../../screening/screening.ts";

/** The take that was scored last. What an explanation needs of it is kept until another begins. */
export class LatestScoring {
  #latest: { readonly scoring: string; readonly screening: Screening } | null = null;
  #count = 0;

  /** @returns the name under which it can be asked for, which no other worker of this page gives */
  keep(screening: Screening): string {
    const scoring = `${performance.timeOrigin}/${++this.#count}`;
    this.#latest = { scoring, screening };
    return scoring;
  }

  /** Another take begins, or nobody wants to know any more: whoever still explains the last one finds it gone and stops. */
  forget(): void {
    this.#latest = null;
  }

  find(scoring: string): Screening | null {
    return this.#latest?.scoring === scoring ? this.#latest.screening : null;
  }
}
