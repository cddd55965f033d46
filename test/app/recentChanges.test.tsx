import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Values } from '#contract/fields/kind.ts'
import type { Send } from '#contract/backend/send.ts'
import { customerNamed } from '../helpers/embeddedVendor.ts'
import { addressOf, openDesk, type OpenDesk } from '../helpers/openDesk.tsx'
import { aCustomer, aPerson } from '../helpers/people.ts'
import type { Contact } from '#contract/fields/contact.ts'

let desk: OpenDesk
let next = 0
let customer: string

const nameOf = (n: number) => `Spare ${String(n).padStart(2, '0')}`

beforeAll(async () => {
  desk = await openDesk(
    Array.from({ length: 40 }, (_, n) =>
      aCustomer({
        name: nameOf(n),
        people: [
          aPerson({ firstName: 'Priya', lastName: 'Das', primary: true }),
          aPerson({ firstName: 'Tom', lastName: 'Lee', phone: '1', notes: null }),
        ],
      }),
    ),
  )
})

beforeEach(async () => {
  desk.network.between = (request, go) => go(request)
  desk.billing.between = (request, go) => go(request)
  localStorage.clear()
  // The gateway remembers what other tests did for a day; each starts with a quiet one.
  await desk.database.query('delete from desk.submissions')
  customer = await customerNamed(desk.backend, nameOf(next++))
})

const table = () => screen.findByRole('table', { name: 'Contacts' })
const rowOf = async (name: string) => {
  const cell = await within(await table()).findByText(name)
  return within(cell.closest('tr')!)
}
const goneFromList = async (name: string) =>
  waitFor(async () => expect(within(await table()).queryByText(name)).not.toBeInTheDocument())
const form = (name = 'Edit contact') => screen.findByRole('form', { name })
const formGone = () => waitFor(() => expect(screen.queryByRole('form')).not.toBeInTheDocument())
const field = (label: string) => screen.getByLabelText<HTMLInputElement>(label)
const press = (name: string | RegExp) => screen.getByRole('button', { name })
const said = (message: string | RegExp) => screen.findByText(message)

async function stored(name: string): Promise<Contact | undefined> {
  const { items } = await desk.backend.contacts(customer, {})
  return items.find((contact) => contact.name === name)
}

/** As another person would, past this desk. */
async function elsewhere(name: string, changes: Values): Promise<void> {
  await desk.backend.update(customer, (await stored(name))!.id, changes)
}

async function openTom(): Promise<UserEvent> {
  const user = await desk.visit(addressOf(customer))
  await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
  await form()
  return user
}

async function type(user: UserEvent, label: string, text: string): Promise<void> {
  await user.clear(field(label))
  await user.type(field(label), text)
}

const conflict = () => screen.findByRole('region', { name: 'Someone else changed the same fields' })

