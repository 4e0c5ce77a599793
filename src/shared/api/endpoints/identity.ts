import { idSchema } from '../../domain/customer.ts';
import { z } from '../../zod.ts';
import {
  checkpointSchema,
  meSchema,
  oneTimeCodeSchema,
  sessionSchema,
  signInSchema,
  totpSecretSchema,
} from '../session.ts';
import type { Endpoint } from './endpoint.ts';

/** Whoever changes how they sign in proves once more that it is them; failures are limited like those of a sign-in. */
const ofOneself = [
  'malformed',
  'invalid_payload',
  'unauthenticated',
  'role_missing',
  'rate_limited',
  'not_ready',
  'idempotency_mismatch',
  'in_flight',
] as const;

export const identityEndpoints = {
  'sessions.challenge': {
    method: 'POST',
    path: '/v1/sessions/challenge',
    summary: 'A single-use challenge for the proof of a device key; valid for two minutes',
    caller: 'anyone',
    responses: { 200: z.object({ challenge: z.string() }) },
    problems: ['not_ready'],
  },
  'sessions.create': {
    method: 'POST',
    path: '/v1/sessions',
    summary: 'Sign in from a workstation',
    caller: 'anyone',
    body: signInSchema,
    responses: { 200: sessionSchema },
    problems: [
      'malformed',
      'invalid_payload',
      'unauthenticated',
      'totp_required',
      'device_mismatch',
      'rate_limited',
      'not_ready',
    ],
  },
  'sessions.refresh': {
    method: 'POST',
    path: '/v1/sessions/refresh',
    summary:
      'Rotate the refresh token; the same rotationId gives the same successor until that is used; each answer ends the access token before it',
    caller: 'anyone',
    body: z.strictObject({ refreshToken: z.string().max(500), rotationId: idSchema }),
    responses: { 200: sessionSchema },
    problems: ['malformed', 'invalid_payload', 'unauthenticated', 'rate_limited', 'not_ready'],
  },
  'sessions.end': {
    method: 'DELETE',
    path: '/v1/sessions/current',
    summary: 'Sign out',
    caller: 'workstation',
    responses: { 204: null },
    problems: ['unauthenticated'],
  },
  'me.get': {
    method: 'GET',
    path: '/v1/me',
    summary: 'The signed-in user, roles, device and policy',
    caller: 'workstation',
    responses: { 200: meSchema },
    problems: ['unauthenticated'],
  },
  'totp.enrol': {
    method: 'POST',
    path: '/v1/me/totp',
    summary: 'A secret for one-time codes, shown once; it counts from its first code on',
    caller: 'workstation',
    body: z.strictObject({ password: z.string().min(1).max(1024) }),
    responses: { 201: totpSecretSchema },
    problems: [...ofOneself, 'invalid_transition'],
  },
  'totp.confirm': {
    method: 'POST',
    path: '/v1/me/totp/confirm',
    summary:
      'Give the first one-time code: from now on every sign-in is asked for one; all other sessions of the user end',
    caller: 'workstation',
    body: z.strictObject({ code: oneTimeCodeSchema }),
    responses: { 204: null },
    problems: ofOneself,
  },
  'totp.remove': {
    method: 'POST',
    path: '/v1/me/totp/remove',
    summary: 'Give up one-time codes, with a last one; who has lost what makes them asks an admin',
    caller: 'workstation',
    body: z.strictObject({ code: oneTimeCodeSchema }),
    responses: { 204: null },
    problems: ofOneself,
  },
  'devices.checkpoint': {
    method: 'POST',
    path: '/v1/devices/self/checkpoint',
    summary: "Witness the head of the device's journal",
    caller: 'workstation',
    body: checkpointSchema,
    responses: { 200: z.object({ size: z.int(), root: z.string() }) },
    problems: [
      'malformed',
      'invalid_payload',
      'unauthenticated',
      'rollback',
      'idempotency_mismatch',
      'in_flight',
    ],
  },
} as const satisfies Record<string, Endpoint>;
