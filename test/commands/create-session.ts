import { type Session, withDraft } from '../../src/commands/verbs/create/session.ts'
import type { Act } from '../../src/commands/verbs/create/step.ts'
import type { Draft } from '../../src/migrations/spec/draft.ts'
import type { Spec } from '../../src/migrations/spec/spec.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import { upcloud } from '../../src/providers/upcloud/index.ts'
import type { Account } from '../../src/store/store.ts'

const accountOf = (name: string, provider: Account['provider']): Account => ({
  ...{ name, provider, credentials: {}, createdBy: 'U1', createdAt: 1 },
  facts: { region: 'cn-north-4' },
})
const prod = { account: accountOf('prod-hw', 'huawei'), provider: huawei }
const backup = { account: accountOf('backup-uc', 'upcloud'), provider: upcloud }
const keyOf = (name: string) => ({
  ...{ name, createdBy: 'U1', createdAt: 1 },
  secret: { accessKey: 'EXAMPLE', secretKey: 'not-a-real-secret' },
})

export const source = { 'source.cloud': 'AWS', 'source.key': 'photos-read', 'source.bucket': 'photos' }
export const target = { 'target.key': 'archive-write', 'target.bucket': 'archive' }
export const region = { 'source.region': 'us-east-1' }
export const whole = { account: 'prod-hw', ...source, ...region, ...target }
export const checked = { at: 1, checks: [], identity: 'x' }
const content: Spec = {
  ...{ account: 'prod-hw', kind: 'task', options: {} },
  source: { selection: 'everything', cloud: 'AWS', region: 'us-east-1', bucket: 'photos', key: 'photos-read' },
  target: { bucket: 'archive', key: 'archive-write' },
}
export const request = { id: 'r-000001', spec: content, specHash: 'h1' }

export function draftOf(answers: Draft['answers'] = {}, more: Partial<Draft> = {}): Draft {
  return { id: 'open', user: 'U1', answers: { account: 'prod-hw', ...answers }, step: 'source', changedAt: 1, ...more }
}
const blank: Draft = { id: 'blank', user: 'U1', answers: {}, step: 'account', changedAt: 0 }

/** A session in which these forms are stored, and the first of them is open. */
export function sessionOf(drafts: Draft[] = [], more: Partial<Session> = {}): Session {
  const [draft = blank] = drafts
  const shown = { type: 'page', step: draft.step, problems: [] } as const
  const storageKeys = ['photos-read', 'archive-write'].map(keyOf)
  const asked = {
    now: 1,
    typed: 'create',
    origin: { workspace: 'T1', user: 'U1', isStranger: false, door: 'typed' },
  } as const
  const read = { accounts: [prod], storageKeys, lostKeys: [], drafts, blank, isOver: false, dropped: [], shown }
  return withDraft({ ...asked, ...read, draft, ...more }, draft)
}

/** The parts of a session worth comparing: the open form, the page, and dropped forms. */
export function told({ draft, shown, dropped }: Session) {
  return { draft, shown, dropped: dropped.map(({ id }) => id) }
}

export const page = (name: string, more = {}) => ({ type: 'page', step: name, problems: [], ...more })
const fills = (answers: Record<string, string>) => ({ entered: answers, asked: Object.keys(answers) })
export const sends = (name: string, answers: Record<string, string> = {}): Act => ({
  ...{ type: 'page sent', step: name },
  ...fills(answers),
})
export const presses = (name: string, answers: Record<string, string> = {}): Act => ({
  ...{ type: 'pressed', step: name },
  ...fills(answers),
})

export const left = draftOf(source, { step: 'target' })
export const older = draftOf({ 'source.bucket': 'scans' }, { id: 'older' })
export const edit = draftOf(whole, { id: 'edit', from: { type: 'edit', request: 'r-000001', specHash: 'h1' } })
export const both = { accounts: [prod, backup] }
