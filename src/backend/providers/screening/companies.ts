/** Legal forms and what companies put beside their names. */
export const companyWords: ReadonlySet<string> = new Set([
  'gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'ohg', 'gbr', 'ug', 'ek', 'ev', 'se', 'ltd', 'limited', 'llc', 'llp', 'lp', 'inc',
  'incorporated', 'corp', 'corporation', 'co', 'company', 'plc', 'sa', 'sas', 'sarl', 'snc', 'sca', 'srl', 'srls', 'spa', 'cv',
  'ltda', 'lda', 'eireli', 'bv', 'nv', 'as', 'asa', 'ab', 'oy', 'oyj', 'aps', 'sl', 'slu', 'fze', 'fzco', 'fzc', 'dmcc', 'wll',
  'ksc', 'sal', 'saog', 'pjsc', 'ojsc', 'cjsc', 'jsc', 'psc', 'ooo', 'oao', 'zao', 'pao', 'ao', 'nk', 'npo', 'fgup', 'gup', 'tov',
  'prat', 'ead', 'eood', 'ood', 'ad', 'doo', 'dooel', 'dd', 'sro', 'spol', 'sp', 'zoo', 'kft', 'zrt', 'nyrt', 'uab', 'sia', 'ou',
  'kk', 'pt', 'tbk', 'pty', 'pte', 'sdn', 'bhd', 'berhad', 'group', 'holding', 'holdings', 'aktiengesellschaft', 'gesellschaft',
  'sti', 'sirketi', 'kabushiki', 'kaisha', 'tovarystvo', 'obshchestvo',
]); // prettier-ignore

/** Legal forms of several words, folded. */
const legalForms = new RegExp(
  [
    '(?:public |open |closed |private )?(?:joint stock|limited liability) (?:company|society)',
    '(?:public|private) (?:limited )?company',
    'societe anonyme',
    'societe a responsabilite limitee',
    'sociedade? anonima',
    'societa per azioni',
    'societa a responsabilita limitata',
    'gesellschaft mit beschraenkter haftung',
    'gesellschaft mit beschrankter haftung',
    'spo[lł]ka z ograniczona odpowiedzialnoscia',
    'spolka akcyjna',
    'sp z o ?o',
    'sa de cv',
    'anonim sirketi',
    '(?:publichnoe |publichnoye |otkrytoe |otkrytoye |zakrytoe |zakrytoye )?aktsionerno[ey]e? obshchestvo',
    'obshchestvo s ogranichenno[iy] otvetstvennost(?:iu|yu)',
  ]
    .map(form => `\\b${form}\\b`)
    .join('|'),
  'g',
);

/** Words of many companies' names: alone they name none of them. */
export const trades: ReadonlySet<string> = new Set([
  'agro', 'air', 'airlines', 'airways', 'american', 'asia', 'asian', 'association', 'atlantic', 'auto', 'aviation', 'bank',
  'business', 'capital', 'cement', 'center', 'central', 'centre', 'chemical', 'chemicals', 'commercial', 'construction',
  'consulting', 'design', 'development', 'digital', 'east', 'eastern', 'electronics', 'energy', 'engineering', 'enterprise',
  'enterprises', 'equipment', 'europe', 'european', 'exchange', 'export', 'finance', 'financial', 'first', 'food', 'foods',
  'foundation', 'fund', 'gas', 'general', 'global', 'golden', 'hotel', 'hotels', 'import', 'industrial', 'industries', 'industry',
  'institute', 'insurance', 'international', 'investment', 'investments', 'lab', 'laboratories', 'laboratory', 'labs', 'lines',
  'logistics', 'machinery', 'management', 'marine', 'maritime', 'market', 'marketing', 'markets', 'media', 'medical', 'metal',
  'metals', 'middle', 'mining', 'motors', 'national', 'new', 'north', 'northern', 'oil', 'organisation', 'organization', 'pacific',
  'partners', 'petro', 'petroleum', 'pharma', 'pharmaceutical', 'products', 'properties', 'real', 'royal', 'security', 'services',
  'shipping', 'solutions', 'south', 'southern', 'star', 'steel', 'supply', 'systems', 'tech', 'technologies', 'technology',
  'telecom', 'textile', 'trade', 'trading', 'transport', 'travel', 'trust', 'united', 'universal', 'west', 'western', 'world',
  'worldwide',
]); // prettier-ignore

/** A folded name without a legal form of several words; whole where nothing else is in it. */
export function withoutForm(folded: string): string {
  const rest = folded.replaceAll(legalForms, ' ').replaceAll(/ +/g, ' ').trim();
  return rest === '' ? folded : rest;
}

/** Whether a word can stand for the whole name of a company. */
export const namesAlone = (word: string): boolean => word.length >= 3 && !trades.has(word);

/** The words that are a company's own. */
export const ownWords = (words: readonly string[]): readonly string[] =>
  words.filter(word => !trades.has(word));
