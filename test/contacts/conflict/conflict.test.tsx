import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Values } from '#contract/fields/kind.ts'
import {
  askToDelete,
  button,
  field,
  form,
  formGone,
  makePrimary,
  message,
  openTom,
  retype,
  rowOf,
} from '../../helpers/deskPage.ts'
import { addressOf } from '../../helpers/openDesk.tsx'
import { openSpareDesk, type SpareDesk } from '../../helpers/spareDesk.ts'

let desk: SpareDesk
let customer: string

beforeAll(async () => {
  desk = await openSpareDesk({ count: 20 })
})

beforeEach(async () => {
  customer = await desk.next()
})

/** As another person would, past this desk. */
async function elsewhere(name: string, changes: Values): Promise<void> {
  await desk.backend.update(customer, (await desk.stored(name))!.id, changes)
}

const conflict = () => screen.findByRole('region', { name: 'Someone else changed the same fields' })

describe('editing what another person edits too', () => {
  it('writes nothing before each field is settled, and loses nothing that was typed', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    await elsewhere('Tom Lee', { phone: '333', role: 'Technical' })
    await retype(user, 'Phone', '22')
    await retype(user, 'Role', 'Accounting')
    await retype(user, 'Notes', 'Long story')
    await user.click(button('Save'))
    const box = await conflict()
    await waitFor(() => expect(box).toHaveFocus())
    expect((await desk.stored('Tom Lee'))!.values).toMatchObject({ phone: '333', notes: null })
    expect([field('Phone').value, field('Notes').value]).toEqual(['22', 'Long story'])

    await user.click(button('Save'))
    expect(box).toHaveFocus()
    await user.click(within(box).getByRole('radio', { name: 'Take theirs 333' }))
    await user.click(within(box).getByRole('radio', { name: 'Keep mine Accounting' }))
    await user.click(within(box).getByRole('button', { name: 'Apply' }))
    expect(box).not.toBeInTheDocument()
    expect(button('Save')).toHaveFocus()
    expect([field('Phone').value, field('Role').value, field('Notes').value]).toEqual([
      '333',
      'Accounting',
      'Long story',
    ])
    await user.keyboard('{Enter}')
    await formGone()
    expect((await desk.stored('Tom Lee'))!.values).toMatchObject({
      phone: '333',
      role: 'Accounting',
      notes: 'Long story',
    })
  })

  it('a field that may have been saved is told as that, with what it holds now', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      await elsewhere('Tom Lee', { phone: '+22' })
      const refusal = { kind: 'conflict', theirs: { phone: '333' }, maybeSaved: true }
      return Response.json({ state: 'rejected', refusal })
    }
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    const box = await screen.findByRole('region', { name: 'It may have been saved' })
    expect(box.textContent).toMatch(/Phone holds .?333.? now\. Someone may also have changed it/)
    expect(within(box).getByRole('radio', { name: 'Keep it as it is 333' })).not.toBeChecked()
    expect(within(box).getByRole('radio', { name: 'Keep mine 22' })).not.toBeChecked()
    expect(box).not.toHaveTextContent(/Someone else|not saved|Nothing was saved/)
  })

  it('sends what the form was opened on, for the fields that change only', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    const bodies: unknown[] = []
    desk.network.between = async (request, go) => {
      if (request.method === 'PUT') bodies.push(await request.clone().json())
      return go(request)
    }
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    await formGone()
    expect(bodies).toEqual([
      expect.objectContaining({ op: 'update', values: { phone: '22' }, before: { phone: '1' } }),
    ])
  })

  it('other fields are merged, and the outcome says so', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    await elsewhere('Tom Lee', { notes: 'Called on Monday' })
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    expect(await message(/Someone else changed Notes; their changes are kept/)).toBeVisible()
    expect((await desk.stored('Tom Lee'))!.values).toMatchObject({
      phone: '22',
      notes: 'Called on Monday',
    })
  })

  it('mine can be changed in the form while it is asked about', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    await elsewhere('Tom Lee', { phone: '333' })
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    const box = within(await conflict())
    await retype(user, 'Phone', '4444')
    await user.click(box.getByRole('radio', { name: 'Keep mine 4444' }))
    await user.click(box.getByRole('button', { name: 'Apply' }))
    await user.click(button('Save'))
    await formGone()
    expect((await desk.stored('Tom Lee'))!.values.phone).toBe('4444')
  })

  it('everything of theirs leaves nothing to save', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    await elsewhere('Tom Lee', { phone: '333' })
    await retype(user, 'Phone', '22')
    await user.click(button('Save'))
    const box = within(await conflict())
    await user.click(box.getByRole('radio', { name: /^Take theirs/ }))
    await user.click(box.getByRole('button', { name: 'Apply' }))
    await user.click(button('Save'))
    expect(await message('No changes to save')).toBeVisible()
    expect((await desk.stored('Tom Lee'))!.values.phone).toBe('333')
  })

  it('a draft that comes back asks too, when its contact was changed since', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    await retype(user, 'Phone', '22')
    await user.click((await rowOf('Priya Das')).getByText('Priya Das'))
    await waitFor(() => expect(field('Name').value).toBe('Priya Das'))
    await elsewhere('Tom Lee', { phone: '333' })
    await retype(user, 'Phone', '9')
    await user.click(button('Save'))
    await formGone()
    expect(await (await rowOf('Tom Lee')).findByText('333')).toBeVisible()
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    await conflict()
    // Typing on and leaving again settles nothing.
    await retype(user, 'Notes', 'Long story')
    await user.click((await rowOf('Priya Das')).getByText('Priya Das'))
    await waitFor(() => expect(field('Name').value).toBe('Priya Das'))
    await user.click((await rowOf('Tom Lee')).getByText('Tom Lee'))
    const box = within(await conflict())
    expect([field('Phone').value, field('Notes').value]).toEqual(['22', 'Long story'])
    await user.click(button('Save'))
    expect((await desk.stored('Tom Lee'))!.values).toMatchObject({ phone: '333', notes: null })
    await user.click(box.getByRole('radio', { name: 'Keep mine 22' }))
    await user.click(box.getByRole('button', { name: 'Apply' }))
    await user.click(button('Save'))
    await formGone()
    expect((await desk.stored('Tom Lee'))!.values.phone).toBe('22')
  })

  it('while the form is open it says so quietly, and never feeds the form again', async () => {
    const user = await desk.visit(addressOf(customer))
    await openTom(user)
    await elsewhere('Tom Lee', { phone: '333' })
    const priya = await rowOf('Priya Das')
    await makePrimary(user, 'Tom Lee')
    expect(await message('Changed by someone else while you edit: Phone')).toBeVisible()
    expect(priya).toBeDefined()
    expect(field('Phone').value).toBe('1')
    await user.click(button('Show'))
    expect(screen.getByRole('definition')).toHaveTextContent('333')
  })
})

