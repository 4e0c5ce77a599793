export { ReasonChips } from './reason-chips.tsx';
export { ReasonPicker } from './reason-picker.tsx';
export { suggestReasons } from './suggest.ts';
