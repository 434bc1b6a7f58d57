import { AppError } from '../../errors/errors.ts'
import { ackKey, ackOf } from '../../fleet/acks.ts'
import type { Sighted } from '../../fleet/search.ts'
import type { Migration } from '../../migrations/migration.ts'
import { isIncomplete } from '../../migrations/outcome.ts'
import { refOf } from '../../migrations/typed/ref.ts'
import type { Ack } from '../../store/store.ts'
import { handOnForm, takenAnswer, takenBefore } from '../../views/act/ack.ts'
import { withMigration } from '../find/find.ts'
import { namingWords } from '../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../machine/command.ts'
import { enact } from '../machine/enact.ts'
import { subjectIn, withPeople } from '../machine/plain-names.ts'
import { refuseRest } from '../machine/rest.ts'

export const ack: Command = {
  verb: 'ack',
  aliases: ['acknowledge', 'take', 'mine'],
  needs: 'viewer',
  takes: { most: 'any' },
  options: ['group', 'yes'],
  usage: 'ack <id> [@person]',
  summary: 'Say that you take care of a failure or a stall, or hand it on',
  examples: ['ack 1912…', 'ack 1912… @person'],
  notes: ['The channel sees who has it, and nobody else is called about it.'],
  opensForm: ({ words, answers }) => answers === undefined && isHandingOn(words),
  async run(invocation, tools) {
    if (isHandingOn(invocation.words) && invocation.answers === undefined) return ask(invocation)
    const named = await withPeople({ verb: 'ack', words: invocation.words }, tools)
    if (named.type === 'question') return named.reply
    const holder = holderIn(named.words, invocation)
    const words = namingWords(named.words).filter((word) => subjectIn(word) === undefined && !isTo(word))
    const [, ...others] = named.words.filter((word) => subjectIn(word) !== undefined)
    refuseRest([...words.slice(invocation.flags.group === undefined ? 1 : 0), ...others], ack)
    if (invocation.flags.group !== undefined) return takeAll(invocation.flags.group, holder, { invocation, tools })
    return withMigration({ ...invocation, words }, tools, {
      verb: 'ack',
      command: (ref) => ['ack', ref, ...(holder === invocation.origin.user ? [] : [`<@${holder}>`])].join(' '),
      isKnownEnough: true,
      proceed: ({ migration }) => takeOne(migration, holder, { invocation, tools }),
    })
  },
}

/** Whether a form asks to whom something is handed on. */
function isHandingOn(words: readonly string[]): boolean {
  return isTo(words.at(-1))
}

function isTo(word: string | undefined): boolean {
  return word?.toLowerCase() === 'to'
}

function ask({ words, flags, origin }: Invocation): Reply {
  const command = ['ack', ...(flags.group === undefined ? words : [`--group ${flags.group}`, 'to'])].join(' ')
  return { type: 'form', modal: handOnForm(command, origin.channel) }
}

/** The person who is to take care of it. Throws AppError usage if it is no person. */
function holderIn(words: readonly string[], { answers, origin }: Invocation): string {
  if (answers?.person !== undefined) return answers.person
  const [subject] = words.flatMap((word) => subjectIn(word) ?? [])
  if (subject === undefined) return origin.user
  if (subject.type === 'user') return subject.id
  throw new AppError('usage', {
    problem: 'One person takes care of it: name a person, not a user group.',
    usage: ack.usage,
  })
}

type Acting = { invocation: Invocation; tools: Tools }

async function takeOne(migration: Migration, holder: string, acting: Acting): Promise<Reply> {
  const { invocation, tools } = acting
  const [sighted] = await seen([migration], tools)
  const since = sighted && troubledSince(sighted)
  const ref = refOf(migration)
  if (sighted === undefined || since === undefined) throw new AppError('ack_needless', { ref: ref.slice(0, 120) })
  await assertPerson(holder, tools)
  const before = await ackNow(sighted, tools)
  const named = { refs: [ref], user: invocation.origin.user }
  if (before !== undefined && !goesOver(before, holder, invocation)) {
    return { type: 'message', message: takenBefore({ ...named, holders: [before.holder], since: before.at }) }
  }
  await note([sighted], holder, acting)
  return { type: 'message', message: takenAnswer({ ...named, holder }) }
}

