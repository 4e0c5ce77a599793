import type { DocumentType, FieldType } from '../../../shared/domain/index.ts';

/** What the page says, in one language. `company` is who asks. */
export interface Words {
  readonly step: (step: number, of: number) => string;
  readonly skip: string;
  readonly language: string;
  readonly next: string;
  readonly back: string;
  readonly optional: string;
  readonly errorPrefix: string;
  readonly errorTitle: string;
  /** What stands between a word and what it announces, without the space after it. */
  readonly colon: string;
  /** What stands before day and hour. */
  readonly until: string;
  readonly comeBack: string;
  readonly privacy: string;
  /** An answer that reached nobody. */
  readonly lost: string;
  /** What is wrong with one answer. */
  readonly faults: Readonly<Record<FieldType, string>> & {
    readonly required: string;
    readonly choose: string;
    /** A day that is too early or has not come yet. */
    readonly dateRange: string;
    /** An ID that was valid. */
    readonly expired: string;
    /** What stands there now, after somebody else changed it. */
    readonly meanwhile: (value: string) => string;
    readonly nothing: string;
  };
  readonly consent: {
    readonly name: string;
    readonly heading: (company: string) => string;
    readonly headingBusiness: (company: string) => string;
    readonly lead: string;
    readonly need: string;
    readonly needBusiness: string;
    readonly points: (company: string) => readonly string[];
    /** Of what is to be at hand. */
    readonly bothSides: string;
    readonly agree: (company: string) => string;
    readonly fault: string;
  };
  readonly data: {
    readonly person: string;
    readonly business: string;
    readonly leadPerson: string;
    readonly leadBusiness: string;
    readonly groups: Readonly<
      Record<'person' | 'contact' | 'address' | 'identity' | 'more' | 'business', string>
    >;
    readonly choose: string;
    readonly phoneHint: string;
    readonly yes: string;
    readonly no: string;
    readonly options: Readonly<Record<string, string>>;
    readonly fields: Readonly<Record<string, string>>;
  };
  readonly owners: {
    readonly name: string;
    readonly lead: string;
    readonly owner: (n: number) => string;
    readonly fullName: string;
    readonly percent: string;
    readonly director: string;
    readonly add: string;
    readonly remove: (n: number) => string;
    readonly total: string;
    readonly faultNone: string;
    readonly faultMeanwhile: (names: string) => string;
    readonly faultTotal: (total: string) => string;
    readonly faultPercent: string;
    readonly faultIdentified: string;
    readonly whenIdentified: string;
  };
  readonly documents: {
    readonly name: string;
    readonly lead: string;
    readonly formats: string;
    readonly kind: string;
    readonly file: string;
    readonly camera: string;
    readonly send: string;
    readonly sending: string;
    readonly received: string;
    readonly replace: string;
    readonly front: string;
    readonly back: string;
    readonly photoId: string;
    readonly types: Readonly<Record<DocumentType, string>>;
    readonly hints: Readonly<Partial<Record<DocumentType | 'photoId' | 'back' | 'shows', string>>>;
    readonly faultMissing: string;
    readonly faultFile: string;
    readonly faultType: string;
    readonly faultSize: string;
    /** Something between takes less than we do; how much is not known. */
    readonly faultSizeBetween: string;
    readonly faultSame: string;
    /** The same file for what was asked for again: it is taken when it is sent once more. */
    readonly faultSameAgain: string;
    readonly faultMeanwhile: string;
    /** Nothing more is taken for this case. */
    readonly faultFull: string;
    readonly faultSending: string;
  };
  readonly request: {
    readonly lead: (company: string) => string;
    readonly why: string;
    readonly comment: string;
    readonly again: string;
  };
  /** What is asked for beside the page, where nobody sees its headings. */
  readonly missing: {
    readonly tell: (label: string) => string;
    readonly send: (label: string) => string;
    /** So many IDs of people of a company are still to come. */
    readonly people: (count: number) => string;
    readonly expiring: (day: string) => string;
  };
  readonly review: {
    readonly name: string;
    readonly lead: string;
    readonly change: string;
    readonly notGiven: string;
    readonly send: string;
    readonly faultIncomplete: string;
  };
  readonly done: {
    readonly title: string;
    readonly text: (company: string) => string;
    readonly close: string;
  };
  readonly answered: { readonly title: string; readonly text: (company: string) => string };
  readonly expired: { readonly title: string; readonly text: (company: string) => string };
  readonly revoked: { readonly title: string; readonly text: (company: string) => string };
  /** Of what was sent after the link had ended. */
  readonly late: string;
  readonly unknown: { readonly title: string; readonly text: string };
  readonly tooMany: { readonly title: string; readonly text: string };
  readonly refused: { readonly title: string; readonly text: string };
  readonly failed: {
    readonly title: string;
    /** Also where the page stays as it was. */
    readonly again: string;
    readonly text: (reference: string) => string;
  };
  /** The customer's sentence of each reason, by its code. */
  readonly reasons: Readonly<Record<string, string>>;
}
