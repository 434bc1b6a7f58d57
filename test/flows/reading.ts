import type { Block, Message, View } from '../../playground/slack/protocol.ts'

export type Readable = Pick<Message, 'text' | 'blocks'> | Pick<View, 'payload'>

/** Everything that a person can read in a message or view: texts, labels of buttons, and menu entries. */
export function readingOf(shown: Readable): string {
  const texts = [...recordsIn(contentOf(shown))].flatMap(({ text }) => (typeof text === 'string' ? [text] : []))
  return ['text' in shown ? shown.text : '', ...texts].join('\n')
}

/** The values that a press sends: the place of the button or menu entry, and the entry. */
export type Control = { block_id: string; action_id: string; value?: string }

/** The button or menu entry with this label. `beside` is other text in its block. */
export function controlIn(shown: Readable, label: string, beside = ''): Control | undefined {
  const controls = blocksOf(shown)
    .filter((block) => JSON.stringify(block).includes(beside))
    .flatMap((block) => [...recordsIn(block)].flatMap((element) => controlsOf(element, block.block_id ?? '')))
  return controls.find((control) => control.label === label)?.control
}

/** Labels of all buttons and menu entries, in reading order. */
export function labelsIn(shown: Readable): string[] {
  return [...recordsIn(blocksOf(shown))].flatMap((element) => controlsOf(element, '').map(({ label }) => label))
}

/** The options of a select in a form, and the one chosen at first. */
export function selectIn(shown: Readable, label: string): { offered: string[]; chosen: string | undefined } {
  const block = blocksOf(shown).find((one) => one.type === 'input' && labelOf(one.label) === label)
  const element = [...recordsIn(block?.element)][0] ?? {}
  return {
    offered: optionsIn(element.options).map((option) => option.label),
    chosen: optionsIn([element.initial_option])[0]?.label,
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** The controls of an element: a button is one control, a menu or select has one for each entry. */
function controlsOf({ type, action_id, text, options }: Record<string, unknown>, block_id: string) {
  if (typeof action_id !== 'string') return []
  const place = { block_id, action_id }
  if (type === 'button') return [{ label: labelOf(text) ?? '', control: place }]
  return type === 'overflow' || type === 'static_select'
    ? optionsIn(options).map(({ label, value }) => ({ label, control: { ...place, value } }))
    : []
}

function blocksOf(shown: Readable): Block[] {
  return 'payload' in shown ? shown.payload.blocks : shown.blocks
}

function contentOf(shown: Readable): unknown {
  return 'payload' in shown ? [{ title: shown.payload.title }, shown.payload.blocks] : shown.blocks
}

function* recordsIn(value: unknown): Generator<Record<string, unknown>> {
  if (!isRecord(value)) return
  if (!Array.isArray(value)) yield value
  for (const inner of Object.values(value)) yield* recordsIn(inner)
}

function optionsIn(options: unknown): { label: string; value: string }[] {
  if (!Array.isArray(options)) return []
  return options.filter(isRecord).map(({ text, value }) => ({ label: labelOf(text) ?? '', value: String(value) }))
}

function labelOf(text: unknown): string | undefined {
  return isRecord(text) && typeof text.text === 'string' ? text.text : undefined
}

/** Whether only this person sees a message or page. A page belongs to one person. */
export function isOnlyFor(seen: Message | View, user: string): boolean {
  return 'payload' in seen || seen.only_for === user
}
