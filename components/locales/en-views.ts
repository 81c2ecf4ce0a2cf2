/** English for what stands around health records: finding one's way in them, trends, several cards together, the QR code on a screen. */

import type { Message } from '../messages.js';

export const views = {
  // Long records.
  'data.reading': 'Reading the rest…',
  'search.words': 'Find in these records',
  'search.from': 'From',
  'search.to': 'To',
  'search.found': '{count} of {total} entries shown. Entries without a date are left out when you choose dates.',
  'search.clear': 'Show all',
  'search.sections': 'Sections',

  // Trends.
  'trend.label': '{title}: {count} values from {start} to {end}, lowest {low}, highest {high}.',
  'trend.more': { one: 'Show {count} more chart', other: 'Show {count} more charts' },
  'trend.table': { one: 'Table of {count} value', other: 'Table of {count} values' },

  // Several cards of one person.
  'combined.title': { one: '{count} card of {name}', other: 'Read the {count} cards of {name} together' },
  'combined.sentence':
    'Same name and date of birth. Each entry says which card it is from; each card keeps its own result.',
  'combined.card': 'Card {index}',
  'combined.unverified': '{card}: {verdict}',

  // Advice about a card.
  'profile.none': 'This card does not follow the guide for vaccination and test cards in every point.',
  'profile.none.do': 'Many good cards do not. It changes nothing about the result of the check.',

  // The QR code on a screen.
  'card.qr.large': 'Full screen',
  'card.qr.close': 'Close',
  'card.qr.set': 'This card needs {total} codes. Let the scanner read each of them.',
  'card.qr.previous': 'Previous code',
  'card.qr.next': 'Next code',
  'card.qr.pause': 'Pause',
  'card.qr.play': 'Show in turn',

  // Insurance cards.
  'coverage.members': 'On this plan',
  'copay.gpvisit': 'Primary care visit',
  'copay.spvisit': 'Specialist visit',
  'copay.emergency': 'Emergency room',
  'copay.urgentcare': 'Urgent care',
  'copay.televisit': 'Video visit',
  'copay.inpthosp': 'Hospital stay',
  'copay.rx': 'Prescriptions',
  'copay.deductible': 'Deductible',
  'copay.maxoutofpocket': 'Most you pay',
  'copay.copaypct': 'Your share',
  'copay.FamInDed': 'Family deductible, in network',
  'copay.FamOutDed': 'Family deductible, out of network',
  'copy.name': 'Copy: {name}',
  'copy.done': 'Copied',
  'copy.failed': 'Could not be copied',
} as const satisfies Record<string, Message>;
