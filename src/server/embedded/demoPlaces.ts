import type { Faker } from '@faker-js/faker'

/** Where demo customers are at home, and what things are called there. */
export interface DemoPlace {
  /** ISO 3166-1 alpha-2. */
  country: string
  /** How often it is taken, beside the others. */
  weight: number
  /** Names and streets of the place. */
  faker: () => Promise<{ faker: Faker }>
  /** `#` is any digit. */
  phone: string
  postalCode: string
  /** `{street}`, `{city}`, `{code}`. */
  address: string
  cities: readonly string[]
  trades: readonly string[]
  /** `{last}`, `{other}` (two families), `{trade}`, `{city}`. */
  companies: readonly string[]
}

/** Only these are loaded, and only when there is something to fill. */
export const demoPlaces: readonly DemoPlace[] = [
  {
    country: 'US',
    weight: 5,
    faker: () => import('@faker-js/faker/locale/en_US'),
    phone: '+1 2## 555 01##',
    postalCode: '#####',
    address: '{street}, {city} {code}, United States',
    cities: list('Portland, Austin, Chicago, Boston, Denver, Atlanta, Seattle, Columbus, Tucson'),
    trades: list('Freight, Robotics, Foods, Textiles, Energy, Software, Packaging, Optics, Dental'),
    companies: ['{last} {trade} Inc.', '{last} & {other} LLC', '{city} {trade} Co.'],
  },
  {
    country: 'GB',
    weight: 4,
    faker: () => import('@faker-js/faker/locale/en_GB'),
    phone: '+44 20 7946 0###',
    postalCode: 'EC#A #BB',
    address: '{street}, {city} {code}, United Kingdom',
    cities: list('London, Leeds, Bristol, Glasgow, Cardiff, Belfast, York, Norwich, Aberdeen'),
    trades: list('Shipping, Brewing, Engineering, Interiors, Publishing, Catering, Timber, Audio'),
    companies: ['{last} {trade} Ltd', '{last} & {other} LLP', '{city} {trade} plc'],
  },
  {
    country: 'DE',
    weight: 5,
    faker: () => import('@faker-js/faker/locale/de'),
    phone: '+49 30 ### #####',
    postalCode: '1####',
    address: '{street}, {code} {city}, Deutschland',
    cities: list('Berlin, Hamburg, München, Köln, Leipzig, Nürnberg, Würzburg, Lübeck, Görlitz'),
    trades: list('Logistik, Maschinenbau, Bäckerei, Verlag, Gerüstbau, Kältetechnik, Spedition'),
    companies: ['{last} {trade} GmbH', '{last} & {other} KG', '{trade} {city} AG'],
  },
  {
    country: 'FR',
    weight: 3,
    faker: () => import('@faker-js/faker/locale/fr'),
    phone: '+33 1 99 00 ## ##',
    postalCode: '750##',
    address: '{street}, {code} {city}, France',
    cities: list('Paris, Lyon, Nîmes, Orléans, Besançon, Toulouse, Angoulême, Saint-Étienne'),
    trades: list('Transports, Énergie, Boulangerie, Édition, Santé, Menuiserie, Vêtements, Café'),
    companies: ['{trade} {last} SARL', '{last} et {other} SAS', '{trade} de {city} SA'],
  },
  {
    country: 'ES',
    weight: 3,
    faker: () => import('@faker-js/faker/locale/es'),
    phone: '+34 91# ## ## ##',
    postalCode: '28###',
    address: '{street}, {code} {city}, España',
    cities: list('Madrid, Málaga, Cádiz, A Coruña, Gijón, Valencia, Logroño, Córdoba, León'),
    trades: list('Panadería, Construcción, Logística, Cerámica, Energía, Jardinería, Diseño'),
    companies: ['{trade} {last} S.L.', 'Hermanos {last} S.A.', '{trade} de {city} S.A.'],
  },
  {
    country: 'PL',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/pl'),
    phone: '+48 22 ### ## ##',
    postalCode: '00-###',
    address: '{street}, {code} {city}, Polska',
    cities: list('Warszawa, Kraków, Łódź, Gdańsk, Poznań, Wrocław, Białystok, Toruń, Rzeszów'),
    trades: list('Usługi, Żegluga, Piekarnia, Oświetlenie, Łożyska, Księgarnia, Meble, Sprzęt'),
    companies: ['{trade} {last} Sp. z o.o.', '{last} i {other} S.A.', '{trade} {city} S.A.'],
  },
  {
    country: 'CZ',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/cs_CZ'),
    phone: '+420 2## ### ###',
    postalCode: '1## 00',
    address: '{street}, {code} {city}, Česko',
    cities: list('Praha, Brno, Plzeň, Ústí nad Labem, Třebíč, Děčín, Ostrava, České Budějovice'),
    trades: list('Pekařství, Strojírny, Sklárny, Doprava, Nábytek, Tiskárna, Dřevo, Klíče'),
    companies: ['{trade} {last} s.r.o.', '{last} a {other} a.s.', '{trade} {city} a.s.'],
  },
  {
    country: 'SE',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/sv'),
    phone: '+46 8 465 00# ##',
    postalCode: '11# ##',
    address: '{street}, {code} {city}, Sverige',
    cities: list('Stockholm, Göteborg, Malmö, Umeå, Jönköping, Örebro, Västerås, Luleå, Växjö'),
    trades: list('Bokhandel, Måleri, Åkeri, Värme, Snickeri, Bröd, Förlag, Kök, Fjärrvärme'),
    companies: ['{last} {trade} AB', '{last} & {other} HB', '{city} {trade} AB'],
  },
  {
    country: 'BR',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/pt_BR'),
    phone: '+55 11 ####-####',
    postalCode: '01###-###',
    address: '{street}, {city}, {code}, Brasil',
    cities: list('São Paulo, Brasília, Goiânia, Maceió, Curitiba, Belém, Florianópolis, Niterói'),
    trades: list('Construções, Alimentação, Informática, Café, Açúcar, Têxtil, Móveis, Mineração'),
    companies: ['{last} {trade} Ltda.', '{last} & {other} S.A.', '{trade} {city} EIRELI'],
  },
  {
    country: 'TR',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/tr'),
    phone: '+90 212 ### ## ##',
    postalCode: '34###',
    address: '{street}, {code} {city}, Türkiye',
    cities: list('İstanbul, Ankara, İzmir, Eskişehir, Diyarbakır, Muğla, Çanakkale, Şanlıurfa'),
    trades: list('Tekstil, İnşaat, Nakliyat, Gıda, Mühendislik, Yazılım, Mobilya, Çelik, Cam'),
    companies: ['{last} {trade} A.Ş.', '{last} ve {other} Ltd. Şti.', '{city} {trade} A.Ş.'],
  },
  {
    country: 'GR',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/el'),
    phone: '+30 21# ### ####',
    postalCode: '1## ##',
    address: '{street}, {code} {city}, Ελλάδα',
    cities: list('Αθήνα, Θεσσαλονίκη, Πάτρα, Ηράκλειο, Λάρισα, Βόλος, Ιωάννινα, Χανιά'),
    trades: list('Ναυτιλιακή, Τρόφιμα, Εκδόσεις, Ενέργεια, Μεταφορές, Κατασκευές, Οπτικά'),
    companies: ['{last} {trade} Α.Ε.', '{last} και {other} Ο.Ε.', '{trade} {city} Ε.Π.Ε.'],
  },
  {
    country: 'UA',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/uk'),
    phone: '+380 44 ### ## ##',
    postalCode: '0####',
    address: '{street}, {city}, {code}, Україна',
    cities: list('Київ, Львів, Одеса, Харків, Чернівці, Полтава, Вінниця, Ужгород, Житомир'),
    trades: list('Логістика, Хліб, Будівництво, Енергія, Видавництво, Меблі, Зерно, Техніка'),
    companies: ['ТОВ «{trade} {last}»', 'ПрАТ «{last} і {other}»', 'ТОВ «{city} {trade}»'],
  },
  {
    country: 'EG',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/ar'),
    phone: '+20 2 #### ####',
    postalCode: '11###',
    address: '{street}، {city} {code}، مصر',
    cities: list('القاهرة, الإسكندرية, الجيزة, أسوان, الأقصر, طنطا, المنصورة, بورسعيد'),
    trades: list('للتجارة, للمقاولات, للنقل, للأغذية, للطاقة, للنشر, للنسيج, للبرمجيات'),
    companies: ['شركة {last} {trade}', '{last} وأولاده {trade}', 'مجموعة {city} {trade}'],
  },
  {
    country: 'IL',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/he'),
    phone: '+972 3 ### ####',
    postalCode: '6######',
    address: '{street}, {city} {code}, ישראל',
    cities: list('תל אביב, ירושלים, חיפה, באר שבע, נתניה, אשדוד, רחובות, עכו'),
    trades: list('הובלות, מזון, אנרגיה, תוכנה, הוצאה לאור, בנייה, טקסטיל, אופטיקה'),
    companies: ['{last} {trade} בע"מ', '{last} את {other} בע"מ', '{trade} {city} בע"מ'],
  },
  {
    country: 'CN',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/zh_CN'),
    phone: '+86 10 #### ####',
    postalCode: '100###',
    address: '中国{city}{street} {code}',
    cities: list('北京市, 上海市, 广州市, 成都市, 西安市, 杭州市, 南京市, 厦门市'),
    trades: list('物流, 食品, 能源, 软件, 机械, 纺织, 出版, 光学, 建材'),
    companies: ['{city}{last}氏{trade}有限公司', '{last}{other}{trade}股份有限公司'],
  },
  {
    country: 'JP',
    weight: 3,
    faker: () => import('@faker-js/faker/locale/ja'),
    phone: '+81 3 #### ####',
    postalCode: '1##-00##',
    address: '〒{code} {city}{street}',
    cities: list(
      '東京都千代田区, 大阪市北区, 横浜市中区, 名古屋市東区, 札幌市中央区, 京都市左京区',
    ),
    trades: list('運輸, 食品, 電機, 出版, 建設, 繊維, 印刷, 光学, 製作所'),
    companies: ['{last}{trade}株式会社', '株式会社{last}{trade}', '{last}{other}{trade}合同会社'],
  },
  {
    country: 'KR',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/ko'),
    phone: '+82 2 #### ####',
    postalCode: '04###',
    address: '{city} {street} ({code}), 대한민국',
    cities: list('서울특별시, 부산광역시, 인천광역시, 대구광역시, 광주광역시, 수원시, 전주시'),
    trades: list('물류, 식품, 전자, 건설, 출판, 에너지, 섬유, 광학, 소프트웨어'),
    companies: ['주식회사 {last}{trade}', '{last}{other}{trade} 주식회사', '{city} {trade}'],
  },
  {
    country: 'TH',
    weight: 2,
    faker: () => import('@faker-js/faker/locale/th'),
    phone: '+66 2 ### ####',
    postalCode: '10###',
    address: '{street} {city} {code} ประเทศไทย',
    cities: list('กรุงเทพมหานคร, เชียงใหม่, ขอนแก่น, ภูเก็ต, นครราชสีมา, อยุธยา, หาดใหญ่'),
    trades: list('ขนส่ง, อาหาร, พลังงาน, ก่อสร้าง, สิ่งพิมพ์, สิ่งทอ, ซอฟต์แวร์'),
    companies: ['บริษัท {last}{trade} จำกัด', 'บริษัท {city}{trade} จำกัด (มหาชน)'],
  },
  {
    country: 'IN',
    weight: 3,
    faker: () => import('./demoHindi.ts'),
    phone: '+91 11 #### ####',
    postalCode: '110 0##',
    address: '{street}, {city} {code}, भारत',
    cities: list('नई दिल्ली, जयपुर, लखनऊ, भोपाल, पटना, वाराणसी, इंदौर, कानपुर'),
    trades: list('परिवहन, खाद्य, ऊर्जा, वस्त्र, प्रकाशन, निर्माण, औषधि, सॉफ़्टवेयर'),
    companies: ['{last} {trade} प्रा. लि.', '{last} एवं {other} {trade}', '{city} {trade} लिमिटेड'],
  },
]

function list(words: string): string[] {
  return words.split(', ')
}
