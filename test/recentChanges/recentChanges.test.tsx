import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Send } from '#contract/backend/send.ts'
import {
  addAda,
  button,
  deleteContact,
  editTom,
  form,
  formGone,
  makePrimary,
  message,
  openTom,
  retype,
  rowOf,
} from '../helpers/deskPage.ts'
import { addressOf } from '../helpers/openDesk.tsx'
import { openSpareDesk, type SpareDesk } from '../helpers/spareDesk.ts'

let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 30 })
})

beforeEach(async () => {
  customer = await desk.next()
})

const countedOne = 'Recent changes, 1 being checked'

describe('the undo key', () => {
  it('takes back my last change, and then the one before it', async () => {
    const user = await desk.visit(addressOf(customer))
    await makePrimary(user, 'Tom Lee')
    await message('Tom Lee is now the primary contact')
    await addAda(user)
    await user.click(document.body)
    await user.keyboard('{Control>}z{/Control}')
    expect(await message('Undone: Ada Byron was deleted again')).toBeVisible()
    await user.keyboard('{Control>}z{/Control}')
    expect(await message('Undone: Priya Das is the primary contact again')).toBeVisible()
    await user.keyboard('{Control>}z{/Control}')
    expect(await message(/^None of your changes .+ can be undone/)).toBeVisible()
  })

  it('belongs to the text while something is typed', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    await user.type(screen.getByRole('searchbox'), 'x')
    await user.keyboard('{Control>}z{/Control}')
    await user.click((await screen.findAllByRole('button', { name: 'Dismiss' }))[0]!)
    expect((await desk.stored('Tom Lee'))!.values.phone).toBe('22')
    expect(screen.queryByText(/^Undone/)).not.toBeInTheDocument()
  })

  it('takes no older change back while the last one is on its way', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.method === 'PUT') await held
      return go(request)
    }
    await makePrimary(user, 'Tom Lee')
    await user.click(document.body)
    await user.keyboard('{Control>}z{/Control}')
    expect(await message(/^Your last change is still being checked/)).toBeVisible()
    letGo()
    await message('Tom Lee is now the primary contact')
    expect((await desk.stored('Tom Lee'))!.values.phone).toBe('22')
  })

  it('names the customer of a change made elsewhere', async () => {
    await editTom(await desk.visit(addressOf(customer)))
    const edited = customer
    const user = await desk.visit(addressOf(await desk.nextCustomer()))
    await rowOf('Tom Lee')
    await user.keyboard('{Control>}z{/Control}')
    // Nobody has looked at it since the page was opened, so its id is all there is.
    expect(await message(/^Undone: Tom Lee is as it was before \(.+\)$/)).toHaveTextContent(edited)
  })
})

const tray = () => screen.findByRole('dialog', { name: 'Recent changes' })
const openTray = async (user: UserEvent) => {
  await user.click(button(/^Recent changes/))
  return within(await tray())
}

