/**
 * Every code this package reports, what it means, what to do about it, and the one status it has.
 * The codes are API; the sentences are not. Elements translate by code; `message` here is the English fallback.
 */

/** The one status of a code. An error finding gives its status to the verdict (see card/result.ts). */
export type Status =
  | 'invalid'
  | 'untrusted'
  | 'unverifiable'
  | 'expired'
  | 'not-yet-valid'
  | 'revoked'
  | 'unsupported'
  | 'input-needed'
  | 'device'
  | 'advice';

/** One row of the table: the status, what happened, and what to do. `{name}` is filled from a finding's params. */
interface CodeRow {
  readonly status: Status;
  readonly what: string;
  readonly remedy: string;
}

const invalid = (what: string, remedy = 'Ask for it again from where it was issued.'): CodeRow => ({
  status: 'invalid',
  what,
  remedy,
});
const row = (status: Status, what: string, remedy: string): CodeRow => ({ status, what, remedy });

const retry = 'Check the internet connection and try again.';
const askSender = 'Ask the sender for a new link.';
const otherWays = 'You can still use a picture, a file, or paste the text.';

export const CODES = {
  // A card or a link that is not what it claims to be.
  QR_FORMAT: invalid('The QR text is not a complete SMART Health Card.', 'Scan the whole code again.'),
  QR_CHUNK: invalid(
    'The QR codes of this card do not belong together, or one is missing.',
    'Scan every code of the same card.',
  ),
  FILE_FORMAT: invalid(
    'The file holds no SMART Health Card.',
    'Choose the .smart-health-card file that was downloaded.',
  ),
  JWS_FORMAT: invalid('The card text is damaged or incomplete.'),
  JWS_HEADER: invalid('The card is not signed the way SMART Health Cards are.'),
  INFLATE: invalid('The contents are damaged.'),
  TEXT_ENCODING: invalid('The contents are not readable text.'),
  JSON_SYNTAX: invalid('The contents are damaged.'),
  JSON_DUPLICATE: invalid('The contents say two different things in one place.'),
  JSON_DEPTH: invalid('The contents are nested too deeply to be read safely.'),
  TOO_LARGE: invalid('This is too large to be read safely.'),
  CLAIMS: invalid('The card lacks something every health card has.'),
  ISSUER_URL: invalid('The issuer address in the card is not allowed.'),
  SIGNATURE: invalid(
    'The signature does not match: the card was changed, or was not made by this issuer.',
    'Do not accept it. Ask for the original card.',
  ),
  FHIR_SHAPE: invalid('The health data is not in a form we can read.'),
  LINK_FORMAT: invalid('This is not a complete SMART Health Link.', 'Copy the whole link and try again.'),
  LINK_URL: invalid('The link points to an address that is not allowed.', askSender),
  LINK_FLAG_CONFLICT: invalid('The link asks for a passcode and for none at once.', askSender),
  LINK_MANIFEST: invalid('The list of files behind this link cannot be read.', askSender),
  LINK_DECRYPT: invalid('The file behind this link cannot be decrypted with the key in the link.', askSender),
  LINK_TYPE_MISMATCH: invalid('A file behind this link is not of the kind the link says.', askSender),
  // An issuer nobody here vouches for.
  ISSUER_UNTRUSTED: row(
    'untrusted',
    'This page does not know the issuer.',
    'Check with the issuer, or follow your usual procedure.',
  ),
  KEY_UNKNOWN: row(
    'untrusted',
    'The issuer does not publish the key this card was signed with.',
    'Ask for a newer card.',
  ),
  KEY_INVALID: row(
    'untrusted',
    'The issuer’s key does not meet the rules.',
    'Ask for a newer card, or tell the issuer.',
  ),
  CERTIFICATE: row(
    'untrusted',
    'The issuer’s certificate was not accepted.',
    'It was not counted as trust. The issuer can renew it.',
  ),
  // Could not be checked now.
  NETWORK: row('unverifiable', 'The address could not be reached, or does not allow web pages to read it.', retry),
  NETWORK_TIMEOUT: row('unverifiable', 'No answer came in time.', retry),
  NETWORK_STATUS: row('unverifiable', 'The server answered with an error.', 'Try again in a few minutes.'),
  NETWORK_REDIRECT: row(
    'unverifiable',
    'The server tried to send us somewhere else; that is not followed.',
    'Tell the issuer or the sender of the link.',
  ),
  JWKS_FORMAT: row('unverifiable', 'The issuer’s key set cannot be read.', 'Try again later, or tell the issuer.'),
  REVOCATION_UNAVAILABLE: row('unverifiable', 'Whether this card was withdrawn could not be checked.', retry),
  TRUST_STALE: row('unverifiable', 'The list of issuers is out of date and could not be refreshed.', retry),
  LINK_RATE_LIMITED: row('unverifiable', 'The server asks us to wait.', 'Wait a little and try again.'),
  RUNTIME: row('unverifiable', 'This device could not finish the check.', 'Reload the page, or try another browser.'),
  // Time and revocation.
  CARD_EXPIRED: row('expired', 'The card has expired.', 'Ask for a newer card.'),
  LINK_EXPIRED: row('expired', 'The link has expired.', askSender),
  LINK_INACTIVE: row('expired', 'The link no longer works: it was stopped, used up, or never existed.', askSender),
  CARD_NOT_YET_VALID: row(
    'not-yet-valid',
    'The card is not valid yet.',
    'Check the clock of this device, or ask for the card again.',
  ),
  CARD_REVOKED: row('revoked', 'The issuer has withdrawn this card.', 'Do not accept it. Ask for a newer card.'),
  // Not supported.
  LINK_VERSION: row(
    'unsupported',
    'The link is of a newer kind that this page cannot open.',
    'Update this page, or ask for another link.',
  ),
  CONTENT_TYPE: row(
    'unsupported',
    'The file is of a kind this page cannot show.',
    'Save it and open it with another program.',
  ),
  JWE_ALGORITHM: row('unsupported', 'The file is encrypted in a way SMART Health Links do not use.', askSender),
  // Something is needed from the person.
  LINK_PASSCODE_REQUIRED: row(
    'input-needed',
    'This link needs a passcode.',
    'Enter the passcode you got from the sender.',
  ),
  LINK_PASSCODE_WRONG: row('input-needed', 'The passcode is not right.', 'Check it with the sender and try again.'),
  LINK_RECIPIENT_REQUIRED: row(
    'input-needed',
    'The sender wants to know who opens this link.',
    'Enter your name or organization.',
  ),
  // The device.
  CAMERA_DENIED: row(
    'device',
    'The camera is not allowed for this page.',
    `Allow the camera in the browser’s address bar. ${otherWays}`,
  ),
  CAMERA_BLOCKED_BY_POLICY: row(
    'device',
    'This page is not permitted to use the camera.',
    `The site must allow it (allow="camera"). ${otherWays}`,
  ),
  CAMERA_NONE: row('device', 'No camera was found.', `Connect one. ${otherWays}`),
  CAMERA_IN_USE: row('device', 'Another program is using the camera.', `Close it and try again. ${otherWays}`),
  CAMERA_INSECURE_CONTEXT: row(
    'device',
    'Browsers allow the camera on https pages only.',
    `Open this page with https. ${otherWays}`,
  ),
  DECODE_TIMEOUT: row(
    'device',
    'Reading this picture took too long and was stopped.',
    'Try a clearer or smaller picture.',
  ),
  NO_CODE_FOUND: row(
    'device',
    'There is no QR code we can read in this picture.',
    'Try again closer, sharper and with more light.',
  ),
  NOT_A_CARD: row('device', 'This is not a SMART Health Card or Link.', 'Show the code that says SMART Health Card.'),
  // Advice: never changes a verdict.
  KEY_USE_MISSING: row(
    'advice',
    'The issuer’s key does not say what it is for.',
    'The issuer should add "use": "sig".',
  ),
  KEY_ALG_MISSING: row(
    'advice',
    'The issuer’s key does not name its algorithm.',
    'The issuer should add "alg": "ES256".',
  ),
  QR_CHUNKED: row(
    'advice',
    'The card is split over several QR codes, which is no longer recommended.',
    'Issuers should use one code, or a SMART Health Link.',
  ),
  NOT_MINIMIZED: row('advice', 'The card holds more than a QR card should.', 'The issuer can shorten it.'),
  NBF_FRACTIONAL: row('advice', 'The time of issue has a fraction of a second.', 'Nothing needs to be done.'),
  TYPE_DEPRECATED: row('advice', 'The card names a type that is no longer used.', 'Nothing needs to be done.'),
  CARD_MIXED: row('advice', 'The card mixes vaccinations and test results.', 'Issuers should make one card for each.'),
  CERTIFICATE_REVOCATION_UNCHECKED: row(
    'advice',
    'Whether the issuer’s certificate was withdrawn was not checked.',
    'Nothing needs to be done.',
  ),
  LINK_LABEL_LONG: row(
    'advice',
    'The label of the link is longer than 80 characters.',
    'The sender should shorten it.',
  ),
  LINK_URL_LONG: row(
    'advice',
    'The address in the link is longer than 128 characters.',
    'The host should use a shorter one.',
  ),
  LINK_PAYLOAD: row(
    'advice',
    'The link is not written quite as the standard says.',
    'The sender can correct it; nothing needs to be done here.',
  ),
  LINK_URL_ENTROPY: row(
    'advice',
    'The address in the link may be easy to guess.',
    'The host should use 256 random bits.',
  ),
  LINK_URL_LOCAL: row('advice', 'The link points to a private address.', 'It opens only on the sender’s own network.'),
} as const satisfies Record<string, CodeRow>;

