import { type Folded, fold, type Known } from '../../src/fleet/judge/known.ts'
import type { Migration, State } from '../../src/migrations/migration.ts'
import { subscriptionOf } from '../../src/notify/decide/route.ts'
import { eventTable } from '../../src/notify/events.ts'
import { newsOf } from '../../src/notify/threads/news.ts'
import { drawn } from '../../src/notify/threads/watch-card.ts'
import type { Provider } from '../../src/providers/provider.ts'
import type { News, Receipt, Watch } from '../../src/store/store.ts'

export const startAt = Date.UTC(2026, 0, 15, 12)

export const provider: Pick<Provider, 'label' | 'kinds'> = {
  label: 'Huawei Cloud OMS',
  kinds: {
    task: {
      noun: 'task',
      can: { pause: { in: ['running'] }, start: { in: ['paused'] }, retry: { in: ['failed'] } },
      reading: { pageSize: 100, states: [], showCalls: 1 },
    },
  },
}

export function aWatch(migrationId = '1912', channel = 'C1', account = 'prod-hw'): Watch {
  const id = `${account}/${migrationId}@${channel}`
  return { id, account, kind: 'task', migrationId, channel, createdBy: 'U1', createdAt: startAt }
}

/** Half done, all figures known. */
export function aMigration(changes: Partial<Migration> = {}): Migration {
  return {
    provider: 'huawei',
    account: 'prod-hw',
    kind: 'task',
    id: '1912',
    source: { cloud: 'AWS', bucket: 'photos' },
    target: { cloud: 'HuaweiCloud', bucket: 'archive' },
    state: 'running',
    nativeState: '2',
    progress: {
      bytes: { done: 500_000_000, total: 1_000_000_000 },
      objects: { done: 50, total: 100, failed: 0, skipped: 0 },
      isCounting: false,
    },
    speedBytesPerSecond: 1_000_000,
    needsOnStart: [],
    readAt: startAt,
    ...changes,
  }
}

export function inState(state: State, changes: Partial<Migration> = {}): Migration {
  return aMigration({ state, nativeState: state, ...changes })
}

/** Reads one migration again and again, as the observer does, and keeps what is known of it. */
export function createFollower(watch = aWatch()) {
  let known: Known | undefined
  let receipt: Receipt | undefined
  const news = (now: number): News | undefined =>
    known &&
    drawn(
      newsOf(
        {
          watch,
          subscriptions: [subscriptionOf(watch, new Map())],
          showing: 'cards',
          known,
          provider,
          health: undefined,
          events: eventTable,
          decisionOn: () => 'alone',
          respondersOn: () => [],
          hasHeard: () => 'no',
          isOnBoard: false,
          isBelowBoard: false,
        },
        receipt,
        now,
      ),
    )
  let last = watch.createdAt
  return {
    /** The known migration after one more reading. */
    read(reported: Migration, now = reported.readAt): Folded {
      const folded = fold(known, { identity: 'p1', reported, now })
      known = folded.known
      last = now
      return folded
    },
    news: () => news(last),
    /** Everything that was ever said goes out, up to the event with this number. */
    deliver(deliveredSeq = (news(last)?.nextSeq ?? 1) - 1) {
      receipt = { cardTs: '1.1', deliveredSeq }
    },
  }
}

export function said(news: News | undefined): string[] {
  return (news?.outbox ?? []).map(({ lane, place, message }) => `${lane} ${place}: ${message.text}`)
}
