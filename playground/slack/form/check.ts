import type { OpenView } from '../world.ts'
import { type Element, type Slot, slotsOf } from './slots.ts'
import { isEmpty, valueIn } from './values.ts'

/** The errors that Slack's own client shows before it sends a form: block_id → text. */
export function clientErrors(view: OpenView): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const slot of slotsOf(view.payload.blocks)) {
    const error = slotError(slot, valueIn(view.values, slot))
    if (error !== undefined) errors[slot.block_id] = error
  }
  return errors
}

function slotError(slot: Slot, value: unknown): string | undefined {
  if (slot.input === undefined) return undefined
  if (isEmpty(value)) return slot.input.isOptional ? undefined : 'Please complete this required field.'
  const { element } = slot
  if (Array.isArray(value)) return listError(element, value)
  if (typeof value !== 'string') return undefined
  if (element.type === 'plain_text_input') return lengthError(element, value)
  if (element.type === 'number_input') return numberError(element, value)
  return formatError(element, value)
}

function lengthError(element: Element, value: string): string | undefined {
  const least = numberIn(element.min_length) ?? 0
  const most = numberIn(element.max_length) ?? 3000
  if (value.length < least) return `This input must be at least ${least} characters.`
  return value.length > most ? `This input must be at most ${most} characters.` : undefined
}

function numberError(element: Element, value: string): string | undefined {
  const amount = Number(value)
  if (!Number.isFinite(amount)) return 'This input must be a number.'
  if (element.is_decimal_allowed !== true && !Number.isInteger(amount)) return 'This input must be a whole number.'
  const least = numberIn(element.min_value) ?? Number.NEGATIVE_INFINITY
  const most = numberIn(element.max_value) ?? Number.POSITIVE_INFINITY
  if (amount < least) return `This input must be ${least} or more.`
  return amount > most ? `This input must be ${most} or less.` : undefined
}

function listError(element: Element, value: unknown[]): string | undefined {
  const most = numberIn(element.max_selected_items) ?? numberIn(element.max_files)
  return most !== undefined && value.length > most ? `Choose at most ${most}.` : undefined
}

function formatError(element: Element, value: string): string | undefined {
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(value))
    return 'This input must be an email address.'
  if (element.type === 'url_text_input' && !URL.canParse(value)) return 'This input must be a URL.'
  return undefined
}

/** A limit as a number. Slack accepts numbers and strings. */
function numberIn(value: unknown): number | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined
  const amount = Number(value)
  return Number.isFinite(amount) ? amount : undefined
}
