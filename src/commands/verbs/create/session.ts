import { randomBytes } from 'node:crypto'
import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { identityOf } from '../../../fleet/judge/identity.ts'
import type { DraftAnswers, Form } from '../../../migrations/fields/field.ts'
import { readSpec } from '../../../migrations/fields/form.ts'
import type { Kind } from '../../../migrations/migration.ts'
import { type Checked, type Draft, type DraftStep, draftLifetimeMs } from '../../../migrations/spec/draft.ts'
import type { Spec, SpecProblems } from '../../../migrations/spec/spec.ts'
import type { Creation, SpecKeys } from '../../../providers/provider.ts'
import type { StorageKey } from '../../../store/store.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { type CreateAccount, createAccount, createAccounts, kindsMadeBy } from '../../find/accounts.ts'
import type { Invocation, Origin, Tools } from '../../machine/command.ts'

/** Everything that a person's form is drawn from and decided by, read once. `step` makes the next session of it. */
export type Session = {
  now: number
  origin: Origin
  /** The command as the person typed or pressed it. */
  typed: string
  /** The accounts in which the person may request a migration and the provider can create one. */
  accounts: readonly CreateAccount[]
  storageKeys: readonly StorageKey[]
  /** Names of keys that cannot be read. */
  lostKeys: readonly string[]
  /** The person's unsent forms, the newest first. An edit of a request is one of its own. */
  drafts: readonly Draft[]
  /** The form that is open. */
  draft: Draft
  /** An empty form, for beginning anew. */
  blank: Draft
  /** Whether the open form is to be discarded first. */
  isOver: boolean
  /** The place that the open form's answers name. Undefined if they name no account in which the person may request. */
  place?: Place
  /** Forms that are no longer kept. */
  dropped: readonly Draft[]
  shown: Shown
}

/** The account and kind of a form, and what its answers say there. */
export type Place = CreateAccount & {
  kind: Kind
  noun: string
  creation: Creation
  form: Form
  spec: Spec
  /** The storage keys that the answers name, and their secrets. */
  storageKeys: { source?: StorageKey; target?: StorageKey }
  keys: SpecKeys
  problems: SpecProblems
}

/** The next page or message for the person. */
export type Shown =
  | ShownPage
  /** Problems at the questions of the page that was sent. */
  | { type: 'problems'; problems: Readonly<Record<string, string>> }
  /** The summary was sent. */
  | { type: 'sending'; isAgreed: boolean }
  /** The form has become this request, or was sent before if there is no message about it. */
  | { type: 'sent'; request: string; message?: Message }

export type ShownPage = {
  type: 'page'
  step: DraftStep
  problems: readonly string[]
  /** Whether the form goes on, so that Ferry fills in what it can find out. */
  isOnward?: true
  /**
   * Whether this is a form that the person left. `instead` means that they asked for something else, which begins only
   * after they have discarded it.
   */
  left?: 'opened' | 'instead'
  /** The answers of other forms that are no longer kept. */
  rest?: readonly DraftAnswers[]
}

/** Reads everything once. Throws usage if a named form has expired or is somebody else's. */
export async function openSession({ flags, origin, typed }: Invocation, tools: Tools): Promise<Session> {
  const { user } = origin
  const isOver = flags.step === 'new'
  const id = flags.step === 'blank' ? undefined : flags.draft
  const named = id === undefined || isOver ? undefined : await openDraft(user, id, tools)
  const drafts = named === undefined ? await unsentDrafts(user, tools) : [named]
  const { items: storageKeys, unreadable: lostKeys } = await tools.store.storageKeys.list()
  const now = tools.clock.now()
  const accounts = await createAccounts(named?.answers.account, { origin, tools })
  const blank = { id: randomBytes(8).toString('hex'), user, answers: {}, step: 'account', changedAt: 0 } as const
  const discarded = isOver ? drafts.find((draft) => draft.id === id) : undefined
  const draft = named ?? discarded ?? newestOf(drafts) ?? blank
  const shown = { type: 'page', step: draft.step, problems: [] } as const
  const read = {
    now,
    origin,
    typed,
    accounts,
    storageKeys,
    lostKeys,
    drafts,
    blank,
    isOver: discarded !== undefined,
    dropped: [],
    shown,
  }
  return withDraft({ ...read, draft }, draft)
}

/**
 * The place that a form's answers name, for somebody who types into it: only the account and the keys that they name
 * are read. Throws usage if the form has expired or is somebody else's.
 */