describe('deleting what another person edits', () => {
  it('keeps it, shows what changed, and deletes it once that was seen', async () => {
    const user = await desk.visit(addressOf(customer))
    await askToDelete(user, 'Tom Lee')
    await elsewhere('Tom Lee', { notes: 'Do not delete' })
    await user.click(button('Delete Tom Lee'))
    const alert = await screen.findByRole('alert')
    expect(alert).toHaveTextContent(/Tom Lee was not deleted.+NotesDo not delete/)
    expect(await desk.stored('Tom Lee')).toBeDefined()
    await user.click(button('Delete Tom Lee'))
    expect(await message('Tom Lee was deleted')).toBeVisible()
    expect(await desk.stored('Tom Lee')).toBeUndefined()
  })
})

describe('a new contact that may have been made already', () => {
  const asking = () =>
    screen.findByRole('region', { name: 'A contact that may be this one was made since' })

  async function ask() {
    const user = await desk.visit(addressOf(customer, 'new'))
    await form('New contact')
    await retype(user, 'Name', 'Ada Byron')
    await retype(user, 'Email', 'ada@people.example')
    const made = await desk.backend.create(customer, { name: 'BYRON, A.', is_primary: false })
    const bodies: unknown[] = []
    desk.network.between = async (request, go) => {
      if (request.method !== 'PUT') return go(request)
      bodies.push(await request.clone().json())
      if (request.url.endsWith('/contact'))
        return Response.json({ state: 'succeeded', contact: made })
      if (bodies.length > 1) return go(request)
      const { id, name, values } = made
      const refusal = { kind: 'mayExist', contact: { id, name, values } }
      return Response.json({ state: 'rejected', refusal })
    }
    await user.click(button('Save'))
    return { user, made, bodies, box: within(await asking()) }
  }

  it('is that one, once somebody says so: the form closes and that contact opens', async () => {
    const { user, bodies, box, made } = await ask()
    expect(box.getByText('BYRON, A.')).toBeVisible()
    await user.click(box.getByRole('button', { name: 'It is this one' }))
    expect(await form('Edit contact')).toBeVisible()
    expect(field('Name').value).toBe('BYRON, A.')
    expect(window.location.pathname).toContain(made.id)
    expect(bodies.slice(1)).toEqual([{ contact: made.id }])
    expect(await desk.stored('Ada Byron')).toBeUndefined()
  })

  it('is saved as a new contact, once somebody says that it is another one', async () => {
    const { user, bodies, made, box } = await ask()
    // Pressing Save again decides nothing.
    await user.click(button('Save'))
    expect(bodies).toHaveLength(1)
    await user.click(box.getByRole('button', { name: 'Save as a new contact' }))
    await formGone()
    expect(bodies[1]).toMatchObject({ op: 'create', revision: 2, distinctFrom: [made.id] })
    expect((await desk.stored('Ada Byron'))?.values['email']).toBe('ada@people.example')
  })
})
