import { base, en, Faker, type LocaleDefinition } from '@faker-js/faker'

/** What the library has no names for. */
const hindi: LocaleDefinition = {
  person: {
    first_name: {
      generic: [
        ...['आरव', 'विवान', 'अदिति', 'अनन्या', 'ईशान', 'कबीर', 'काव्या', 'मीरा', 'नेहा', 'निखिल'],
        ...['पूजा', 'प्रिया', 'राहुल', 'रोहन', 'सान्वी', 'शिवानी', 'सुनीता', 'तारा', 'विक्रम', 'यश'],
      ],
    },
    last_name: {
      generic: [
        ...['शर्मा', 'वर्मा', 'गुप्ता', 'सिंह', 'मिश्रा', 'त्रिपाठी', 'चौहान', 'जोशी', 'पांडेय', 'यादव'],
        ...[
          'अग्रवाल',
          'भारद्वाज',
          'दीक्षित',
          'कपूर',
          'मल्होत्रा',
          'राठौड़',
          'सक्सेना',
          'तिवारी',
          'ठाकुर',
          'श्रीवास्तव',
        ],
      ],
    },
  },
  location: {
    street_pattern: ['{{location.street_name}}'],
    street_name: ['गांधी मार्ग', 'नेहरू मार्ग', 'स्टेशन रोड', 'सदर बाज़ार', 'लाल क़िला मार्ग', 'टैगोर रोड'],
  },
}

export const faker = new Faker({ locale: [hindi, en, base] })
