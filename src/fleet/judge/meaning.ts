import type { Migration } from '../../migrations/migration.ts'

/* A migration apart from its figures. Figures alone are not stored with each reading, and nobody is told of them. */

type Figure = 'progress' | 'speedBytesPerSecond' | 'measured' | 'elapsedMs' | 'remainingMs' | 'readAt' | 'tasks'
type Meaning = Exclude<keyof Migration, Figure>
type Meanings = { [Name in Meaning]-?: (migration: Migration) => Migration[Name] }

/** Whether two readings differ in nothing but figures. Runs for every migration of every round. */
export function hasSameMeaning(before: Migration, after: Migration): boolean {
  return (
    before.progress.isCounting === after.progress.isCounting &&
    meanings.every((meaningOf) => isSame(meaningOf(before), meaningOf(after)))
  )
}

type Fields = Readonly<Record<string, unknown>>

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (!isFields(one) || !isFields(other)) return false
  for (const name in one) if (!(name in other) || !isSame(one[name], other[name])) return false
  for (const name in other) if (!(name in one)) return false
  return true
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

/** All that is no figure, each by a function: V8 finds what the code names several times faster than what a variable names. */
const meanings = Object.values({
  provider: ({ provider }) => provider,
  account: ({ account }) => account,
  kind: ({ kind }) => kind,
  id: ({ id }) => id,
  name: ({ name }) => name,
  description: ({ description }) => description,
  source: ({ source }) => source,
  target: ({ target }) => target,
  state: ({ state }) => state,
  nativeState: ({ nativeState }) => nativeState,
  fieldsSent: ({ fieldsSent }) => fieldsSent,
  createdAt: ({ createdAt }) => createdAt,
  startedAt: ({ startedAt }) => startedAt,
  failure: ({ failure }) => failure,
  failedObjects: ({ failedObjects }) => failedObjects,
  mishaps: ({ mishaps }) => mishaps,
  copying: ({ copying }) => copying,
  groupId: ({ groupId }) => groupId,
  madeBy: ({ madeBy }) => madeBy,
  priority: ({ priority }) => priority,
  limits: ({ limits }) => limits,
  needsOnStart: ({ needsOnStart }) => needsOnStart,
  isCdnTold: ({ isCdnTold }) => isCdnTold,
} satisfies Meanings)

export function withoutFigures({
  progress: _,
  speedBytesPerSecond: __,
  measured: ___,
  elapsedMs: ____,
  remainingMs: _____,
  readAt: ______,
  tasks: _______,
  ...meaning
}: Migration): Omit<Migration, 'progress' | 'readAt'> {
  return meaning
}
