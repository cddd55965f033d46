/** Who may import whom, as data. docs/architecture.md says it in words; imports.test.ts holds src to it. */
export interface Rule {
  /** Folders (or files) of src below which everything may be imported, besides itself. */
  reach: readonly string[]
  /** Packages that may be imported. `node:` stands for all that Node brings. */
  packages: readonly string[]
}

const react = ['react', 'react/jsx-runtime']
const feature: Rule = {
  reach: ['form', 'api', 'outbox', 'support', 'shortcuts', 'ui', 'contract', 'text'],
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

/** How the server names what went wrong, wherever that is. */
const errors = ['server/errorCode.ts', 'server/startupError.ts']

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
  shortcuts: {
    reach: ['api', 'ui', 'contract', 'text'],
    packages: [...react, 'lucide-react'],
  },
  form: {
    reach: ['shortcuts', 'ui', 'contract', 'text'],
    packages: [...react, 'react-dom', 'react-hook-form', '@hookform/resolvers', 'zod/mini'],
  },
  api: { reach: ['contract', 'text'], packages: [...react, '@tanstack/react-query', 'zod/mini'] },
  outbox: { reach: ['contract', 'text'], packages: [...react, 'idb', 'zod/mini'] },

  support: { reach: ['outbox', 'ui', 'contract', 'text'], packages: [...react, 'lucide-react'] },

  session: feature,
  workspaces: feature,
  customers: feature,
  contacts: feature,
  recentChanges: feature,
  auditLog: { ...feature, packages: [...feature.packages, 'papaparse'] },
  settings: feature,
  app: {
    ...feature,
    reach: [
      ...feature.reach,
      'session',
      'workspaces',
      'customers',
      'contacts',
      'recentChanges',
      'auditLog',
      'settings',
      'backends/fields.ts',
    ],
  },

  // The program: what is started, and what is put together.
  server: {
    reach: ['server', 'contract', 'text', 'backends/vendors.ts'],
    packages: ['node:', 'hono', 'pino', 'vite', '@hono/node-server'],
  },
  'server/network': { reach: [], packages: ['node:', 'proxy-addr'] },
  'server/database': {
    reach: ['server/network', 'contract', 'text', ...errors],
    packages: ['node:', 'pg'],
  },
  'server/config': {
    reach: ['server/network', 'server/database/databaseUrl.ts', 'contract', 'text', ...errors],
    packages: ['node:', 'zod/mini'],
  },
  'server/http': {
    reach: ['server/network', 'server/database', 'contract', 'text', ...errors],
    packages: ['node:', '@hono/node-server', 'hono', 'pino', 'rate-limiter-flexible', 'zod/mini'],
  },
  'server/workspaces': {
    reach: ['server/http', 'server/config', 'contract', 'text', ...errors],
    packages: ['pino'],
  },
  'server/audit': {
    reach: ['server/http', 'server/workspaces', 'server/database', 'contract', 'text'],
    packages: ['node:', 'zod/mini'],
  },
  'server/submissions': {
    reach: [
      'server/audit',
      'server/workspaces',
      'server/http',
      'server/database',
      'contract',
      'text',
    ],
    packages: ['node:', 'pino', 'zod/mini'],
  },
  'server/session': {
    reach: [
      'server/audit',
      'server/http',
      'server/config',
      'server/database',
      'contract',
      'text',
      ...errors,
    ],
    packages: ['node:', 'hono', 'jose', 'openid-client', 'zod/mini'],
  },
  'server/metrics': {
    reach: ['server/submissions', 'server/http', 'server/database', 'contract'],
    packages: ['prom-client'],
  },
  'server/outbound': { reach: ['server/network', 'contract'], packages: ['node:'] },
  'server/embedded': {
    reach: ['server/http', 'server/database', 'contract', 'text'],
    packages: ['node:', '@faker-js/faker', 'hono'],
  },
  'server/migrations': {
    reach: [
      'backends/vendors.ts',
      'server/audit/oldRefusals.ts',
      'server/database',
      'server/embedded',
      'server/config',
      'contract',
      'text',
      ...errors,
    ],
    packages: [],
  },
  'server/backup': { reach: ['contract', 'text', ...errors], packages: ['node:', 'zod/mini'] },
  'server/commands': {
    reach: [
      'server/migrations',
      'server/backup',
      'server/audit',
      'server/embedded',
      'server/database',
      'server/config',
      'backends/vendors.ts',
      'contract',
      'text',
      ...errors,
    ],
    packages: ['node:'],
  },
}

/** What may be imported from outside of src, and by whom. */
export const outside: Record<string, readonly string[]> = {
  // The version that the desk says it is.
  'server/main.ts': ['../package.json'],
}

/** The only files of a vendor that a browser is ever given. */
export const vendorFilesForBrowsers = ['fields.ts', 'en.ts', 'countries.ts', 'states.ts']
