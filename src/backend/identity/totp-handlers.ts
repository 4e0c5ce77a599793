import { fail, ok, type Result } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { refuse, type HandlersOf, type Refusal } from '../http/index.ts';
import type { Work } from '../store/index.ts';
import type { Alarm, Alarming } from './alarm.ts';
import type { Workstation } from './caller.ts';
import { failureLimit, fromAnywhere } from './failures.ts';
import type { HashingTurns } from './hashing.ts';
import { passwordFits } from './passwords.ts';
import { asksForTotp, confirmTotp, enrolTotp, removeTotp, takeCode } from './totp.ts';

const wrong = (path: string, detail: string) =>
  refuse('invalid_payload', detail, { errors: [{ path: `body.${path}`, message: 'wrong' }] });

const wrongCode = () => wrong('code', 'The one-time code is wrong or was used before.');

/** One-time codes of whoever is signed in; the operator's command line does the same for others. */
export function totpHandlers(context: Context, hashing: HashingTurns, { tell }: Pick<Alarm, 'tell'>) {
  const { store } = context;
  const failures = failureLimit(context);

  const accountOf = ({ tenantId, userId }: Workstation) =>
    store.reader
      .selectFrom('user')
      .select(['id', 'email', 'passwordHash'])
      .where('tenantId', '=', tenantId)
      .where('id', '=', userId)
      .executeTakeFirstOrThrow();

  /** Counts the attempt as a failed sign-in of the account until it turns out to be none, so that nobody tries codes out. */
  const begin = async (caller: Workstation, by: Alarming['by'], from: readonly string[]) => {
    const account = await accountOf(caller);
    for (const one of from) {
      const begun = await failures.begin(account.email, one);
      if (begun.ok) continue;
      tell(account.email, { action: 'user.locked_out', by });
      return fail(begun.problem);
    }
    return ok(account);
  };

  const limited = async <R extends Result<unknown, Refusal>>(
    caller: Workstation,
    address: string,
    attempt: () => Promise<R>,
  ) => {
    const from = [address, fromAnywhere];
    const begun = await begin(caller, 'code', from);
    if (!begun.ok) return begun;
    const { email } = begun.value;
    const done = await attempt();
    const isWrong = !done.ok && done.problem.code === 'invalid_payload';
    if (isWrong) tell(email, { action: 'user.sign_in_failed', by: 'code' });
    else for (const one of from) await failures.withdraw(email, one);
    return done;
  };

  const actor = ({ userId }: Workstation): string => `user:${userId}`;

  const removeWith = async (step: Work, caller: Workstation, code: string): Promise<boolean> =>
    (await asksForTotp(step, caller.userId)) &&
    (await takeCode(step, context, caller.userId, code)) &&
    (await removeTotp(step, caller.userId, actor(caller)));

  const done = { status: 204 } as const;
  return {
    'totp.enrol': async ({ caller, body, address, once }) => {
      // Counted once it has a place among those who wait for a turn: whoever gets none makes the store write nothing.
      const compared = await hashing.run(
        address,
        () => begin(caller, 'password', [address]),
        async account => ({ account, fits: await passwordFits(account.passwordHash, body.password) }),
      );
      if (!compared.ok) return compared;
      const { account, fits } = compared.value;
      if (!fits) {
        tell(account.email, { action: 'user.sign_in_failed', by: 'password' });
        return wrong('password', 'The password is wrong.');
      }
      await failures.withdraw(account.email, address);
      return once(async step => {
        const made = await enrolTotp(step, context, account, actor(caller));
        return made
          ? ok({ status: 201, body: made })
          : refuse('invalid_transition', 'One-time codes are in use; give them up first.');
      });
    },
    'totp.confirm': ({ caller, body, address, once }) =>
      limited(caller, address, () =>
        once(async step =>
          !(await asksForTotp(step, caller.userId)) &&
          (await confirmTotp(step, context, caller.userId, body.code, {
            actor: actor(caller),
            sessionId: caller.sessionId,
          }))
            ? ok(done)
            : wrongCode(),
        ),
      ),
    'totp.remove': ({ caller, body, address, once }) =>
      limited(caller, address, () =>
        once(async step => ((await removeWith(step, caller, body.code)) ? ok(done) : wrongCode())),
      ),
  } satisfies HandlersOf<'totp.enrol' | 'totp.confirm' | 'totp.remove'>;
}
