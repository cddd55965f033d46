import { act, render, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import {
  createRef,
  useMemo,
  useRef,
  useState,
  type ComponentProps,
  type KeyboardEvent,
} from 'react'
import { expect, test, vi } from 'vitest'
import { IconButton } from '#ui/basics/IconButton.tsx'
import { NoticeList } from '#ui/notices/NoticeList.tsx'
import { NoticesProvider } from '#ui/notices/Notices.tsx'
import { Table, type TableHandle } from '#ui/table/Table.tsx'
import type { TableColumn } from '#ui/table/tableColumn.ts'

interface Person {
  id: string
  name: string
  role: string
}

function people(count: number): Person[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `p${index}`,
    name: `Person ${index + 1}`,
    role: index % 2 ? 'Billing' : '',
  }))
}

const columns: TableColumn<Person>[] = [
  {
    id: 'star',
    header: 'Primary',
    grow: 0,
    minWidth: 40,
    cell: ({ name }) => <IconButton label={`Star ${name}`} icon={null} />,
  },
  { id: 'name', header: 'Name', grow: 2, sortable: true, cell: ({ name }) => <bdi>{name}</bdi> },
  { id: 'role', header: 'Role', grow: 1, sortable: true, cell: ({ role }) => role },
  { id: 'note', header: 'Changed', grow: 1, hideBelow: 2000, cell: () => 'today' },
]

const letters: Record<string, 'ArrowDown' | 'ArrowUp'> = { j: 'ArrowDown', k: 'ArrowUp' }

type Props = Partial<ComponentProps<typeof Table<Person>>>

function List({ count = 5, ...props }: Props & { count?: number }) {
  const rows = useMemo(() => people(count), [count])
  return (
    <NoticesProvider List={NoticeList}>
      <button type="button">before</button>
      <Table<Person>
        caption="Contacts"
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        sort={{ column: 'name', descending: false }}
        onSort={() => {}}
        onOpen={() => {}}
        stepOf={({ key }) => letters[key]}
        {...props}
      />
      <button type="button">after</button>
    </NoticesProvider>
  )
}

function opener(name: string) {
  return screen.getByRole('button', { name })
}

test('it is a table: caption, headers that say how it is sorted, named rows, counted', () => {
  render(<List />)
  const table = screen.getByRole('table', { name: 'Contacts' })
  expect(table).toHaveAttribute('aria-rowcount', '6')
  expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  expect(screen.getByRole('columnheader', { name: 'Role' })).not.toHaveAttribute('aria-sort')
  // Too narrow for words, so it is there for the ears only.
  expect(screen.getByRole('columnheader', { name: 'Primary' })).toBeInTheDocument()
  expect(screen.getByRole('rowheader', { name: 'Person 2' })).toBeInTheDocument()
  expect(screen.getAllByRole('row')[2]).toHaveAttribute('aria-rowindex', '3')
})

test('a column that the table is too narrow for is not there', () => {
  render(<List />)
  expect(screen.queryByRole('columnheader', { name: 'Changed' })).not.toBeInTheDocument()
})

test('Tab stops at one row, then at the controls of that row only, then leaves', async () => {
  const user = userEvent.setup()
  render(<List />)
  opener('before').focus()
  await user.tab() // sort by name
  await user.tab() // sort by role
  await user.tab()
  expect(opener('Star Person 1')).toHaveFocus()
  await user.tab()
  expect(opener('Person 1')).toHaveFocus()
  await user.tab()
  expect(opener('after')).toHaveFocus()
})

test('arrows, J, K, Home, End and Page keys move the current row, and Enter opens it', async () => {
  const user = userEvent.setup()
  const onOpen = vi.fn<(person: Person) => void>()
  render(<List count={60} onOpen={onOpen} />)
  const current = () => document.activeElement?.textContent
  opener('Person 1').focus()
  await user.keyboard('{ArrowDown}j')
  expect(current()).toBe('Person 3')
  await user.keyboard('{ArrowUp}k{ArrowUp}')
  expect(current()).toBe('Person 1')
  await user.keyboard('{End}')
  expect(current()).toBe('Person 60')
  // One screenful of 800 pixels is 20 rows; two stay in sight.
  await user.keyboard('{PageUp}')
  expect(current()).toBe('Person 42')
  await user.keyboard('{Home}{PageDown}{Enter}')
  expect(onOpen).toHaveBeenLastCalledWith(expect.objectContaining({ name: 'Person 19' }))
})

