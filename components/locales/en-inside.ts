/** English for what a link can hold beside records: access to a server, offers, files. */

import type { Message } from '../messages.js';

export const inside = {
  // Access to a server.
  'access.server': 'Server',
  'access.scope': 'What it allows',
  'access.scope.unsaid': 'The sender does not say.',
  'access.read': 'Read: {types}',
  'access.change': 'Add or change: {types}',
  'access.change.help': 'This page only reads, and changes nothing.',
  'access.all': 'all records',
  'access.patient': 'Who the patient is',
  'access.narrowed': 'Some of these only in part',
  'access.lasting': 'Can be renewed by itself',
  'access.ended': 'This access has ended. Ask the sender for a new link.',
  'access.none': 'The sender suggests nothing to look up. This page asks nothing of its own.',
  'access.get': 'Get these records',
  'access.again': 'Get them again',
  'access.help': '{host} will see that somebody asks. What it answers is shown here, and not kept.',
  'access.queries': { one: 'What is asked: {count} question', other: 'What is asked: {count} questions' },
  'access.asking': 'Waiting for the answer…',
  'access.answer': 'This is what {host} answered. It may be right, but it is not signed.',
  'access.more': 'The server has more than this. Only the first part is shown.',
  'access.empty': 'The server has nothing for this.',

  // Pages and servers that the sender offers.
  'endpoint.interactive': 'The sender invites you to a web page',
  'endpoint.smart': 'The sender names a server that health apps can connect to',
  'endpoint.other': 'The sender names an address',
  'endpoint.unnamed': 'Without a description',
  'endpoint.host': 'Leads to',
  'endpoint.nowhere': 'No address is given.',
  'endpoint.period': 'Available',
  'endpoint.open': 'Open {host}',
  'endpoint.help':
    'Opens in a new tab. Nobody has checked this address: enter nothing there unless you know who it belongs to.',
  'endpoint.smart.help': 'To use it, give the address to a health app. This page does not connect to it.',
  'endpoint.unsafe': 'This address is not opened from here, because it is not a secure web address (https).',
  'endpoint.not-yet': 'It is not available yet.',
  'endpoint.ended': 'It was available until then. It may no longer work.',
  'endpoint.off': 'The sender says that it is not in use.',

  // Files inside the data.
  'attachment.picture': 'Picture',
  'attachment.show': 'Show picture',
  'attachment.hide': 'Hide picture',
  'attachment.at': 'Stored at',
  'attachment.broken': 'This file is damaged.',
  'attachment.not-a-picture': 'This is not a picture that can be shown here. You can save it.',
  'attachment.too-large': 'This picture is too large to be shown here. You can save it.',
  'document.story': 'In the patient’s own words',
  'document.rendered': 'Summary of the records, to read or print',

  // Files of a link.
  'link.file.stale': 'Could not be updated. This is as of {time}.',
  'link.file.unnamed': 'File of an unknown kind',
} as const satisfies Record<string, Message>;
