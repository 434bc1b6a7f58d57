import { randomBytes } from 'node:crypto'
import type { MigrationRequest } from '../../../approvals/request.ts'
import { AppError } from '../../../errors/errors.ts'
import type { DraftAnswers } from '../../../migrations/fields/field.ts'
import { type Draft, type DraftStep, draftLifetimeMs, draftSteps } from '../../../migrations/spec/draft.ts'
import type { Tools } from '../../machine/command.ts'

type Keeping = Pick<Tools, 'store' | 'clock'>

/** Reads one person's draft. Throws usage if it has expired, or is somebody else's. */
export async function openDraft(user: string, id: string, { store, clock }: Keeping): Promise<Draft> {
  const draft = await store.drafts.get(keyOf({ user, id }))
  if (draft === undefined || isExpired(draft, clock.now())) throw gone()
  return draft
}

/** The drafts of new migrations that a person did not send, the newest first. */
export async function newDrafts(user: string, keeping: Keeping): Promise<Draft[]> {
  return (await unsentDrafts(user, keeping)).filter(({ from }) => from?.type !== 'edit')
}

/** Whether a draft has answers beyond the account and the kind. */
export function isFilled(answers: DraftAnswers): boolean {
  return Object.keys(answers).some((name) => name !== 'account' && name !== 'kind')
}

/** A person's unsent drafts that began with the present content of a request, the newest first. */
export async function draftsFrom(
  { id, specHash }: Pick<MigrationRequest, 'id' | 'specHash'>,
  user: string,
  keeping: Keeping,
): Promise<Draft[]> {
  const drafts = await unsentDrafts(user, keeping)
  return drafts.filter(({ from }) => from?.request === id && from.specHash === specHash)
}

export function newDraft(user: string, { answers, step }: Pick<Draft, 'answers' | 'step'>): Draft {
  return { id: randomBytes(8).toString('hex'), user, answers, step, changedAt: 0 }
}

/** Stores a draft with changes. Other answers void its checks. A draft that was sent meanwhile stays sent. */
export async function keepDraft(draft: Draft, changes: Partial<Draft>, { store, clock }: Keeping): Promise<Draft> {
  const { checked, ...kept } = draft
  const isSame = changes.answers === undefined || isEqual(changes.answers, draft.answers)
  const request = (await store.drafts.get(keyOf(draft)))?.request
  const sent = request === undefined ? {} : { request }
  const changed: Draft = { ...(isSame ? draft : kept), ...changes, ...sent, changedAt: clock.now() }
  await store.drafts.set(keyOf(draft), changed)
  return changed
}

async function unsentDrafts(user: string, { store, clock }: Keeping): Promise<Draft[]> {
  const { items } = await store.drafts.list()
  return items
    .filter((draft) => draft.user === user && draft.request === undefined && !isExpired(draft, clock.now()))
    .toSorted((a, b) => b.changedAt - a.changedAt)
}

export async function deleteDraft(draft: Draft, { store }: Keeping): Promise<void> {
  await store.drafts.delete(keyOf(draft))
}

export function readStep(typed: string | undefined): DraftStep | undefined {
  return draftSteps.find((step) => step === typed)
}

function gone(): AppError {
  const problem = 'This form has expired. Ferry keeps a form for a day after its last change.'
  return new AppError('usage', { problem, usage: 'create' })
}

function keyOf({ user, id }: Pick<Draft, 'user' | 'id'>): string {
  return `${user}/${id}`
}

function isExpired({ changedAt }: Draft, now: number): boolean {
  return now - changedAt >= draftLifetimeMs
}

function isEqual(a: DraftAnswers, b: DraftAnswers): boolean {
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name])
}
