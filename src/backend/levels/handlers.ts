import { isDeepStrictEqual } from 'node:util';
import { shippedLevels, type Level } from '../../shared/domain/index.ts';
import { ok } from '../../shared/result.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { mostLevels, mostVersions } from '../../shared/api/index.ts';
import { ifMatch, refuse, type HandlersOf } from '../http/index.ts';
import { actorOf } from '../identity/index.ts';
import { levelOf } from './draft.ts';
import { addLevelVersion, countLevels, findLevel, newestLevels } from './store.ts';

const etag = ({ version }: Level) => ({ etag: `"${version}"` });

export function levelHandlers(
  { store, clock, random }: Pick<Context, 'store' | 'clock' | 'random'>,
  providers: readonly { readonly name: string }[],
) {
  const checks = new Set([
    ...shippedLevels.flatMap(level => level.checks),
    ...providers.map(({ name }) => name),
  ]);
  return {
    'levels.list': async ({ caller }) => {
      const items = [...(await newestLevels(store.reader, caller.tenantId))];
      return ok({ status: 200, body: { items, nextCursor: null } });
    },
    'levels.create': ({ caller, body: { id = newId(clock, random), ...draft }, once }) =>
      once(async step => {
        if (await findLevel(step, id)) {
          const errors = [{ path: 'body.id', message: 'already used' }];
          return refuse('invalid_payload', 'There is a level of this id.', { errors });
        }
        const level = levelOf(draft, { id, version: 1 }, checks);
        if (!level.ok) return level;
        if ((await countLevels(step)) >= mostLevels)
          return refuse('invalid_transition', `A tenant has at most ${mostLevels} levels.`);
        await addLevelVersion(step, level.value);
        step.audit({ actor: actorOf(caller), action: 'level.added', data: { levelId: id, version: 1 } });
        return ok({ status: 201, body: level.value, headers: etag(level.value) });
      }),
    'levels.patch': ({ caller, params: { id }, body, headers, once }) =>
      once(async step => {
        const found = await findLevel(step, id);
        if (!found) return refuse('not_found', 'There is no such level.');
        const { id: _id, version, ...current } = found;
        // Who says what was looked at is told of an edit in between; who doesn't edits what there is.
        const fits = ifMatch(headers['if-match'] ?? '*', etag(found).etag);
        if (!fits.ok) return fits;
        if (!fits.value) return refuse('version_conflict', `The level has version ${version} by now.`);
        const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
        const level = levelOf({ ...current, ...given }, { id, version }, checks, found);
        if (!level.ok) return level;
        if (isDeepStrictEqual(level.value, found))
          return ok({ status: 200, body: found, headers: etag(found) });
        if (version >= mostVersions)
          return refuse('invalid_transition', `A level has at most ${mostVersions} versions.`);
        const next = { ...level.value, version: version + 1 };
        await addLevelVersion(step, next);
        step.audit({
          actor: actorOf(caller),
          action: 'level.edited',
          data: { levelId: id, version: next.version, changed: Object.keys(given).toSorted() },
        });
        return ok({ status: 200, body: next, headers: etag(next) });
      }),
  } satisfies HandlersOf<'levels.list' | 'levels.create' | 'levels.patch'>;
}
