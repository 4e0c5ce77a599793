import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  /** What to show in place of a part that failed; `again` draws the part anew. */
  readonly renderFailed: (again: () => void) => ReactNode;
  readonly children: ReactNode;
}

/** Keeps a bug in one part from emptying the window. React reports the error itself. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed
      ? this.props.renderFailed(() => this.setState({ failed: false }))
      : this.props.children;
  }
}
