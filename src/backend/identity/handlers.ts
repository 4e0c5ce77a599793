import { policySchema } from '../../shared/api/index.ts';
import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import type { HandlersOf } from '../http/index.ts';
import type { Alarm } from './alarm.ts';
import { challenges } from './challenges.ts';
import { witness } from './checkpoint.ts';
import type { HashingTurns } from './hashing.ts';
import { refresh, revokeSession } from './refresh.ts';
import { signIn } from './sign-in.ts';
import { totpHandlers } from './totp-handlers.ts';
import { userOf } from './users.ts';

export function identityHandlers(context: Context, hashing: HashingTurns, alarm: Pick<Alarm, 'tell'>) {
  const { store, work } = context;
  const challenge = challenges(context);
  const begin = signIn(context, hashing, alarm);
  const rotate = refresh(context);
  return {
    ...totpHandlers(context, hashing, alarm),
    'sessions.challenge': async () => ok({ status: 200, body: { challenge: challenge.issue() } }),
    'sessions.create': async ({ body, address }) => {
      const session = await begin(body, address);
      return session.ok ? ok({ status: 200, body: session.value }) : session;
    },
    'sessions.refresh': async ({ body }) => {
      const session = await rotate(body.refreshToken, body.rotationId);
      return session.ok ? ok({ status: 200, body: session.value }) : session;
    },
    'sessions.end': async ({ caller }) => {
      await work(caller.tenantId, async step => {
        await revokeSession(step, caller.sessionId);
        step.audit({
          actor: `user:${caller.userId}`,
          action: 'session.ended',
          data: { sessionId: caller.sessionId },
        });
      });
      return ok({ status: 204 });
    },
    'me.get': async ({ caller: { tenantId, userId, deviceId } }) => {
      const user = await store.reader
        .selectFrom('user')
        .select(['id', 'email', 'name', 'roles'])
        .where('tenantId', '=', tenantId)
        .where('id', '=', userId)
        .executeTakeFirstOrThrow();
      const device = await store.reader
        .selectFrom('device')
        .select(['id', 'lastSeq', 'lastHash'])
        .where('tenantId', '=', tenantId)
        .where('id', '=', deviceId)
        .executeTakeFirstOrThrow();
      const { policy } = await store.reader
        .selectFrom('tenant')
        .select('policy')
        .where('id', '=', tenantId)
        .executeTakeFirstOrThrow();
      const body = { user: userOf(user), device, policy: policySchema.parse(JSON.parse(policy)) };
      return ok({ status: 200, body });
    },
    'devices.checkpoint': async ({ caller, body, once }) =>
      once(async step => {
        const head = await witness(step, caller, body);
        return head.ok ? ok({ status: 200, body: { size: head.value.size, root: head.value.root } }) : head;
      }),
  } satisfies HandlersOf<
    | 'sessions.challenge'
    | 'sessions.create'
    | 'sessions.refresh'
    | 'sessions.end'
    | 'me.get'
    | 'totp.enrol'
    | 'totp.confirm'
    | 'totp.remove'
    | 'devices.checkpoint'
  >;
}