describe('editing what another person edits too', () => {
  it('writes nothing before each field is settled, and loses nothing that was typed', async () => {
    const user = await openTom()
    await elsewhere('Tom Lee', { phone: '333', role: 'Technical' })
    await type(user, 'Phone', '22')
    await type(user, 'Role', 'Accounting')
    await type(user, 'Notes', 'Long story')
    await user.click(press('Save'))
    const box = await conflict()
    await waitFor(() => expect(box).toHaveFocus())
    expect((await stored('Tom Lee'))!.values).toMatchObject({ phone: '333', notes: null })
    expect([field('Phone').value, field('Notes').value]).toEqual(['22', 'Long story'])

    await user.click(press('Save'))
    expect(box).toHaveFocus()
    await user.click(within(box).getByRole('radio', { name: 'Take theirs 333' }))
    await user.click(within(box).getByRole('radio', { name: 'Keep mine Accounting' }))
    await user.click(within(box).getByRole('button', { name: 'Apply' }))
    expect(box).not.toBeInTheDocument()
    expect(press('Save')).toHaveFocus()
    expect([field('Phone').value, field('Role').value, field('Notes').value]).toEqual([
      '333',
      'Accounting',
      'Long story',
    ])
    await user.keyboard('{Enter}')
    await formGone()
    expect((await stored('Tom Lee'))!.values).toMatchObject({
      phone: '333',
      role: 'Accounting',
      notes: 'Long story',
    })
  })

  it('a field that may have been saved is told as that, with what it holds now', async () => {
    const user = await openTom()
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      await elsewhere('Tom Lee', { phone: '+22' })
      const refusal = { kind: 'conflict', theirs: { phone: '333' }, maybeSaved: true }
      return Response.json({ state: 'rejected', refusal })
    }
    await type(user, 'Phone', '22')
    await user.click(press('Save'))
    const box = await screen.findByRole('region', { name: 'It may have been saved' })
    expect(box.textContent).toMatch(/Phone holds .?333.? now\. Someone may also have changed it/)
    expect(within(box).getByRole('radio', { name: 'Keep it as it is 333' })).not.toBeChecked()
    expect(within(box).getByRole('radio', { name: 'Keep mine 22' })).not.toBeChecked()
    expect(box).not.toHaveTextContent(/Someone else|not saved|Nothing was saved/)
  })

  it('sends what the form was opened on, for the fields that change only', async () => {
    const user = await openTom()
    const bodies: unknown[] = []
    desk.network.between = async (request, go) => {
      if (request.method === 'PUT') bodies.push(await request.clone().json())
      return go(request)
    }
    await type(user, 'Phone', '22')
    await user.click(press('Save'))
    await formGone()
    expect(bodies).toEqual([
      expect.objectContaining({ op: 'update', values: { phone: '22' }, before: { phone: '1' } }),
    ])
  })

  it('other fields are merged, and the outcome says so', async () => {
    const user = await openTom()
    await elsewhere('Tom Lee', { notes: 'Called on Monday' })
    await type(user, 'Phone', '22')
    await user.click(press('Save'))
    expect(await said(/Someone else changed Notes; their changes are kept/)).toBeVisible()
    expect((await stored('Tom Lee'))!.values).toMatchObject({
      phone: '22',
      notes: 'Called on Monday',
    })
  })

  it('mine can be changed in the form while it is asked about', async () => {
    const user = await openTom()
    await elsewhere('Tom Lee', { phone: '333' })
    await type(user, 'Phone', '22')
    await user.click(press('Save'))
    const box = within(await conflict())
    await type(user, 'Phone', '4444')
    await user.click(box.getByRole('radio', { name: 'Keep mine 4444' }))
    await user.click(box.getByRole('button', { name: 'Apply' }))
    await user.click(press('Save'))
    await formGone()
    expect((await stored('Tom Lee'))!.values.phone).toBe('4444')
  })

  it('everything of theirs leaves nothing to save', async () => {
    const user = await openTom()
    await elsewhere('Tom Lee', { phone: '333' })
    await type(user, 'Phone', '22')
    await user.click(press('Save'))
    const box = within(await conflict())
    await user.click(box.getByRole('radio', { name: /^Take theirs/ }))
    await user.click(box.getByRole('button', { name: 'Apply' }))
    await user.click(press('Save'))
    expect(await said('No changes to save')).toBeVisible()
    expect((await stored('Tom Lee'))!.values.phone).toBe('333')
  })

  it('a draft that comes back asks too, when its contact was changed since', async () => {
    const user = await openTom()
    await type(user, 'Phone', '22')
    await user.click((await rowOf('Priya Das')).getByText('Priya Das'))
    await waitFor(() => expect(field('Name').value).toBe('Priya Das'))
    await elsewhere('Tom Lee', { phone: '333' })
    await type(user, 'Phone', '9')
    await user.click(press('Save'))
    await formGone()
    expect(await (await rowOf('Tom Lee')).findByText('333')).toBeVisible()
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    await conflict()
    // Typing on and leaving again settles nothing.
    await type(user, 'Notes', 'Long story')
    await user.click((await rowOf('Priya Das')).getByText('Priya Das'))
    await waitFor(() => expect(field('Name').value).toBe('Priya Das'))
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    const box = within(await conflict())
    expect([field('Phone').value, field('Notes').value]).toEqual(['22', 'Long story'])
    await user.click(press('Save'))
    expect((await stored('Tom Lee'))!.values).toMatchObject({ phone: '333', notes: null })
    await user.click(box.getByRole('radio', { name: 'Keep mine 22' }))
    await user.click(box.getByRole('button', { name: 'Apply' }))
    await user.click(press('Save'))
    await formGone()
    expect((await stored('Tom Lee'))!.values.phone).toBe('22')
  })

  it('while the form is open it says so quietly, and never feeds the form again', async () => {
    const user = await openTom()
    await elsewhere('Tom Lee', { phone: '333' })
    const priya = await rowOf('Priya Das')
    await user.click((await rowOf('Tom Lee')).getByRole('button', { name: /^Make/ }))
    await user.click(press('Make primary'))
    expect(await said('Changed by someone else while you edit: Phone')).toBeVisible()
    expect(priya).toBeDefined()
    expect(field('Phone').value).toBe('1')
    await user.click(press('Show'))
    expect(screen.getByRole('definition')).toHaveTextContent('333')
  })
})

