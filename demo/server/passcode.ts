/** Passcodes at rest: salted and slow (scrypt), so a stolen database does not give them away. */

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const COST = { N: 2 ** 14, r: 8, p: 1 };
const LENGTH = 32;

const derive = (passcode: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passcode.normalize('NFC'), salt, LENGTH, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });

/** 'salt.key', both base64url. */
export async function hashPasscode(passcode: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${(await derive(passcode, salt)).toString('base64url')}`;
}

export async function isPasscode(passcode: string, hash: string): Promise<boolean> {
  const [salt = '', key = ''] = hash.split('.');
  return timingSafeEqual(await derive(passcode, Buffer.from(salt, 'base64url')), Buffer.from(key, 'base64url'));
}
