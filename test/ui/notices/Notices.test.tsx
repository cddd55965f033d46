import { act, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Dialog } from '#ui/dialog/Dialog.tsx'
import type { Notice } from '#ui/notices/notice.ts'
import { NoticeList } from '#ui/notices/NoticeList.tsx'
import { NoticesProvider, useNotices } from '#ui/notices/Notices.tsx'

let next: Notice

function Speaker() {
  const { showNotice } = useNotices()
  return (
    <button type="button" onClick={() => showNotice(next)}>
      speak
    </button>
  )
}

function setup(dialog = false) {
  return render(
    <NoticesProvider List={NoticeList}>
      <button type="button">work</button>
      <Speaker />
      {dialog && (
        <Dialog title="Delete?" actions={<button type="button">Keep</button>} onClose={() => {}}>
          text
        </Dialog>
      )}
    </NoticesProvider>,
  )
}

function tell(notice: Notice) {
  next = notice
  fireEvent.click(screen.getByText('speak'))
}

function pass(milliseconds: number) {
  act(() => {
    vi.advanceTimersByTime(milliseconds)
  })
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

test('good news is said in the status region and goes after twelve seconds', () => {
  setup()
  tell({ tone: 'done', message: 'Priya was saved' })
  expect(screen.getByRole('status')).toHaveTextContent('Priya was saved')
  pass(11_900)
  expect(screen.getByText('Priya was saved')).toBeVisible()
  pass(200)
  expect(screen.queryByText('Priya was saved')).not.toBeInTheDocument()
})

test('it waits while it is pointed at or holds the focus, and then goes on where it was', () => {
  setup()
  tell({ tone: 'done', message: 'Saved' })
  pass(10_000)
  fireEvent.pointerEnter(screen.getByRole('status'))
  pass(60_000)
  expect(screen.getByText('Saved')).toBeVisible()
  fireEvent.pointerLeave(screen.getByRole('status'))
  const dismiss = screen.getByRole('button', { name: 'Dismiss' })
  act(() => dismiss.focus())
  pass(60_000)
  expect(screen.getByText('Saved')).toBeVisible()
  act(() => screen.getByRole('button', { name: 'work' }).focus())
  pass(1_900)
  expect(screen.getByText('Saved')).toBeVisible()
  pass(200)
  expect(screen.queryByText('Saved')).not.toBeInTheDocument()
})

test('trouble stays until it is dismissed, which gives the focus back', () => {
  setup()
  tell({ tone: 'trouble', message: 'Not saved' })
  pass(600_000)
  const work = screen.getByRole('button', { name: 'work' })
  act(() => work.focus())
  const dismiss = screen.getByRole('button', { name: 'Dismiss' })
  act(() => dismiss.focus())
  fireEvent.click(dismiss)
  expect(screen.queryByText('Not saved')).not.toBeInTheDocument()
  expect(work).toHaveFocus()
})

test('an action is done once, and takes its notice away', () => {
  setup()
  const onPick = vi.fn<() => void>()
  tell({ tone: 'done', message: 'Saved', action: { label: 'Undo', onPick } })
  fireEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(onPick).toHaveBeenCalledTimes(1)
  expect(screen.queryByText('Saved')).not.toBeInTheDocument()
})

test('more than three push the oldest good news out, never a trouble', () => {
  setup()
  tell({ tone: 'trouble', message: 'bad' })
  for (const message of ['one', 'two', 'three']) tell({ tone: 'done', message })
  expect(screen.queryByText('one')).not.toBeInTheDocument()
  expect(screen.getByText('bad')).toBeVisible()
  expect(screen.getByText('three')).toBeVisible()
})

test('with a dialog open, outcomes are said inside it: the page behind is inert', () => {
  setup(true)
  tell({ tone: 'done', message: 'Deleted' })
  expect(within(screen.getByRole('dialog')).getByRole('status')).toHaveTextContent('Deleted')
  expect(screen.getAllByRole('status')).toHaveLength(1)
})
