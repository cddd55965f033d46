import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LogEntry } from '#contract/api/history.ts'
import { customerNamed } from '../helpers/embeddedVendor.ts'
import { addressOf, openDesk, type OpenDesk } from '../helpers/openDesk.tsx'
import { aCustomer, aPerson } from '../helpers/people.ts'
import { anEntry } from './entries.ts'
import { dayOf } from '#auditLog/logFilter.ts'
import { answeringLog } from './logServer.ts'

let desk: OpenDesk
let customer: string

beforeAll(async () => {
  desk = await openDesk([
    aCustomer({
      name: 'Plain Paper Company',
      people: [
        aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
        aPerson({ firstName: 'Tom', lastName: 'Lee', phone: '1', notes: null }),
      ],
    }),
  ])
  customer = await customerNamed(desk.backend, 'Plain Paper Company')
})

beforeEach(() => {
  desk.network.between = (request, go) => go(request)
  localStorage.clear()
})

const logAt = (query = '') => desk.visit(`/w/dayzero-embedded/log${query}`)
const table = () => screen.findByRole('table', { name: 'Changes' })
const rows = async () => within(await table()).findAllByRole('rowheader')
const press = (name: string | RegExp) => screen.getByRole('button', { name })
const details = (name: string | RegExp) => screen.findByRole('dialog', { name })
/** Names keep to themselves: around each stands a mark that nobody sees. */
const plain = (text: string | null) => (text ?? '').replace(/[\u2068\u2069]/g, '')
const sentences = async () => (await rows()).map(({ textContent }) => plain(textContent))

const priya = { id: 'p-2', name: 'Priya Das', role: 'editor' } as const

function several(): LogEntry[] {
  return [
    anEntry({ number: 4, at: '2026-03-04T09:00:00.000Z', customer, op: 'create', name: 'Zoë' }),
    anEntry({
      number: 3,
      at: '2026-03-03T09:00:00.000Z',
      customer,
      outcome: 'refused',
      refusal: 'fields',
      person: priya,
    }),
    anEntry({
      number: 2,
      at: '2026-03-02T09:00:00.000Z',
      customer: 'c-2',
      changes: [
        { field: 'email', old: 'a@old.example', new: 'b@new.example' },
        { field: 'phone', old: null, new: '22' },
      ],
    }),
    anEntry({
      number: 1,
      at: '2026-03-01T09:00:00.000Z',
      customer,
      op: 'remove',
      undoes: anEntry().submissionId,
      outcome: 'unknown',
    }),
  ]
}

