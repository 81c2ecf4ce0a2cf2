/** How often one thing may be asked for: a fixed window in memory, forgotten when it has passed. */

export interface RateLimit {
  /** 0 when the request may go on; otherwise the seconds to wait. */
  take(key: string): number;
}

export function createRateLimit(requests: number, window: number, now: () => number = Date.now): RateLimit {
  let counts = new Map<string, number>();
  let ends = 0;
  return {
    take(key) {
      if (now() >= ends) {
        counts = new Map();
        ends = now() + window;
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= requests ? 0 : Math.ceil((ends - now()) / 1000);
    },
  };
}
