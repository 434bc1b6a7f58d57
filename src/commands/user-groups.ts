import { isAppError } from '../errors/errors.ts'
import type { Suggestion, Tools } from './machine/command.ts'
import { matching } from './machine/suggest.ts'

type Asking = Pick<Tools, 'userGroups'>

/** The answer that tells why no user groups are offered. It names none. */
export const noGroups = '-'

/** The user groups whose handle or name fits what somebody types, or why Slack shows none. */
export async function suggestGroups(typed: string, tools: Asking): Promise<readonly Suggestion[]> {
  try {
    const groups = await tools.userGroups()
    const labels = new Map(groups.map(({ id, handle, name }) => [id, labelOf({ handle, name })]))
    const found = matching(
      groups.map(({ id, handle }) => ({ value: handle, label: labels.get(id) ?? id })),
      typed.replace(/^@/, ''),
    )
    const idOf = new Map(groups.map(({ id, handle }) => [handle, id]))
    return found.flatMap(({ value, label }) => {
      const id = idOf.get(value)
      return id === undefined ? [] : [{ value: id, label }]
    })
  } catch (error) {
    if (!isAppError(error)) throw error
    return [{ value: noGroups, label: 'Slack shows Ferry no user groups: it needs the scope usergroups:read' }]
  }
}

/** User groups as the options of a select, by their names as far as Slack tells them. */
export async function namedGroups(ids: readonly string[], tools: Asking): Promise<readonly Suggestion[]> {
  if (ids.length === 0) return []
  const groups = await tools.userGroups().catch((error: unknown) => {
    if (!isAppError(error)) throw error
    return []
  })
  return ids.map((id) => {
    const group = groups.find((one) => one.id === id)
    return { value: id, label: group === undefined ? id : labelOf(group) }
  })
}

/** The user group that a plain handle names, such as `@leads`. */
export async function groupNamed(handle: string, tools: Asking): Promise<string | undefined> {
  const wanted = handle.replace(/^@/, '').toLowerCase()
  const groups = await tools.userGroups().catch((error: unknown) => {
    if (!isAppError(error)) throw error
    return []
  })
  return groups.find((group) => group.handle.toLowerCase() === wanted)?.id
}

function labelOf({ handle, name }: { handle: string; name: string }): string {
  return name === '' || name === handle ? `@${handle}` : `@${handle} · ${name}`
}
