import { idSchema } from '../../domain/customer.ts';
import { z } from '../../zod.ts';
import { checkpointSchema, meSchema, sessionSchema, signInSchema } from '../session.ts';
import type { Endpoint } from './endpoint.ts';

export const identityEndpoints = {
  'sessions.challenge': {
    method: 'POST',
    path: '/v1/sessions/challenge',
    summary: 'A single-use challenge for the proof of a device key; valid for two minutes',
    caller: 'anyone',
    responses: { 200: z.object({ challenge: z.string() }) },
    problems: [],
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
    ],
  },
  'sessions.refresh': {
    method: 'POST',
    path: '/v1/sessions/refresh',
    summary: 'Rotate the refresh token; the same rotationId gives the same successor until that is used',
    caller: 'anyone',
    body: z.strictObject({ refreshToken: z.string().max(500), rotationId: idSchema }),
    responses: { 200: sessionSchema },
    problems: ['malformed', 'invalid_payload', 'unauthenticated', 'rate_limited'],
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
  'devices.checkpoint': {
    method: 'POST',
    path: '/v1/devices/self/checkpoint',
    summary: "Witness the head of the device's journal",
    caller: 'workstation',
    body: checkpointSchema,
    responses: { 200: z.object({ size: z.int(), root: z.string() }) },
    problems: ['malformed', 'invalid_payload', 'unauthenticated', 'rollback'],
  },
} as const satisfies Record<string, Endpoint>;
