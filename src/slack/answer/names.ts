import type { UsersListResponse } from '@slack/web-api'
import type { PeopleNamed } from '../../access/people.ts'
import { type Calls, once } from '../client/calls.ts'

/** Members in one page of Slack's list, and how many pages one look takes: Slack allows 20 a minute. */
const pageSize = 200
const mostPages = 10

/**
 * Finds the active members of a workspace by their user name, display name or full name, in upper or lower case. Bots are
 * left out.
 */
export async function peopleNamed(
  calls: Calls,
  { workspace, name }: { workspace: string; name: string },
): Promise<PeopleNamed> {
  const wanted = plain(name)
  const people: string[] = []
  let cursor: string | undefined
  for (let page = 0; page < mostPages; page += 1) {
    const from = cursor === undefined ? {} : { cursor }
    const answer = await once(calls, { workspace, method: 'users.list', isRepeatable: true }, (client, token) =>
      client.users.list({ token, limit: pageSize, ...from }),
    )
    const found = (answer.members ?? []).filter((member) => isPerson(member) && namesOf(member).includes(wanted))
    people.push(...found.flatMap(({ id }) => id ?? []))
    cursor = answer.response_metadata?.next_cursor || undefined
    if (cursor === undefined) return { people, isWhole: true }
  }
  return { people, isWhole: false }
}

type Member = NonNullable<UsersListResponse['members']>[number]

/** Slack lists its own helper as a person. */
function isPerson({ id, deleted, is_bot }: Member): boolean {
  return deleted !== true && is_bot !== true && id !== 'USLACKBOT'
}

function namesOf({ name, real_name, profile }: Member): string[] {
  const { display_name, display_name_normalized, real_name_normalized } = profile ?? {}
  const names = [name, real_name, display_name, display_name_normalized, real_name_normalized]
  return names.flatMap((one) => (one === undefined || one === '' ? [] : [plain(one)]))
}

function plain(name: string): string {
  return name.trim().replace(/^@/, '').toLowerCase()
}
