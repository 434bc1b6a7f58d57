import { z } from 'zod'
import { copyingSchema } from '../migrations/copying.ts'
import type { Priority } from '../migrations/fields/option-fields.ts'
import type { Limit } from '../migrations/limit-rules.ts'
import {
  type Count,
  type GroupTask,
  type GroupTasks,
  kinds,
  type Measured,
  type Migration,
  type Mishap,
  mishapKinds,
  type Place,
  type Progress,
  providerNames,
  type Source,
  type StartNeed,
  states,
  type Target,
} from '../migrations/migration.ts'
import { type Selected, selectedInLabel, selections } from '../migrations/selection.ts'
import type { Choices, Shape } from './shape.ts'

const text = z.string()
const number = z.number()
const maybeText = text.exactOptional()
const maybeNumber = number.exactOptional()

const placeShape = { cloud: maybeText, region: maybeText, bucket: maybeText } satisfies Shape<Place>
/** Words in which earlier versions stored the selection or the destination. */
const label = maybeText

const source: z.ZodType<Source> = z
  .object({
    ...placeShape,
    selection: z.enum(selections).exactOptional(),
    names: z.array(text).exactOptional(),
    listFile: z
      .object({ bucket: maybeText, key: text } satisfies Shape<NonNullable<Selected['listFile']>>)
      .exactOptional(),
    since: maybeNumber,
    appId: maybeText,
    cdn: z
      .object({ domain: text, protocol: z.enum(['http', 'https']), authentication: text } satisfies Shape<
        NonNullable<Source['cdn']>
      >)
      .exactOptional(),
    scope: label,
  } satisfies Shape<Source & { scope?: string }>)
  .transform(({ scope, ...place }) => (scope === undefined ? place : { ...place, ...selectedInLabel(scope) }))

const target: z.ZodType<Target> = z
  .object({ ...placeShape, prefix: maybeText, isFileSystem: z.boolean().exactOptional(), scope: label } satisfies Shape<
    Target & { scope?: string }
  >)
  .transform(({ scope, ...place }) => {
    const [prefix] = selectedInLabel(scope ?? '').names ?? []
    return prefix === undefined ? place : { ...place, prefix }
  })

const countShape = { done: maybeNumber, total: maybeNumber } satisfies Shape<Count>

const progress = z.object({
  fraction: maybeNumber,
  bytes: z.object(countShape),
  objects: z.object({
    ...countShape,
    failed: maybeNumber,
    skipped: maybeNumber,
  } satisfies Shape<Progress['objects']>),
  isCounting: z.boolean().exactOptional(),
  period: z.literal('month').exactOptional(),
} satisfies Shape<Progress>)

const failure = z.object({ code: maybeText, message: maybeText } satisfies Shape<NonNullable<Migration['failure']>>)

const failedObjects = z.object({
  canRetry: z.boolean(),
  listKey: maybeText,
  errorCode: maybeText,
} satisfies Shape<NonNullable<Migration['failedObjects']>>)

const mishap = z.object({
  what: z.enum(mishapKinds),
  code: maybeText,
  message: maybeText,
} satisfies Shape<Mishap>)

const groupTasks = z.object({
  counts: z.partialRecord(z.enum(states), number),
  total: maybeNumber,
  worst: z.array(
    z.object({
      id: text,
      name: maybeText,
      state: z.enum(states),
      failure: failure.exactOptional(),
    } satisfies Shape<GroupTask>),
  ),
} satisfies Shape<GroupTasks>)

const limit = z.object({ start: text, end: text, bytesPerSecond: number } satisfies Shape<Limit>)

const priority = z.enum({ high: 'high', medium: 'medium', low: 'low' } satisfies Choices<Priority>)

const startNeed = z.enum({
  'source-key': 'source-key',
  'target-key': 'target-key',
  'cdn-key': 'cdn-key',
} satisfies Choices<StartNeed>)

/** Schema of a migration as it was last seen. */
export const migrationRecord: z.ZodType<Migration> = z.object({
  provider: z.enum(providerNames),
  account: text,
  kind: z.enum(kinds),
  id: text,
  name: maybeText,
  description: maybeText,
  source,
  target,
  state: z.enum(states),
  nativeState: text,
  progress,
  speedBytesPerSecond: maybeNumber,
  measured: z.object({ bytesPerSecond: number, overMs: number } satisfies Shape<Measured>).exactOptional(),
  createdAt: maybeNumber,
  startedAt: maybeNumber,
  elapsedMs: maybeNumber,
  remainingMs: maybeNumber,
  failure: failure.exactOptional(),
  failedObjects: failedObjects.exactOptional(),
  mishaps: z.array(mishap).exactOptional(),
  copying: copyingSchema.exactOptional(),
  groupId: maybeText,
  madeBy: z.enum({ group: 'group', sync: 'sync' } satisfies Choices<NonNullable<Migration['madeBy']>>).exactOptional(),
  tasks: groupTasks.exactOptional(),
  priority: priority.exactOptional(),
  limits: z.array(limit).exactOptional(),
  needsOnStart: z.array(startNeed),
  readAt: number,
} satisfies Shape<Migration>)
