import { layers } from './layers.mjs';

// Rules of this house that no stock rule expresses. Loaded by .oxlintrc.json.

/** A minimal shape of the syntax tree's nodes that the rule looks at. */
/** @typedef {{ readonly callee: { readonly type: string, readonly name?: string }, readonly arguments: readonly unknown[] }} CallNode */

/** @typedef {{ report(problem: { readonly node: CallNode, readonly message: string }): void }} Context */

const MESSAGE = 'This asks the machine for the time. Take a Clock port and use `new Date(clock.now())`.';

/** `new Date(milliseconds)` is arithmetic; `new Date()` and `Date()` read the clock. */
const noAmbientDate = {
  /** @param {Context} context */
  create(context) {
    /** @param {CallNode} node */
    const check = node => {
      const isDate = node.callee.type === 'Identifier' && node.callee.name === 'Date';
      if (isDate && node.arguments.length === 0) context.report({ node, message: MESSAGE });
    };
    return { NewExpression: check, CallExpression: check };
  },
};

export default { meta: { name: 'sealdesk' }, rules: { layers, 'no-ambient-date': noAmbientDate } };
