import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedOf } from '../../../../src/backend/hosted/asked.ts';
import { judgeReadings } from '../../../support/judging.ts';
import { outcomeOf } from '../../../../src/backend/providers/document/document.ts';
import { absentSides } from '../../../../src/shared/domain/sides.ts';
import {
  currentDocuments,
  documentTypes,
  fieldDefinitions,
  itemOf,
  ownersItem,
  reasons,
  shippedLevels,
  type DocumentType,
  type Level,
} from '../../../../src/shared/domain/index.ts';
import { itemsOf, modelCase, valueOf, type ModelCase } from '../../../support/request-model.ts';

const levelOf = (id: string): Level => {
  const found = shippedLevels.find(level => level.id === id);
  if (!found) throw new Error('it is shipped');
  return found;
};
const levels = [levelOf('kyc-enhanced'), levelOf('kyb-enhanced')];
const allTypes = Object.keys(documentTypes) as DocumentType[];

/** What anybody may do to a case; numbers choose among what there is. */
const deed = fc.oneof(
  fc.record({ kind: fc.constant('field' as const), which: fc.nat(), how: fc.constantFrom('same', 'new', 'none') }),
  fc.record({ kind: fc.constant('owners' as const), how: fc.constantFrom('same', 'noIds', 'others', 'fewer', 'none') }),
  fc.record({ kind: fc.constant('upload' as const), which: fc.nat(), side: fc.constantFrom(undefined, 'front' as const, 'back' as const), replaces: fc.option(fc.nat()), bytes: fc.nat(4) }),
  fc.record({ kind: fc.constant('ask' as const), items: fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('check' as const), findings: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(4)), { maxLength: 4 }), alarms: fc.nat(5) }),
  fc.constant({ kind: 'approve' as const }),
); // prettier-ignore
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(all: readonly T[], place: number): T => {
  const one = all[place % all.length];
  if (one === undefined) throw new Error('nothing to pick');
  return one;
};

/** Items of the case and items that nobody can give. */
const named = ({ customer }: ModelCase): readonly string[] => [
  ...itemsOf(customer),
  ...allTypes.map(type => itemOf('documentType', type)),
  ...fieldDefinitions.map(({ key }) => itemOf('field', key)),
  ownersItem,
  'document:nobody-sent-it',
  'owner:nobody-named-him',
  'field:shoeSize',
];

function does(model: ModelCase, one: Deed, level: Level): void {
  const { customer } = model;
  switch (one.kind) {
    case 'field': {
      const { key } = pick(fieldDefinitions.filter(({ kind }) => kind === level.kind), one.which); // prettier-ignore
      const old = customer.fields[key]?.value ?? valueOf(level.kind, key);
      model.give({ [key]: one.how === 'none' ? null : one.how === 'same' ? old : valueOf(level.kind, key) });
      return;
    }
    case 'owners': {
      const now = customer.beneficialOwners ?? [];
      const next = {
        same: now,
        noIds: now.map(({ id: _id, ...owner }) => owner),
        others: [{ name: `Owner ${one.how}`, ownershipPercent: 100, isDirector: true }],
        fewer: now.slice(1),
        none: [],
      }[one.how];
      model.give({}, next);
      return;
    }
    case 'upload': {
      const current = currentDocuments(customer.documents);
      const replaces =
        one.replaces === null || current.length === 0 ? undefined : pick(current, one.replaces).id;
      model.upload({ type: pick(allTypes, one.which), side: one.side, replaces, bytes: `file ${one.bytes}` });
      return;
    }
    case 'ask': {
      if (customer.status !== 'UNDER_REVIEW') return;
      const askable = [
        ...itemsOf({ ...customer, documents: [...currentDocuments(customer.documents)] }),
        ...allTypes.map(type => itemOf('documentType', type)),
      ];
      const request = one.items.map(([item, reason]) => ({ item: pick(askable, item), reasons: [pick(reasons, reason).code, ...(reason % 3 === 0 ? ['badDocument.missingBackSide'] : [])] })); // prettier-ignore
      model.ask(
        request.filter(({ item }, place) => request.findIndex(other => other.item === item) === place),
      );
      return;
    }
    case 'check':
      model.check(() => {
        const findings = one.findings.map(([item, reason]) => ({ code: pick(reasons, reason).code, item: pick(named(model), item), message: '' })); // prettier-ignore
        return { state: one.alarms === 0 ? 'alert' : findings.length > 0 ? 'rfi' : 'clear', findings };
      });
      return;
    case 'approve':
      if (customer.status === 'UNDER_REVIEW') model.decide('ACTIVE');
  }
}