test('the page’s own keys move where it says so, and no letter does by itself', async () => {
  const user = userEvent.setup()
  render(<List stepOf={({ key }) => (key === 'n' ? 'ArrowDown' : undefined)} />)
  opener('Person 2').focus()
  await user.keyboard('jk')
  expect(opener('Person 2')).toHaveFocus()
  await user.keyboard('nn{ArrowUp}')
  expect(opener('Person 3')).toHaveFocus()
})

test('a row that is asked for gets the focus when it is there, unless somebody went elsewhere', async () => {
  const user = userEvent.setup()
  const table = createRef<TableHandle<Person>>()
  const List2 = ({ rows }: { rows: Person[] }) => <List ref={table} rows={rows} />
  const { rerender } = render(<List2 rows={[]} />)
  const all = people(60)
  act(() => table.current?.goTo('p40'))
  rerender(<List2 rows={all.slice(0, 20)} />)
  expect(document.body).toHaveFocus()
  rerender(<List2 rows={all} />)
  expect(opener('Person 41')).toHaveFocus()
  expect(table.current?.current()).toBe(all[40])

  act(() => table.current?.goTo('p70'))
  await user.click(opener('before'))
  rerender(<List2 rows={people(80)} />)
  expect(opener('before')).toHaveFocus()
})

test('the first row keeps the focus while rows come before it, until somebody moves', async () => {
  const user = userEvent.setup()
  const table = createRef<TableHandle<Person>>()
  const List2 = ({ rows }: { rows: Person[] }) => <List ref={table} rows={rows} />
  const all = people(9)
  const { rerender } = render(<List2 rows={all.slice(4)} />)
  act(() => table.current?.goTo(null))
  expect(opener('Person 5')).toHaveFocus()
  rerender(<List2 rows={all.slice(2)} />)
  expect(opener('Person 3')).toHaveFocus()
  await user.keyboard('{ArrowDown}')
  rerender(<List2 rows={all} />)
  expect(opener('Person 4')).toHaveFocus()
})

test('with an address a row is a link: pressed alone it opens here, with Ctrl or ⌘ in another tab', async () => {
  const user = userEvent.setup()
  const onOpen = vi.fn<(person: Person) => void>()
  const open = vi.spyOn(window, 'open').mockReturnValue(null)
  const goes: boolean[] = []
  const listen = (event: Event) => void goes.push(!event.defaultPrevented)
  document.addEventListener('click', listen)
  render(<List onOpen={onOpen} rowHref={({ id }) => `#${id}`} />)
  const link = screen.getByRole('link', { name: 'Person 2' })
  expect(link).toHaveAttribute('href', '#p1')
  await user.click(link)
  await user.keyboard('{Enter}')
  expect(onOpen).toHaveBeenCalledTimes(2)
  expect(goes).toEqual([false, false])
  for (const key of ['Control', 'Meta', 'Shift']) {
    await user.keyboard(`{${key}>}`)
    await user.click(link)
    await user.click(screen.getAllByRole('cell', { name: 'Billing' })[0]!)
    await user.keyboard(`{/${key}}`)
  }
  document.removeEventListener('click', listen)
  expect(onOpen).toHaveBeenCalledTimes(2)
  // The link is the browser's; a press beside it is not.
  expect(goes.slice(2)).toEqual([true, false, true, false, true, false])
  expect(open.mock.calls).toEqual(Array.from({ length: 3 }, () => ['#p1', '_blank', 'noopener']))
})

test('a press beside the controls opens the row; a press on a control does not', async () => {
  const user = userEvent.setup()
  const onOpen = vi.fn<(person: Person) => void>()
  render(<List onOpen={onOpen} />)
  await user.click(screen.getByRole('button', { name: 'Star Person 2' }))
  expect(onOpen).not.toHaveBeenCalled()
  await user.click(screen.getAllByRole('cell', { name: 'Billing' })[0]!)
  expect(onOpen).toHaveBeenCalledTimes(1)
  await user.click(opener('Person 4'))
  expect(onOpen).toHaveBeenCalledTimes(2)
})

