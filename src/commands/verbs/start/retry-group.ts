import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import type { Migration } from '../../../migrations/migration.ts'
import { type RetryForm, retryForm } from '../../../views/act/retry-form.ts'
import { actedTogether } from '../../../views/act/together.ts'
import type { Modal } from '../../../views/blocks/message.ts'
import { keyNames } from '../../key-uses.ts'
import type { FlagName, FormTools, Invocation, Reply, Tools } from '../../machine/command.ts'
import { lackingKeys, type Members, problemsIn, questionsFor } from './group-keys.ts'
import { restartMembers } from './restart-members.ts'

/**
 * Retries the failed migrations of a group. If any of them need storage keys, one form asks for the keys of all. It is
 * drawn from what is known, so that no cloud can hold it up.
 */
export async function retryGroup(invocation: Invocation, tools: Tools): Promise<Reply> {
  const { answers, asked = [], flags } = invocation
  const members = await membersMeant(invocation, tools)
  if (answers === undefined || (asked.length === 0 && (await keyNames(tools)).length === 0)) {
    const lacking = await lackingKeys('retry', members, { invocation, tools })
    if (lacking.length > 0) return { type: 'form', modal: await formFor(lacking, invocation, tools) }
  }
  const problems = problemsIn(invocation)
  if (Object.keys(problems).length > 0) return { type: 'form problems', problems }
  const outcomes = await restartMembers('retry', members, { invocation, tools })
  const message = actedTogether('retry', outcomes, defined({ from: flags.from, to: flags.to }))
  return { type: 'message', message }
}

/** Whether retrying a group first needs a form for storage keys. Asks no cloud. */
export async function asksForKeys(invocation: Invocation, tools: FormTools): Promise<boolean> {
  return (await lackingKeys('retry', await membersMeant(invocation, tools), { invocation, tools })).length > 0
}

/** The members of a group with the source and destination bucket that were named, each migration once. */
async function membersMeant({ flags }: Invocation, { store }: Pick<Tools, 'store'>): Promise<Members> {
  const { group: id = '', from, to } = flags
  const group = await store.groups.get(id)
  if (group === undefined) throw new AppError('group_not_found')
  const meant = group.members.filter((member) => isSame(member.from, from) && isSame(member.to, to))
  if (meant.length === 0) throw new AppError('group_without_bucket', { way: wayOf(flags) })
  return [...new Map(meant.map((member) => [`${member.account}/${member.migrationId}`, member])).values()]
}

function isSame(bucket: string, wanted: string | undefined): boolean {
  return wanted === undefined || bucket.toLowerCase() === wanted.toLowerCase()
}

function wayOf({ from, to }: Invocation['flags']): string {
  const named = { from, to }
  return Object.entries(named)
    .flatMap(([way, bucket]) => (bucket === undefined ? [] : [`${way} \`${bucket.slice(0, 80)}\``]))
    .join(' ')
}

async function formFor(lacking: readonly Migration[], invocation: Invocation, tools: Tools): Promise<Modal> {
  const { flags } = invocation
  const command = ['retry', ...keptFlags.flatMap((name) => optionFor(name, flags[name]))].join(' ')
  return keysForm(lacking, command, { about: { verb: 'retry', total: lacking.length }, invocation, tools })
}

type Asking = { about: RetryForm['about']; invocation: Invocation; tools: FormTools }

/** The form for the keys of several migrations that are restarted together. */
export async function keysForm(
  lacking: readonly Migration[],
  command: string,
  { about, invocation, tools }: Asking,
): Promise<Modal> {
  const { channel } = invocation.origin
  return retryForm({ command, about, ...(await questionsFor(lacking, invocation, tools)), ...defined({ channel }) })
}

/** Options that the form sends again. */
const keptFlags = ['group', 'from', 'to', 'source', 'target'] as const

function optionFor(name: FlagName, value: string | undefined): string[] {
  if (value === undefined) return []
  return [`--${name} ${/\s/.test(value) ? `"${value.replaceAll('"', '')}"` : value}`]
}