describe('deleting what another person edits', () => {
  it('keeps it, shows what changed, and deletes it once that was seen', async () => {
    const user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Tom Lee')
    await elsewhere('Tom Lee', { notes: 'Do not delete' })
    await user.click(press('Delete Tom Lee'))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent(/Tom Lee was not deleted.+NotesDo not delete/)
    expect(await stored('Tom Lee')).toBeDefined()
    await user.click(press('Delete Tom Lee'))
    expect(await said('Tom Lee was deleted')).toBeVisible()
    expect(await stored('Tom Lee')).toBeUndefined()
  })
})

async function askToDelete(user: UserEvent, name: string): Promise<void> {
  await user.click((await rowOf(name)).getByRole('button', { name: `More for ${name}` }))
  await user.click(await screen.findByRole('menuitem', { name: 'Delete contact' }))
  await screen.findByRole('dialog', { name: `Delete ${name}?` })
}

async function deleteContact(user: UserEvent, name: string): Promise<void> {
  await askToDelete(user, name)
  await user.click(await screen.findByRole('button', { name: `Delete ${name}` }))
  await said(`${name} was deleted`)
}

async function makePrimary(user: UserEvent, name: string): Promise<void> {
  const row = await rowOf(name)
  await user.click(row.getByRole('button', { name: `Make ${name} primary` }))
  await user.click(press('Make primary'))
  await said(`${name} is now the primary contact`)
}

async function addAda(user: UserEvent): Promise<void> {
  await user.click(press('New contact'))
  await form('New contact')
  await user.type(field('Name'), 'Ada Byron')
  await user.click(press('Save'))
  await said('Ada Byron was saved')
  await formGone()
}

async function editTom(phone = '22'): Promise<UserEvent> {
  const user = await openTom()
  await type(user, 'Phone', phone)
  await user.click(press('Save'))
  await said('Tom Lee was saved')
  await formGone()
  return user
}

describe('undo from the notice', () => {
  it('of a new contact deletes it again', async () => {
    const user = await desk.visit(addressOf(customer))
    await addAda(user)
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.url.includes('/contacts?')) await held
      return go(request)
    }
    await user.click(press('Undo'))
    expect(await said('Undone: Ada Byron was deleted again')).toBeVisible()
    // At once, not only when the list was read again.
    await goneFromList('Ada Byron')
    letGo()
    expect(await stored('Ada Byron')).toBeUndefined()
  })

  it('of an edit puts back what was there', async () => {
    const user = await editTom()
    await user.click(press('Undo'))
    expect(await said('Undone: Tom Lee is as it was before')).toBeVisible()
    expect((await stored('Tom Lee'))!.values.phone).toBe('1')
    expect(await (await rowOf('Tom Lee')).findByText('1')).toBeVisible()
  })

  it('is refused with the reason when the contact was changed since', async () => {
    const user = await editTom()
    await elsewhere('Tom Lee', { phone: '333' })
    await user.click(press('Undo'))
    expect(await said(/^Not undone for Tom Lee\. Someone else changed this/)).toBeVisible()
    expect((await stored('Tom Lee'))!.values.phone).toBe('333')
  })

  it('of a deletion makes the contact anew, and the dialog says that it can', async () => {
    const user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Priya Das')
    expect(screen.getByText(/You can undo it for 24 hours: .+created again/)).toBeVisible()
    await user.click(press('Delete Priya Das'))
    await said('Priya Das was deleted')
    await user.click(press('Undo'))
    expect(await said('Undone: Priya Das was created again')).toBeVisible()
    expect(await (await rowOf('Priya Das')).findByText('Primary')).toBeVisible()
    expect((await stored('Priya Das'))!.primary).toBe(true)
  })

  it('of the primary gives it back, and the line under the customer follows', async () => {
    const user = await desk.visit(addressOf(customer))
    await makePrimary(user, 'Tom Lee')
    const line = screen.getByText('Who gets the invoice?').parentElement!
    expect(line).toHaveTextContent('Tom Lee')
    await user.click(press('Undo'))
    expect(await said('Undone: Priya Das is the primary contact again')).toBeVisible()
    await waitFor(() => expect(line).toHaveTextContent('Priya Das'))
    expect((await stored('Priya Das'))!.primary).toBe(true)
  })

  it('that nobody can tell the outcome of is said to be that', async () => {
    const user = await editTom()
    desk.network.between = (request, go) =>
      request.method === 'PUT' ? Promise.reject(new TypeError('offline')) : go(request)
    await user.click(press('Undo'))
    expect(await said(/^We do not know yet whether this was undone for Tom Lee/)).toBeVisible()
    expect(await screen.findByRole('button', { name: countedOne })).toBeVisible()
    desk.network.between = (request, go) => go(request)
    window.dispatchEvent(new Event('online'))
    expect(await said('Undone: Tom Lee is as it was before')).toBeVisible()
    expect(screen.queryByText(/^We do not know yet/)).not.toBeInTheDocument()
    expect(await screen.findByRole('button', { name: 'Recent changes' })).toBeVisible()
  })
})

