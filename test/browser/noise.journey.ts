import { expect, test, type Browser } from '@playwright/test'
import { Noise } from './noise.ts'

/** What is heard while a page with this script is opened under a strict content policy. */
async function heardOn(browser: Browser, body: string, expected: RegExp[] = []) {
  const context = await browser.newContext()
  const noise = new Noise()
  noise.listenTo(context)
  noise.expect(...expected)
  const page = await context.newPage()
  await page.route('http://desk.test/**', (route) =>
    route.request().url().endsWith('/script.js')
      ? route.fulfill({ contentType: 'text/javascript', body })
      : route.fulfill({
          contentType: 'text/html',
          headers: { 'content-security-policy': "default-src 'self'" },
          body: '<!doctype html><title>A page</title><script src="/script.js"></script>',
        }),
  )
  await page.goto('http://desk.test/')
  await context.close()
  return noise.problem()
}

test('a quiet page is no problem', async ({ browser }) => {
  expect(await heardOn(browser, 'console.log("ready")')).toBeUndefined()
})

test('an error on the console fails a test', async ({ browser }) => {
  expect(await heardOn(browser, 'console.error("broken")')).toContain('broken')
})

test('an error nobody caught fails a test', async ({ browser }) => {
  expect(await heardOn(browser, 'throw new Error("uncaught")')).toContain('uncaught')
})

test('a violation of the content policy fails a test', async ({ browser }) => {
  const script =
    'document.head.append(Object.assign(document.createElement("style"),{textContent:"p{}"}))'
  expect(await heardOn(browser, script)).toMatch(/content.security.policy/i)
})

test('noise that was announced is no problem, and its absence is one', async ({ browser }) => {
  expect(await heardOn(browser, 'console.warn("careful")', [/careful/])).toBeUndefined()
  expect(await heardOn(browser, '', [/careful/])).toContain('careful')
})