describe('the log', () => {
  it('says what was done in words, the newest first, and a submission is never told as done', async () => {
    desk.network.between = answeringLog(several())
    await logAt()
    expect(await sentences()).toEqual([
      'Made Zoë',
      'Tried to change Phone of Tom Lee',
      'Changed Email and Phone of Tom Lee',
      'Tried to delete Tom Lee, by undo',
    ])
    const [first, second] = within(await table())
      .getAllByRole('row')
      .slice(1)
    expect(await within(first!).findByText('Plain Paper Company')).toBeVisible()
    expect(within(first!).getByText('Saved')).toBeVisible()
    expect(within(second!).getByText('Refused')).toBeVisible()
    expect(screen.getByRole('heading', { level: 1, name: 'Log' })).toBeVisible()
    expect(screen.getByRole('link', { name: 'Log' })).toHaveAttribute('aria-current', 'page')
  })

  it('is found by a support code however it was typed, and the address says so', async () => {
    const all = several()
    desk.network.between = answeringLog(all)
    const user = await logAt()
    await rows()
    const { code } = all[2]!
    const input = screen.getByRole('textbox', { name: 'Support code' })
    await user.type(input, code.toLowerCase().replace('-', ' '))
    await waitFor(async () =>
      expect(await sentences()).toEqual(['Changed Email and Phone of Tom Lee']),
    )
    expect(new URLSearchParams(location.search).get('code')).toBe(code)

    await logAt(`?code=${code}`)
    await waitFor(async () => expect(await sentences()).toHaveLength(1))
    await user.click(press('Clear filters'))
    await waitFor(async () => expect(await sentences()).toHaveLength(4))
    expect(location.search).toBe('')
  })

  it('asks nothing for what cannot be a code, and says so', async () => {
    const asked: URLSearchParams[] = []
    desk.network.between = answeringLog(several(), asked)
    const user = await logAt('?code=what')
    expect(await screen.findByText('“what” is not a support code')).toBeVisible()
    expect(screen.getByText('Enter eight characters, like 7F3K-9Q2M')).toBeVisible()
    expect(asked).toEqual([])
    await user.click(screen.getAllByRole('button', { name: 'Clear filters' })[0]!)
    await rows()
  })

  it('is filtered by person, customer, outcome and days, all of them together', async () => {
    const asked: URLSearchParams[] = []
    desk.network.between = answeringLog(several(), asked)
    const user = await logAt()
    await rows()
    await user.type(screen.getByRole('combobox', { name: 'Person' }), 'priya')
    await waitFor(async () => expect(await sentences()).toHaveLength(1))
    await user.click(screen.getByRole('combobox', { name: 'Only customer' }))
    await user.click(await screen.findByRole('option', { name: /Plain Paper/ }))
    await user.selectOptions(screen.getByRole('combobox', { name: 'Outcome' }), 'Refused')
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-03-03' } })
    fireEvent.change(screen.getByLabelText('To'), { target: { value: '2026-03-03' } })
    await waitFor(() => expect(asked.at(-1)!.has('to')).toBe(true))
    expect(await sentences()).toEqual(['Tried to change Phone of Tom Lee'])
    expect(Object.fromEntries(asked.at(-1)!)).toMatchObject({
      person: 'priya',
      customer,
      outcome: 'refused',
      from: new Date(2026, 2, 3).toISOString(),
      to: new Date(2026, 2, 4).toISOString(),
    })
    fireEvent.change(screen.getByLabelText('From'), { target: { value: '2026-03-04' } })
    expect(await screen.findByText('Nothing matches these filters')).toBeVisible()
  })

  it('goes on page by page, and whoever pressed goes on at the first new row', async () => {
    const many = Array.from({ length: 70 }, (_, n) =>
      anEntry({ number: 70 - n, name: `N ${70 - n}` }),
    )
    desk.network.between = answeringLog(many)
    const user = await logAt()
    expect(await rows()).toHaveLength(50)
    expect(screen.getByText('The newest 50 entries')).toBeVisible()
    press('Show more').focus()
    await user.keyboard('{Enter}')
    await waitFor(async () => expect(await rows()).toHaveLength(70))
    await waitFor(() =>
      expect(plain(document.activeElement!.textContent)).toBe('Changed Phone of N 20'),
    )
    expect(screen.queryByRole('button', { name: 'Show more' })).not.toBeInTheDocument()
  })

  it('opens a row to all that is known of it, and each of it can be copied', async () => {
    const all = several()
    desk.network.between = answeringLog(all)
    const user = await logAt()
    await user.click((await rows())[2]!.querySelector('a')!)
    const panel = within(await details(/^Changed Email and Phone of/))
    const changes = within(panel.getByRole('table', { name: 'What changed' }))
    const cells = changes.getAllByRole('row').map((row) => row.textContent)
    expect(cells).toEqual(['FieldBeforeAfter', 'Emaila@old.exampleb@new.example', 'Phone–22'])
    for (const known of ['Ada Byron', 'Admin', 'desk-1', 'req-1', '12 ms', 'ABCDEFG', '200'])
      expect(panel.getByText(known)).toBeVisible()
    await user.click(panel.getByRole('button', { name: 'Copy Track id' }))
    expect(await navigator.clipboard.readText()).toBe('desk-1')
    await user.click(panel.getByRole('button', { name: 'Copy the support code' }))
    expect(await navigator.clipboard.readText()).toBe(all[2]!.code)
    await user.click(panel.getByRole('button', { name: 'Copy for support' }))
    const bundle = await navigator.clipboard.readText()
    expect(bundle).toContain('Fields: email,phone\n')
    expect(bundle).not.toMatch(/@|Tom|Ada|22$/m)
    expect(location.search).toBe('?row=2')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument())
  })

  it('tells who came in and out, what was refused and whose role changed, about no customer', async () => {
    const of = { customer: '', contact: null, name: null, changes: [] }
    const change = (field: string, now: string, old: string | null = null) => ({
      field,
      old,
      new: now,
    })
    desk.network.between = answeringLog([
      anEntry({
        ...of,
        number: 4,
        op: 'roleChange',
        changes: [change('role', 'viewer', 'editor')],
      }),
      anEntry({
        ...{ ...of, number: 3, op: 'denied', outcome: 'refused', refusal: 'permission' },
        changes: [change('route', 'PUT /api/x'), change('requests', '17')],
        upstream: { status: 403, trackId: null, requestId: null, milliseconds: null },
      }),
      anEntry({
        ...{ ...of, number: 2, op: 'signOut' },
        changes: [change('by', 'provider'), change('sessions', '2')],
      }),
      anEntry({ ...of, number: 1, op: 'signIn' }),
    ])
    const user = await logAt()
    expect(await sentences()).toEqual([
      'Role changed from Editor to Viewer',
      'Was refused 17 requests',
      'Signed out of 2 sessions, by the sign-in provider',
      'Signed in',
    ])
    await user.click((await rows())[1]!.querySelector('a')!)
    const panel = within(await details(/17 requests/))
    expect(panel.getByText('Their role does not allow it here. Nothing was changed.')).toBeVisible()
    expect(panel.getByText('PUT /api/x')).toBeVisible()
    expect(panel.queryByRole('table')).toBeNull()
    expect(panel.queryByRole('link')).toBeNull()
    expect(panel.queryByText('Customer id')).toBeNull()
    expect(panel.getByText('403')).toBeVisible()
  })

  it('says that it failed, with the code, and is there after Retry', async () => {
    const answer = answeringLog(several())
    const refusal = { kind: 'permission' }
    desk.network.between = async (request, go) =>
      request.url.includes('/log')
        ? Response.json({ error: { refusal, reference: 'ABCDEFG' } }, { status: 403 })
        : go(request)
    const user = await logAt()
    expect(await screen.findByText('Could not load the log')).toBeVisible()
    expect(screen.getByText(/Code ABCDEFG/)).toBeVisible()
    desk.network.between = answer
    await user.click(press('Retry'))
    expect(await rows()).toHaveLength(4)
  })

  it('is empty before the first change, and says what will stand there', async () => {
    desk.network.between = answeringLog([])
    await logAt()
    expect(await screen.findByText('Nothing here yet')).toBeVisible()
  })

  it('shows whoever is no admin their own changes, and says so', async () => {
    const answer = answeringLog(several())
    desk.network.between = async (request, go) => {
      if (!request.url.endsWith('/workspaces')) return answer(request, go)
      const all = (await (await go(request)).json()) as object[]
      return Response.json(all.map((each) => ({ ...each, role: 'editor' })))
    }
    await logAt()
    await rows()
    expect(screen.getByText(/^You see your own entries/)).toBeVisible()
    expect(screen.queryByRole('combobox', { name: 'Person' })).not.toBeInTheDocument()
  })
})

