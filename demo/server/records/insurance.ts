/** An insurance card in the shape of the CARIN Digital Insurance Card: member, plan, pharmacy numbers, costs, who to call. */

import type { Bundle, CodeableConcept, CoverageClass, CoverageCostToBeneficiary, Patient } from 'fhir/r4.js';
import { collection } from './collection.js';

const C4DIC = 'http://hl7.org/fhir/us/insurance-card';
const HL7 = 'http://terminology.hl7.org/CodeSystem';

const code = (system: string, value: string): CodeableConcept => ({ coding: [{ system, code: value }] });

const planClass = (kind: string, value: string, name?: string): CoverageClass => ({
  type: code(`${HL7}/coverage-class`, kind),
  value,
  ...(name !== undefined && { name }),
});

const cost = (system: string, kind: string, dollars: number): CoverageCostToBeneficiary => ({
  type: code(system, kind),
  valueMoney: { value: dollars, currency: 'USD' },
});

export const insuranceCard = (patient: Patient): Bundle =>
  collection([
    patient,
    {
      resourceType: 'Coverage',
      extension: [
        { url: `${C4DIC}/StructureDefinition/C4DIC-CardIssueDate-extension`, valueDate: '2026-01-01' },
        {
          url: `${C4DIC}/StructureDefinition/C4DIC-AdditionalCardInformation-extension`,
          valueAnnotation: { text: 'Show this card when you receive care. An invented plan, for demonstration.' },
        },
      ],
      identifier: [
        { type: code(`${HL7}/v2-0203`, 'MB'), system: 'https://larkspur.example/member-id', value: 'LKS-4471-9920-01' },
      ],
      status: 'active',
      type: code(`${HL7}/v3-ActCode`, 'HIP'),
      subscriber: { reference: 'resource:0' },
      subscriberId: 'LKS-4471-9920',
      beneficiary: { reference: 'resource:0' },
      dependent: '01',
      relationship: code(`${HL7}/subscriber-relationship`, 'self'),
      period: { start: '2026-01-01', end: '2027-12-31' },
      payor: [{ reference: 'resource:2' }],
      class: [
        planClass('group', '884120', 'Sparrow Works'),
        planClass('plan', '55-2041', 'Larkspur Silver 2000'),
        planClass('rxbin', '610001'),
        planClass('rxpcn', 'LKSRX'),
        planClass('rxgroup', 'SPW20'),
        planClass('rxid', '44719920'),
      ],
      costToBeneficiary: [
        cost(`${HL7}/coverage-copay-type`, 'gpvisit', 25),
        cost(`${HL7}/coverage-copay-type`, 'spvisit', 50),
        cost(`${HL7}/coverage-copay-type`, 'emergency', 350),
        cost(`${C4DIC}/CodeSystem/C4DICExtendedCopayTypeCS`, 'FamInDed', 4000),
      ],
    },
    {
      resourceType: 'Organization',
      identifier: [{ type: code(`${C4DIC}/CodeSystem/C4DICIdentifierType`, 'payerid'), value: '77013' }],
      active: true,
      name: 'Larkspur Health Plan',
      contact: [
        {
          purpose: code(`${HL7}/contactentity-type`, 'PATINF'),
          telecom: [{ system: 'phone', value: '1-800-555-0142' }],
        },
        {
          purpose: code(`${C4DIC}/CodeSystem/C4DICExtendedContactTypeCS`, 'pharma'),
          telecom: [{ system: 'phone', value: '1-800-555-0177' }],
        },
      ],
    },
  ]);
