/** Rows of documents, and of who says so: Composition, DocumentReference, Binary, Provenance. */

import type { RowSpec } from './spec.js';

export const DOCUMENTS = {
  Composition: {
    group: 'documents',
    title: ['title', 'type'],
    date: ['date'],
    subject: ['subject'],
    facts: [
      ['type', 'type'],
      ['status', 'status', 'status'],
      ['author', 'author'],
      ['custodian', 'custodian'],
      ['attester', 'attester.party'],
      ['period', 'event.period'],
      ['encounter', 'encounter'],
    ],
    // Sections become groups.
    reads: 'section',
  },
  DocumentReference: {
    group: 'documents',
    title: ['description', 'type', 'content.attachment.title', 'category'],
    date: ['date', 'created', 'indexed'],
    subject: ['subject', 'patient'],
    facts: [
      ['type', 'type'],
      ['status', 'status', 'status'],
      ['category', 'category'],
      ['author', 'author'],
      ['custodian', 'custodian'],
      ['description', 'description'],
      ['period', 'context.period'],
      ['attachment', 'content.attachment'],
    ],
  },
  Binary: {
    group: 'documents',
    title: ['contentType'],
    facts: [],
    reads: 'contentType data content securityContext',
    extend: ({ resource }) => ({
      facts: [
        {
          label: 'attachment',
          value: {
            type: 'attachment',
            ...(typeof resource.contentType === 'string' && { contentType: resource.contentType }),
            ...(typeof resource.data === 'string' && {
              data: resource.data,
              size: Math.floor((resource.data.length * 3) / 4),
            }),
          },
        },
      ],
    }),
  },
  Provenance: {
    group: 'provenance',
    title: ['activity', 'reason', 'agent.who'],
    date: ['recorded', 'occurred[x]'],
    facts: [
      ['target', 'target'],
      ['recorded', 'recorded'],
      ['date', 'occurred[x]'],
      ['agent', 'agent.who'],
      ['organization', 'agent.onBehalfOf'],
      ['role', 'agent.type'],
      ['location', 'location'],
      ['reason', 'reason'],
      ['entity', 'entity.what'],
    ],
    reads: 'signature',
  },
} satisfies Record<string, RowSpec>;