describe('the tray of recent changes', () => {
  it('lists what I did, newest first, and undoes it', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    await deleteContact(user, 'Priya Das')
    const inTray = await openTray(user)
    const rows = await inTray.findAllByRole('listitem')
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringMatching(
        /^Priya DasDeleted · Spare \d+ · .+ · DoneSupport code \w{4}-\w{4}Undo$/,
      ),
      expect.stringMatching(/^Tom LeeChanged · Spare \d+ · .+ · DoneSupport code \w{4}-\w{4}Undo$/),
    ])
    await user.click(inTray.getByRole('button', { name: 'Undo: Deleted Priya Das' }))
    expect(await message('Undone: Priya Das was created again')).toBeVisible()
    expect(await inTray.findByText('Undone')).toBeVisible()
    await waitFor(() => expect(inTray.getAllByRole('listitem')).toHaveLength(3))
    expect(await desk.stored('Priya Das')).toBeDefined()
    // The button is gone; the focus is not.
    expect((await tray()).contains(document.activeElement)).toBe(true)
  })

  it('leads to the contact, and closes', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    const inTray = await openTray(user)
    await user.click(await inTray.findByRole('link', { name: /^Open Tom Lee at Spare/ }))
    await form('Edit contact')
    expect(location.pathname).toBe(addressOf(customer, (await desk.stored('Tom Lee'))!.id))
    expect(screen.queryByRole('dialog', { name: 'Recent changes' })).not.toBeInTheDocument()
  })

  it('takes the focus, and gives it back with Escape', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    await openTray(user)
    expect(await tray()).toHaveFocus()
    expect(await message('No changes in the last 24 hours')).toBeVisible()
    await user.keyboard('{Escape}')
    expect(button('Recent changes')).toHaveFocus()
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  })

  it('closes when somebody goes on elsewhere', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    await openTray(user)
    await user.click(screen.getByRole('searchbox'))
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument()
  })

  it('says so when it cannot be loaded, and comes with a retry', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    desk.network.between = (request, go) =>
      request.url.includes('/receipts') ? Promise.resolve(busy()) : go(request)
    const inTray = await openTray(user)
    expect(await inTray.findByText('Could not load the changes')).toBeVisible()
    desk.network.between = (request, go) => go(request)
    await user.click(inTray.getByRole('button', { name: 'Retry' }))
    expect(await inTray.findByText('Tom Lee')).toBeVisible()
  })

  it('loads what is older page by page', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    desk.network.between = shortPages
    for (const phone of ['2', '3', '4']) {
      await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
      await form('Edit contact')
      await retype(user, 'Phone', phone)
      await user.click(button('Save'))
      await formGone()
    }
    const inTray = await openTray(user)
    expect(await inTray.findAllByRole('listitem')).toHaveLength(2)
    await user.click(inTray.getByRole('button', { name: 'Earlier changes' }))
    await waitFor(() => expect(inTray.getAllByRole('listitem')).toHaveLength(3))
    expect(inTray.queryByRole('button', { name: 'Earlier changes' })).not.toBeInTheDocument()
  })

  it('copies what support needs to find a change again', async () => {
    const user = await desk.visit(addressOf(customer))
    await editTom(user)
    const inTray = await openTray(user)
    const row = within(await inTray.findByRole('listitem', { name: 'Changed: Tom Lee' }))
    const [code] = /\w{4}-\w{4}$/.exec(row.getByText(/^Support code/).textContent)!
    await user.click(row.getByRole('button', { name: 'Copy for support: Tom Lee' }))
    expect(await message(/^On the clipboard, without names/)).toBeVisible()
    const copied = await navigator.clipboard.readText()
    expect(copied).toContain(`\nSupport code: ${code}\nOperation: update\nState: succeeded\n`)
    expect(copied).toMatch(/\nTime: 20.+Z\nWorkspace: dayzero-embedded\n/)
    expect(copied).toContain(`Customer id: ${customer}\n`)
    expect(copied).toMatch(/\nSubmission: [0-9a-f-]{36}$/)
    expect(copied).not.toMatch(/Tom|Lee/)
  })
})

const busy = () =>
  Response.json(
    { error: { refusal: { kind: 'permission' }, reference: 'ABCDEFG' } },
    { status: 403 },
  )

/** As if twenty were two. */
const shortPages = (request: Request, go: Send) =>
  go(
    request.url.includes('/receipts')
      ? new Request(request.url.replace('limit=20', 'limit=2'))
      : request,
  )

describe('a change that nobody can tell the outcome of', () => {
  it('is counted at the button, and is neither done nor refused', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    desk.network.between = (request, go) =>
      request.method === 'PUT' ? Promise.reject(new TypeError('offline')) : go(request)
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    expect(await screen.findByRole('button', { name: countedOne })).toBeVisible()
    const inTray = await openTray(user)
    const open = within(inTray.getByRole('region', { name: 'Not known yet' }))
    expect(open.getByRole('listitem')).toHaveTextContent(/Tom Lee.*Being checked.*Changed.*since/)
    expect(inTray.queryByText(/^(Done|Refused)$/)).not.toBeInTheDocument()
  })

  it('is counted too when it was made in another browser', async () => {
    desk.network.between = async (request, go) => {
      const answer = await go(request)
      if (!request.url.includes('/receipts')) return answer
      return Response.json({ items: [unknownReceipt()], next: null })
    }
    const user = await desk.visit(addressOf(customer))
    expect(await screen.findByRole('button', { name: countedOne })).toBeVisible()
    const inTray = await openTray(user)
    expect(await inTray.findAllByRole('listitem')).toHaveLength(1)
    expect(inTray.getByText('Being checked')).toBeVisible()
  })
})

/** Of another browser of mine. */
function unknownReceipt() {
  return {
    ...{
      submissionId: '00000000-0000-4000-8000-000000000001',
      person: 'Local',
      op: 'create',
      customer,
    },
    ...{ contact: null, name: null, state: 'unknown', at: new Date().toISOString() },
    ...{ undo: 'no', undoes: null, leavesDoubt: false, asked: null, duplicate: null },
  }
}