const countedOne = 'Recent changes, 1 being checked'

describe('the undo key', () => {
  it('takes back my last change, and then the one before it', async () => {
    const user = await desk.visit(addressOf(customer))
    await makePrimary(user, 'Tom Lee')
    await addAda(user)
    await user.click(document.body)
    await user.keyboard('{Control>}z{/Control}')
    expect(await said('Undone: Ada Byron was deleted again')).toBeVisible()
    await user.keyboard('{Control>}z{/Control}')
    expect(await said('Undone: Priya Das is the primary contact again')).toBeVisible()
    await user.keyboard('{Control>}z{/Control}')
    expect(await said(/^None of your changes .+ can be undone/)).toBeVisible()
  })

  it('belongs to the text while something is typed', async () => {
    const user = await editTom()
    await user.type(screen.getByRole('searchbox'), 'x')
    await user.keyboard('{Control>}z{/Control}')
    await user.click((await screen.findAllByRole('button', { name: 'Dismiss' }))[0]!)
    expect((await stored('Tom Lee'))!.values.phone).toBe('22')
    expect(screen.queryByText(/^Undone/)).not.toBeInTheDocument()
  })

  it('takes no older change back while the last one is on its way', async () => {
    const user = await editTom()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.method === 'PUT') await held
      return go(request)
    }
    const row = await rowOf('Tom Lee')
    await user.click(row.getByRole('button', { name: 'Make Tom Lee primary' }))
    await user.click(press('Make primary'))
    await user.click(document.body)
    await user.keyboard('{Control>}z{/Control}')
    expect(await said(/^Your last change is still being checked/)).toBeVisible()
    letGo()
    await said('Tom Lee is now the primary contact')
    expect((await stored('Tom Lee'))!.values.phone).toBe('22')
  })

  it('names the customer of a change made elsewhere', async () => {
    await editTom()
    const first = nameOf(next - 1)
    const here = await customerNamed(desk.backend, nameOf(next++))
    const user = await desk.visit(addressOf(here))
    await rowOf('Tom Lee')
    await user.keyboard('{Control>}z{/Control}')
    // Nobody has looked at it since the page was opened, so its id is all there is.
    expect(await said(/^Undone: Tom Lee is as it was before \(.+\)$/)).toHaveTextContent(customer)
    expect(first).not.toBe('')
  })
})

const tray = () => screen.findByRole('dialog', { name: 'Recent changes' })
const openTray = async (user: UserEvent) => {
  await user.click(press(/^Recent changes/))
  return within(await tray())
}

