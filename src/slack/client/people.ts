import type { PeopleIn, PeopleNamed, UserGroup } from '../../access/people.ts'
import type { PersonKind } from '../../access/roles.ts'
import type { Clock } from '../../async/clock.ts'
import { createMemory } from '../../async/memory.ts'
import { AppError, isAppError } from '../../errors/errors.ts'
import type { Person, SlackWire } from './wire.ts'

export type PeopleParts = {
  wire: Pick<SlackWire, 'userInfo' | 'membersOf' | 'userGroups' | 'peopleNamed'>
  /**
   * The token of a workspace. Throws slack_token_refused if Slack refuses it: what Ferry remembers does not count
   * there.
   */
  tokenOf(workspace: string): Promise<string>
  firstAdmins(workspace: string): Promise<readonly string[]>
  clock: Clock
}

/**
 * How long an answer about a person is remembered, in milliseconds: people seldom become guests. Groups change more
 * often (see `groupLifeMs`), and Slack allows 20 questions about them a minute.
 */
const infoLifeMs = 300_000
const groupLifeMs = 60_000
/**
 * How long an answer counts for people who only look, in milliseconds, so that an outage of Slack at night does not
 * hide a migration from those who saw it in the evening.
 */
const outageLifeMs = 24 * 3_600_000
/** Most answers that are remembered. */
const maxRemembered = 5000

/** Asks Slack who people are, and remembers the answers for a short while. */
export function createPeople({ wire, tokenOf, firstAdmins, clock }: PeopleParts): PeopleIn {
  const infos = createAnswers<Person>(clock, infoLifeMs)
  const members = createAnswers<readonly string[]>(clock, groupLifeMs)
  // Kept apart, so that naming people in a message does not renew the answers that let people act.
  const kinds = createAnswers<PersonKind>(clock, infoLifeMs)
  const crowds = createAnswers<readonly string[]>(clock, groupLifeMs)
  const names = createAnswers<PeopleNamed>(clock, groupLifeMs)
  const allGroups = createAnswers<readonly UserGroup[]>(clock, groupLifeMs)
  return {
    in: (workspace) => ({
      firstAdmins: () => firstAdmins(workspace),
      kindOf: (user, { isFresh = false } = {}) =>
        kinds.get(`${workspace} ${user}`, isFresh, () => kindOf(wire, workspace, user)).catch(unknown),
      membersOf: (group, { isFresh = false } = {}) =>
        crowds.get(`${workspace} ${group}`, isFresh, () => membersOf(wire, workspace, group)).catch(unknown),
      userGroups: () => allGroups.get(workspace, false, () => wire.userGroups({ workspace })).catch(unknown),
      peopleNamed: (name) =>
        names.get(`${workspace} ${name}`, false, () => wire.peopleNamed({ workspace, name })).catch(unknown),
      async timeZoneOf(user) {
        const { timeZone } = await infos
          .get(`${workspace} ${user}`, false, () => wire.userInfo({ workspace, user }))
          .catch(unknown)
        return timeZone ?? 'UTC'
      },
      async standingOf(user, { groups, isFresh = false, isOldFine = false }) {
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
    }),
  }
}

const notSlacks = ['stranger', 'slack_token_refused', 'store_changed', 'store_unavailable'] as const

/** Whether Slack said nothing about a person. A refusal is an answer. */
function isOutage(error: unknown): boolean {
  return isAppError(error, 'slack_unreachable', 'slack_rate_limited', 'slack_outcome_unknown')
}

/**
 * A missing answer of Slack, in the words of rights. Trouble elsewhere, such as with the store, keeps its own words.
 */
function unknown(error: unknown): never {
  if (!isAppError(error) || isAppError(error, ...notSlacks)) throw error
  throw new AppError('rights_unknown', {}, { cause: error })
}

async function kindOf(wire: PeopleParts['wire'], workspace: string, user: string): Promise<PersonKind> {
  try {
    const { isMember, isGuest, isApp } = await wire.userInfo({ workspace, user })
    return !isMember ? 'outsider' : isApp ? 'app' : isGuest ? 'guest' : 'member'
  } catch (error) {
    if (isAppError(error, 'slack_refused') && /^user_not_(found|visible)$/.test(String(error.details.reason))) {
      return 'outsider'
    }
    throw error
  }
}

/** The members of a user group. A deleted group has none, which must not lock out everybody else. */
async function membersOf(wire: PeopleParts['wire'], workspace: string, group: string): Promise<readonly string[]> {
  try {
    return await wire.membersOf({ workspace, group })
  } catch (error) {
    if (isAppError(error, 'slack_refused') && error.details.reason === 'no_such_subteam') return []
    throw error
  }
}

/** Remembers answers of Slack's for a while. */
function createAnswers<Answer>(clock: Clock, lifeMs: number) {
  const known = createMemory<Answer>({ most: maxRemembered, now: clock.now })
  return {
    /** The answer remembered from the last day, if any. */
    last: (key: string) => known.get(key, outageLifeMs),
    async get(key: string, isFresh: boolean, ask: () => Promise<Answer>): Promise<Answer> {
      const before = isFresh ? undefined : known.get(key, lifeMs)
      if (before !== undefined) return before
      const answer = await ask()
      known.set(key, answer)
      return answer
    },
  }
}
