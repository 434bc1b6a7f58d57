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

/** Knows who was called about which cause, in all channels of a workspace. */
export type Calls = {
  /**
   * Makes a decision. Whom it calls counts at once in decisions of other channels. Once it is made, only what it has
   * stored counts: if a write failed, the next decision calls the same people.
   */
  during<Decided>(decide: (calling: Calling) => Promise<Decided>): Promise<Decided>
}

/** The calls of one decision. */
export type Calling = {
  /**
   * The groups with whom their messages call: of a new member everybody whose turn it is, unless they were called about
   * the same cause a short while ago; of a size that a group has grown to, everybody whose turn it is about any member.
   */
  noted(changed: readonly Group[], responders: Responders, now: number): Group[]
  /** Those of them who were not called about a cause a short while ago. They count as called now. */
  claim(responders: readonly Responder[], cause: string, now: number): Responder[]
}

type Known = { groups: { all(): readonly Group[] }; channels: { all(): readonly Channel[] } }

/** Knows what these groups and channels have called. */
export function createCalls({ groups, channels }: Known): Calls {
  /** Whom each decision calls that is being made. */
  const underWay = new Set<Set<string>>()

  function isCalledLately(cause: string, id: string, now: number): boolean {
    if ([...underWay].some((calls) => calls.has(keyOf(cause, id)))) return true
    const isRecent = (at: number) => !hasPassed(calledOnceMs, { since: at, now })
    const inGroups = groups.all().filter((group) => group.cause === cause)
    const inPrivate = channels.all().flatMap(({ notices = {} }) => Object.values(notices))
    return (
      inGroups.some((group) => callsIn(group).some((call) => call.id === id && isRecent(call.at))) ||
      inPrivate.some(({ at, calls }) => calls?.cause === cause && calls.ids.includes(id) && isRecent(at))
    )
  }

  return {
    async during(decide) {
      const own = new Set<string>()
      underWay.add(own)
      try {
        return await decide(callingFor(own, isCalledLately))
      } finally {
        underWay.delete(own)
      }
    },
  }
}

/** The calls of a decision that adds to these whom it calls. */
function callingFor(own: Set<string>, isCalledLately: (cause: string, id: string, now: number) => boolean): Calling {
  function called(responder: Responder, { way, cause, now }: { way: Way; cause: string; now: number }): Responder {
    own.add(keyOf(cause, responder.id))
    return { ...responder, called: { way, at: now } }
  }

  return {
    claim(responders, cause, now) {
      const those = responders.filter(({ id }) => !isCalledLately(cause, id, now))
      for (const { id } of those) own.add(keyOf(cause, id))
      return those
    },
    noted(changed, responders, now) {
      return changed.map((group) => {
        const { cause } = group
        const members = group.members.map((member) => {
          const turn = responders.get(memberKey(member))
          if (turn === undefined || member.responders !== undefined) return member
          const those = turn.responders.map((responder) =>
            turn.way === 'none' || isCalledLately(cause, responder.id, now)
              ? responder
              : called(responder, { way: turn.way, cause, now }),
          )
          return { ...member, responders: those }
        })
        return withPassed({ ...group, members }, (responder, way) => called(responder, { way, cause, now }))
      })
    },
  }
}

function keyOf(cause: string, id: string): string {
  return `${id} ${cause}`
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
