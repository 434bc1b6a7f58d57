import type { Subject } from '../../../access/roles.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import { subjectText } from '../../../views/access/roles.ts'
import { authorise } from '../../machine/authorise.ts'
import type { Origin, Tools } from '../../machine/command.ts'

/** Throws AppError usage if somebody could never be called: an app, or a person who has left or is of another workspace. */
export async function assertCallable(
  { type, id }: Subject,
  usage: string,
  { kindOf }: Pick<Tools, 'kindOf'>,
): Promise<void> {
  if (type === 'group') return
  const kind = await kindOf(id, { isFresh: true }).catch(unlessAppError)
  if (kind !== 'app' && kind !== 'outsider') return
  const who = subjectText({ type, id })
  const problem =
    kind === 'app'
      ? `${who} is an app. Ferry can call people and user groups.`
      : `${who} has left this workspace or belongs to another one, so Ferry can’t call them.`
  throw new AppError('usage', { problem, usage })
}

/** The user groups that have nobody in them. Those about which Slack says nothing do not count. */
export async function emptyGroups(
  subjects: readonly Subject[],
  { membersOf }: Pick<Tools, 'membersOf'>,
): Promise<Subject[]> {
  const groups = subjects.filter(({ type }) => type === 'group')
  const members = await Promise.all(groups.map(({ id }) => membersOf(id, { isFresh: true }).catch(unlessAppError)))
  return groups.filter((_, index) => members[index]?.length === 0)
}

/** The accounts that a person is an admin of. Throws rights_unknown if Slack does not say who they are. */
export async function administered(
  origin: Origin,
  tools: Pick<Tools, 'store' | 'standingOf'>,
): Promise<'all' | readonly string[]> {
  if (await isAdmin({ origin }, tools)) return 'all'
  const { items } = await tools.store.accounts.list()
  const own = await Promise.all(items.map(({ name: account }) => isAdmin({ origin, account }, tools)))
  return items.flatMap(({ name }, index) => (own[index] ? [name] : []))
}

async function isAdmin(
  asked: { origin: Origin; account?: string },
  tools: Pick<Tools, 'store' | 'standingOf'>,
): Promise<boolean> {
  try {
    await authorise({ ...asked, needs: 'admin' }, tools)
    return true
  } catch (error) {
    if (isAppError(error, 'not_allowed', 'guest_not_allowed', 'stranger')) return false
    throw error
  }
}

function unlessAppError(error: unknown): undefined {
  if (!isAppError(error)) throw error
}
