/** One bounded line of work for each key: what is queued under one key runs one after the other. */

export interface KeyedQueue {
  /** Resolves to what `work` gives, or to undefined at once when `limit` pieces of work wait under this key already. */
  run<T>(key: string, work: () => Promise<T>): Promise<T | undefined>;
}

export function createQueue(limit: number): KeyedQueue {
  const lines = new Map<string, { tail: Promise<unknown>; length: number }>();
  return {
    async run(key, work) {
      const line = lines.get(key) ?? { tail: Promise.resolve(), length: 0 };
      if (line.length >= limit) return undefined;
      lines.set(key, line);
      line.length++;
      const result = line.tail.then(work);
      line.tail = result.catch(() => {});
      try {
        return await result;
      } finally {
        if (--line.length === 0) lines.delete(key);
      }
    },
  };
}
