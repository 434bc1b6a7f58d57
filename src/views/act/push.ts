import type { KnownBlock } from '@slack/types'
import { defined } from '../../defined.ts'
import type { Migration } from '../../migrations/migration.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import { choices, context, section } from '../blocks/elements.ts'
import { formModal, question } from '../blocks/form.ts'
import { limits } from '../blocks/limits.ts'
import type { Message, Modal } from '../blocks/message.ts'
import { migrationLines } from '../words/bandwidth.ts'
import { plural } from '../words/format.ts'
import { code, notice, sentence } from '../words/text.ts'
import { route } from '../words/words.ts'

/** The form for names of objects, one per line. This way is exact: nothing changes a name on its way. */
export function pushForm({ migration, channel }: { migration: Migration; channel?: string }): Modal {
  const memo = { command: `sync push ${refOf(migration)}`, ...defined({ channel }) }
  return formModal({
    title: 'Copy objects now',
    submit: 'Copy',
    memo,
    blocks: [
      ...migrationLines([migration]),
      question({
        name: 'names',
        label: 'Object names, one per line',
        hint: 'As they are in the source bucket, including folders. Empty lines are ignored.',
        placeholder: 'photos/2026/cat.jpg',
        isMultiline: true,
      }),
    ],
  })
}

export type Pushed = {
  migration: Migration
  accepted: number
  /** How many names were repetitions. */
  repeated: number
  /** Names that were not accepted, or of which nobody knows. `problem` says why. */
  rest: readonly string[]
  problem?: string
  isUnknown?: boolean
  /** The exact command for the rest, if one can hold it. */
  repeat?: string
}

export function pushResult(pushed: Pushed): Message {
  const { migration, accepted, repeated, rest } = pushed
  const ref = refOf(migration)
  const all = accepted + rest.length
  const count = rest.length === 0 ? plural(accepted, 'object') : `${accepted} of ${plural(all, 'object')}`
  const icon = rest.length === 0 ? ':white_check_mark:' : ':warning:'
  const where = `*${route(migration.source, migration.target)}* (${code(ref)})`
  const once = repeated === 0 ? '' : ` ${plural(repeated, 'repeated name')} counted once.`
  return {
    text: notice(`${count} accepted: ${ref}`),
    blocks: [
      section(`${icon} ${count} accepted by ${where}.${once}`),
      ...restBlocks(pushed),
      ...(rest.length === 0 ? [context('The cloud is copying them now. Objects it can’t copy count as failed.')] : []),
      ...choices(repeatChoices(pushed, ref)),
    ],
  }
}

function restBlocks({ rest, problem, isUnknown }: Pushed): KnownBlock[] {
  if (rest.length === 0) return []
  const why = problem === undefined ? '' : sentence(problem)
  const what = isUnknown
    ? 'Some of these may have been accepted. If you send them again, the cloud at worst copies them twice.'
    : 'These were not accepted:'
  const shown = rest.slice(0, mostShown).map((name) => `• ${code(name, 200)}`)
  const more = rest.length > mostShown ? [`and ${plural(rest.length - mostShown, 'more', 'more')}`] : []
  return [section(`${why}\n${what}`), section([...shown, ...more].join('\n'))]
}

/** Most names shown. People can find the rest in their own list, after these. */
const mostShown = 40

function repeatChoices({ rest, repeat }: Pushed, ref: string) {
  const state = { label: 'Current state', command: `status ${ref}` }
  if (rest.length === 0) return [state]
  return repeat === undefined || repeat.length > limits.buttonValue
    ? [{ label: 'Open the form', command: `sync push ${ref}` }, state]
    : [{ label: 'Send the rest', command: repeat }, state]
}
