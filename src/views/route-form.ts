import type { KnownBlock } from '@slack/types'
import type { Migration } from '../migrations/migration.ts'
import { refOf } from '../migrations/ref.ts'
import type { MigrationRoute, RouteField } from '../providers/provider.ts'
import { context, section } from './elements.ts'
import { formModal, type Question, question } from './form.ts'
import { plural } from './format.ts'
import { addKeyButton, keyQuestion } from './key-question.ts'
import type { Message, Modal } from './message.ts'
import { code, notice } from './text.ts'
import { kindWords, sourceText } from './words.ts'

export type RouteForm = {
  migration: Migration
  /** What is filled in at first. */
  route: MigrationRoute
  /** What the form becomes when it is sent. */
  command: string
  sourceClouds: readonly string[]
  /** Names of the kept keys. */
  keys: readonly string[]
  /** The one that opened the source last. */
  lastKey?: string
  /** What somebody else has saved since this person began: nothing was replaced yet. */
  changedTo?: MigrationRoute
  channel?: string
}

/** Asks for everything that a route consists of, as it is now. */
export function routeForm(form: RouteForm): Modal {
  const { migration, command, keys, lastKey: last, channel } = form
  return formModal({
    title: `Edit ${kindWords[migration.kind]}`,
    submit: 'Save',
    memo: { command, ...(channel === undefined ? {} : { channel }) },
    blocks: [
      section(`${code(refOf(migration))}\nSaving replaces everything below.`),
      ...changeNotes(form),
      ...questionsOf(form).map(question),
      ...keyQuestion({
        name: 'key',
        label: 'Source key',
        keys,
        last,
        opens: sourceText(migration.source),
        hint: keyHint,
      }),
      addKeyButton(command),
      context('The cloud never shows a key, and wants the one of the source again with each change.'),
    ],
  })
}

const keyHint = 'For Azure: the storage account’s name and key, as the two keys or as a connection string.'

const fields = [
  'name',
  'sourceCloud',
  'sourceRegion',
  'sourceBucket',
  'sourcePrefix',
  'targetBucket',
  'targetPrefix',
] as const satisfies readonly RouteField[]
type Field = (typeof fields)[number]

const labels: Readonly<Record<Field, string>> = {
  name: 'Name',
  sourceCloud: 'Source cloud',
  sourceRegion: 'Source region',
  sourceBucket: 'Source bucket',
  sourcePrefix: 'Source prefix',
  targetBucket: 'Destination bucket',
  targetPrefix: 'Destination prefix',
}

function questionsOf({ route, sourceClouds }: RouteForm): Question[] {
  const values = valuesOf(route)
  const asked = (name: Field, more: Partial<Question> = {}): Question => ({
    name,
    label: labels[name],
    ...(values[name] === '' ? {} : { initial: values[name] }),
    ...more,
  })
  return [
    asked('name', { hint: 'It is also the id: another name is another id.' }),
    asked('sourceCloud', { choices: sourceClouds.map((cloud) => ({ value: cloud, label: cloud })) }),
    asked('sourceRegion', { placeholder: 'ap-southeast-2' }),
    asked('sourceBucket'),
    asked('sourcePrefix', { isOptional: true, hint: 'Empty: the whole bucket.' }),
    asked('targetBucket', { hint: 'It must be there already.' }),
    asked('targetPrefix', { isOptional: true }),
  ]
}

function valuesOf({ name, source, target }: MigrationRoute): Record<Field, string> {
  return {
    name,
    sourceCloud: source.cloud,
    sourceRegion: source.region,
    sourceBucket: source.bucket,
    sourcePrefix: source.prefix,
    targetBucket: target.bucket,
    targetPrefix: target.prefix,
  }
}

/** Nothing that somebody else has saved is overwritten unseen. */
function changeNotes({ route, changedTo }: RouteForm): KnownBlock[] {
  if (changedTo === undefined) return []
  const [typed, now] = [valuesOf(route), valuesOf(changedTo)]
  const lines = fields
    .filter((field) => typed[field] !== now[field])
    .map((field) => `• ${labels[field]}: now ${shown(now[field])}, here ${shown(typed[field])}`)
  const what = ':warning: *Somebody saved a change while this form was open. Nothing of yours is saved yet.*'
  const next =
    lines.length === 0
      ? 'It is the same as here. Save once more only to hand over another key.'
      : 'Save once more to replace it by what is here.'
  return [section([what, ...lines, next].join('\n'))]
}

function shown(value: string): string {
  return value === '' ? 'empty' : code(value, 80)
}

export type SavedRoute = {
  card: Message
  account: string
  /** Its id before, the one that was asked for, and the one that it has; absent while that can't be read. */
  from: string
  wanted: string
  now?: string
  /** How many watches have followed it to another id. */
  watches: number
  /** Whether nothing moves until somebody starts it. */
  waitsForStart: boolean
}

/** Told above the card: what was saved, and what it is called from now on. */
export function routeSaved(saved: SavedRoute): Message {
  const { card, waitsForStart } = saved
  const lines = [savedLine(saved), ...(waitsForStart ? ['It does not run until somebody starts it.'] : [])]
  return { text: notice(`Saved: ${card.text}`), blocks: [section(lines.join('\n')), ...card.blocks] }
}

function savedLine({ account, from, wanted, now, watches }: SavedRoute): string {
  const [oldRef, newRef] = [from, wanted].map((id) => code(refOf({ account, id })))
  if (now === undefined) {
    return `:white_check_mark: *Saved*, but it could not be read again yet. Look at ${newRef} in a moment.`
  }
  if (wanted === from) return ':white_check_mark: *Saved.*'
  if (now === from) return `:warning: *Saved, but the cloud has kept the name* ${oldRef}.`
  const followed = watches === 0 ? '' : ` ${plural(watches, 'watch follows', 'watches follow')} it there.`
  return `:white_check_mark: *Saved and renamed.* It is ${newRef} from now on; ${oldRef} finds nothing any more.${followed}`
}
