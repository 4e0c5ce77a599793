/**
 * ISO 3166-1: alpha-3 and alpha-2 of every officially assigned country, as pairs in alphabetical order of the first. The
 * same as in Debian's iso-codes 4.15, compared on 21 November 2026.
 */
const assigned = `
ABW AW AFG AF AGO AO AIA AI ALA AX ALB AL AND AD ARE AE ARG AR ARM AM ASM AS ATA AQ ATF TF ATG AG AUS AU AUT AT AZE AZ
BDI BI BEL BE BEN BJ BES BQ BFA BF BGD BD BGR BG BHR BH BHS BS BIH BA BLM BL BLR BY BLZ BZ BMU BM BOL BO BRA BR BRB BB
BRN BN BTN BT BVT BV BWA BW CAF CF CAN CA CCK CC CHE CH CHL CL CHN CN CIV CI CMR CM COD CD COG CG COK CK COL CO COM KM
CPV CV CRI CR CUB CU CUW CW CXR CX CYM KY CYP CY CZE CZ DEU DE DJI DJ DMA DM DNK DK DOM DO DZA DZ ECU EC EGY EG ERI ER
ESH EH ESP ES EST EE ETH ET FIN FI FJI FJ FLK FK FRA FR FRO FO FSM FM GAB GA GBR GB GEO GE GGY GG GHA GH GIB GI GIN GN
GLP GP GMB GM GNB GW GNQ GQ GRC GR GRD GD GRL GL GTM GT GUF GF GUM GU GUY GY HKG HK HMD HM HND HN HRV HR HTI HT HUN HU
IDN ID IMN IM IND IN IOT IO IRL IE IRN IR IRQ IQ ISL IS ISR IL ITA IT JAM JM JEY JE JOR JO JPN JP KAZ KZ KEN KE KGZ KG
KHM KH KIR KI KNA KN KOR KR KWT KW LAO LA LBN LB LBR LR LBY LY LCA LC LIE LI LKA LK LSO LS LTU LT LUX LU LVA LV MAC MO
MAF MF MAR MA MCO MC MDA MD MDG MG MDV MV MEX MX MHL MH MKD MK MLI ML MLT MT MMR MM MNE ME MNG MN MNP MP MOZ MZ MRT MR
MSR MS MTQ MQ MUS MU MWI MW MYS MY MYT YT NAM NA NCL NC NER NE NFK NF NGA NG NIC NI NIU NU NLD NL NOR NO NPL NP NRU NR
NZL NZ OMN OM PAK PK PAN PA PCN PN PER PE PHL PH PLW PW PNG PG POL PL PRI PR PRK KP PRT PT PRY PY PSE PS PYF PF QAT QA
REU RE ROU RO RUS RU RWA RW SAU SA SDN SD SEN SN SGP SG SGS GS SHN SH SJM SJ SLB SB SLE SL SLV SV SMR SM SOM SO SPM PM
SRB RS SSD SS STP ST SUR SR SVK SK SVN SI SWE SE SWZ SZ SXM SX SYC SC SYR SY TCA TC TCD TD TGO TG THA TH TJK TJ TKL TK
TKM TM TLS TL TON TO TTO TT TUN TN TUR TR TUV TV TWN TW TZA TZ UGA UG UKR UA UMI UM URY UY USA US UZB UZ VAT VA VCT VC
VEN VE VGB VG VIR VI VNM VN VUT VU WLF WF WSM WS YEM YE ZAF ZA ZMB ZM ZWE ZW
`;

const alpha2ByAlpha3: ReadonlyMap<string, string> = new Map(
  [...assigned.matchAll(/([A-Z]{3}) ([A-Z]{2})/g)].map(([, alpha3 = '', alpha2 = '']) => [alpha3, alpha2]),
);

/**
 * Codes that a passport's machine-readable zone may carry beside ISO 3166-1 (ICAO Doc 9303, part 3, section 5):
 * exceptions for a country, organisations that issue documents, people without a state, and the specimen country.
 */
const mrzNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    D: 'Germany',
    RKS: 'Kosovo',
    GBD: 'British overseas territories citizen',
    GBN: 'British national (overseas)',
    GBO: 'British overseas citizen',
    GBP: 'British protected person',
    GBS: 'British subject',
    EUE: 'European Union',
    IAO: 'International Civil Aviation Organization',
    UNO: 'United Nations',
    UNA: 'United Nations specialized agency',
    UNK: 'Kosovo (United Nations mission)',
    UTO: 'Utopia (specimen)',
    XBA: 'African Development Bank',
    XIM: 'African Export-Import Bank',
    XCC: 'Caribbean Community',
    XCE: 'Council of Europe',
    XCO: 'Common Market for Eastern and Southern Africa',
    XDC: 'Southern African Development Community',
    XEC: 'Economic Community of West African States',
    XES: 'Organization of Eastern Caribbean States',
    XMP: 'Parliamentary Assembly of the Mediterranean',
    XOM: 'Sovereign Military Order of Malta',
    XPO: 'Interpol',
    XXA: 'Stateless person',
    XXB: 'Refugee (1951 Convention)',
    XXC: 'Refugee (other)',
    XXX: 'Nationality not stated',
  }),
);

/** The one MRZ code that names a country of the list by another code; the rest have no ISO country. */
export const isoOfMrz = (code: string): string => (code === 'D' ? 'DEU' : code);

export const isCountry = (code: string): boolean => alpha2ByAlpha3.has(code);
export const isMrzCode = (code: string): boolean => isCountry(code) || mrzNames.has(code);

/** Alpha-3 codes of all countries, in alphabetical order of the code. */
export const countryCodes: readonly string[] = [...alpha2ByAlpha3.keys()];

export const alpha2Of = (alpha3: string): string | undefined => alpha2ByAlpha3.get(isoOfMrz(alpha3));

const regions = new Intl.DisplayNames('en', { type: 'region' });

/** The English name of a country or MRZ code; a code that is none is given back as it is. */
export function countryName(code: string): string {
  const alpha2 = alpha2ByAlpha3.get(code);
  return (alpha2 === undefined ? mrzNames.get(code) : regions.of(alpha2)) ?? code;
}
