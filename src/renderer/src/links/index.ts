export { LinksScreen } from './links-screen.tsx';
export { expiryWords } from './link-words.ts';
export { createNewLinkStore, NewLinkDialog, type LinkedCustomer, type NewLinkStore } from './new/index.ts';
export { LinkStateTag } from './state-tag.tsx';
export { createLinksStore, type LinksStore } from './store.ts';
