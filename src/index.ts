/**
 * shc-elements, the core: verifies and issues SMART Health Cards, opens and creates SMART Health Links, decides trust, and turns FHIR into rows a
 * person can read. No DOM; nothing happens at import. Runs in browsers, workers and Node >= 20.
 */

export { CARD_FILE_TYPE, cardDeepLink, cardFile, healthCardsIssueResponse, type ResourceLink } from './card/file.js';
export { type IssueOptions, issueCard } from './card/issue.js';
export { MinimizeError, minimizeBundle } from './card/minimize.js';
export { cardToQrText } from './card/numeric.js';
export type { CardIssuer, CardResult, Verdict } from './card/result.js';
export { revocationId, revocationList, revoke } from './card/revoke.js';
export { type VerifyOptions, verifyCard, verifyCards } from './card/verify.js';
export {
  CODES,
  type Code,
  explain,
  Failure,
  type Finding,
  type KnownCode,
  type Params,
  type Severity,
  type Status,
  statusOf,
} from './errors.js';
export { checkProfile, type ProfileCheck, type ProfileId } from './fhir/check-profile.js';
export { toVerifiableCredential } from './fhir/credential.js';
export { toFormData } from './fhir/form.js';
export { summarize } from './fhir/summarize.js';
export { summarizeInTurns } from './fhir/summarize-in-turns.js';
export type * from './fhir/types.js';
export type { Limits } from './internal/limits.js';
export { type QueryOptions, queryAccess } from './link/access.js';
export { type CreateLinkOptions, createLink, generateLinkKey, type LinkPayload } from './link/create.js';
export { type Actor, HealthLinkError } from './link/errors.js';
export type * from './link/host.js';
export { createHostClient } from './link/host-client.js';
export { type DecryptedFile, decryptFile, encryptFile } from './link/jwe.js';
export { linkManifest, type ManifestFileInput } from './link/manifest.js';
export { type OpenOptions, openLink } from './link/open.js';
export { parseLink } from './link/payload.js';
export type * from './link/types.js';
export { type WatchOptions, watchLink } from './link/watch.js';
export { type OtherKind, type Recognized, recognize } from './recognize.js';
export { type DirectoryOptions, loadDirectory } from './trust/directory.js';
export { generateIssuerKey, type IssuerKey, publicKeySet } from './trust/keys.js';
export { type AllowedIssuer, createTrust, type Trust, type TrustPolicy } from './trust/policy.js';
export type { IssuerDirectory, IssuerJwk, JWKS, ListedIssuer, RevocationList } from './trust/types.js';
