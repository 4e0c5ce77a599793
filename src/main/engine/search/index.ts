export { indexText, searchTerms, type Findable, type IndexText, type SearchTerms } from './terms.ts';
