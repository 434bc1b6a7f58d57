import { describe, expect, test } from 'vitest'
import { AppError } from '../../src/errors/errors.ts'
import type { Kind } from '../../src/migrations/migration.ts'
import { huawei } from '../../src/providers/huawei/index.ts'
import type { Connection, Provider } from '../../src/providers/provider.ts'
import { sample } from '../migrations/sample.ts'
import { failure } from '../providers/cloud.ts'
import { describeConnection } from '../providers/contract-connection.ts'
import type { Break, CloudWorld } from '../providers/contract-world.ts'
import { groupSpec, keys, spec, syncSpec } from '../providers/huawei/specs.ts'
import { createTestClock } from '../providers/open-http.ts'
import { createFakeCloud, type FakeCloud } from './cloud.ts'
import type { Outcome } from './creating.ts'

/* Checks that the cloud used by other tests behaves like the real ones. */

const { hasPrivacyStatement: _, ...rest } = huawei
const provider: Provider = { ...rest, label: 'The fake cloud' }
const secret = { accessKey: 'EXAMPLE', secretKey: 'not-a-secret' }

describe.each(['task', 'group'] as const)('the fake cloud as a connection, with a %s in it', (kind) => {
  describeConnection(provider, () => open(kind))
})

test('the fake cloud counts pages, and refuses those of a kind that the account cannot list', async () => {
  const cloud = createFakeCloud({ clock: createTestClock() })
  const connection = cloud.connect({ name: 'prod' })
  const refused = { kind: 'group', offset: 0 } as const
  const listed = { kind: 'task', state: 'running', offset: 100 } as const
  cloud.lists('task')
  await connection.readPage(listed, {})
  const error = await failure(connection.readPage(refused, {}))
  expect(error).toMatchObject({ code: 'provider_refused', details: { status: 403 } })
  expect(cloud.calls).toEqual(['page prod', 'page prod'])
  expect(cloud.pages).toEqual([listed, refused].map((part) => ({ ...part, account: 'prod' })))
})

async function open(kind: Kind): Promise<{ world: CloudWorld; connection: Connection }> {
  const clock = createTestClock()
  const cloud = createFakeCloud({ clock })
  let added = 0
  const world: CloudWorld = {
    clock,
    source: secret,
    destination: secret,
    missing: { kind, id: '191200000000000' },
    add(state) {
      added += 1
      const target = { kind, id: String(191_300_000_000_000 + added) }
      cloud.add(sample({ ...target, account: 'prod', state }))
      return target
    },
    settle: () => undefined,
    orders: [spec, groupSpec, syncSpec].map((each) => ({ spec: each, keys })),
    idsOf: (each) => cloud.made.flatMap(({ migration }) => (migration.kind === each ? [migration.id] : [])),
    breakNext: (how) => breakNext(cloud, how),
    callCount: () => cloud.calls.length,
  }
  return { world, connection: cloud.connect({ name: 'prod' }) }
}

/** Breaks the next creation as far as its outcome is concerned. Repeated calls do not show here. */
function breakNext({ outcomes, breaks }: FakeCloud, how: Break): void {
  const outcome = outcomeOf[how]
  if (outcome !== undefined) outcomes.push(outcome)
  else breaks('prod', 'findCreated', { error: new AppError('provider_failed', { account: 'prod' }) })
}

const outcomeOf: Partial<Record<Break, Outcome>> = {
  refused: 'refused',
  cut: 'lost before',
  lost: 'lost after creating',
  malformed: 'lost after creating',
  senseless: 'lost after creating',
}
