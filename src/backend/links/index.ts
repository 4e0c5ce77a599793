export { linkHandlers } from './handlers.ts';
export { planLimitsOf, publishPlans, setPlanLimits, type PlanLimits } from './plan.ts';
export { findByToken, findLink, linkState, rememberLink, type LinkRecord } from './store.ts';
