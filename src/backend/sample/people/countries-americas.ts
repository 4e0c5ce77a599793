import type { CountryRow } from './country.ts';

// 555-01xx is kept for fiction throughout the North American numbering plan.
export const american: readonly CountryRow[] = [
  {
    code: 'USA', name: 'United States', issuer: 'United States of America', currency: 'USD',
    male: "Marcus, D'Andre, William, Jesús", female: 'Ashley, Renée, Shaniqua, Grace', family: "Washington, O'Neill, Martínez, Kowalczyk, Lee, X",
    cities: 'Springfield/IL/627##; Portland/OR/972##; Austin/TX/787##', streets: 'Maple Street, 5th Avenue, Sunset Drive, Old Mill Road', house: 'before',
    phone: '+121755501##', number: '5########', legal: 'Inc., LLC, Corp.', registration: '#######',
  },
  {
    code: 'CAN', name: 'Canada', issuer: 'Canada', words: ['Passport / Passeport', 'Identity card'], currency: 'CAD',
    male: 'Étienne, Liam, Noah', female: 'Geneviève, Maëlle, Emma', family: 'Tremblay, Bélanger, MacLeod, Singh', phone: '+151455501##',
    cities: 'Montréal/QC/H2X #A#; Toronto/ON/M5V #A#; Trois-Rivières/QC/G8Z #A#', streets: 'Rue Saint-Denis, Queen Street West, Chemin du Lac', house: 'before',
    number: 'AA######', legal: 'Inc., Ltée', registration: '######-#',
  },
  {
    code: 'MEX', name: 'Mexico', issuer: 'Estados Unidos Mexicanos', words: ['Pasaporte', 'Credencial'], currency: 'MXN',
    male: 'José María, Ramón, Joaquín', female: 'Guadalupe, Ximena, Itzel', family: 'Hernández, Peña Nieto, Zúñiga, Cuauhtémoc', phone: '+52000#######',
    cities: 'Ciudad de México/CDMX/06###; Mérida/Yucatán/97###; León/Guanajuato/37###', streets: 'Avenida Juárez, Calle Niños Héroes, Paseo de la Luz', house: 'comma',
    number: 'G########', legal: 'S.A. de C.V., S. de R.L.', registration: 'N-##########',
  },
  {
    code: 'BRA', name: 'Brazil', issuer: 'República Federativa do Brasil', words: ['Passaporte', 'Carteira de identidade'], currency: 'BRL',
    male: 'João Pedro, Antônio, Luís', female: 'Conceição, Thaís, Vitória', family: 'da Silva, Araújo, Gonçalves Ribeiro de Magalhães, Antunes', phone: '+55000########',
    cities: 'São Paulo/SP/01###-0##; Belém/PA/66###-0##; Brasília/DF/70###-0##', streets: 'Rua das Acácias, Avenida Paulista, Alameda Itú', house: 'comma',
    number: 'AA######', legal: 'Ltda., S.A.', registration: '35.###.###.###',
  },
  {
    code: 'ARG', name: 'Argentina', issuer: 'República Argentina', words: ['Pasaporte', 'Documento nacional de identidad'], currency: 'ARS',
    male: 'Agustín, Martín, Facundo', female: 'Sofía, Belén, Rocío', family: 'Giménez, Ñancupil, Fernández, Báez', phone: '+54000########',
    cities: 'Buenos Aires/CABA/C1###AAA; Córdoba/Córdoba/X5###AAA', streets: 'Avenida Corrientes, Calle Perón, Pasaje Luján', number: 'AAA######',
    legal: 'S.A., S.R.L.', registration: '1-######',
  },
]; // prettier-ignore
