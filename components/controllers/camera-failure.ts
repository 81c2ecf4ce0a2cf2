/** Why the camera did not start, told apart as far as browsers let us. */

import type { KnownCode } from '../../src/index.js';

export type CameraCode = Extract<KnownCode, `CAMERA_${string}`>;

/** What a browser's error name means by itself (Media Capture and Streams, getUserMedia). */
const BY_NAME: Readonly<Record<string, CameraCode>> = {
  NotAllowedError: 'CAMERA_DENIED',
  PermissionDeniedError: 'CAMERA_DENIED',
  SecurityError: 'CAMERA_BLOCKED_BY_POLICY',
  NotFoundError: 'CAMERA_NONE',
  DevicesNotFoundError: 'CAMERA_NONE',
  OverconstrainedError: 'CAMERA_NONE',
  NotReadableError: 'CAMERA_IN_USE',
  TrackStartError: 'CAMERA_IN_USE',
  AbortError: 'CAMERA_IN_USE',
};

/** Known before asking: a page without https has no camera, and a policy may forbid it. Undefined: ask. */
export function cameraBarrier(): CameraCode | undefined {
  if (!window.isSecureContext) return 'CAMERA_INSECURE_CONTEXT';
  if (typeof navigator.mediaDevices?.getUserMedia !== 'function') return 'CAMERA_NONE';
  return policyAllows() === false ? 'CAMERA_BLOCKED_BY_POLICY' : undefined;
}

/**
 * @param error what getUserMedia rejected with
 * @param asked whether a person can have been asked: false when the answer came faster than anybody answers
 */
export async function cameraFailure(error: unknown, asked: boolean): Promise<CameraCode> {
  const code = BY_NAME[error instanceof Error || error instanceof DOMException ? error.name : ''] ?? 'CAMERA_IN_USE';
  if (code !== 'CAMERA_DENIED' || asked) return code;
  // Where the policy cannot be asked (Firefox, Safari): refused at once, in a frame of another site, though nobody said no.
  const blocked = policyAllows() === false || (inForeignFrame() && (await permission()) !== 'denied');
  return blocked ? 'CAMERA_BLOCKED_BY_POLICY' : code;
}

/** Permissions-Policy and the frame's `allow`, in browsers that tell. */
function policyAllows(): boolean | undefined {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return featurePolicy?.allowsFeature('camera');
}

function inForeignFrame(): boolean {
  if (window.top === window.self) return false;
  try {
    return window.top?.location.origin !== window.location.origin;
  } catch {
    return true;
  }
}

async function permission(): Promise<string> {
  try {
    return (await navigator.permissions.query({ name: 'camera' as PermissionName })).state;
  } catch {
    return 'unknown';
  }
}
