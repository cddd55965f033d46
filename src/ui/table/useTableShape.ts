import { useLayoutEffect, useMemo, useRef, useState, type CSSProperties } from 'react'
import type { TableColumn } from './tableColumn.ts'

/** Narrower than this (in pixels) columns get too thin to read, and rows become cards. */
const narrowest = 600
const usualRowHeight = 40
/** The size of text that widths are told for, in pixels. */
const usualTextSize = 16

/** How the table is laid out in the room it has: which columns, as rows or cards, how high. */
export function useTableShape<Row>(columns: readonly TableColumn<Row>[], printing: boolean) {
  const ruler = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: Infinity, rowHeight: usualRowHeight })

  useLayoutEffect(() => {
    const element = ruler.current
    if (!element) return undefined
    function measure() {
      if (!element) return
      // As wide as it is for the text: who reads larger letters has less room.
      const width = (element.offsetWidth * usualTextSize) / textSize()
      const rowHeight = Number.parseFloat(getComputedStyle(element).height) || usualRowHeight
      setSize((before) =>
        before.width === width && before.rowHeight === rowHeight ? before : { width, rowHeight },
      )
    }
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])

  const cards = size.width < narrowest && !printing
  const main = mainOf(columns)
  const hidden = columns.filter((column) =>
    printing
      ? column.screenOnly
      : cards
        ? !isOnCard(column, main, columns)
        : size.width < (column.hideBelow ?? 0),
  )
  // While a window is being resized the columns mostly stay the same, and so should the rows.
  const gone = hidden.map(({ id }) => id).join(' ')
  const shown = useMemo(
    () => columns.filter(({ id }) => !gone.split(' ').includes(id)),
    [columns, gone],
  )
  const places = useMemo(() => (cards ? cardPlaces(shown, main) : null), [cards, shown, main])

  return {
    /** Ref of an element that is as wide as the table and as high as a row. */
    ruler,
    columns: shown,
    main,
    cards,
    /** Where each column stands in a card; null in rows. */
    places,
    rowHeight: size.rowHeight,
    style: { '--columns': cards ? cardTracks(shown, main) : tracks(shown) } as CSSProperties,
  }
}

function mainOf<Row>(columns: readonly TableColumn<Row>[]): string | undefined {
  const main =
    columns.find((column) => column.main) ?? columns.find(({ sortable }) => sortable) ?? columns[0]
  return main?.id
}

function tracks<Row>(columns: readonly TableColumn<Row>[]): string {
  return columns
    .map(({ grow, minWidth = 72 }) =>
      grow > 0 ? `minmax(${rem(minWidth)}, ${grow}fr)` : rem(minWidth),
    )
    .join(' ')
}

function rem(pixels: number): string {
  return `${pixels / usualTextSize}rem`
}

function textSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || usualTextSize
}

/** Two facts can be read below a name; opened, the card has them all. */
const factsOnCard = 2

function isOnCard<Row>(
  column: TableColumn<Row>,
  main: string | undefined,
  columns: readonly TableColumn<Row>[],
): boolean {
  const { facts } = cardParts(columns, main)
  return !facts.slice(factsOnCard).includes(column)
}

/** First line: the main column. Second: facts, as they grow. At the end of both: what does not. */
function cardPlaces<Row>(columns: readonly TableColumn<Row>[], main: string | undefined) {
  const { facts, ends } = cardParts(columns, main)
  const places: Record<string, { kind: 'main' | 'fact' | 'end'; gridArea: string }> = {}
  if (main) places[main] = { kind: 'main', gridArea: `1 / 1 / 2 / ${facts.length + 2}` }
  for (const [index, { id }] of facts.entries())
    places[id] = { kind: 'fact', gridArea: `2 / ${index + 1}` }
  for (const [index, { id }] of ends.entries())
    places[id] = { kind: 'end', gridArea: `1 / ${facts.length + 2 + index} / 3` }
  return places
}

function cardTracks<Row>(columns: readonly TableColumn<Row>[], main: string | undefined): string {
  const { facts, ends } = cardParts(columns, main)
  return [
    ...facts.map(({ minWidth }) => (minWidth ? 'max-content' : 'minmax(0, max-content)')),
    'minmax(0, 1fr)',
    // Never cut: a fact beside them may be, and is there in full when the card is opened.
    ...ends.map(() => 'max-content'),
  ].join(' ')
}

function cardParts<Row>(columns: readonly TableColumn<Row>[], main: string | undefined) {
  const others = columns.filter(({ id }) => id !== main)
  return {
    facts: others.filter(({ grow }) => grow > 0),
    ends: others.filter(({ grow }) => grow === 0),
  }
}
