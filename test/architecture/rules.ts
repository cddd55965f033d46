/** Who may import whom, as data. docs/architecture.md says it in words; imports.test.ts holds src to it. */
export interface Rule {
  /** Folders (or files) of src below which everything may be imported, besides itself. */
  reach: readonly string[]
  /** Packages that may be imported. `node:` stands for all that Node brings. */
  packages: readonly string[]
}

const react = ['react', 'react/jsx-runtime']
const feature: Rule = {
  reach: ['form', 'api', 'outbox', 'support', 'ui', 'contract', 'text'],
  packages: [
    ...react,
    '@tanstack/react-query',
    '@tanstack/react-virtual',
    'lucide-react',
    'wouter',
    'zod/mini',
  ],
}

/** What a vendor knows of the world, for its form as for its server. */
const places = ['backends/*/countries.ts', 'backends/*/states.ts']

/**
 * By the longest path that fits a file. `*` is one folder, the same in a path and what it reaches:
 * a vendor reaches itself, never another vendor.
 */
export const rules: Record<string, Rule> = {
  'main.tsx': {
    reach: ['app', 'api', 'ui'],
    packages: [...react, 'react-dom/client', '@fontsource-variable/inter'],
  },
  text: { reach: [], packages: [] },
  contract: { reach: ['text'], packages: ['zod/mini'] },

  'backends/fields.ts': { reach: ['backends/*/fields.ts', 'contract'], packages: [] },
  'backends/vendors.ts': { reach: ['backends/*/vendor.ts', 'contract'], packages: [] },
  'backends/*': { reach: ['contract', 'text'], packages: ['zod/mini'] },
  'backends/*/fields.ts': {
    reach: ['backends/*/en.ts', ...places, 'contract', 'text'],
    packages: [],
  },
  'backends/*/countries.ts': { reach: ['contract'], packages: ['iso-3166'] },
  'backends/*/states.ts': { reach: [...places, 'contract'], packages: [] },
  'backends/*/en.ts': { reach: ['contract', 'text'], packages: [] },
  'backends/*/embedded': {
    reach: ['backends/*', 'contract', 'text'],
    packages: ['zod/mini', 'hono', 'node:'],
  },

  ui: {
    reach: ['text'],
    packages: [...react, 'react-dom', '@tanstack/react-virtual', 'lucide-react'],
  },
  form: {
    reach: ['ui', 'contract', 'text'],
    packages: [...react, 'react-hook-form', '@hookform/resolvers', 'zod/mini'],
  },
  api: { reach: ['contract', 'text'], packages: [...react, '@tanstack/react-query', 'zod/mini'] },
  outbox: { reach: ['contract', 'text'], packages: [...react, 'idb', 'zod/mini'] },

  support: { reach: ['outbox', 'ui', 'contract', 'text'], packages: [...react, 'lucide-react'] },

  session: feature,
  workspaces: feature,
  customers: feature,
  contacts: feature,
  changes: feature,
  log: { ...feature, packages: [...feature.packages, 'papaparse'] },
  settings: feature,
  app: {
    ...feature,
    reach: [
      ...feature.reach,
      'session',
      'workspaces',
      'customers',
      'contacts',
      'changes',
      'log',
      'settings',
      'backends/fields.ts',
    ],
  },

  server: {
    reach: ['contract', 'text', 'backends/vendors.ts'],
    packages: [
      'node:',
      '@faker-js/faker',
      '@hono/node-server',
      'hono',
      'openid-client',
      'pg',
      'pino',
      'prom-client',
      'proxy-addr',
      'rate-limiter-flexible',
      'vite',
      'zod/mini',
    ],
  },
}

/** What may be imported from outside of src, and by whom. */
export const outside: Record<string, readonly string[]> = {
  // The version that the desk says it is.
  'server/main.ts': ['../package.json'],
}

/** The only files of a vendor that a browser is ever given. */
export const vendorFilesForBrowsers = ['fields.ts', 'en.ts', 'countries.ts', 'states.ts']
