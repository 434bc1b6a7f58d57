import type { Measurement } from '../row.ts'
import { noWire, openBenchStore, openBotParts } from '../world/bot-parts.ts'
import { workspace } from '../world/ferry.ts'
import { settle } from '../world/fleet.ts'
import { type CrowdedCloud, crowdedClouds, type Doing } from './crowded-clouds.ts'

/** A crowd in the account that nobody follows, beside the migrations that are followed. */
type Crowd = { of: string; count: number; doing: Doing }

const followedCount = 50
const crowds: readonly Crowd[] = [
  { of: '2,000 others that have ended', count: 2_000, doing: 'ended' },
  { of: '100 others that retry or rest', count: 100, doing: 'held up' },
]
/** Rounds to count over: more than it takes to list the largest account once. */
const rounds = 30

/** Calls of a round with a crowd in the account against those without it, for each cloud. */
export async function crowdedRounds(): Promise<Measurement[]> {
  const measurements: Measurement[] = []
  for (const openCloud of crowdedClouds) {
    const alone = await callsARound(openCloud, 'running')
    for (const crowd of crowds) {
      const { label, calls } = await callsARound(openCloud, 'running', crowd)
      measurements.push(judge(`${label}, ${followedCount} followed, with ${crowd.of}`, calls, alone.calls))
    }
    const { label, calls } = await callsARound(openCloud, 'held up')
    measurements.push(judge(`${label}, ${followedCount} followed that all retry or rest`, calls, alone.calls))
  }
  return measurements
}

/** One page a round looks for new migrations. In an account of one page, it is the page that is read anyway. */
function judge(what: string, calls: number, alone: number): Measurement {
  return {
    what: `calls a round: ${what}`,
    measured: `${calls.toFixed(2)} (without: ${alone.toFixed(2)})`,
    bar: '≤ as without, and the one page that looks for new ones',
    isMet: calls <= alone + 1,
  }
}

async function callsARound(
  openCloud: () => Promise<CrowdedCloud>,
  doing: Doing,
  crowd?: Crowd,
): Promise<{ label: string; calls: number }> {
  const cloud = await openCloud()
  // Others are older: what is followed is usually new.
  if (crowd !== undefined) cloud.add(crowd.count, crowd.doing)
  const followed = cloud.add(followedCount, doing)
  let calls = 0
  const onRequest = () => {
    calls += 1
  }
  const store = await followedStore(cloud, followed)
  const parts = await openBotParts({ ...store, cloudUrl: cloud.url, wire: noWire, isSilent: true, onRequest })
  await settle(parts)
  calls = 0
  for (let round = 0; round < rounds; round += 1) await parts.fleet.tick()
  await parts.stop()
  await cloud.stop()
  return { label: cloud.provider.label, calls: calls / rounds }
}

async function followedStore({ provider, kind, answers }: CrowdedCloud, ids: readonly string[]) {
  const storeUrl = 'memory:'
  const store = await openBenchStore(storeUrl)
  const read = provider.readCredentials(answers)
  if (!read.ok) throw new Error(`Unusable credentials: ${JSON.stringify(read.problems)}`)
  const { credentials, facts } = read
  const made = { createdBy: 'U0ENGINEER', createdAt: 1_760_000_000_000 }
  const [account, channel] = ['prod', 'C0BENCH000']
  const into = store.in(workspace)
  await into.accounts.set(account, { name: account, provider: provider.name, credentials, facts, ...made })
  for (const migrationId of ids) {
    const id = `${account}/${migrationId}@${channel}`
    await into.watches.set(id, { id, account, kind, migrationId, channel, ...made })
  }
  return { storeUrl, store }
}
