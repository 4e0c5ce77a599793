/** The text with its check digit put wrong, as a forger who doesn't know the rule would. */
export const wrongDigit = (digit: string): string => String((Number(digit) + 3) % 10);
