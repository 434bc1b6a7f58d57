import type { Subject } from '../../../access/roles.ts'
import { anyBucket, type OwnerForm } from '../../../views/access/owners.ts'
import type { Answers, Origin, Tools } from '../../machine/command.ts'
import { subjectIn } from '../../machine/plain-names.ts'
import { noGroups } from '../../user-groups.ts'
import { administered } from './people.ts'
import { patternProblem } from './target.ts'

/** The accounts and storage keys for which a person may name owners. */
export async function offeredIn(origin: Origin, tools: Tools): Promise<Pick<OwnerForm, 'accounts' | 'keys'>> {
  const [accounts, keys] = await Promise.all([tools.store.accounts.list(), tools.store.storageKeys.list()])
  const own = await administered(origin, tools)
  const names = accounts.items.map(({ name }) => name)
  return {
    accounts: own === 'all' ? names : names.filter((name) => own.includes(name)),
    keys: own === 'all' ? keys.items.map(({ name }) => name) : [],
  }
}

type Read = { words: readonly string[]; subjects: readonly Subject[] } | { problems: Record<string, string> }

/** Answers of the form, as the words of a command. */
export function fromForm({ what = '', pattern = '', people = '', group = '' }: Answers): Read {
  const [type, name] = what.split(' ')
  const typedPattern = pattern.trim()
  if (what === anyBucket && typedPattern === '') return { problems: { pattern: patternProblem.replaceAll('`', '') } }
  if (what !== anyBucket && typedPattern !== '') {
    return { problems: { pattern: 'This is for “Buckets by name” only. Choose that above, or leave this empty.' } }
  }
  if (group.split(',').includes(noGroups))
    return { problems: { group: 'Slack shows Ferry no user groups. Type the owner instead: /migrate owner … @group' } }
  const ids = group.split(/[\s,]+/).filter((id) => id !== '')
  const groups = ids.map((id) => subjectIn(`<!subteam^${id.toUpperCase()}>`))
  if (groups.includes(undefined)) return { problems: { group: 'A user group’s id starts with S, like S012ABCDEF.' } }
  const persons = people.split(',').filter((id) => id !== '')
  const subjects = [
    ...persons.map((id): Subject => ({ type: 'user', id })),
    ...groups.flatMap((subject) => subject ?? []),
  ]
  const target = what === anyBucket ? ['bucket', typedPattern] : type === 'key' ? ['key', name ?? ''] : [name ?? '']
  return { words: target, subjects }
}
