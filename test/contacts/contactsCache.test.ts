import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  withExclusiveRole,
  withMoves,
  type ContactPages,
  type RoleChange,
} from '#contacts/contactsCache.ts'
import type { Contact } from '#contract/fields/contact.ts'

const roles = ['bill', 'sold', 'ship']

/** Customers in which every role has at most one holder, spread over pages. */
const lists = fc
  .record({
    count: fc.integer({ min: 1, max: 6 }),
    holders: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 3, maxLength: 3 }),
  })
  .map(({ count, holders }): ContactPages => {
    const items = Array.from({ length: count }, (_, at): Contact => {
      const held = roles.filter((_, role) => holders[role] === at)
      const name = `Person ${at}`
      const values = {}
      return {
        id: String(at),
        name,
        primary: held.includes('bill'),
        roles: held,
        changedAt: null,
        values,
      }
    })
    return {
      pages: [
        { items: items.slice(0, 3), next: 'more' },
        { items: items.slice(3), next: null },
      ],
      pageParams: [null, 'more'],
    }
  })

const moving = (to: string, role: string): RoleChange => ({ to, primary: role === 'bill', role })

const holdsIt = (role: string) => (contact: Contact) => contact.roles.includes(role)

const sorted = (contact: Contact) => ({ ...contact, roles: contact.roles.toSorted() })

const all = ({ pages }: ContactPages) => pages.flatMap(({ items }) => items)

it('a role that moves has one holder afterwards, and every other role stays where it was', () => {
  fc.assert(
    fc.property(lists, fc.nat(5), fc.constantFrom(...roles), (list, at, role) => {
      const to = all(list)[at % all(list).length]!
      const moved = withMoves(all(list), [moving(to.id, role)])
      expect(moved.filter((contact) => contact.roles.includes(role))).toMatchObject([{ id: to.id }])
      for (const other of roles.filter((each) => each !== role))
        expect(
          moved.filter((contact) => contact.roles.includes(other)).map(({ id }) => id),
        ).toEqual(
          all(list)
            .filter((contact) => contact.roles.includes(other))
            .map(({ id }) => id),
        )
      expect(moved.map(({ primary }) => primary)).toEqual(
        moved.map((it) => it.roles.includes('bill')),
      )
    }),
    { numRuns: 200 },
  )
})

it('moves stack in their order, and whatever has happened of them already makes no difference', () => {
  const moves = fc.array(
    fc.record({ at: fc.nat(7), role: fc.constantFrom(...roles) }).map(({ at, role }) =>
      // Some go to a contact that is not there any more.
      moving(String(at), role),
    ),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(lists, moves, fc.nat(5), (list, asked, answered) => {
      const before = all(list)
      const after = withMoves(before, asked)
      for (const role of roles) {
        const last = asked.findLast(
          (move) => move.role === role && before.some(({ id }) => id === move.to),
        )
        const holders = after.filter((contact) => contact.roles.includes(role)).map(({ id }) => id)
        if (last) expect(holders).toEqual([last.to])
        else expect(after.map(holdsIt(role))).toEqual(before.map(holdsIt(role)))
      }
      // In which order a contact's roles are named says nothing.
      const again = withMoves(withMoves(before, asked.slice(0, answered)), asked)
      expect(again.map(sorted)).toEqual(after.map(sorted))
    }),
    { numRuns: 200 },
  )
})

it('a new contact that came back as a holder stands first, and takes what it holds from the others', () => {
  const [list] = fc.sample(lists, { numRuns: 1, seed: 7 })
  const made: Contact = {
    ...{ id: 'new', name: 'New', primary: true, changedAt: null, values: {} },
    roles: ['bill'],
  }
  const after = all(withExclusiveRole(list!, made))
  expect(after[0]).toEqual(made)
  expect(after.filter(({ primary }) => primary)).toEqual([made])
})