test('of 2,000 rows only those in sight are in the page, and keys reach the last', async () => {
  const user = userEvent.setup()
  const { container } = render(<List count={2000} />)
  await screen.findByRole('table', { name: 'Contacts' })
  await waitFor(() => expect(container.querySelectorAll('tbody tr').length).toBeLessThan(80))
  expect(container.querySelectorAll('*').length).toBeLessThan(1500)
  expect(screen.getByRole('table')).toHaveAttribute('aria-rowcount', '2001')
  opener('Person 1').focus()
  await user.keyboard('{End}')
  expect(opener('Person 2000')).toHaveFocus()
  expect(screen.getAllByRole('row').at(-1)).toHaveAttribute('aria-rowindex', '2001')
})

test('a row that scrolls out of sight with the focus in it stays', async () => {
  const { container } = render(<List count={2000} />)
  await waitFor(() => expect(container.querySelectorAll('tbody tr').length).toBeLessThan(80))
  opener('Person 3').focus()
  const scroller = container.querySelector('table')!.parentElement!
  scroller.scrollTo({ top: 40_000 })
  await screen.findByRole('button', { name: 'Person 1001' })
  expect(screen.queryByRole('button', { name: 'Person 4' })).not.toBeInTheDocument()
  expect(opener('Person 3')).toHaveFocus()
})

test('when the row with the focus goes, the focus goes to the row in its place', async () => {
  const user = userEvent.setup()
  function Shrinking() {
    const [rows, setRows] = useState(people(3))
    const table = useRef<TableHandle<Person>>(null)
    const take = (event: KeyboardEvent) => {
      if (event.key === 'x') setRows(rows.filter((row) => row !== table.current?.current()))
    }
    return (
      // eslint-disable-next-line jsx-a11y/no-static-element-interactions
      <div onKeyDown={take}>
        <List ref={table} rows={rows} />
      </div>
    )
  }
  render(<Shrinking />)
  opener('Person 2').focus()
  await user.keyboard('x')
  expect(opener('Person 3')).toHaveFocus()
  await user.keyboard('x')
  expect(opener('Person 1')).toHaveFocus()
})

test('a strip and a note stand in their row, and keys in them are their own', async () => {
  const user = userEvent.setup()
  const onOpen = vi.fn<(person: Person) => void>()
  render(
    <List
      onOpen={onOpen}
      strip={{ rowKey: 'p1', content: <button type="button">Agree</button> }}
      rowNote={({ id }) => (id === 'p2' ? <p>Not done</p> : null)}
    />,
  )
  const row = screen.getAllByRole('row')[2]!
  const agree = within(row).getByRole('button', { name: 'Agree' })
  agree.focus()
  await user.keyboard('{ArrowDown}')
  expect(agree).toHaveFocus()
  await user.click(agree)
  expect(onOpen).not.toHaveBeenCalled()
  expect(within(screen.getAllByRole('row')[3]!).getByText('Not done')).toBeVisible()
})

test('while it loads it says so, and shows no rows that are none', () => {
  render(<List loading={8} />)
  expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'true')
  expect(screen.getAllByRole('row')).toHaveLength(1)
})

test('empty, it shows what to do instead', () => {
  render(<List rows={[]} empty={<p>No contacts yet</p>} />)
  expect(screen.getByText('No contacts yet')).toBeVisible()
})

test('on a phone rows are cards, still a table, sorted by a menu', async () => {
  const user = userEvent.setup()
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(390)
  const onSort = vi.fn<(column: string) => void>()
  render(<List onSort={onSort} />)
  expect(screen.getByRole('rowheader', { name: 'Person 1' })).toBeInTheDocument()
  expect(
    within(screen.getByRole('columnheader', { name: 'Name' })).queryByRole('button'),
  ).not.toBeInTheDocument()
  await user.click(screen.getByRole('button', { name: 'Sort by' }))
  await user.click(screen.getByRole('menuitemradio', { name: 'Role' }))
  expect(onSort).toHaveBeenCalledWith('role')
})
