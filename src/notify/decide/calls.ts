import type { Responder, Way } from '../../access/owners.ts'
import { hasPassed } from '../../async/clock.ts'
import type { Channel, Group, Member } from '../../store/store.ts'

/** A person is called about one cause once within this time, in milliseconds. */
const calledOnceMs = 15 * 60_000

/** Whose turn it is about the members of a group that are not decided yet, and how their channel has people called. */
export type Responders = ReadonlyMap<string, { responders: readonly Responder[]; way: Way }>

/** Key of a member among responders. */
export function memberKey({ watchId, seq }: Pick<Member, 'watchId' | 'seq'>): string {
  return `${watchId} ${seq}`
}

/** Remembers who was called about which cause, in all channels of a workspace. */
export type Calls = {
  /**
   * The groups with whom their messages call: of a new member everybody whose turn it is, unless they were called about
   * the same cause a short while ago; of a size that a group has grown to, everybody whose turn it is about any member.
   */
  noted(changed: readonly Group[], responders: Responders, now: number): Group[]
  /** Those of them who were not called about a cause a short while ago. They count as called now. */
  claim(responders: readonly Responder[], cause: string, now: number): Responder[]
}

type Known = { groups: { all(): readonly Group[] }; channels: { all(): readonly Channel[] } }

/** Knows what these groups have called. What is noted counts at once, before it is stored. */
export function createCalls({ groups, channels }: Known): Calls {
  const claimed = new Map<string, number>()
  const keyOf = (cause: string, id: string) => `${id} ${cause}`

  function isCalledLately(cause: string, id: string, now: number): boolean {
    const claimedAt = claimed.get(keyOf(cause, id))
    if (claimedAt !== undefined && !hasPassed(calledOnceMs, { since: claimedAt, now })) return true
    const isRecent = (at: number) => !hasPassed(calledOnceMs, { since: at, now })
    const inGroups = groups.all().filter((group) => group.cause === cause)
    const inPrivate = channels.all().flatMap(({ notices = {} }) => Object.values(notices))
    return (
      inGroups.some((group) => callsIn(group).some((call) => call.id === id && isRecent(call.at))) ||
      inPrivate.some(({ at, calls }) => calls?.cause === cause && calls.ids.includes(id) && isRecent(at))
    )
  }

  function called(responder: Responder, { way, cause, now }: { way: Way; cause: string; now: number }): Responder {
    claimed.set(keyOf(cause, responder.id), now)
    return { ...responder, called: { way, at: now } }
  }

  function forgetOld(now: number): void {
    for (const [key, at] of claimed) if (hasPassed(calledOnceMs, { since: at, now })) claimed.delete(key)
  }

  return {
    claim(responders, cause, now) {
      forgetOld(now)
      const those = responders.filter(({ id }) => !isCalledLately(cause, id, now))
      for (const { id } of those) claimed.set(keyOf(cause, id), now)
      return those
    },
    noted(changed, responders, now) {
      forgetOld(now)
      return changed.map((group) => {
        const { cause } = group
        const members = group.members.map((member) => {
          const own = responders.get(memberKey(member))
          if (own === undefined || member.responders !== undefined) return member
          const those = own.responders.map((responder) =>
            own.way === 'none' || isCalledLately(cause, responder.id, now)
              ? responder
              : called(responder, { way: own.way, cause, now }),
          )
          return { ...member, responders: those }
        })
        return withPassed({ ...group, members }, (responder, way) => called(responder, { way, cause, now }))
      })
    },
  }
}

/** The group with whom it calls about sizes that it has just grown to. */
function withPassed(group: Group, call: (responder: Responder, way: Way) => Responder): Group {
  const { passed = [], passedResponders = [], members } = group
  const fresh = passed.filter((size) => !passedResponders.some((one) => one.size === size))
  const way = wayOf(members)
  const all = everyResponder(members)
  if (fresh.length === 0 || all.length === 0 || way === undefined) return group
  const responders = all.map(({ called: _, ...responder }) => call(responder, way))
  return { ...group, passedResponders: [...passedResponders, ...fresh.map((size) => ({ size, responders }))] }
}

/** Everybody whose turn it is about any member, each once: as they are called, if they are. */
export function everyResponder(members: readonly Pick<Member, 'responders'>[]): Responder[] {
  const all = members.flatMap(({ responders = [] }) => responders)
  const calledLast = all.toSorted((a, b) => Number(a.called !== undefined) - Number(b.called !== undefined))
  return [...new Map(calledLast.map((responder) => [responder.id, responder])).values()]
}

/** How the group has called somebody. Undefined if it has called nobody. */
function wayOf(members: readonly Member[]): Way | undefined {
  return members.flatMap(({ responders = [] }) => responders.flatMap(({ called }) => called?.way ?? [])).at(-1)
}

function callsIn({ members, passedResponders = [] }: Group): { id: string; at: number }[] {
  const responders = [...members, ...passedResponders].flatMap(({ responders = [] }) => responders)
  return responders.flatMap(({ id, called }) => (called === undefined ? [] : [{ id, at: called.at }]))
}
