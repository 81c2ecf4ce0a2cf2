/** Every label a fact may have (but raw FHIR element names): the locales have a word for each. */
export const LABELS = [
  // When, where, who, how sure.
  'date', 'recorded', 'issued', 'onset', 'ended', 'period', 'due', 'lastOccurrence',
  'site', 'location', 'performer', 'recorder', 'asserter', 'author', 'organization', 'requester', 'recipient', 'agent',
  'status', 'verification', 'category', 'type', 'severity', 'stage', 'priority', 'reason', 'statusReason', 'note', 'code',
  'identifier', 'encounter', 'assurance', 'description', 'part', 'language', 'intent', 'focus', 'partOf',
  // Vaccines, medications, devices.
  'manufacturer', 'lot', 'lotExpires', 'dose', 'doseQuantity', 'series', 'seriesDoses', 'target', 'route', 'bodySite',
  'reaction', 'funding', 'subpotent', 'subpotentReason', 'reported', 'origin',
  'dosage', 'frequency', 'asNeeded', 'rate', 'form', 'strength', 'ingredient', 'supply', 'refills', 'substitution',
  'model', 'serial', 'udi', 'useBy',
  // Allergies and results.
  'criticality', 'allergyType', 'manifestation', 'substance', 'exposure',
  'value', 'noValue', 'range', 'interpretation', 'method', 'specimen', 'device', 'conclusion', 'result', 'outcome',
  'complication', 'followUp', 'images',
  // Insurance.
  'subscriberId', 'memberId', 'subscriber', 'dependent', 'relationship', 'beneficiary', 'payor', 'payerId',
  'group', 'groupName', 'subgroup', 'plan', 'planName', 'subplan', 'class', 'subclass', 'sequence',
  'rxbin', 'rxpcn', 'rxgroup', 'rxid', 'rxiin', 'division', 'network', 'networkName', 'alternateNetwork',
  'copay', 'contact', 'cardIssued', 'additionalInfo', 'logo', 'qrCode', 'barcode', 'colors', 'holder', 'insurer',
  // Documents, consents, plans.
  'title', 'custodian', 'attester', 'attachment', 'scope', 'decision', 'action', 'purpose', 'goal', 'activity',
  'participant', 'addresses', 'policy', 'entity', 'signature', 'content', 'address',
  // People.
  'name', 'otherName', 'otherAddress', 'birthDate', 'gender', 'url', 'telecom', 'maritalStatus',
  'deceased', 'qualification', 'specialty', 'role', 'generalPractitioner', 'managingOrganization', 'linkedPatient',
  'photo', 'active', 'multipleBirth',
] as const; // biome-ignore format: a word list

export type Label = (typeof LABELS)[number];
