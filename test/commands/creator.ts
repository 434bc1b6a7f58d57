import type { KnownBlock } from '@slack/types'
import { expect } from 'vitest'
import { parse } from '../../src/commands/machine/parse.ts'
import { suggest } from '../../src/commands/machine/suggest.ts'
import { create } from '../../src/commands/verbs/create/create.ts'
import type { PreflightCheck } from '../../src/migrations/spec/spec.ts'
import type { CreateOrder, Provider } from '../../src/providers/provider.ts'
import type { Message, Modal } from '../../src/views/blocks/message.ts'
import { readable, typedBy } from '../views/readable.ts'
import { type Browsable, makeBrowsable } from './browsable.ts'
import { createDesk, type Desk, shownIn, workspace } from './desk.ts'

/** A person who fills in the form for a new migration, page by page, as Slack sends it. */
export type Creator = {
  user: string
  /** The page that is open. */
  page(): Modal
  lines(): string[]
  /** The command that the open page sends. */
  command(): string
  opens(text?: string): Promise<string[]>
  /** The answers on the page, including what was typed since. */
  entries(typed?: Entries): Record<string, string>
  /** Sends the page. Returns its problems, or opens the next page. */
  sends(typed?: Entries): Promise<Readonly<Record<string, string>>>
  /** Presses a button of the page, with what was typed so far. */
  presses(label: string, typed?: Entries): Promise<string[]>
  /** Answers a question on which others depend. */
  chooses(typed: Entries): Promise<string[]>
  suggested(question: string, typed?: string): Promise<string[]>
  /** The last answer that was no page. */
  answer(): Message | undefined
}
type Entries = Readonly<Record<string, string | undefined>>

/** A desk with one account and two storage keys, whose clouds can be browsed and asked, and a person in front of it. */
export async function createCreating(...providers: readonly Provider[]): Promise<Creating> {
  const desk = await createDesk()
  const cloud = makeBrowsable(desk, providers)
  const found = makeCheckable(desk)
  await desk.addAccount()
  for (const name of ['photos-read', 'archive-write']) await desk.addKey(name)
  return { desk, cloud, found, person: createCreator(desk) }
}
type Creating = { desk: Desk; cloud: Browsable; found: Checkable; person: Creator }
/** The orders that the cloud was asked about, and its findings, which a test sets. */
export type Checkable = { orders: CreateOrder[]; checks: PreflightCheck[] }

/** Answers of the form's two pages of places. */
export const source = { 'source.cloud': 'AWS', 'source.key': 'photos-read', 'source.bucket': 'photos' }
export const target = { 'target.key': 'archive-write', 'target.bucket': 'archive' }

/** Fills in both pages of places. `more`: further answers about the source. Returns the lines of the summary. */
export async function toSummary(person: Creator, more = {}): Promise<string[]> {
  await person.opens()
  expect(await person.sends({ ...source, ...more })).toEqual({})
  expect(await person.sends(target)).toEqual({})
  return person.lines()
}

export function createCreator(desk: Desk, user = 'U1'): Creator {
  let open: Modal | undefined
  let message: Message | undefined
  const page = () => {
    if (open === undefined) throw new Error('No page is open')
    return open
  }
  const commandOf = (): string => JSON.parse(page().private_metadata ?? '{}').command
  const entries: Creator['entries'] = (typed = {}) => {
    const all = Object.entries({ ...initialsOf(page().blocks), ...typed })
    return Object.fromEntries(
      all.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
    )
  }
  const run = async (text: string, filled: object) => {
    const { reply } = await desk.types(text, { user, ...filled })
    if (reply.type === 'form problems') return reply.problems
    const shown = shownIn(reply)
    if (reply.type === 'form') open = reply.modal
    else if ('text' in shown) message = shown
    return {}
  }
  const lines = () => readable(page())
  const leave = async (command: string, typed?: Entries) => {
    await run(command, { entered: entries(typed), asked: questionsOf(page()) })
    return lines()
  }
  return {
    user,
    page,
    lines,
    command: commandOf,
    entries,
    async opens(text = 'create') {
      await run(text, {})
      return lines()
    },
    sends: (typed) => run(commandOf(), { answers: entries(typed), asked: questionsOf(page()) }),
    presses: (label, typed) => leave(typedBy(page())[label] ?? `no button ${label}`, typed),
    chooses: (typed) => leave(commandOf(), typed),
    async suggested(question, typed = '') {
      const parsed = parse(commandOf(), [create])
      if (parsed.type === 'problem') throw parsed.error
      const origin = { workspace, user, isStranger: false, door: 'form' as const }
      const log = { warn: () => undefined }
      const asked = { invocation: { ...parsed, origin }, asked: { question, typed } }
      const offered = await desk.clock.passUntil(suggest(create, asked, { ...desk.tools, log }))
      return offered.map(({ label }) => label)
    },
    answer: () => message,
  }
}

/** Lets the accounts of the test check a spec. Tests can change the findings at any time. */
export function makeCheckable(desk: Desk): Checkable {
  const seen: { orders: CreateOrder[]; checks: PreflightCheck[] } = { orders: [], checks: [passed] }
  desk.cloud.looks(async (order) => {
    seen.orders.push(order)
    return seen.checks
  })
  return seen
}

export const passed: PreflightCheck = { name: 'source bucket', outcome: 'pass', what: 'The bucket photos is there.' }
/** The finding where nothing else moves the same objects. */
export const nothingSimilar: PreflightCheck = {
  name: 'same migration',
  outcome: 'pass',
  what: 'No similar migration is running.',
}
export const doubtful: PreflightCheck = { name: 'size', outcome: 'warn', what: 'It holds 900 TB.', next: 'Take less.' }
export const failing: PreflightCheck = {
  name: 'target bucket',
  outcome: 'fail',
  what: 'There is no bucket archive.',
  next: 'Create it first.',
}

function questionsOf({ blocks }: Modal): string[] {
  return blocks.flatMap((block) => (block.type === 'input' && block.block_id !== undefined ? [block.block_id] : []))
}

function initialsOf(blocks: Modal['blocks']): Record<string, string | undefined> {
  const inputs = blocks.filter((block): block is Extract<KnownBlock, { type: 'input' }> => block.type === 'input')
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      switch (element.type) {
        case 'static_select':
        case 'external_select':
          return [block_id, element.initial_option?.value]
        case 'plain_text_input':
          return [block_id, element.initial_value]
        case 'datepicker':
          return [block_id, element.initial_date]
        default:
          return [block_id, undefined]
      }
    }),
  )
}
