import type { CountryRow } from './country.ts';

const slavic = (family: string): string =>
  family
    .replace(/ski$/, 'ska')
    .replace(/cki$/, 'cka')
    .replace(/ský$/, 'ská')
    .replace(/ий$/, 'а')
    .replace(/(ов|ев)$/, '$1а');

export const northernAndEastern: readonly CountryRow[] = [
  {
    code: 'SWE', name: 'Sweden', issuer: 'Konungariket Sverige', words: ['Pass', 'Nationellt identitetskort'], currency: 'SEK',
    male: 'Åke, Göran, Björn, Måns, Elias', female: 'Åsa, Märta, Linnéa, Görel, Saga',
    family: 'Ångström, Sjöberg, Öhman, Lindström, Hägg, Ek', phone: '+46317406##',
    cities: 'Stockholm/Stockholm/11# ##; Malmö/Skåne/21# ##; Göteborg/Västra Götaland/41# ##',
    streets: 'Storgatan, Björkvägen, Sjövägen, Norra Åsgatan', number: '########', legal: 'AB', registration: '556###-####',
  },
  {
    code: 'NOR', name: 'Norway', issuer: 'Kongeriket Norge', words: ['Pass', 'Nasjonalt ID-kort'], currency: 'NOK',
    male: 'Øyvind, Bjørnar, Håkon, Sindre', female: 'Åshild, Sølvi, Ragnhild, Ingrid',
    family: 'Bjørnstad, Ødegård, Næss, Å, Håland, Strøm', phone: '+47000#####',
    cities: 'Oslo/Oslo/01##; Tromsø/Troms/90##; Ålesund/Møre og Romsdal/60##', streets: 'Fjordveien, Kirkegata, Nordre Æreveien',
    number: 'AAA#####', legal: 'AS, ASA', registration: '### ### ###',
  },
  {
    code: 'DNK', name: 'Denmark', issuer: 'Kongeriget Danmark', words: ['Pas', 'Identitetskort'], currency: 'DKK',
    male: 'Søren, Jørgen, Mads, Kåre', female: 'Mette, Kirstine, Bodil, Åse', family: 'Kjær, Sørensen, Østergård, Bæk, Rasmussen',
    phone: '+45000#####', cities: 'København/Hovedstaden/21##; Århus/Midtjylland/80##; Ærøskøbing/Syddanmark/5970',
    streets: 'Strandvejen, Nørregade, Møllevej', number: '2########', legal: 'ApS, A/S', registration: '########',
  },
  {
    code: 'FIN', name: 'Finland', issuer: 'Suomi Finland', words: ['Passi', 'Henkilökortti'], currency: 'EUR',
    male: 'Väinö, Eero, Yrjö, Pekka', female: 'Päivi, Aino, Hellä, Tyyne', family: 'Mäkinen, Hämäläinen, Töyrylä, Koskela, Yli-Äyhö',
    phone: '+358000######', cities: 'Helsinki/Uusimaa/001##; Jyväskylä/Keski-Suomi/401##', streets: 'Hämeentie, Mäntypolku, Yliopistonkatu',
    number: 'FP#######', legal: 'Oy, Oyj', registration: '#######-#',
  },
  {
    code: 'ISL', name: 'Iceland', issuer: 'Ísland', words: ['Vegabréf', 'Nafnskírteini'], currency: 'ISK',
    male: 'Þórður, Guðmundur, Ævar', female: 'Sigríður, Þórdís, Hrafnhildur', family: 'Þórðarson, Guðmundsdóttir, Ægisson, Sigurðardóttir',
    phone: '+354000####', cities: 'Reykjavík/Höfuðborgarsvæðið/1##; Akureyri/Norðurland/600', streets: 'Laugavegur, Þórsgata, Ægisíða',
    number: 'A#######', legal: 'ehf., hf.', registration: '######-####',
  },
  {
    code: 'POL', name: 'Poland', issuer: 'Rzeczpospolita Polska', words: ['Paszport', 'Dowód osobisty'], currency: 'PLN',
    male: 'Łukasz, Michał, Stanisław, Błażej', female: 'Małgorzata, Łucja, Żaneta, Agnieszka',
    family: 'Wiśniewski, Żółkiewski, Dąbrowski, Świętosławski, Łęcki', feminine: slavic, phone: '+48000######',
    cities: 'Warszawa/Mazowieckie/00-###; Łódź/Łódzkie/90-###; Kraków/Małopolskie/30-###', streets: 'ul. Świętokrzyska, ul. Kwiatowa, al. Róż',
    number: 'AA#######', legal: 'sp. z o.o., S.A.', registration: 'KRS 0000######',
  },
  {
    code: 'CZE', name: 'Czechia', issuer: 'Česká republika', words: ['Cestovní pas', 'Občanský průkaz'], currency: 'CZK',
    male: 'Jiří, Tomáš, Ondřej, Matěj', female: 'Kateřina, Božena, Eliška, Zdeňka', family: 'Dvořák, Novotný, Říha, Žižka, Červenka',
    feminine: family => (family.endsWith('ý') ? `${family.slice(0, -1)}á` : family.endsWith('a') ? `${family.slice(0, -1)}ová` : `${family}ová`),
    phone: '+420000######', cities: 'Praha/Praha/110 ##; Brno/Jihomoravský/602 ##; Plzeň/Plzeňský/301 ##',
    streets: 'Dlouhá, Náměstí Míru, Křižíkova', number: '########', legal: 's.r.o., a.s.', registration: 'C ######',
  },
  {
    code: 'HUN', name: 'Hungary', issuer: 'Magyarország', words: ['Útlevél', 'Személyazonosító igazolvány'], currency: 'HUF', familyFirst: true,
    male: 'Győző, László, Ákos, Örs', female: 'Ágnes, Tünde, Erzsébet, Hajnalka', family: 'Erdős, Szűcs, Kőszegi, Nagy, Őry',
    phone: '+36000######', cities: 'Budapest/Budapest/1###; Győr/Győr-Moson-Sopron/9021', streets: 'Petőfi utca, Kossuth tér, Rózsa köz',
    number: 'AA#######', legal: 'Kft., Zrt.', registration: '01-09-######',
  },
  {
    code: 'ROU', name: 'Romania', issuer: 'România', words: ['Pașaport', 'Carte de identitate'], currency: 'RON',
    male: 'Ștefan, Mihai, Ionuț, Răzvan', female: 'Ioana, Ștefania, Mădălina, Crina', family: 'Țurcanu, Ștefănescu, Bălănescu, Popescu',
    phone: '+40000######', cities: 'București/București/01####; Iași/Iași/70####', streets: 'Strada Florilor, Bulevardul Unirii, Strada Țepeș Vodă',
    house: 'comma', number: '0########', legal: 'S.R.L., S.A.', registration: 'J40/#####/2011',
  },
  {
    code: 'LTU', name: 'Lithuania', issuer: 'Lietuvos Respublika', words: ['Pasas', 'Asmens tapatybės kortelė'], currency: 'EUR',
    male: 'Žygimantas, Jurgis, Ąžuolas', female: 'Živilė, Eglė, Rūta', family: 'Čiurlionis, Žukauskas, Šimkus', phone: '+370000#####',
    cities: 'Vilnius/Vilniaus/LT-01###; Šiauliai/Šiaulių/LT-76###', streets: 'Ąžuolų gatvė, Gedimino prospektas, Žvejų gatvė',
    number: '########', legal: 'UAB, AB', registration: '30#######',
  },
  {
    code: 'UKR', name: 'Ukraine', issuer: 'Україна', words: ['Паспорт', 'Посвідчення особи'], currency: 'UAH',
    male: 'Юрій, Олексій, Григорій, Ярослав', female: 'Юлія, Оксана, Людмила, Щаслава',
    family: 'Ковальчук, Шевченко, Гнатюк, Зборовський, Щербак', feminine: slavic, phone: '+380000######',
    cities: 'Київ/Київ/01###; Львів/Львівська область/79###; Харків/Харківська область/61###',
    streets: 'вул. Хрещатик, вул. Садова, просп. Миру', house: 'comma', number: 'AA######', legal: 'ТОВ, ПрАТ', registration: '########',
  },
  {
    code: 'BGR', name: 'Bulgaria', issuer: 'Република България', words: ['Паспорт', 'Лична карта'], currency: 'BGN',
    male: 'Димитър, Георги, Живко', female: 'Цветана, Йорданка, Милена', family: 'Христов, Щерев, Желязков, Иванов', feminine: slavic,
    phone: '+359000######', cities: 'София/София/1###; Пловдив/Пловдив/40##', streets: 'ул. Раковски, бул. Витоша, ул. Роза',
    number: '#########', legal: 'ООД, ЕАД', registration: '2########',
  },
  {
    code: 'GRC', name: 'Greece', issuer: 'Ελληνική Δημοκρατία', words: ['Διαβατήριο', 'Δελτίο ταυτότητας'], currency: 'EUR',
    male: 'Γιώργος, Αλέξανδρος, Ευάγγελος, Χρήστος', female: 'Ελένη, Ευτυχία, Μαρία, Ιωάννα',
    family: 'Παπαδόπουλος, Μπακάλης, Αγγελόπουλος, Ξενάκης', phone: '+30000#######',
    feminine: family => family.replace(/όπουλος$/, 'οπούλου').replace(/ης$/, 'η').replace(/ής$/, 'ή'),
    cities: 'Αθήνα/Αττική/105 ##; Θεσσαλονίκη/Κεντρική Μακεδονία/546 ##', streets: 'Οδός Ερμού, Λεωφόρος Συγγρού, Οδός Αθηνάς',
    number: 'AA#######', legal: 'Α.Ε., Ε.Π.Ε.', registration: '0#########00',
  },
]; // prettier-ignore
