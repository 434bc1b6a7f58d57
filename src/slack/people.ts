import type { PersonKind, Standing } from '../access/roles.ts'
import type { Clock } from '../clock.ts'
import { AppError, isAppError } from '../errors.ts'
import type { Person, SlackWire } from './wire.ts'

export type People = {
  /**
   * Who somebody is in a workspace. Throws stranger for whoever is no member of it, or none any more, slack_token_refused
   * where Slack answers nothing any more, and rights_unknown when it does not say.
   */
  standingOf(workspace: string, user: string, asked: Asked): Promise<Standing>
  /** What somebody is, for naming people: nobody is let in by it. Throws rights_unknown when Slack does not say. */
  kindOf(workspace: string, user: string, asked?: Pick<Asked, 'isFresh'>): Promise<PersonKind>
  /** Who is in a user group now, for naming people. Throws rights_unknown when Slack does not say. */
  membersOf(workspace: string, group: string, asked?: Pick<Asked, 'isFresh'>): Promise<readonly string[]>
  /** Who installed Ferry there, and whom its operator named. */
  firstAdmins(workspace: string): Promise<readonly string[]>
}
export type Asked = {
  /** User groups that are worth asking about. */
  groups: readonly string[]
  /** Asks Slack again, whatever is remembered. */
  isFresh?: boolean
  /** While Slack does not answer, what it last said of the person counts for a day. */
  isOldFine?: boolean
}

export type PeopleParts = Pick<People, 'firstAdmins'> & {
  wire: Pick<SlackWire, 'userInfo' | 'membersOf'>
  /** Throws slack_token_refused where Slack answers nothing any more: what is remembered does not count there. */
  tokenOf(workspace: string): Promise<string>
  clock: Clock
}

/** People seldom become guests; groups change more often, and Slack allows 20 questions about them a minute. */
const infoLifeMs = 300_000
const groupLifeMs = 60_000
/** For whoever only looks: an outage of Slack's at night should not hide a migration from those who saw it in the evening. */
const outageLifeMs = 24 * 3_600_000
/** Most answers that are remembered. */
const maxRemembered = 5000

/** Asks Slack who people are, and remembers it for a short while. */
export function createPeople({ wire, tokenOf, firstAdmins, clock }: PeopleParts): People {
  const infos = createMemory<Person>(clock, infoLifeMs)
  const members = createMemory<readonly string[]>(clock, groupLifeMs)
  // Looking at those whom a message names leaves what lets people act as old as it is.
  const kinds = createMemory<PersonKind>(clock, infoLifeMs)
  const crowds = createMemory<readonly string[]>(clock, groupLifeMs)
  return {
    firstAdmins,
    kindOf: (workspace, user, { isFresh = false } = {}) =>
      kinds.get(`${workspace} ${user}`, isFresh, () => kindOf(wire, workspace, user)).catch(unknown),
    membersOf: (workspace, group, { isFresh = false } = {}) =>
      crowds.get(`${workspace} ${group}`, isFresh, () => membersOf(wire, workspace, group)).catch(unknown),
    async standingOf(workspace, user, { groups, isFresh = false, isOldFine = false }) {
      try {
        await tokenOf(workspace)
        const [admins, info, memberships] = await Promise.all([
          firstAdmins(workspace),
          infos
            .get(`${workspace} ${user}`, isFresh, () => wire.userInfo({ workspace, user }))
            .catch((error: unknown) => {
              const before = isOldFine && isOutage(error) ? infos.last(`${workspace} ${user}`) : undefined
              if (before === undefined) throw error
              return before
            }),
          Promise.all(
            groups.map((group) =>
              members.get(`${workspace} ${group}`, isFresh, () => membersOf(wire, workspace, group)),
            ),
          ),
        ])
        if (!info.isMember) throw new AppError('stranger')
        const own = groups.filter((_, index) => memberships[index]?.includes(user))
        return { user, isFirstAdmin: admins.includes(user), isGuest: info.isGuest, groups: own }
      } catch (error) {
        return unknown(error)
      }
    },
  }
}

/** Slack said nothing about the person; a refusal says something. */
function isOutage(error: unknown): boolean {
  return isAppError(error, 'slack_unreachable', 'slack_rate_limited', 'slack_outcome_unknown')
}

function unknown(error: unknown): never {
  if (!isAppError(error) || isAppError(error, 'stranger', 'slack_token_refused')) throw error
  throw new AppError('rights_unknown', {}, { cause: error })
}

async function kindOf(wire: PeopleParts['wire'], workspace: string, user: string): Promise<PersonKind> {
  try {
    const { isMember, isGuest } = await wire.userInfo({ workspace, user })
    return !isMember ? 'outsider' : isGuest ? 'guest' : 'member'
  } catch (error) {
    if (isAppError(error, 'slack_refused') && /^user_not_(found|visible)$/.test(String(error.details.reason))) {
      return 'outsider'
    }
    throw error
  }
}

/** A user group that was deleted has no members; it must not shut everybody else out. */
async function membersOf(wire: PeopleParts['wire'], workspace: string, group: string): Promise<readonly string[]> {
  try {
    return await wire.membersOf({ workspace, group })
  } catch (error) {
    if (isAppError(error, 'slack_refused') && error.details.reason === 'no_such_subteam') return []
    throw error
  }
}

function createMemory<Answer>(clock: Clock, lifeMs: number) {
  const known = new Map<string, { answer: Answer; at: number }>()
  const within = (key: string, ageMs: number): Answer | undefined => {
    const before = known.get(key)
    return before !== undefined && before.at + ageMs > clock.now() ? before.answer : undefined
  }
  return {
    /** What is remembered from the last day, if anything. */
    last: (key: string) => within(key, outageLifeMs),
    async get(key: string, isFresh: boolean, ask: () => Promise<Answer>): Promise<Answer> {
      const before = isFresh ? undefined : within(key, lifeMs)
      if (before !== undefined) return before
      const answer = await ask()
      known.delete(key)
      known.set(key, { answer, at: clock.now() })
      if (known.size > maxRemembered) known.delete(known.keys().next().value ?? key)
      return answer
    },
  }
}
