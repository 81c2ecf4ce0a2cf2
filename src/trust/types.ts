/** The shapes of trust: keys, revocation lists, directories, and the answer a policy gives about one issuer. */

/** A public key as issuers publish it (RFC 7517, with the SMART Health Cards members). */
export interface IssuerJwk {
  readonly kty: string;
  readonly kid?: string;
  readonly use?: string;
  readonly alg?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly x5c?: readonly string[];
  /** A positive integer, or the same as a decimal string: both are live. */
  readonly crlVersion?: number | string;
  readonly [member: string]: unknown;
}

export interface JWKS {
  readonly keys: readonly IssuerJwk[];
}

/** A card revocation list (SMART Health Cards, Revocation). */
export interface RevocationList {
  readonly kid: string;
  readonly method: 'rid';
  readonly ctr: number;
  readonly rids: readonly string[];
}

/** One issuer as a directory or an allow-list knows it. */
export interface ListedIssuer {
  readonly url: string;
  readonly name?: string;
  readonly website?: string;
  /** Absent when the source lists issuers without keys. */
  readonly keys?: readonly IssuerJwk[];
  readonly crls?: readonly RevocationList[];
}

/** A list of issuers somebody vouches for. Matches the raw `iss` string only, never the host. */
export interface IssuerDirectory {
  readonly size: number;
  /** When the directory says it was made. */
  readonly time?: Date;
  get(url: string): ListedIssuer | undefined;
}
