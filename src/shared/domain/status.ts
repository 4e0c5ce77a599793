import { z } from '../zod.ts';

export const customerKindSchema = z.enum(['individual', 'business']);
export type CustomerKind = z.infer<typeof customerKindSchema>;

export const verificationStatusSchema = z.enum([
  'CREATED',
  'UNDER_REVIEW',
  'NEEDS_ADDITIONAL_INFORMATION',
  'ACTIVE',
  'REJECTED',
]);
export type VerificationStatus = z.infer<typeof verificationStatusSchema>;

export const reviewStatusSchema = z.enum(['Pending', 'Approved', 'Rejected', 'Resubmission']);
export type ReviewStatus = z.infer<typeof reviewStatusSchema>;

export const leadStatusSchema = z.enum([
  'not_started',
  'in_progress',
  'under_review',
  'approved',
  'rejected',
]);
export type LeadStatus = z.infer<typeof leadStatusSchema>;

const transitions: Readonly<Record<VerificationStatus, readonly VerificationStatus[]>> = {
  CREATED: ['UNDER_REVIEW'],
  UNDER_REVIEW: ['ACTIVE', 'NEEDS_ADDITIONAL_INFORMATION', 'REJECTED'],
  NEEDS_ADDITIONAL_INFORMATION: ['UNDER_REVIEW', 'REJECTED'],
  ACTIVE: ['UNDER_REVIEW'],
  REJECTED: ['UNDER_REVIEW'],
};

/** Whether the status machine of a customer allows this step; a step to itself is none. */
export const mayMove = (from: VerificationStatus, to: VerificationStatus): boolean =>
  transitions[from].includes(to);

const reviewStatuses = {
  CREATED: 'Pending',
  UNDER_REVIEW: 'Pending',
  ACTIVE: 'Approved',
  REJECTED: 'Rejected',
  NEEDS_ADDITIONAL_INFORMATION: 'Resubmission',
} as const satisfies Record<VerificationStatus, ReviewStatus>;

/** What analysts see for a verification status. */
export const reviewStatusOf = (status: VerificationStatus): ReviewStatus => reviewStatuses[status];

/** Where a customer stands in the pipeline; `touched` says whether a link was opened or anything given since creation. */
export function leadStatusOf(status: VerificationStatus, touched: boolean): LeadStatus {
  switch (status) {
    case 'CREATED':
      return touched ? 'in_progress' : 'not_started';
    case 'NEEDS_ADDITIONAL_INFORMATION':
      return 'in_progress';
    case 'UNDER_REVIEW':
      return 'under_review';
    case 'ACTIVE':
      return 'approved';
    case 'REJECTED':
      return 'rejected';
  }
}

/** The analyst's word for a verification status. */
export const statusLabels = {
  CREATED: 'Created',
  UNDER_REVIEW: 'Under review',
  NEEDS_ADDITIONAL_INFORMATION: 'Resubmission',
  ACTIVE: 'Approved',
  REJECTED: 'Rejected',
} as const satisfies Record<VerificationStatus, string>;

export const roleSchema = z.enum(['analyst', 'supervisor', 'admin', 'auditor']);
export type Role = z.infer<typeof roleSchema>;

/** Whether somebody with these roles works on cases, and sees them, links and levels; who is an auditor and nothing else does not. */
export const worksOnCases = (roles: readonly Role[]): boolean => roles.some(role => role !== 'auditor');
