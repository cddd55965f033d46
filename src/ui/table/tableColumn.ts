import type { ReactNode } from 'react'

export interface TableColumn<Row> {
  id: string
  header: string
  /** Share of the width that is left; 0 keeps it at `minWidth`. */
  grow: number
  /**
   * Pixels. A column that does not grow and is narrower than 60 has its header read out only; one
   * that grows is never cut on a card.
   */
  minWidth?: number
  sortable?: boolean
  /** Gone when the table is narrower than this, in pixels. */
  hideBelow?: number
  align?: 'start' | 'end'
  /** There is nothing in it but things to press: not on paper. */
  screenOnly?: boolean
  /**
   * Names the row, and opens it: its cell becomes a button, so no control may stand in it. Without
   * one it is the first column that can be sorted.
   */
  main?: boolean
  cell(row: Row): ReactNode
}

export interface TableSort {
  column: string
  descending: boolean
}
