/** The caps on attacker-controlled input (sizes in bytes, times in milliseconds). All adjustable through `limits`. */
export interface Limits {
  /** Inflated card payload. */
  readonly cardBytes: number;
  /** One decrypted, inflated file of a link. */
  readonly linkFileBytes: number;
  readonly jsonDepth: number;
  readonly keySetBytes: number;
  readonly revocationListBytes: number;
  readonly directoryBytes: number;
  readonly manifestBytes: number;
  readonly manifestFiles: number;
  /** Files of a link fetched at once. */
  readonly parallelFiles: number;
  /** Until response headers arrive. */
  readonly connectTimeout: number;
  /** Whole request, body included. */
  readonly requestTimeout: number;
}

export const DEFAULT_LIMITS: Limits = Object.freeze({
  cardBytes: 1_000_000,
  linkFileBytes: 10_000_000,
  jsonDepth: 64,
  keySetBytes: 256 * 1024,
  revocationListBytes: 5_000_000,
  directoryBytes: 50_000_000,
  manifestBytes: 16_000_000,
  manifestFiles: 64,
  parallelFiles: 6,
  connectTimeout: 5_000,
  requestTimeout: 10_000,
});

/** The defaults with the caller's adjustments. Throws TypeError on a value that is not a positive number. */
export function withLimits(limits: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(limits)) {
    if (!(typeof value === 'number' && value > 0)) throw new TypeError(`limits.${name} must be a positive number`);
  }
  return { ...DEFAULT_LIMITS, ...limits };
}
