import { randomOf } from '../random.ts';
import type { Person } from '../people/index.ts';

/** Everything that makes a drawn face this one and no other. Lengths are in the portrait's units, 100 to its width. */
export interface Face {
  readonly skin: Skin;
  readonly hair: string;
  readonly hairStyle: 'crop' | 'part' | 'curls' | 'bald' | 'long' | 'bob' | 'bun' | 'waves' | 'fringe';
  readonly iris: string;
  readonly halfWidth: number;
  /** 0 is a narrow chin, 1 a square one. */
  readonly jaw: number;
  readonly chin: number;
  readonly eyeGap: number;
  readonly eyeSize: number;
  readonly eyeTilt: number;
  readonly brow: number;
  readonly browArch: number;
  readonly nose: number;
  readonly noseWidth: number;
  readonly mouth: number;
  readonly lips: number;
  readonly beard: 'none' | 'stubble' | 'short' | 'full' | 'moustache';
  readonly glasses: 'none' | 'round' | 'square';
  readonly earrings: boolean;
  readonly lashes: boolean;
  readonly lines: boolean;
  readonly clothes: {
    readonly cut: 'shirt' | 'jacket' | 'round' | 'turtle';
    readonly color: string;
    readonly under: string;
  };
}

export interface Skin {
  readonly base: string;
  readonly light: string;
  readonly shade: string;
  readonly lip: string;
}

const skins: readonly Skin[] = [
  { base: '#f3d3bd', light: '#fde8da', shade: '#d9a78a', lip: '#c4776c' },
  { base: '#ecc3a4', light: '#f9dcc5', shade: '#cb9572', lip: '#b9695d' },
  { base: '#dfae88', light: '#f0cbab', shade: '#b98260', lip: '#a85d50' },
  { base: '#c68f66', light: '#deb08a', shade: '#9a6743', lip: '#93504a' },
  { base: '#9c6a48', light: '#bb8762', shade: '#714728', lip: '#7a4040' },
  { base: '#6f4a35', light: '#8f644b', shade: '#4c2f20', lip: '#65383a' },
];

/** Which of the skins people of a country mostly have; the drawings should not look all alike. */
const complexions: Readonly<Record<string, readonly number[]>> = {
  ...Object.fromEntries(['JPN', 'KOR', 'CHN', 'VNM', 'SGP'].map(code => [code, [0, 1, 2]])),
  ...Object.fromEntries(['IND'].map(code => [code, [2, 3, 4]])),
  ...Object.fromEntries(['ARE', 'EGY', 'MAR', 'TUR', 'MEX', 'BRA', 'ARG'].map(code => [code, [1, 2, 3]])),
  ...Object.fromEntries(['NGA', 'KEN'].map(code => [code, [4, 5]])),
  ...Object.fromEntries(['USA', 'GBR', 'CAN', 'FRA'].map(code => [code, [0, 1, 3, 5]])),
};
const european = [0, 0, 1] as const;

const dark = ['#1d1a1c', '#2a211f', '#38281f'] as const;
const lightHair = ['#4b3425', '#6b4a2f', '#8c6239', '#b78a4e', '#cfa765', '#7d3f22'] as const;
const grey = ['#9b9a98', '#c3c1bd', '#77767a'] as const;
const cloth = [
  '#27364a',
  '#3c4f5f',
  '#6a2f3c',
  '#2f5a52',
  '#8a7157',
  '#4a4458',
  '#b6674e',
  '#39424e',
] as const;

/** The face of a person: the same whenever and wherever it is drawn. */
export function faceOf(person: Person): Face {
  const random = randomOf('face', person.face);
  const skinPlace = random.pick(complexions[person.country.code] ?? european);
  const skin = skins[skinPlace] ?? skins[1];
  if (skin === undefined) throw new Error('there is no skin to draw');
  const male = person.gender === 'male';
  const old = Number(person.dateOfBirth.slice(0, 4)) < 1966;
  const darkHaired =
    person.country.code in complexions && !['USA', 'GBR', 'CAN', 'FRA'].includes(person.country.code);
  const hair =
    old && random.chance(0.7)
      ? random.pick(grey)
      : random.pick(darkHaired || skinPlace > 2 ? dark : [...dark, ...lightHair]);
  const between = (low: number, high: number): number => low + random.next() * (high - low);
  return {
    skin,
    hair,
    hairStyle: male
      ? random.pick(old ? ['bald', 'crop', 'part'] : ['crop', 'part', 'part', 'curls', 'crop'])
      : random.pick(old ? ['bob', 'bun', 'waves'] : ['long', 'bob', 'bun', 'waves', 'fringe']),
    iris: random.pick(
      darkHaired || skinPlace > 2
        ? ['#3b2a20', '#4a3324']
        : ['#5b7d94', '#6b7f55', '#5d4330', '#7a95a5', '#3b2a20'],
    ),
    halfWidth: between(male ? 18.2 : 17.2, male ? 20.2 : 19),
    jaw: male ? between(0.45, 1) : between(0.05, 0.5),
    chin: between(83, 87),
    eyeGap: between(8.2, 9.6),
    eyeSize: between(male ? 4 : 4.3, male ? 4.6 : 5.1),
    eyeTilt: between(-0.4, 0.9),
    brow: male ? between(1.3, 2.1) : between(0.6, 1),
    browArch: between(0.8, 2.4),
    nose: between(63, 67),
    noseWidth: between(3.4, 5),
    mouth: between(6.2, 8.4),
    lips: male ? between(0.8, 1.3) : between(1.2, 1.9),
    beard: male ? random.pick(['none', 'none', 'stubble', 'stubble', 'short', 'full', 'moustache']) : 'none',
    glasses: random.chance(old ? 0.4 : 0.2) ? random.pick(['round', 'square']) : 'none',
    earrings: !male && random.chance(0.4),
    lashes: !male,
    lines: old,
    clothes: {
      cut: random.pick(
        male ? ['shirt', 'jacket', 'round', 'jacket'] : ['round', 'jacket', 'turtle', 'shirt'],
      ),
      color: random.pick(cloth),
      under: random.pick(['#f2f3f1', '#dfe8ee', '#f3ece2']),
    },
  };
}