describe('a save on the real gateway', () => {
  it('is found by the code of its notice, with what was there before and after', async () => {
    const user = await desk.visit(addressOf(customer))
    const list = within(await screen.findByRole('table', { name: 'Contacts' }))
    await user.click(await list.findByText('Tom Lee'))
    await screen.findByRole('form', { name: 'Edit contact' })
    const phone = screen.getByLabelText('Phone')
    await user.clear(phone)
    await user.type(phone, '22')
    await user.click(press('Save'))
    await screen.findByText('Tom Lee was saved')
    const [code] = /\w{4}-\w{4}$/.exec(screen.getByText(/^Support code/).textContent)!

    await logAt(`?code=${code}`)
    await user.click((await rows())[0]!.querySelector('a')!)
    const panel = within(await details(/^Changed Phone of/))
    const changes = within(panel.getByRole('table', { name: 'What changed' }))
    expect(changes.getByRole('row', { name: 'Phone 1 22' })).toBeVisible()
    expect(panel.getByText(`Support code ${code}`)).toBeVisible()
    expect(await sentences()).toEqual(['Changed Phone of Tom Lee'])
    expect(screen.getByText('1 entry')).toBeVisible()
  })
})

describe('an export', () => {
  it('has every page of what is filtered', async () => {
    const saved: Blob[] = []
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {})
    URL.createObjectURL = (blob: Blob) => `blob:${saved.push(blob)}`
    const many = Array.from({ length: 1_200 }, (_, n) =>
      anEntry({ number: 1_200 - n, outcome: n % 2 === 0 ? 'saved' : 'refused', name: '=1+1' }),
    )
    desk.network.between = answeringLog(many)
    const user = await logAt('?outcome=saved')
    await rows()
    await user.click(press('Export CSV'))
    expect(await screen.findByText('600 entries were exported')).toBeVisible()
    const { download: name } = clicked.mock.contexts[0] as HTMLAnchorElement
    expect(name).toContain(dayOf(new Date()))
    const lines = (await saved[0]!.text()).split('\r\n')
    expect(lines).toHaveLength(601)
    expect(lines[1]).toContain(`"'=1+1"`)
  })
})

describe('the code of a save', () => {
  it('stands in its notice, in a refusal, and in the tray, and each is the same', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await screen.findByRole('form', { name: 'New contact' })
    const refusal = { kind: 'fields', problems: [{ field: 'name', message: 'Taken already' }] }
    const sent: string[] = []
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      sent.push(request.url.split('/').at(-1)!)
      return sent.length === 1 ? Response.json({ state: 'rejected', refusal }) : go(request)
    }
    await user.type(screen.getByLabelText('Name'), 'Ada Byron')
    await user.click(press('Save'))
    const summary = within(await screen.findByRole('alert'))
    const code = (await summary.findByText(/^Support code/)).textContent
    await user.click(summary.getByRole('button', { name: 'Copy for support' }))
    const bundle = await navigator.clipboard.readText()
    expect(bundle).toContain(code.replace('code ', 'code: '))
    expect(bundle).not.toContain('Ada')

    await user.type(screen.getByLabelText('Name'), ' King')
    await user.click(press('Save'))
    await screen.findByText('Ada Byron King was saved')
    expect(screen.getByText(code)).toBeVisible()
    await user.click(press(/^Recent changes/))
    const tray = within(await screen.findByRole('dialog', { name: 'Recent changes' }))
    expect(await tray.findByText(code)).toBeVisible()
    expect(new Set(sent).size).toBe(1)
  })

  it('is not shown where nothing was sent', async () => {
    const user = await desk.visit(addressOf(customer, 'new'))
    await screen.findByRole('form', { name: 'New contact' })
    await user.click(press('Save'))
    const summary = within(await screen.findByRole('alert'))
    expect(summary.queryByText(/^Support code/)).not.toBeInTheDocument()
  })
})
