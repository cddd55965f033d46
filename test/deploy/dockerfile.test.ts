import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../helpers/desk.ts'
import { startDesk } from '../server/start/desk.ts'
import { letIn, stepsIn, type Step } from './dockerfile.ts'

const run = promisify(execFile)
const checkout = fileURLToPath(new URL('../..', import.meta.url))
const fileOf = (path: string) => readFile(join(checkout, path), 'utf8')

let steps: Step[]
/** Stands for the container's own root. */
let root: string
let workdir: string

const all = (instruction: string) =>
  steps.filter((step) => step.instruction === instruction).map(({ rest }) => rest)

const environment = () =>
  Object.fromEntries(all('ENV').map((rest) => rest.split('=', 2) as [string, string]))

beforeAll(async () => {
  steps = stepsIn(await fileOf('deploy/Dockerfile'))
  root = await mkdtemp(join(tmpdir(), 'contact-desk-image-'))
  workdir = join(root, all('WORKDIR')[0] ?? '')
  await mkdir(workdir)
})

afterAll(() => rm(root, { recursive: true, force: true }))

/** Hard links where they are possible: it is the same packages, without those for development. */
async function installed(): Promise<void> {
  const lock = JSON.parse(await fileOf('package-lock.json')) as {
    packages: Record<string, { dev?: boolean }>
  }
  const names = Object.keys(lock.packages).filter(
    (name) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(name) && !lock.packages[name]?.dev,
  )
  const script = `cd "$0" && for it in "$@"; do
    test -e "$it" || continue; mkdir -p "$TO/$(dirname "$it")"
    cp -al "$it" "$TO/$it" 2>/dev/null || { rm -rf "$TO/$it" && cp -a "$it" "$TO/$it"; } || exit 1
  done`
  await run('sh', ['-c', script, checkout, ...names, 'node_modules/.bin'], {
    env: { ...process.env, TO: workdir },
  })
}

/** There is no user of that name on every machine; who owns the folder is tried where it starts. */
async function withoutChown(): Promise<string> {
  const folder = join(root, 'stand-ins')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'chown'), '#!/bin/sh\n')
  await chmod(join(folder, 'chown'), 0o755)
  return `${folder}:${process.env.PATH}`
}

async function carriedOut({ instruction, rest }: Step, mayCome: readonly string[]): Promise<void> {
  if (instruction === 'COPY') {
    const paths = rest.split(' ')
    const to = join(workdir, paths.pop() ?? '')
    for (const path of paths) {
      expect(mayCome).toContain(path)
      // A folder is copied by what is in it.
      const from = join(checkout, path)
      await run('sh', [
        '-c',
        'test -d "$0" && mkdir -p "$1" && cp -a "$0/." "$1" || cp -a "$0" "$1"',
        from,
        to,
      ])
    }
  }
  if (instruction !== 'RUN') return
  if (rest === 'npm ci --omit=dev') return installed()
  await run('sh', ['-c', rest], {
    cwd: workdir,
    env: { PATH: await withoutChown(), HOME: root, TMPDIR: tmpdir() },
  })
}

test('the steps of the Dockerfile make a desk that starts without building, is healthy and stops', async () => {
  const mayCome = letIn(await fileOf('deploy/Dockerfile.dockerignore'))
  for (const step of steps) await carriedOut(step, mayCome)

  expect(all('CMD').map((rest) => JSON.parse(rest))).toEqual([['node', 'src/server/start.mjs']])
  const refused = await startDesk({ folder: workdir, environment: environment() }).ended
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/HOST=0\.0\.0\.0 .*without sign-in/)

  const port = String(await freePort())
  const file = join(root, 'desk.json')
  const workspace = { id: 'acme', name: 'Acme', backend: 'dayzero' }
  await writeFile(
    file,
    JSON.stringify({
      signIn: { claim: 'groups', roles: { viewer: ['staff'] } },
      workspaces: [
        {
          ...{ ...workspace, environment: { word: 'Test', tone: 'test' } },
          settings: {
            ...{ address: 'https://billing.example.com', token: 'dz_91f4c07a55d2' },
            businessId: '01890000-0000-7000-8000-000000000001',
          },
        },
      ],
    }),
  )
  const desk = startDesk({
    folder: workdir,
    environment: {
      ...environment(),
      ...{ HOST: '127.0.0.1', PORT: port, DESK_CONFIG: file },
      DESK_PUBLIC_URL: `http://localhost:${port}`,
      DESK_OIDC_ISSUER: 'https://id.example.com',
      DESK_OIDC_CLIENT_ID: 'desk-4f1c',
      DESK_OIDC_CLIENT_SECRET: 'b1946ac92492d2347c62',
    },
  })
  await desk.address
  const [, check = ''] = /CMD (.*)$/.exec(all('HEALTHCHECK')[0] ?? '') ?? []
  const health = () =>
    run('sh', ['-c', check], { env: { PATH: process.env.PATH, PORT: port } }).then(
      () => 'healthy',
      () => 'unhealthy',
    )
  expect(await health()).toBe('healthy')
  desk.kill(all('STOPSIGNAL')[0] as NodeJS.Signals)
  const { code, stdout } = await desk.ended
  expect(code).toBe(0)
  expect(stdout).not.toContain('Building')
  expect(await health()).toBe('unhealthy')
}, 120_000)

test('the image runs as another person than root, who owns the one folder that is kept', async () => {
  const folder = `${all('WORKDIR')[0]}/data`
  expect(all('VOLUME')).toEqual([folder])
  expect(all('USER')).toEqual(['node'])
  expect(all('RUN').at(-1)).toBe('mkdir data && chown node:node data')
  const order = steps.map(({ instruction }) => instruction)
  expect(order.lastIndexOf('RUN')).toBeLessThan(order.indexOf('USER'))
  expect(all('FROM')).toEqual([expect.stringMatching(/^node:22-(bookworm|trixie)/)])
  expect(all('EXPOSE')).toEqual([environment()['PORT']])
})

test('nothing gets into an image that is not named', () => {
  expect(() => letIn('*\n!src\nsrc/x')).toThrow('leave everything out')
  expect(() => letIn('node_modules')).toThrow('leave everything out')
})