describe('[FLOW-8] from any request, whatever is given', () => {
  test.each(levels)(
    'a case of $id comes to people, is asked about twice at the most, and alarms at once',
    level => {
      let requests = 0;
      fc.assert(
        fc.property(fc.array(deed, { minLength: 5, maxLength: 25 }), deeds => {
          const model = modelCase(level);
          if (level.kind === 'business')
          model.give({}, [{ name: 'Åse Berg', ownershipPercent: 60, isDirector: true }, { name: 'Nils Lie', ownershipPercent: 40, isDirector: false }]); // prettier-ignore
          for (const { type, sides } of level.documents)
            model.upload({ type, side: sides[0], bytes: `first ${type}` });
          model.submit();
          for (const one of deeds) {
            const { version, status: before } = model.customer;
            does(model, one, level);
            expect(model.rounds).toBeLessThanOrEqual(2);
            if (one.kind === 'check' && one.alarms === 0 && before !== 'REJECTED') expect(model.customer.status === 'NEEDS_ADDITIONAL_INFORMATION' && before === 'UNDER_REVIEW').toBe(false); // prettier-ignore
            if (
              model.customer.status !== 'NEEDS_ADDITIONAL_INFORMATION' ||
              model.customer.version === version
            )
              continue;
            requests += 1;
            const [onPage, byApi] = [model.fork(), model.fork()];
            onPage.answerByPage();
            byApi.answerByApi();
            for (const answered of [onPage, byApi]) {
              // Whatever fails now for ever, the customer saying the same each time: it ends before a person.
              for (let round = 0; round < 4; round += 1) {
                const before = new Set(answered.customer.rfi?.items.map(({ item }) => item));
                const reason = 'badDocument.damaged';
                const failing = itemsOf(answered.customer).map(item => ({ code: reason, item, message: '' }));
                const decision = answered.check(() => ({ state: 'rfi', findings: failing }));
                if (decision?.kind === 'ask' && round > 0)
                  expect(decision.items.filter(({ item }) => before.has(item))).toEqual([]);
                expect(answered.rounds).toBeLessThanOrEqual(2);
                answered.answerByPage();
              }
              expect(answered.customer.status).toBe('UNDER_REVIEW');
              expect(answered.check(() => ({ state: 'clear', findings: [] }))?.kind ?? 'people').not.toBe(
                'ask',
              );
            }
          }
        }),
        { numRuns: 30 },
      );
      expect(requests).toBeGreaterThan(50);
    },
  );
});

describe('[FLOW-7] the other side of a card', () => {
  const level = levelOf('kyc-enhanced');
  const text = (words: string) => ({ text: words, region: [0, 0, 1, 1] as const, words: [] });
  /** A picture that was read well, without a zone. */
  const readable = { kind: 'read' as const, pageCount: 1, pages: [{ page: 1, source: 'ocr' as const, confidence: 1, lies: { turn: 0 as const, skew: 0 }, lines: [text('ANNA MUSTER 12345678')] }], picture: { width: 1600, height: 1000, sharpness: 2, brightness: 0.8, contrast: 0.5, glare: 0 } }; // prettier-ignore
  /** What proves nothing is for people; here alone whether the sides are all there. */
  const zone = {
    format: 'TD1',
    page: 1,
    turn: 0,
    lines: [],
    asRead: [],
    checks: [],
    doubts: [],
    places: [],
  } as const;
  const checked = (model: ModelCase) =>
    model.check(name => {
      if (name !== 'document') return { state: 'clear', findings: [] };
      const { customer } = model;
      const readings = currentDocuments(customer.documents).map(document => ({
        document,
        reading:
          document.side === 'back' && document.type !== 'driving_licence' ? { ...readable, zone } : readable,
      }));
      return outcomeOf(judgeReadings(customer, readings as never, Date.UTC(2026, 10, 21)).judged);
    });

  test.each(['driving_licence', 'national_id', 'residence_permit'] as const)(
    'of a %s is asked for beside its front, and what is sent answers it',
    type => {
      const model = modelCase(level);
      for (const other of ['proof_of_address', 'selfie'] as const)
        model.upload({ type: other, bytes: other });
      model.upload({ type, side: 'front', bytes: 'front' });
      model.submit();
      const front = model.customer.documents.at(-1);
      expect(checked(model)).toMatchObject({
        kind: 'ask',
        items: [{ item: `document:${front?.id}`, reasons: ['badDocument.missingBackSide'] }],
      });
      expect(model.answerByPage()).toBe(1);
      const sides = currentDocuments(model.customer.documents).filter(one => one.type === type);
      expect(sides.map(({ side, replaces }) => [side, replaces])).toEqual([
        ['front', null],
        ['back', null],
      ]);
      const decision = checked(model);
      expect(decision?.kind).toBe('people');
      // Every check is clear: nothing but the proof that nobody extracted here is left.
      expect(
        decision?.kind === 'people' && decision.why.filter(why => !why.startsWith('unconfirmed:')),
      ).toEqual([]);
    },
  );
});

test('[LEAD-8] of a card both sides are needed, of what shows no side in particular nothing more', () => {
  const model = modelCase(levelOf('kyc-enhanced'));
  const absent = (): readonly string[] | undefined => {
    const found = absentSides(model.customer.documents, { type: 'passport', sides: ['front'] });
    return found && [found.type, ...found.sides];
  };
  expect(absent()).toBeUndefined();
  model.upload({ type: 'national_id', side: 'back', bytes: '1' });
  expect(absent()).toEqual(['national_id', 'front']);
  model.upload({ type: 'driving_licence', side: 'front', bytes: '2' });
  expect(absent()).toEqual(['driving_licence', 'back']);
  model.upload({ type: 'national_id', side: 'front', bytes: '3' });
  expect(absent()).toBeUndefined();
  const whole = modelCase(levelOf('kyc-enhanced'));
  whole.upload({ type: 'national_id', bytes: '1' });
  expect(absentSides(whole.customer.documents, { type: 'passport', sides: ['front'] })).toBeUndefined();
});

test('of several people each keeps their card when their ID is sent again', () => {
  const level = levelOf('kyb-enhanced');
  const model = modelCase(level);
  const half = { ownershipPercent: 50, isDirector: true, dateOfBirth: '1970-01-01', nationality: 'NOR' };
  model.give({}, [
    { ...half, name: 'Åse Berg' },
    { ...half, name: 'Nils Lie' },
  ]);
  const send = (bytes: string, replaces?: string) =>
    model.upload({ type: 'director_id', side: 'front', bytes, replaces });
  send('of Åse');
  send('of Nils');
  send('of Åse, sharp', model.customer.documents[0]?.id);
  const { documents } = askedOf(model.customer, level, { items: null, createdAt: 0 }, 0);
  const cards = documents.filter(({ types }) => types.includes('director_id'));
  expect(cards.map(({ given }) => given?.sha256)).toEqual(['of Åse, sharp', 'of Nils']);
});
