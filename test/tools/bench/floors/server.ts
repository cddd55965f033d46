import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import pg from 'pg'
import { builtFloors } from './build.ts'

/** The floors' server, in a process of its own like the desk: `server.ts PORT DATABASE_URL`. */
export async function main([port = '', database = '']: string[]): Promise<void> {
  const pages = await builtFloors()
  const pool = new pg.Pool({ connectionString: database, max: 10 })
  const people = Array.from({ length: 2000 }, (_, index) => personOf(index))
  const app = new Hono()

  app.use('/contacts', compress())
  app.get('/contacts', (context) => context.json(people))
  app.post('/contacts', (context) => context.json([personOf(-1)]))

  // The query that a page of a customer's contacts cannot do without, and nothing else.
  app.get('/rows/:customer', async (context) => {
    const { rows } = await pool.query(
      'select id, name, email, phone, role, is_primary, notes, updated_at from floor_contact where customer = $1 order by id limit 200',
      [context.req.param('customer')],
    )
    return context.json({ items: rows, next: null })
  })

  app.get('*', (context) => {
    const page = pages.get(context.req.path)
    if (!page) return context.notFound()
    context.header('content-type', page.type)
    context.header('content-encoding', 'br')
    return context.body(new Uint8Array(page.body))
  })

  serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' })
}

function personOf(index: number) {
  return {
    id: String(index),
    name: `Person ${index}`,
    email: `person.${index}@example.com`,
    phone: `+49 30 ${1_000_000 + index}`,
    role: index % 3 ? 'Billing' : 'Technical',
    primary: index === 0,
  }
}
