/*
 * `npm run dev`: the same desk, on the same port, from its sources. Vite answers for the page and
 * its modules, and the server is started again when something it is made of changes.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createServer } from 'vite'

/** Addresses that are the server's own; the rest is the page's. */
const ours = /^\/(api|auth|csp-reports|embedded|healthz|readyz|metrics)(\/|\?|$)/

export async function develop(root) {
  const vite = await createServer({ root, appType: 'custom', server: { middlewareMode: true } })
  let desk = await open()
  if (!desk) return vite.close()

  async function open() {
    const { openDesk } = await vite.ssrLoadModule('/src/server/main.ts')
    return openDesk({ args: [], environment: process.env, pageFolder: null, front })
  }

  function front(request, response, next) {
    if (ours.test(request.url)) next()
    else
      vite.middlewares(request, response, () => {
        page(request, response).catch((error) => response.writeHead(500).end(String(error)))
      })
  }

  async function page(request, response) {
    const html = await readFile(join(root, 'index.html'), 'utf8')
    const body = await vite.transformIndexHtml(request.url, html)
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body)
  }

  async function reopen() {
    await desk?.stop()
    desk = await open().catch((error) => console.error(error))
  }

  let turn = Promise.resolve()
  vite.watcher.on('change', (file) => {
    if (vite.environments.ssr.moduleGraph.getModulesByFile(file)?.size) turn = turn.then(reopen)
  })

  async function stop() {
    await turn
    await desk?.stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop)
}
