import { contentHash } from '../../src/approvals/request.ts'
import { AppError } from '../../src/errors/errors.ts'
import { type Migration, type State, states } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { GroupLine } from '../../src/views/group/places.ts'
import { readAt, sample } from '../migrations/sample.ts'
import { aRequestRecord } from '../store/request-samples.ts'
import { createDesk, type Desk } from './desk.ts'

/** A workspace with so many migrations, with names as long and as hostile as clouds allow, and with what comes with them. */
export type Crowd = { desk: Desk; accounts: string[]; migrations: Migration[]; group: Migration }

export async function createCrowd(count: number): Promise<Crowd> {
  const desk = await createDesk()
  const accounts = several(Math.min(count, 100), (index) => `${index}-account-`.padEnd(40, 'a'))
  for (const name of accounts) await desk.addAccount(name)
  for (const name of accounts.slice(1, 60)) await desk.hasTrouble(name, refused(name))
  const migrations = several(count, (index) => one(index, accounts[index % accounts.length] ?? ''))
  const [first = ''] = accounts
  const group = sample({ account: first, kind: 'group', id: 'd85ed5a8-61a1-492f-a146-2fd092dc37cf', needsOnStart: [] })
  const tasks = several(count, (index) => ({ ...one(index, first), id: `900${padded(index)}`, groupId: group.id }))
  const all = [...migrations, group, ...tasks.map((task) => ({ ...task, madeBy: 'group' as const }))]
  const crowd = { desk, accounts, migrations, group }
  // Before anything is known, because a subscription is answered with what is known of its set.
  await furnish(crowd)
  // Before the leader loads what it knows, so that it knows what each watch and each subscription is about.
  await follow(crowd)
  desk.cloud.add(...all)
  await desk.hasListed(...all)
  return crowd
}

/** The workspace of people who have so much, as they set it up over time. */
async function furnish({ desk, accounts }: Crowd): Promise<void> {
  for (const [index, name] of accounts.entries()) {
    await desk.addKey(`${index}-key-`.padEnd(40, 'k'))
    await desk.types(`subscribe ${name} failed bucket b${index}-*`)
    await desk.types(`owner ${name} <@U0OWNER${index}>`)
    await desk.types(`owner bucket b${index}-* <@U0OWNER${index}>`)
    await desk.types(`roles give <@U0A${index}> approver ${name}`)
    await desk.tools.store.policies.set(padded(index), { ...policy, version: index + 1 })
    const { request, posting } = aRequestRecord()
    const id = `r-${index.toString(16).padStart(6, '0')}`
    const spec = { ...request.spec, name: nameOf(index), source: { ...request.spec.source, bucket: nameOf(index) } }
    await desk.tools.store.requests.set(id, {
      request: { ...request, id, spec, specHash: contentHash({ ...request, spec }) },
      posting,
    })
  }
}

async function follow({ desk, migrations }: Crowd): Promise<void> {
  for (const { account, id: migrationId } of migrations.slice(0, 200)) {
    const id = `${account}/${migrationId}@C1`
    const watch = { id, account, kind: 'task' as const, migrationId, channel: 'C1', createdBy: 'U1', createdAt: 1 }
    await desk.tools.store.watches.set(id, watch)
  }
}

const policy = {
  approvers: several(40, (index) => ({ type: 'user' as const, id: `U0APPROVER${index}` })),
  needed: 2,
  allowsSelf: false,
  expiresAfterMs: 86_400_000,
  remindAfterMs: [3_600_000],
  stricter: several(20, (index) => ({ account: `account-${index}`, aboveBytes: 1e12 + index, needed: 3 })),
  changedBy: 'U1',
  changedAt: 1,
}

/** Ends of so many migrations as a message tells them, all failed for reasons of their own. */
export function endsOf(migrations: readonly Migration[]): GroupLine[] {
  return migrations.map(({ account, id, source, target }, index) => ({
    account,
    migrationId: id,
    from: source.bucket ?? '',
    to: target.bucket ?? '',
    state: 'failed',
    reason: `${index}: ${'a long reason '.repeat(40)}`,
    bytes: 1e12,
    at: readAt,
    canRetry: true,
  }))
}

export function several<Item>(count: number, make: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

const living = states.filter((state) => state !== 'deleted' && state !== 'deleting')

/** One of each state in turn, the first one failed. */
function one(index: number, account: string): Migration {
  const state: State = living[(index + living.indexOf('failed')) % living.length] ?? 'failed'
  return sample({
    account,
    id: `191${padded(index)}`,
    name: nameOf(index),
    source: { cloud: 'AWS', region: 'us-east-1', bucket: nameOf(index) },
    target: { cloud: 'HuaweiCloud', region: 'cn-north-4', bucket: nameOf(index % 500) },
    state,
    startedAt: readAt - index * 1000,
    needsOnStart: [],
    ...(state === 'failed' && { failure: { code: `TRF.0${100 + (index % 60)}`, message: nameOf(index).repeat(20) } }),
  })
}

function nameOf(index: number): string {
  return `<!channel>&${index}&"*_~\`x`.padEnd(63, 'w')
}

function padded(index: number): string {
  return String(index).padStart(12, '0')
}

function refused(account: string): AppError {
  return new AppError('provider_denied', { provider: huawei.label, account })
}
