export { addressOf, type Address } from './address.ts';
export { businessOf, type Business, type Owner } from './business.ts';
export { countries, countryOf } from './countries.ts';
export { nameOf, type Country, type Name } from './country.ts';
export { callName, fullName, personOf, type Person } from './person.ts';