describe('the tray of recent changes', () => {
  it('lists what I did, newest first, and undoes it', async () => {
    const user = await editTom()
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
    expect(await said('Undone: Priya Das was created again')).toBeVisible()
    expect(await inTray.findByText('Undone')).toBeVisible()
    await waitFor(() => expect(inTray.getAllByRole('listitem')).toHaveLength(3))
    expect(await stored('Priya Das')).toBeDefined()
    // The button is gone; the focus is not.
    expect((await tray()).contains(document.activeElement)).toBe(true)
  })

  it('leads to the contact, and closes', async () => {
    const user = await editTom()
    const inTray = await openTray(user)
    await user.click(await inTray.findByRole('link', { name: /^Open Tom Lee at Spare/ }))
    await form()
    expect(location.pathname).toBe(addressOf(customer, (await stored('Tom Lee'))!.id))
    expect(screen.queryByRole('dialog', { name: 'Recent changes' })).not.toBeInTheDocument()
  })

  it('takes the focus, and gives it back with Escape', async () => {
    const user = await desk.visit(addressOf(customer))
    await rowOf('Tom Lee')
    await openTray(user)
    expect(await tray()).toHaveFocus()
    expect(await said('No changes in the last 24 hours')).toBeVisible()
    await user.keyboard('{Escape}')
    expect(press('Recent changes')).toHaveFocus()
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
    const user = await editTom()
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
      await form()
      await type(user, 'Phone', phone)
      await user.click(press('Save'))
      await formGone()
    }
    const inTray = await openTray(user)
    expect(await inTray.findAllByRole('listitem')).toHaveLength(2)
    await user.click(inTray.getByRole('button', { name: 'Earlier changes' }))
    await waitFor(() => expect(inTray.getAllByRole('listitem')).toHaveLength(3))
    expect(inTray.queryByRole('button', { name: 'Earlier changes' })).not.toBeInTheDocument()
  })

  it('copies what support needs to find a change again', async () => {
    const user = await editTom()
    const inTray = await openTray(user)
    const row = within(await inTray.findByRole('listitem', { name: 'Changed: Tom Lee' }))
    const [code] = /\w{4}-\w{4}$/.exec(row.getByText(/^Support code/).textContent)!
    await user.click(row.getByRole('button', { name: 'Copy for support: Tom Lee' }))
    expect(await said(/^On the clipboard, without names/)).toBeVisible()
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
    const user = await openTom()
    desk.network.between = (request, go) =>
      request.method === 'PUT' ? Promise.reject(new TypeError('offline')) : go(request)
    await type(user, 'Phone', '22')
    await user.click(press('Save'))
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
    ...{ undo: 'no', undoes: null, leavesDoubt: false, duplicate: null },
  }
}

describe('a contact that may be there twice', () => {
  /** As the gateway's later look would find it: Tom beside whoever was made last. */
  async function twice(): Promise<UserEvent> {
    const user = await desk.visit(addressOf(customer))
    await addAda(user)
    const tom = await stored('Tom Lee')
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
    expect(await said('Tom Lee was deleted')).toBeVisible()
    expect([await stored('Tom Lee'), (await stored('Ada Byron'))?.name]).toEqual([
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
    expect([await stored('Tom Lee'), await stored('Ada Byron')]).not.toContain(undefined)
  })

  it('says so when one of them is gone by now', async () => {
    const user = await twice()
    await desk.backend.remove(customer, (await stored('Tom Lee'))!.id)
    const inTray = await openTray(user)
    await user.click(await inTray.findByRole('button', { name: /^Compare Ada Byron/ }))
    expect(await said('One of the two is no longer there')).toBeVisible()
  })
})

describe('a new contact that may have been made already', () => {
  const asking = () =>
    screen.findByRole('region', { name: 'A contact that may be this one was made since' })

  async function ask() {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await type(user, 'Name', 'Ada Byron')
    await type(user, 'Email', 'ada@people.example')
    const made = await desk.backend.create(customer, { name: 'BYRON, A.', is_primary: false })
    const bodies: unknown[] = []
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      bodies.push(await request.clone().json())
      if (bodies.length > 1) return go(request)
      const { id, name, values } = made
      const refusal = { kind: 'mayExist', contact: { id, name, values } }
      return Response.json({ state: 'rejected', refusal })
    }
    await user.click(press('Save'))
    return { user, made, bodies, box: within(await asking()) }
  }

  it('is that one, once somebody says so: the form closes and that contact opens', async () => {
    const { user, bodies, box, made } = await ask()
    expect(box.getByText('BYRON, A.')).toBeVisible()
    await user.click(box.getByRole('button', { name: 'It is this one' }))
    expect(await form('Edit contact')).toBeVisible()
    expect(field('Name').value).toBe('BYRON, A.')
    expect(window.location.pathname).toContain(made.id)
    expect(bodies).toHaveLength(1)
    expect(await stored('Ada Byron')).toBeUndefined()
  })

  it('is saved as a new contact, once somebody says that it is another one', async () => {
    const { user, bodies, made, box } = await ask()
    // Pressing Save again decides nothing.
    await user.click(press('Save'))
    expect(bodies).toHaveLength(1)
    await user.click(box.getByRole('button', { name: 'Save as a new contact' }))
    await formGone()
    expect(bodies[1]).toMatchObject({ op: 'create', revision: 2, distinctFrom: [made.id] })
    expect((await stored('Ada Byron'))?.values['email']).toBe('ada@people.example')
  })
})
