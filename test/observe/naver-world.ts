import type { Migration } from '../../src/migrations/migration.ts'
import type { Account, News, Watch } from '../../src/store/store.ts'
import { aMigration, startAt } from '../notify/samples.ts'
import { answers } from '../providers/naver/open-account.ts'
import { anAccount } from '../store/samples.ts'
import { createWorld, type Given, said, type World } from './world.ts'

/** When the policies of these tests were created. */
export const bornAt = startAt - 60 * 60_000

export function aPolicy(id: string, changes: Partial<Migration> = {}): Migration {
  return aMigration({
    provider: 'naver',
    kind: 'policy',
    id,
    nativeState: 'STARTED',
    source: { cloud: 'AWS', region: 'ap-southeast-2', bucket: `from-${id}`, selection: 'everything' },
    target: { cloud: 'NAVER Cloud', region: 'KR', bucket: 'archive' },
    createdAt: bornAt + id.length + id.charCodeAt(0),
    ...changes,
  })
}

export const firstKey = answers
export const secondKey = {
  ...answers,
  accessKey: 'NCPEXAMPLEKEY0000002',
  secretKey: 'exampleNaverSecondSecretNotReal00002',
}

export function naverAccount(credentials: Account['credentials'] = firstKey): Account {
  return { ...anAccount(), provider: 'naver', credentials, facts: {} }
}

export type NaverWorld = World & {
  /** Adds a policy and follows it. */
  follows(id: string, channel?: string): Promise<Watch>
  /** Connects the account again with other credentials. */
  connects(credentials: Account['credentials']): Promise<void>
  /** Rounds, half a minute apart. */
  rounds(count: number): Promise<void>
  /** Messages of a watch that wait to be told. */
  untold(watch: Watch): Promise<string[]>
}

/** An account of NAVER, where an access key says whose policies are shown, and a title is the id. */
export async function createNaverWorld(given: Given = {}): Promise<NaverWorld> {
  const world = await createWorld({ ...given, account: naverAccount() })
  const follows = async (id: string, channel = 'C1') => {
    if (world.cloud.peek(`prod-hw/${id}`) === undefined) world.cloud.add(aPolicy(id))
    const watch: Watch = {
      ...{ id: `prod-hw/${id}@${channel}`, account: 'prod-hw', kind: 'policy', migrationId: id, channel },
      ...{ createdBy: 'U1', createdAt: world.clock.now() },
    }
    await world.fleet.storeIn('T1').watches.set(watch.id, watch)
    await world.clock.settle()
    return watch
  }
  return Object.assign(world, {
    follows,
    async connects(credentials: Account['credentials']) {
      const account = { ...naverAccount(credentials), createdAt: world.clock.now() }
      await world.workspace.accounts.set('prod-hw', account)
    },
    async rounds(count: number) {
      for (let round = 0; round < count; round += 1) {
        await world.clock.advance(30_000)
        await world.tick()
      }
    },
    untold: async (watch: Watch) => said(await world.news(watch)),
  })
}

export function cardOf(news: News | undefined): string {
  return JSON.stringify(news?.card ?? '')
}