describe('a create of which a person is asked whether a contact is the one it made', () => {
  it('an undo, too, is decided in the tray, and written down', async () => {
    const sent: unknown[] = []
    const asked = { id: 'other', name: 'BYRON, A.' }
    desk.network.between = async (request, go) => {
      if (request.url.endsWith('/contact')) {
        sent.push(await request.clone().json())
        return Response.json({ state: 'succeeded', contact: null })
      }
      if (!request.url.includes('/receipts')) return go(request)
      const open = { state: 'rejected', leavesDoubt: true, asked }
      const end = sent.length === 0 ? open : { state: 'succeeded', contact: asked.id }
      const undoes = '00000000-0000-4000-8000-000000000002'
      return Response.json({ items: [{ ...unknownReceipt(), undoes, ...end }], next: null })
    }
    const user = await desk.visit(addressOf(customer))
    const inTray = await openTray(user)
    expect(await inTray.findByText('May have been saved')).toBeVisible()
    await user.click(inTray.getByRole('button', { name: 'It is this one: BYRON, A.' }))
    expect(await inTray.findByText(/Done$/)).toBeVisible()
    expect(sent).toEqual([{ contact: 'other' }])
  })
})

describe('a contact that may be there twice', () => {
  /** As the gateway's later look would find it: Tom beside whoever was made last. */
  async function twice(): Promise<UserEvent> {
    const user = await desk.visit(addressOf(customer))
    await addAda(user)
    const tom = await desk.stored('Tom Lee')
    let isKept = false
    desk.network.between = async (request, go) => {
      if (request.url.endsWith('/duplicate')) {
        isKept = true
        kept.push(await request.clone().json())
        return Response.json({ keep: true })
      }
      const answer = await go(request)
      if (isKept || !request.url.includes('/receipts')) return answer
      const page = (await answer.json()) as { items: { op: string; duplicate: string | null }[] }
      for (const receipt of page.items) if (receipt.op === 'create') receipt.duplicate = tom!.id
      return Response.json(page)
    }
    return user
  }
  const kept: unknown[] = []
  const compare = async (user: UserEvent) => {
    const inTray = await openTray(user)
    expect(await inTray.findByText('Possible duplicate')).toBeVisible()
    await user.click(inTray.getByRole('button', { name: /^Compare Ada Byron/ }))
    const dialog = await screen.findByRole('dialog', { name: 'The same person twice?' })
    await within(dialog).findByRole('table', { name: 'Both records, field by field' })
    return within(dialog)
  }

  it('is compared field by field, with the differences marked', async () => {
    const dialog = await compare(await twice())
    const line = (name: string) => dialog.getByRole('rowheader', { name }).closest('tr')!
    expect(line('Name differs')).toHaveTextContent('Ada ByronTom Lee')
    expect(line('Notes')).toHaveTextContent('Notes ––')
    expect(dialog.getByRole('button', { name: 'Keep both' })).toHaveFocus()
  })

  it('either of them can be deleted', async () => {
    const user = await twice()
    const dialog = await compare(user)
    await user.click(dialog.getByRole('button', { name: 'Delete the other one' }))
    expect(await message('Tom Lee was deleted')).toBeVisible()
    expect([await desk.stored('Tom Lee'), (await desk.stored('Ada Byron'))?.name]).toEqual([
      undefined,
      'Ada Byron',
    ])
  })

  it('both can be kept, and then nothing is asked any more', async () => {
    kept.length = 0
    const user = await twice()
    const dialog = await compare(user)
    await user.click(dialog.getByRole('button', { name: 'Keep both' }))
    await waitFor(() => expect(screen.queryByText('Possible duplicate')).not.toBeInTheDocument())
    expect(kept).toEqual([{ keep: true }])
    expect([await desk.stored('Tom Lee'), await desk.stored('Ada Byron')]).not.toContain(undefined)
  })

  it('says so when one of them is gone by now', async () => {
    const user = await twice()
    await desk.backend.remove(customer, (await desk.stored('Tom Lee'))!.id)
    const inTray = await openTray(user)
    await user.click(await inTray.findByRole('button', { name: /^Compare Ada Byron/ }))
    expect(await message('One of the two is no longer there')).toBeVisible()
  })
})
