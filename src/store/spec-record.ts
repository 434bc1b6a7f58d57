import { z } from 'zod'
import { type Copying, consistencyChecks, overwrites } from '../migrations/copying.ts'
import { kinds, type Limit } from '../migrations/migration.ts'
import { selections } from '../migrations/selection.ts'
import {
  type PreflightCheck,
  preflightNames,
  type Spec,
  type SpecOptions,
  type SpecSource,
  type SpecTarget,
} from '../migrations/spec.ts'
import type { Choices, Shape } from './shape.ts'

const text = z.string()
const maybeText = text.exactOptional()
const maybeFlag = z.boolean().exactOptional()

const source = z.object({
  cloud: maybeText,
  endpoint: maybeText,
  region: maybeText,
  bucket: maybeText,
  appId: maybeText,
  key: maybeText,
  selection: z.enum(selections),
  names: z.array(text).exactOptional(),
  listFile: z.object({ bucket: text, key: text } satisfies Shape<NonNullable<SpecSource['listFile']>>).exactOptional(),
  cdn: z
    .object({
      domain: text,
      protocol: z.enum({ http: 'http', https: 'https' }),
      authentication: text,
    } satisfies Shape<NonNullable<SpecSource['cdn']>>)
    .exactOptional(),
} satisfies Shape<SpecSource>)

const target = z.object({
  region: maybeText,
  bucket: text,
  prefix: maybeText,
  key: maybeText,
} satisfies Shape<SpecTarget>)

const limit = z.object({ start: text, end: text, bytesPerSecond: z.number() } satisfies Shape<Limit>)

const notification = z.object({
  topic: text,
  on: z.array(z.enum({ success: 'success', failure: 'failure' })),
  language: maybeText,
  template: maybeText,
} satisfies Shape<NonNullable<SpecOptions['notification']>>)

export const copyingShape = {
  overwrite: z.enum(overwrites).exactOptional(),
  storageClass: maybeText,
  check: z.enum(consistencyChecks).exactOptional(),
  copiesMetadata: maybeFlag,
  restoresArchived: maybeFlag,
  encrypts: maybeFlag,
  requesterPays: maybeFlag,
  recordsFailures: maybeFlag,
} satisfies Shape<Copying>

const options = z.object({
  ...copyingShape,
  priority: z.enum({ high: 'high', medium: 'medium', low: 'low' }).exactOptional(),
  since: z.number().exactOptional(),
  limits: z.array(limit).exactOptional(),
  notification: notification.exactOptional(),
} satisfies Shape<SpecOptions>)

/** What somebody wants to have created. */
export const specRecord: z.ZodType<Spec> = z.object({
  account: text,
  kind: z.enum(kinds),
  name: maybeText,
  description: maybeText,
  source,
  target,
  options,
} satisfies Shape<Spec>)

export const checkRecord: z.ZodType<PreflightCheck> = z.object({
  name: z.enum(preflightNames),
  outcome: z.enum({ pass: 'pass', warn: 'warn', fail: 'fail', unknown: 'unknown' } satisfies Choices<
    PreflightCheck['outcome']
  >),
  what: text,
  next: maybeText,
} satisfies Shape<PreflightCheck>)
