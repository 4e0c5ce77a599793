export { formatOf, parseZone, type ZoneFacts } from './parse.ts';
export { placeKinds, type CheckedPart, type Stretch, type ZoneFormat, type ZonePart } from './formats.ts';
export { locateZone } from './locate.ts';
export { settledByPrint } from './printed.ts';
export { readZone } from './read-zone.ts';
export { settleZone, type Ballot, type Check, type Vote } from './settle.ts';
