import type { ReactNode } from 'react';
import { TextField } from './field.tsx';

interface CodeFieldProps {
  readonly label?: string;
  readonly hint?: ReactNode;
  readonly autoFocus?: boolean;
  readonly value: string;
  readonly onChange: (code: string) => void;
}

/** The six digits of an authenticator app. */
export function CodeField({ label = 'One-time code', onChange, ...rest }: CodeFieldProps) {
  return (
    <TextField
      label={label}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={6}
      onChange={event => onChange(event.target.value)}
      {...rest}
    />
  );
}
