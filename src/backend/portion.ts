/**
 * Rows that tidying removes in one transaction: moments of the store. Whoever removes a portion says whether there may be
 * more, and is called again once others were heard.
 */
export const purgedAtOnce = 200;