/** A code in the table. */
export type KnownCode = keyof typeof CODES;
/** Every code: those of the table, and `PROFILE_*` of checkProfile. */
export type Code = KnownCode | `PROFILE_${string}`;
export type Severity = 'error' | 'warning' | 'info';
export type Params = Readonly<Record<string, string | number>>;

/** One thing found while checking. Plain and frozen. `message` is English; programs and translations go by `code`. */
export interface Finding {
  readonly code: Code;
  readonly severity: Severity;
  readonly message: string;
  /** What exactly is wrong, where the code alone does not say it. In English, and part of `message`. */
  readonly detail?: string;
  readonly params?: Params;
  /** Where, as a FHIRPath-like or JSON path. */
  readonly path?: string;
}

/** The status of a code; PROFILE_* codes are advice. */
export function statusOf(code: Code): Status {
  return Object.hasOwn(CODES, code) ? CODES[code as KnownCode].status : 'advice';
}

/** The English sentences of a code: what happened, and what to do. Never contains card or link content. */
export function explain(code: KnownCode): { what: string; remedy: string } {
  const { what, remedy } = CODES[code];
  return { what, remedy };
}

/**
 * Makes a finding.
 * @param detail what exactly is wrong, in plain words; added after the code's own sentence. Must not hold card text, keys or health data.
 */
export function finding(
  code: KnownCode,
  { severity, detail, params, path }: { severity?: Severity; detail?: string; params?: Params; path?: string } = {},
): Finding {
  const { what, remedy, status } = CODES[code];
  return Object.freeze({
    code,
    severity: severity ?? (status === 'advice' ? 'warning' : 'error'),
    message: [what, detail, remedy].filter(Boolean).join(' '),
    ...(detail !== undefined && { detail }),
    ...(params && { params: Object.freeze({ ...params }) }),
    ...(path !== undefined && { path }),
  });
}

/** Thrown inside the core when a step cannot go on; carries the finding. verifyCard turns it into a result. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly finding: Finding;
  constructor(code: KnownCode, options?: Parameters<typeof finding>[1]) {
    const made = finding(code, options);
    super(made.message);
    this.finding = made;
  }
  get code(): Code {
    return this.finding.code;
  }
}
