import type { DraftAnswers } from './fields/field.ts'
import type { PreflightCheck } from './spec.ts'

/** A form for a new migration that somebody has begun and not sent. It holds no secret: keys are there by their names. */
export type Draft = {
  /** Letters and digits, unguessable. */
  id: string
  /** Slack user id; nobody else can open it. */
  user: string
  /** What was typed or chosen, by question. */
  answers: DraftAnswers
  /** Where to go on. */
  step: DraftStep
  changedAt: number
  /** What was found when it was looked at last, for exactly these answers. */
  checked?: Checked
  /** Id of the request that it has become, or that it has changed. */
  request?: string
  from?: DraftOrigin
}

/** `identity` is of the account in which it was found. */
export type Checked = { at: number; checks: readonly PreflightCheck[]; identity?: string }

/** The request whose content it began with: to change that one while it waits, or to ask anew. */
export type DraftOrigin = {
  type: 'edit' | 'again'
  request: string
  /** Of the content that it began with. */
  specHash: string
}

/** Pages of the form, in the order in which they are gone through; `more` is `options` with everything that there is. */
export const draftSteps = ['account', 'source', 'target', 'options', 'more', 'summary'] as const
export type DraftStep = (typeof draftSteps)[number]

/** How long it is kept after the last change. */
export const draftLifetimeMs = 24 * 3_600_000
