export { NewLinkDialog } from './new-link-dialog.tsx';
export { createNewLinkStore, type LinkedCustomer, type NewLinkStore } from './store.ts';
