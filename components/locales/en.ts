/**
 * English: the source of truth for what the elements can say. Other tables have the same keys.
 * Short words and whole sentences, so that they translate well; `{name}` is filled in; plurals by count.
 */

import { CODES, type KnownCode } from '../../src/index.js';
import type { Message } from '../messages.js';
import { inside } from './en-inside.js';
import { records } from './en-records.js';
import { share } from './en-share.js';
import { views } from './en-views.js';

/** What happened (`code.X`) and what to do (`code.X.do`), for every code of the core. */
type CodeMessages = { readonly [K in KnownCode as `code.${K}` | `code.${K}.do`]: string };

const codes = Object.fromEntries(
  Object.entries(CODES).flatMap(([code, { what, remedy }]) => [
    [`code.${code}`, what],
    [`code.${code}.do`, remedy],
  ]),
) as unknown as CodeMessages;

const words = {
  // The verdict, in a word and a sentence.
  'verdict.verified': 'Verified',
  'verdict.verified.sentence':
    'Made by {issuer} and not changed since. Check photo ID to see that it belongs to this person.',
  'verdict.unverifiable': 'Could not be checked',
  'verdict.unverifiable.sentence':
    'Something needed for the check was not available. This says nothing about the card itself.',
  'verdict.not-yet-valid': 'Not valid yet',
  'verdict.not-yet-valid.sentence': 'The card is valid only from {date}.',
  'verdict.expired': 'Expired',
  'verdict.expired.sentence': 'The card was valid until {date}.',
  'verdict.revoked': 'Withdrawn',
  'verdict.revoked.sentence': 'The issuer has withdrawn this card.',
  'verdict.untrusted': 'Not trusted',
  'verdict.untrusted.sentence': 'This issuer is not on the list of trusted issuers. Anybody could have made this card.',
  'verdict.unknown': 'Not checked',
  'verdict.unknown.sentence': 'Not checked: this page does not know the issuer.',
  'verdict.invalid': 'Not valid',
  'verdict.invalid.sentence':
    'This is not a valid SMART Health Card. Nothing in it can be relied on, so it is not shown.',
  'verdict.demo': 'Demo issuer on this computer',
  'verdict.label': 'Result of the check',
  'verdict.cards': 'Card {index} of {total}',

  // The four axes.
  'axis.signature': 'Signature',
  'axis.signature.valid': 'Valid',
  'axis.signature.invalid': 'Does not match',
  'axis.signature.unchecked': 'Not checked',
  'axis.issuer': 'Issuer',
  'axis.issuer.directory': 'In the directory',
  'axis.issuer.allow-list': 'On the list of this page',
  'axis.issuer.certificate': 'By certificate',
  'axis.issuer.claimed': 'Claimed, not proven',
  'axis.issuer.trusted': 'Trusted',
  'axis.issuer.untrusted': 'Not in the directory',
  'axis.issuer.unknown': 'Not known to this page',
  'axis.validity': 'Dates',
  'axis.validity.current': 'Current',
  'axis.validity.expired': 'Expired',
  'axis.validity.not-yet-valid': 'Not valid yet',
  'axis.validity.unknown': 'Not known',
  'axis.revocation': 'Withdrawn',
  'axis.revocation.clear': 'No',
  'axis.revocation.revoked': 'Yes, by the issuer',
  'axis.revocation.not-published': 'Issuer publishes no list',
  'axis.revocation.unchecked': 'Not checked',
  'findings.advice': { one: '{count} note about this card', other: '{count} notes about this card' },
  'findings.advice.link': { one: '{count} note about this link', other: '{count} notes about this link' },

  // The marks in front of data.
  'data.unverified': 'This data is not verified. Do not rely on it without checking.',
  'data.unverified.untrusted': 'Nobody this page trusts vouches for this data. Do not rely on it without checking.',
  'data.unverified.expired': 'This is from an expired card. It may no longer be right.',
  'data.unverified.revoked': 'This is from a card that was withdrawn. Do not rely on it.',
  'data.unverified.not-yet-valid': 'This is from a card that is not valid yet.',
  'data.unverified.unverifiable': 'The check of this card is not complete. Do not rely on it without checking.',
  'data.unsigned': 'Shared, not verified',
  'data.unsigned.sentence':
    'This came through the link without a signature. It may be right, but nobody vouches for it.',
  'data.none': 'The card holds no health data.',
  'data.hidden': 'The health data is not shown, because the signature was not found valid.',
  'data.unread': { one: '{count} entry could not be read.', other: '{count} entries could not be read.' },

  // The person.
  'person.none': 'No name in this card',
  'person.birthDate': 'Date of birth',
  'person.gender': 'Sex or gender',
  'person.identifier': 'Identifier',
  'person.telecom': 'Contact',
  'person.address': 'Address',
  'person.deceased': 'Deceased',
  'person.several': 'This is about more than one person. Check whose data you are reading.',
  'person.also': 'Also here',
  'person.scripts': 'This name mixes letters of different alphabets that look alike.',
  'person.assurance': 'Identity checked by issuer',
  'match.match': 'Same name and date of birth as expected',
  'match.partial': 'Only partly as expected',
  'match.mismatch': 'Not the expected person',
  'match.name': 'The card says {name}; expected was {expected}.',
  'match.birthDate': 'The card says born {date}; expected was {expected}.',
  'match.unknown.name': 'The card names no name.',
  'match.unknown.birthDate': 'The card gives no full date of birth.',

  // The issuer.
  'issuer.by': 'Issued by',
  'issuer.claimed': 'Says it was issued by',
  'issuer.unnamed': 'An issuer this page has no name for',
  'issuer.issued': 'Issued',
  'issuer.expires': 'Expires',
  'issuer.expired': 'Expired on',
  'issuer.never': 'No end date',
  'issuer.checked': 'Checked',

  // Showing a card.
  'card.checking': 'Checking the card…',
  'card.empty': 'No card to show yet.',
  'card.qr.label': 'QR code of a SMART Health Card',
  'card.qr.advice': 'To show it: turn the screen to full brightness and hold it still.',
  'card.qr.long': 'This card is too long for one QR code. Download it, or share it with a SMART Health Link.',
  'card.qr.none': 'There is no QR code to show for this card.',
  'card.qr.part': 'Code {index} of {total}',
  'card.print': 'Print',
  'card.download': 'Download',
  'card.showQr': 'Show QR code',
  'card.showCard': 'Show card',
  'card.askIssuer': 'Check with the issuer',
  'card.askIssuer.sentence':
    'This asks {host} once for its keys. It can then tell whether the card was changed, but not whether the issuer can be trusted.',
  'card.directory': 'The list of issuers could not be loaded, so issuers on it are not known here.',
  'card.again': 'Check again',
  'card.file': 'health-card',

  // Showing a link.
  'link.title': 'SMART Health Link',
  'link.says': 'The sender calls it',
  'link.unnamed': 'A link to shared health information',
  'link.from': 'Stored at',
  'link.expires': 'Works until',
  'link.live': 'May be updated by the sender',
  'link.recipient': 'Who is opening this link?',
  'link.recipient.help': 'Your name or organization. The sender can see it.',
  'link.recipient.missing': 'Enter who is opening the link.',
  'link.passcode': 'Passcode',
  'link.passcode.help': 'You get it from the person who shared the link.',
  'link.passcode.missing': 'Enter the passcode.',
  'link.tries': {
    one: '{count} try left. After that the link is locked.',
    other: '{count} tries left. After that the link is locked.',
  },
  'link.tries.none': 'No tries left. The link is locked.',
  'link.open': 'Open',
  'link.opening': 'Opening the link…',
  'link.progress': '{count} of {total} files read',
  'link.retry': 'Try again',
  'link.wait': { one: 'You can try again in {count} second.', other: 'You can try again in {count} seconds.' },
  'link.cancel': 'Cancel',
  'link.empty': 'No link to open yet.',
  'link.stopped': 'The page stopped this link from being opened.',
  'link.updated': 'Fetched {time}',
  'link.noLongerValid': 'The sender says that this is no longer valid.',
  'link.nothing': 'The link holds no files.',
  'link.saveJson': 'Save as JSON',
  'link.saveFile': 'Save file',
  'link.patientShared': 'Shared by the patient',
  'link.access': 'Access to more records',
  'link.access.sentence': 'The sender offers access to records at {host}. This page does not use it by itself.',
  'link.access.until': 'Access ends',
  'link.file.bad': 'A file could not be opened',
  'link.file.size': '{size} kB',
  'link.file.name': 'shared-health-data',
  'link.opened': { one: 'Opened: {count} file', other: 'Opened: {count} files' },
  'link.again': 'Fetch again',
  'link.pdf': 'PDF document',

  // Scanning.
  'scanner.label': 'Health card scanner',
  'scanner.intro': 'Scan a health card',
  'scanner.intro.help': 'Show the QR code of a SMART Health Card or Link to the camera.',
  'scanner.start': 'Start camera',
  'scanner.stop': 'Stop camera',
  'scanner.starting': 'Waiting for the camera. Allow it if the browser asks.',
  'scanner.aim': 'Hold the QR code inside the frame.',
  'scanner.hint.closer': 'Hold the code closer, so that it fills the frame.',
  'scanner.hint.still': 'Hold it still until the picture is sharp.',
  'scanner.hint.light': 'More light helps. On a phone, turn the screen brightness up.',
  'scanner.hint.glare': 'Tilt it a little if light is reflected on it.',
  'scanner.hint.other': 'A picture or a file of the card works too.',
  'scanner.file': 'Choose a picture or file',
  'scanner.paste': 'Paste text',
  'scanner.paste.label': 'Text of a card or link',
  'scanner.paste.help': 'It begins with shc:/ or shlink:/, or is a web link that holds a card.',
  'scanner.read': 'Read',
  'scanner.drop': 'Drop a picture or file to read it',
  'scanner.next': 'Scan another',
  'scanner.clear': 'Clear',
  'scanner.retry': 'Try again',
  'scanner.camera': 'Camera',
  'scanner.camera.unnamed': 'Camera {index}',
  'scanner.torch': 'Light',
  'scanner.flip': 'Mirror picture',
  'scanner.zoom': 'Zoom',
  'scanner.reading': 'Reading…',
  'scanner.progress': '{have} of {of} codes read. Show the next one.',
  'scanner.stray': 'This code is of another card and was kept apart: {have} of {of} codes of that card read.',
  'scanner.keyboard': 'A hand-held scanner can be used at any time.',
  'scanner.link': 'SMART Health Link read',
  'scanner.link.label': 'The sender says: “{label}”',
  'scanner.not.web-link': 'This is a web link, not a health card.',
  'scanner.not.hc1': 'This is an EU Digital COVID Certificate, not a SMART Health Card.',
  'scanner.not.vhlink': 'This is a Verifiable Health Link (vhlink), not a SMART Health Link.',
  'scanner.not.boarding-pass': 'This is a boarding pass, not a health card.',
  'scanner.not.json': 'This is data of another kind, not a health card.',
  'scanner.not.text': 'This is text of another kind, not a health card.',
  'scanner.not.empty': 'There was nothing to read.',
  'scanner.not.card': 'This is a SMART Health Card. Only SMART Health Links are read here.',
  'scanner.not.health-link': 'This is a SMART Health Link. Only SMART Health Cards are read here.',
  'scanner.not.heic': 'This browser cannot open HEIC pictures. Save it as JPEG, or take a screenshot of it.',
  'scanner.not.engine': 'The part of this page that reads QR codes did not load.',
  'scanner.not.pdf': 'PDF files are not read here. Take a screenshot of the page with the code, and choose that.',

  // Errors that have no code of their own.
  'error.unknown': 'Something went wrong.',
} as const satisfies Record<string, Message>;

export const messages = { ...words, ...inside, ...records, ...share, ...views, ...codes };
