import { expect, test } from 'vitest'
import { newMetrics } from '#server/metrics/metrics.ts'
import { metricsApp, type MetricsAccess } from '#server/metricsRoutes.ts'
import { openGateway } from '../helpers/gateway.ts'

const token = 'scraper-4c1d7f90a2be'

/** Nothing here reaches a database. */
const none = {
  query: () => Promise.reject(new Error('no database here')),
  transaction: () => Promise.reject(new Error('no database here')),
}

async function deskWith(metricsAccess?: MetricsAccess) {
  const gateway = await openGateway({ database: none, metricsAccess })
  return (host: string, remoteAddress = '127.0.0.1', headers: Record<string, string> = {}) =>
    gateway
      .raw(new Request(`http://${host}/metrics`, { headers }), {
        incoming: { socket: { remoteAddress } },
      })
      .then(({ status }) => status)
}

test('at the desk’s own port this machine may read them, and nobody else', async () => {
  const ask = await deskWith()
  expect(await ask('127.0.0.1:3000')).toBe(200)
  expect(await ask('localhost')).toBe(200)
  expect(await ask('desk.example.com')).toBe(403)
  expect(await ask('10.1.2.3:3000', '10.1.2.9')).toBe(403)
  expect(await ask('127.0.0.1:3000', '127.0.0.1', { 'x-real-ip': '203.0.113.5' })).toBe(403)
  expect(await ask('127.0.0.1', '127.0.0.1', { authorization: `Bearer ${token}` })).toBe(200)
})

test('a token lets a scraper in from anywhere, and then nobody without', async () => {
  const ask = await deskWith({ token, port: null })
  const showing = (shown: string) => ask('gateway-2:3000', '10.1.2.9', { authorization: shown })
  expect(await showing(`Bearer ${token}`)).toBe(200)
  expect(await showing(`bearer ${token}`)).toBe(200)
  for (const wrong of [
    token,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    'Bearer',
    `Basic ${token}`,
  ])
    expect(await showing(wrong)).toBe(403)
  expect(await ask('127.0.0.1:3000')).toBe(403)
})

test('with a port of their own they are there, and no longer at the desk’s', async () => {
  expect(await (await deskWith({ token: null, port: 9464 }))('127.0.0.1:3000')).toBe(404)

  const at = async (host: string, shown: string | null, headers: Record<string, string> = {}) =>
    (await metricsApp(newMetrics('0'), shown).request(`http://${host}/metrics`, { headers })).status
  expect(await at('10.1.2.3:9464', null)).toBe(200)
  expect(await at('[fd00::7]:9464', null)).toBe(200)
  // A page whose name was pointed here comes with that name.
  expect(await at('evil.example:9464', null)).toBe(403)
  expect(await at('10.1.2.3', null, { host: 'evil.example' })).toBe(403)
  expect(await at('evil.example', token)).toBe(403)
  expect(await at('gateway-2', token, { authorization: `Bearer ${token}` })).toBe(200)
  expect((await metricsApp(newMetrics('0'), null).request('http://127.0.0.1/api')).status).toBe(404)
})
