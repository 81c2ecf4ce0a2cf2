/** A person as form values. */

import type { Summary } from './types.js';

/**
 * Values for a form, by the standard HTML autocomplete names: `name`, `given-name`, `additional-name`, `family-name`,
 * `bday` (`bday-year`, `bday-month` too; alone when the birth date is not known to the day), `sex`, `tel`, `email`,
 * `street-address`, `address-level2`, `address-level1`, `postal-code`, `country` (two letters) or `country-name`.
 * Only what the card says, as it says it; empty when the summary names no one person. It does *not* say whether the card
 * was verified: look at the verdict before using it.
 */
export function toFormData(summary: Summary): Record<string, string> {
  const { person } = summary;
  if (!person) return {};
  const { name, family, given = [], birthDate, gender, telecom, address } = person;
  const contact = (...systems: string[]) => telecom.find(({ system }) => system && systems.includes(system))?.value;
  const [year, month, day] = /^\d{4}(-\d{2}){0,2}$/.test(birthDate ?? '') ? (birthDate as string).split('-') : [];
  const isCode = /^[A-Za-z]{2}$/.test(address?.country ?? '');
  const values: Record<string, string | undefined> = {
    name,
    'given-name': given[0],
    'additional-name': given.slice(1).join(' '),
    'family-name': family,
    bday: day && birthDate,
    'bday-year': year,
    'bday-month': month,
    'bday-day': day,
    sex: gender,
    tel: contact('phone', 'sms'),
    email: contact('email'),
    'street-address': address?.lines.join('\n'),
    'address-level2': address?.city,
    'address-level1': address?.state,
    'postal-code': address?.postalCode,
    country: isCode ? address?.country?.toUpperCase() : undefined,
    'country-name': isCode ? undefined : address?.country,
  };
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
