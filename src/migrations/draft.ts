import { z } from 'zod'
import { preflightSchema } from './spec.ts'

/** Pages of the form, in the order in which they are gone through; `more` is `options` with everything that there is. */
export const draftSteps = ['account', 'source', 'target', 'options', 'more', 'summary'] as const
export type DraftStep = (typeof draftSteps)[number]

const checkedSchema = z.object({
  at: z.number(),
  checks: z.array(preflightSchema).readonly(),
  /** Of the account in which it was found. */
  identity: z.string().exactOptional(),
})
export type Checked = z.infer<typeof checkedSchema>

/** The request whose content it began with: to change that one while it waits, or to ask anew. */
const originSchema = z.object({
  type: z.enum(['edit', 'again']),
  request: z.string(),
  /** Of the content that it began with. */
  specHash: z.string(),
})
export type DraftOrigin = z.infer<typeof originSchema>

/** A form for a new migration that somebody has begun and not sent. It holds no secret: keys are there by their names. */
export const draftSchema = z.object({
  /** Letters and digits, unguessable. */
  id: z.string(),
  /** Slack user id; nobody else can open it. */
  user: z.string(),
  /** What was typed or chosen, by question. */
  answers: z.record(z.string(), z.string()).readonly(),
  /** Where to go on. */
  step: z.enum(draftSteps),
  changedAt: z.number(),
  /** What was found when it was looked at last, for exactly these answers. */
  checked: checkedSchema.exactOptional(),
  /** Id of the request that it has become, or that it has changed. */
  request: z.string().exactOptional(),
  from: originSchema.exactOptional(),
})
export type Draft = z.infer<typeof draftSchema>

/** How long it is kept after the last change. */
export const draftLifetimeMs = 24 * 3_600_000
