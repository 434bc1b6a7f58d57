import { z } from 'zod'
import { preflightSchema } from './spec.ts'

/** Steps of the create form, in order. `more` is `options` with every option shown. */
export const draftSteps = ['account', 'source', 'target', 'options', 'more', 'summary'] as const
export type DraftStep = (typeof draftSteps)[number]

const checkedSchema = z.object({
  at: z.number(),
  checks: z.array(preflightSchema).readonly(),
  /** Identity of the account in which the checks were made. */
  identity: z.string().exactOptional(),
})
export type Checked = z.infer<typeof checkedSchema>

/** The request whose content a draft began with. `edit` changes that request while it waits; `again` requests it anew. */
const originSchema = z.object({
  type: z.enum(['edit', 'again']),
  request: z.string(),
  /** Hash of the content that the draft began with. */
  specHash: z.string(),
})
export type DraftOrigin = z.infer<typeof originSchema>

/** A form for a new migration that somebody has begun and not sent. It holds no secrets: it names keys. */
export const draftSchema = z.object({
  /** Unguessable id of letters and digits. */
  id: z.string(),
  /** Slack id of the user who began the form. Nobody else can open it. */
  user: z.string(),
  /** Typed or chosen answers, by question. */
  answers: z.record(z.string(), z.string()).readonly(),
  /** The step at which the form opens again. */
  step: z.enum(draftSteps),
  changedAt: z.number(),
  /** Result of the last preflight, made for exactly these answers. */
  checked: checkedSchema.exactOptional(),
  /** Id of the request that the draft has become or has changed. */
  request: z.string().exactOptional(),
  from: originSchema.exactOptional(),
  /** The answers are as they were asked for: nobody has changed any on a page. */
  isUntouched: z.literal(true).exactOptional(),
})
export type Draft = z.infer<typeof draftSchema>

/** How long a draft is kept after its last change, in milliseconds. */
export const draftLifetimeMs = 24 * 3_600_000