/**
 * Whether what somebody has goes over to another person: it does if it is handed on, but who takes it sees first whose it
 * is.
 */
function goesOver(before: Ack, holder: string, { flags, origin }: Invocation): boolean {
  return before.holder !== holder && (holder !== origin.user || flags.yes !== undefined)
}

/** Takes everything of a group that still needs somebody and is nobody else's. */
async function takeAll(id: string, holder: string, acting: Acting): Promise<Reply> {
  const { invocation, tools } = acting
  const group = await tools.store.groups.get(id)
  if (group === undefined) throw new AppError('group_not_found')
  const sighted = await seen(
    group.members.map(({ account, migrationId }) => ({ account, id: migrationId })),
    tools,
  )
  const troubled = sighted.filter((one) => troubledSince(one) !== undefined)
  if (troubled.length === 0) throw new AppError('acks_needless')
  await assertPerson(holder, tools)
  const [taken, kept]: [Sighted[], Ack[]] = [[], []]
  for (const one of troubled) {
    const before = await ackNow(one, tools)
    if (before === undefined || goesOver(before, holder, invocation)) taken.push(one)
    else kept.push(before)
  }
  const holders = kept.map((before) => before.holder)
  const named = { group: id, user: invocation.origin.user }
  const refsOf = (those: readonly Sighted[]) => those.map(({ migration }) => refOf(migration))
  if (taken.length === 0)
    return { type: 'message', message: takenBefore({ ...named, refs: refsOf(troubled), holders }) }
  await note(taken, holder, acting)
  const others = holders.filter((one) => one !== holder)
  return { type: 'message', message: takenAnswer({ ...named, holder, refs: refsOf(taken), others }) }
}

async function note(sighted: readonly Sighted[], holder: string, { invocation, tools }: Acting): Promise<void> {
  const { origin } = invocation
  for (const { migration } of sighted) {
    const { account, id: migrationId } = migration
    const run = async () => {
      const record: Ack = { account, migrationId, holder, by: origin.user, at: tools.clock.now() }
      await tools.store.acks.set(ackKey(record), record)
    }
    const detail = holder === origin.user ? {} : { detail: `to ${holder}` }
    await enact({ origin, needs: 'viewer', verb: 'ack', subject: refOf(migration), account, ...detail, run }, tools)
  }
}

async function seen(those: readonly { account: string; id: string }[], { fleet }: Tools): Promise<Sighted[]> {
  const migrations = those.map(({ account, id }) => ({ account, id }))
  return [...(await fleet.ask({ type: 'these', migrations })).sighted]
}

/** Since when a migration has needed somebody. Undefined if it does not. */
function troubledSince({ migration, stalledSince, lateSince }: Sighted): number | undefined {
  if (stalledSince !== undefined) return stalledSince
  return migration.state === 'failed' || isIncomplete(migration) ? 0 : lateSince
}

async function ackNow(
  { migration, stalledSince, lateSince, movedAt }: Sighted,
  { store }: Tools,
): Promise<Ack | undefined> {
  const key = ackKey({ account: migration.account, migrationId: migration.id })
  const record = await store.acks.get(key)
  return record && ackOf(new Map([[key, record]]), migration, stalledSince ?? lateSince ?? movedAt)
}

async function assertPerson(user: string, { kindOf }: Tools): Promise<void> {
  const kind = await kindOf(user).catch(() => 'member')
  if (kind === 'member' || kind === 'guest') return
  const problem = `<@${user}> is no person of this workspace who could take care of it.`
  throw new AppError('usage', { problem, usage: ack.usage })
}
