import { dayZeroBackend } from '#backends/dayzero/backend.ts'
import { form as dayZeroForm } from '#backends/dayzero/fields.ts'
import { form as zuoraForm } from '#backends/zuora/fields.ts'
import { zuoraBackend } from '#backends/zuora/backend.ts'
import type { Backend } from '#contract/backend/backend.ts'
import type { Clock } from '#contract/clock.ts'
import { plain, type FormDefinition } from '#contract/fields/field.ts'
import type { Values } from '#contract/fields/kind.ts'
import type { Send } from '#contract/backend/send.ts'
import { dayZeroWire } from './dayZeroWire.ts'
import type { Habits } from './hostile/habits.ts'
import type { HeldContact, HeldCustomer, Truth, Writer } from './truth.ts'
import { markHeader, type Surroundings, type Wire } from './wire.ts'
import { zuoraWire, type ZuoraFailure } from './zuoraWire.ts'

/** What a billing system does of its own accord. */
export interface Temper {
  /** Milliseconds from the arrival of a create to its commit. */
  takes?: () => number
  /** Zuora's own failures, kept under their keys. */
  fails?: () => ZuoraFailure | null
  /** Zuora answers a create with the contact's id. */
  tellsId?: boolean
  /** Seconds that Zuora's tokens live. */
  tokenLife?: number
  /** Setting a primary at Day Zero clears the others. */
  clearsPrimary?: boolean
  /** What it does besides. Left out: nothing. */
  habits?: Habits
}

/** One of the two kinds of billing systems, with the real adapter to it. */
export interface SimulatedVendor {
  title: string
  form: FormDefinition
  wire(surroundings: Surroundings, temper?: Temper): Wire
  /** The real adapter. Its creates carry the mark of their submission wherever they go. */
  backend(send: Send, clock: Clock): Backend
  /** A contact of this name, as small as it may be. */
  valuesOf(name: string): Values
  /** Fields that an edit may change: which ones is the edit's own. */
  editable: readonly string[]
  /** What an edit writes there. No two numbers give the same text. */
  textFor(field: string, number: number): string
  /** The field of a create that moves the invoices. Left out: nobody ticks it. */
  flag?: string
  /** As somebody does it who works in the billing system itself. */
  makePrimary(truth: Truth, customer: HeldCustomer, contact: HeldContact, writer: Writer): void
}

const dayZeroSettings = {
  address: 'https://dayzero.example',
  token: 'token',
  businessId: '01890000-0000-7000-8000-000000000001',
}

const zuoraSettings = {
  address: 'https://zuora.example',
  clientId: 'client',
  clientSecret: 'secret',
}

export const simulatedDayZero: SimulatedVendor = {
  title: 'Day Zero',
  form: dayZeroForm,
  wire: (surroundings, { takes, clearsPrimary, habits } = {}) =>
    dayZeroWire({ surroundings, token: dayZeroSettings.token, takes, clearsPrimary, habits }),
  backend: (send) => ({
    ...dayZeroBackend(dayZeroSettings, send),
    // The adapter keeps nothing between two calls, so each create may have one of its own.
    create: (customer, values, options) =>
      dayZeroBackend(dayZeroSettings, marking(send, options?.key)).create(
        customer,
        values,
        options,
      ),
  }),
  valuesOf: (name) => ({ name, is_primary: false }),
  editable: ['role', 'phone', 'notes'],
  textFor: (_, number) => `text ${number}`,
  makePrimary(truth, customer, contact, writer) {
    for (const other of customer.contacts.values())
      if (other !== contact && other.values['is_primary'] === true)
        truth.change(customer, other, { is_primary: false }, writer)
    truth.change(customer, contact, { is_primary: true }, writer)
  },
}

/** A few of Zuora's many fields: looking at all of them would be half of a simulation's work. */
const few = ['firstName', 'lastName', 'workEmail', 'workPhone', 'country']
const wholeForm = zuoraForm(plain)

export const simulatedZuora: SimulatedVendor = {
  title: 'Zuora',
  form: { ...wholeForm, fields: wholeForm.fields.filter(({ name }) => few.includes(name)) },
  wire: (surroundings, temper) =>
    zuoraWire({ surroundings, clientSecret: zuoraSettings.clientSecret, ...temper }),
  backend: (send, clock) => zuoraBackend(zuoraSettings, send, clock),
  valuesOf: (name) => ({ firstName: 'Pat', lastName: name }),
  editable: ['workPhone', 'firstName'],
  textFor: (_, number) => `text ${number}`,
  makePrimary: (truth, customer, contact, writer) =>
    truth.give(customer, 'billTo', contact, writer),
}

/**
 * The same with values that billing systems normalise: names with accents, addresses with domains of
 * many letters, formatted numbers.
 */
export function richly(vendor: SimulatedVendor): SimulatedVendor {
  const isZuora = vendor.title === 'Zuora'
  const emailField = isZuora ? 'workEmail' : 'email'
  const phoneField = isZuora ? 'workPhone' : 'phone'
  const kinds = new Map(vendor.form.fields.map(({ name, kind }) => [name, kind]))
  return {
    ...vendor,
    editable: [...vendor.editable, emailField],
    valuesOf: (name) => ({
      ...vendor.valuesOf(`${name} Ünsal-Ørsted`),
      [emailField]: `${name}@Bücher.example`,
      [phoneField]: `+44 (0)20 7946 ${1000 + name.length}`,
      ...(isZuora && { country: 'Germany' }),
    }),
    textFor(field, number) {
      const kind = kinds.get(field)
      if (kind === 'email') return `Mail${number}@Bücher${number}.example`
      return kind === 'phone' ? `+49 (0)30 ${100_000 + number}` : `${number} zuständig  für Café`
    },
    ...(!isZuora && { flag: 'is_primary' }),
  }
}

/** The mark of a create, as the wires see it; null for every other request. */
export function markOf({ method, headers }: Request): string | null {
  return method === 'POST' ? (headers.get('idempotency-key') ?? headers.get(markHeader)) : null
}

function marking(send: Send, mark: string | undefined): Send {
  return (request) => {
    if (mark !== undefined) request.headers.set(markHeader, mark)
    return send(request)
  }
}