export async function openPlace({ flags, origin }: Invocation, tools: Tools): Promise<Place | undefined> {
  if (flags.draft === undefined) return undefined
  const { answers } = await openDraft(origin.user, flags.draft, tools)
  const account = answers.account === undefined ? undefined : await createAccount(answers.account, { origin, tools })
  if (account === undefined) return undefined
  const named = [answers['source.key'], answers['target.key']].flatMap((name) => name?.toLowerCase() ?? [])
  const { items } = await tools.store.storageKeys.getMany(named)
  return placeOf(answers, { accounts: [account], storageKeys: [...items.values()] })
}

/** The session with another form open, or with other answers in it. */
export function withDraft({ place: _, ...session }: Session, draft: Draft): Session {
  return { ...session, draft, ...defined({ place: placeOf(draft.answers, session) }) }
}

function placeOf(
  answers: DraftAnswers,
  { accounts, storageKeys }: Pick<Session, 'accounts' | 'storageKeys'>,
): Place | undefined {
  const one = accounts.find(({ account }) => account.name === answers.account)
  if (one === undefined) return undefined
  const made = kindsMadeBy(one)
  const kind = made.find((each) => each === answers.kind) ?? made[0]
  const { noun = '', can } = (kind && one.provider.kinds[kind]) ?? {}
  if (kind === undefined || can?.creation === undefined) return undefined
  const { creation, limit } = can
  const form = { takes: creation.takes, answers: { ...answers, kind }, ...defined({ limitRules: limit?.rules }) }
  const { spec, problems } = readSpec(form)
  const keyOf = (name = '') => storageKeys.find((key) => key.name === name.toLowerCase())
  const named = defined({ source: keyOf(spec.source.key), target: keyOf(spec.target.key) })
  const keys = defined({ source: named.source?.secret, target: named.target?.secret })
  const wrong = { ...creation.problemsIn(spec, keys), ...problems }
  return { ...one, kind, noun, creation, form, spec, storageKeys: named, keys, problems: wrong }
}

/** The cloud's check of a form's answers, if it was made in the account as it is now. */
export function checkedIn({ draft: { checked }, place }: Session): Checked | undefined {
  if (checked === undefined || place === undefined) return undefined
  return checked.identity === identityOf(place.account, place.provider) ? checked : undefined
}

/** Whether a form has answers beyond the account and the kind. */
export function isFilled({ answers }: Pick<Draft, 'answers'>): boolean {
  return Object.keys(answers).some((name) => name !== 'account' && name !== 'kind')
}

/** A form for a new migration among those of a person: the newest that is filled in, or else the newest. */
function newestOf(drafts: readonly Draft[]): Draft | undefined {
  const own = drafts.filter(({ from }) => from?.type !== 'edit')
  return own.find(isFilled) ?? own[0]
}

/** Stores the open form if it has changed, and removes those that are no longer kept. A sent form stays sent. */
export async function save({ draft, drafts, dropped }: Session, { store, clock }: Tools): Promise<void> {
  if (!drafts.includes(draft)) {
    const { request = draft.request } = (await store.drafts.get(keyOf(draft))) ?? {}
    await store.drafts.set(keyOf(draft), { ...draft, ...defined({ request }), changedAt: clock.now() })
  }
  for (const one of dropped) await store.drafts.delete(keyOf(one))
}

/** Throws the reason why a key that a form names can't be read: "there is none" would not be true. */
export async function assertReadable({ place, lostKeys }: Session, { store }: Tools): Promise<void> {
  const lost = [place?.spec.source.key, place?.spec.target.key].find((name) => name && lostKeys.includes(name))
  if (lost !== undefined) await store.storageKeys.get(lost)
}

async function openDraft(user: string, id: string, { store, clock }: Tools): Promise<Draft> {
  const draft = await store.drafts.get(keyOf({ user, id }))
  if (draft !== undefined && isKept(draft, clock.now())) return draft
  const problem = 'This form has expired. Ferry keeps a form for a day after its last change.'
  throw new AppError('usage', { problem, usage: 'create' })
}

async function unsentDrafts(user: string, { store, clock }: Tools): Promise<Draft[]> {
  const { items } = await store.drafts.list()
  return items
    .filter((draft) => draft.user === user && draft.request === undefined && isKept(draft, clock.now()))
    .toSorted((a, b) => b.changedAt - a.changedAt)
}

function isKept({ changedAt }: Draft, now: number): boolean {
  return now - changedAt < draftLifetimeMs
}

function keyOf({ user, id }: Pick<Draft, 'user' | 'id'>): string {
  return `${user}/${id}`
}
