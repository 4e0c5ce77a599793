import { assertNever } from '../../../shared/result.ts';
import type { QueueFilter } from '../../../shared/ipc/queue.ts';
import type { SqlValue } from '../ports.ts';
import { searchTerms } from '../search/index.ts';

/** A condition on `customer` with its values; `text` is `1` for "every case". */
export interface Where {
  readonly text: string;
  readonly values: readonly SqlValue[];
}

/** Decisions of this workstation that are not part of the case yet. */
const undelivered = `SELECT customer_id FROM command WHERE type = 'review.finish' AND state IN ('queued', 'sealed', 'parked')`;

const oneOf = (column: string, values: readonly string[] | undefined): Where | undefined =>
  values === undefined || values.length === 0
    ? undefined
    : { text: `${column} IN (${values.map(() => '?').join(', ')})`, values };

function assignment(assignee: QueueFilter['assignee'], userId: string): Where | undefined {
  switch (assignee) {
    case undefined:
      return undefined;
    case 'me':
      return { text: '(assignee = ? OR claimed_by = ?)', values: [userId, userId] };
    case 'nobody':
      return { text: 'assignee IS NULL', values: [] };
    case 'others':
      return { text: 'assignee IS NOT NULL AND assignee <> ?', values: [userId] };
    default:
      return assertNever(assignee);
  }
}

/** The rows whose indexed text has every term, or whose id begins with the text. */
function textCondition(text: string | undefined): Where | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const terms = searchTerms(text);
  // Only punctuation was typed: nothing has that in its folded text.
  if (!terms) return { text: '0', values: [] };
  const parts: string[] = [];
  const values: SqlValue[] = [];
  if (terms.long !== undefined) {
    parts.push('row IN (SELECT rowid FROM search_long WHERE search_long MATCH ?)');
    values.push(terms.long);
  }
  if (terms.short !== undefined) {
    parts.push('row IN (SELECT rowid FROM search_short WHERE search_short MATCH ?)');
    values.push(terms.short);
  }
  const found = parts.join(' AND ');
  if (terms.idPrefix === undefined) return { text: found, values };
  return {
    text: `((${found}) OR (id >= ? AND id < ?))`,
    values: [...values, terms.idPrefix, `${terms.idPrefix}\u{10ffff}`],
  };
}

const flag = (text: string, wanted: boolean | undefined): Where | undefined =>
  wanted === undefined ? undefined : { text: wanted ? text : `NOT (${text})`, values: [] };

/** The filter of a view as a condition. `userId` is whom "me" means. */
export function whereOf(filter: QueueFilter, userId: string): Where {
  const conditions = [
    oneOf('kind', filter.kinds),
    oneOf('level_id', filter.levels),
    oneOf('status', filter.statuses),
    oneOf('risk_band', filter.risks),
    oneOf('country', filter.countries),
    assignment(filter.assignee, userId),
    flag('coalesce(missing, 0) > 0', filter.missing),
    flag(`id IN (${undelivered})`, filter.decided),
    textCondition(filter.text),
  ].filter(condition => condition !== undefined);
  return {
    text: conditions.length === 0 ? '1' : conditions.map(condition => condition.text).join(' AND '),
    values: conditions.flatMap(condition => condition.values),
  };
}
