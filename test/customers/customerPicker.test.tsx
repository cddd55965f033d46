import { screen, waitFor, within } from '@testing-library/react'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { picker, rowOf } from '../helpers/deskPage.ts'
import { customerNamed } from '../helpers/embeddedVendor.ts'
import { addressOf } from '../helpers/openDesk.tsx'
import { aCustomer, aPerson } from '../helpers/people.ts'
import { openSpareDesk, type SpareDesk } from '../helpers/spareDesk.ts'

/** Enough customers that Zinnia Flowers is not on the first page. */
const count = 40

let desk: SpareDesk

const people = [aPerson({ firstName: 'Priya', lastName: 'Das', primary: true })]

beforeAll(async () => {
  desk = await openSpareDesk({
    count,
    others: [aCustomer({ name: 'Zinnia Flowers', people }), aCustomer({ name: 'Nobody There' })],
  })
})

beforeEach(async () => {
  await desk.next()
})

describe('finding a customer', () => {
  it('three letters and Enter lead to its contacts, and the address says so', async () => {
    const user = await desk.visit()
    await user.click(picker())
    await user.keyboard('zin')
    await screen.findByRole('option', { name: /Zinnia Flowers/ })
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { level: 1, name: 'Zinnia Flowers' })).toBeVisible()
    await rowOf('Priya Das')
    await waitFor(() => expect(document.activeElement).toHaveTextContent('Priya Das'))
    expect(location.pathname).toBe(addressOf(await customerNamed(desk.backend, 'Zinnia Flowers')))
  })

  it('an answer that comes late never replaces a newer one', async () => {
    const user = await desk.visit()
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.url.includes('search=z&')) await held
      return go(request)
    }
    await user.click(picker())
    await user.keyboard('z')
    expect(await screen.findByText('Searching…')).toBeVisible()
    await user.clear(picker())
    await user.keyboard('spare 01')
    await screen.findByRole('option', { name: /Spare 01/ })
    letGo()
    await waitFor(() =>
      expect(screen.queryByRole('option', { name: /Zinnia/ })).not.toBeInTheDocument(),
    )
    expect(screen.getByRole('option', { name: /Spare 01/ })).toBeVisible()
  })

  it('while an answer is awaited, nothing can be picked that does not fit; then Enter counts', async () => {
    const user = await desk.visit()
    await user.click(picker())
    await screen.findByRole('option', { name: /Nobody There/ })
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      // The first page is without the oldest customer. On a busy machine the first letters are asked
      // for before the last is typed.
      if (/search=s|cursor=/.test(request.url)) await held
      return go(request)
    }
    await user.keyboard('spare 00{ArrowDown}{Enter}')
    expect(screen.queryByRole('option', { name: /Nobody There/ })).not.toBeInTheDocument()
    expect(location.pathname).not.toContain('/c/')
    letGo()
    expect(await screen.findByRole('heading', { level: 1, name: 'Spare 00' })).toBeVisible()
  })

  it('an Enter that was too early counts for nothing once something else was pressed', async () => {
    const user = await desk.visit()
    await user.click(picker())
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    desk.network.between = async (request, go) => {
      if (request.url.includes('search=z')) await held
      return go(request)
    }
    await user.keyboard('zin{Enter}{ArrowLeft}')
    letGo()
    const best = await screen.findByRole('option', { name: /Zinnia Flowers/, selected: true })
    expect(best).toBeVisible()
    expect(location.pathname).not.toContain('/c/')
    // What is typed on is another question: the best hit of the first is not its answer.
    desk.network.between = (request, go) =>
      request.url.includes('search=zinq') ? new Promise(() => {}) : go(request)
    await user.keyboard('{End}q{Enter}')
    expect(screen.queryByRole('option', { selected: true })).not.toBeInTheDocument()
    expect(location.pathname).not.toContain('/c/')
  })

  it('nothing found and a failed search each say so, and a retry finds it', async () => {
    const user = await desk.visit()
    await user.click(picker())
    await user.keyboard('qqqqq')
    expect(await screen.findByText('No customer matches “qqqqq” in Day Zero')).toBeVisible()
    desk.network.between = () => Promise.reject(new TypeError('offline'))
    await user.clear(picker())
    await user.keyboard('zinn')
    const again = await screen.findByRole('button', { name: 'Retry' }, { timeout: 5000 })
    desk.network.between = (request, go) => go(request)
    await user.click(again)
    expect(await screen.findByRole('option', { name: /Zinnia Flowers/ })).toBeVisible()
  })

  it('the last opened customers are offered first', async () => {
    await desk.visit(addressOf(await customerNamed(desk.backend, 'Zinnia Flowers')))
    await rowOf('Priya Das')
    const user = await desk.visit()
    await user.click(picker())
    const recent = await screen.findByRole('group', { name: 'Recent' })
    expect(within(recent).getByRole('option')).toHaveTextContent('Zinnia Flowers')
  })
})
