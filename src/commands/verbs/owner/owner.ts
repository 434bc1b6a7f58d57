import { type Owned, type Owner, ownerKey } from '../../../access/owners.ts'
import { groupsIn, isAmong, type Subject } from '../../../access/roles.ts'
import { AppError } from '../../../errors/errors.ts'
import {
  ownedWords,
  ownerForm,
  ownerPage,
  ownersNamed,
  ownersRemoved,
  typedOwned,
} from '../../../views/access/owners.ts'
import type { Message } from '../../../views/blocks/message.ts'
import { isPolite, meansMe } from '../../find/words.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { pageIn } from '../../machine/page.ts'
import { subjectIn, withPeople } from '../../machine/plain-names.ts'
import { namedGroups, suggestGroups } from '../../user-groups.ts'
import { fromForm, offeredIn } from './form.ts'
import { administered, assertCallable, emptyGroups } from './people.ts'
import { readTarget, type Target } from './target.ts'

export const owner: Command = {
  verb: 'owner',
  aliases: ['owners', 'own', 'oncall', 'on-call'],
  needs: ({ words }) => (isLooking(words) ? 'viewer' : 'admin'),
  takes: { most: 'any' },
  usage: 'owner [me | account | bucket <pattern> | key <name>] [@person or @group | none]',
  summary: 'Who is called when something is wrong',
  examples: [
    'owner',
    'owner me',
    'owner prod-hw @oncall',
    'owner bucket archive-* @person',
    'owner key photos-read none',
  ],
  notes: [
    'Failures, stalls and accounts that can’t be read call the owner of the key or bucket that they are about, or else of the account.',
    'If nobody is named, they call the person who requested or follows the migration, or connected the account.',
    'A bucket pattern holds for the accounts that you are an admin of.',
  ],
  answersTo: ({ asks, words, ref }) =>
    ref === undefined && /^(who|whose|anybody|anyone)$/.test(asks) && words.some(isAboutOwners) ? 'owner' : undefined,
  opensForm: ({ words, answers }) =>
    answers === undefined && !isLooking(words) && (words.length === 1 || isHalf(words)),
  suggest: (_, { typed }, tools) => suggestGroups(typed, tools),
  async run(invocation, tools) {
    const { words, answers } = invocation
    if (answers !== undefined) return nameFromForm(invocation, tools)
    if (isLooking(words)) return show(invocation, tools)
    if (words.length === 1 || isHalf(words)) return ask(invocation, tools)
    // A name can be anybody's tomorrow, so the person who names an owner looks at whom they name.
    const named = await withPeople({ verb: 'owner', words, isConfirmed: true }, tools)
    if (named.type === 'question') return named.reply
    const target = await readTarget(named.words, tools)
    return { type: 'message', message: await name(target, readSubjects(target.rest), { invocation, tools }) }
  },
}

/** Whether a word of a question asks who answers for something: on call, responsible, who owns it. */
function isAboutOwners(word: string): boolean {
  return /^(on-?call|call(s|ed)?|duty|responsible|charge|own(s|ers?)?|turn)$/.test(word)
}

/** Whether only a list is wanted: of all owners, or of what the person answers for. */
function isLooking(words: readonly string[]): boolean {
  return words.every((word) => isPolite(word) || meansMe(word))
}

/** Whether only the thing was typed, of which the first word says what it is. */
function isHalf([what = '', ...rest]: readonly string[]): boolean {
  return /^(buckets?|key)$/i.test(what) && rest.length === 1
}

async function show(invocation: Invocation, { store, standingOf }: Tools): Promise<Reply> {
  const { origin, words } = invocation
  const page = pageIn(invocation, owner.usage)
  const { items, unreadable } = await store.owners.list()
  const isMine = words.some(meansMe)
  const shown = isMine ? await ownedBy(origin.user, items, { standingOf }) : items
  return { type: 'message', message: ownerPage(shown, { unreadable: unreadable.length, page, isMine }) }
}

/** The owners among whom a person is, also as a member of a user group. */
async function ownedBy(user: string, owners: readonly Owner[], { standingOf }: Pick<Tools, 'standingOf'>) {
  const standing = await standingOf(user, { groups: groupsIn(owners.flatMap(({ subjects }) => subjects)) })
  return owners.filter(({ subjects }) => isAmong(subjects, standing))
}

/** Opens the form, with what was typed filled in. */
async function ask({ words, origin }: Invocation, tools: Tools): Promise<Reply> {
  const [typed = ''] = words
  const isBare = words.length === 1 && /^(set|add|name|new)$/i.test(typed)
  const target = isBare ? undefined : await readTarget(words, tools)
  const { items } = await tools.store.owners.list()
  const initial = target && { of: target.of, subjects: items.find(({ of }) => isSame(of, target.of))?.subjects ?? [] }
  const offered = await offeredIn(origin, tools)
  const groups = await namedGroups(groupsIn(initial?.subjects ?? []), tools)
  const where = origin.channel === undefined ? {} : { channel: origin.channel }
  return { type: 'form', modal: ownerForm({ ...offered, ...where, groups, ...(initial && { initial }) }) }
}

async function nameFromForm(invocation: Invocation, tools: Tools): Promise<Reply> {
  const read = fromForm(invocation.answers ?? {})
  if ('problems' in read) return { type: 'form problems', problems: read.problems }
  const target = await readTarget(read.words, tools)
  return { type: 'message', message: await name(target, read.subjects, { invocation, tools }) }
}

/** The people of a command: none, to name nobody any more. Throws AppError usage for anything else. */
function readSubjects(words: readonly string[]): Subject[] {
  if (words.length === 1 && /^(none|nobody|off|-)[.]?$/i.test(words[0] ?? '')) return []
  return words.map((word) => {
    const subject = subjectIn(word)
    if (subject !== undefined) return subject
    const problem = `\`${word.slice(0, 40)}\` is not a person or user group. Choose one from the list that Slack shows after @, or type none.`
    throw new AppError('usage', { problem, usage: owner.usage })
  })
}

type Acting = { invocation: Invocation; tools: Tools }

/** Names the owners of a thing in place of those before, or nobody. */
async function name({ of }: Target, subjects: readonly Subject[], { invocation, tools }: Acting): Promise<Message> {
  const { origin } = invocation
  const { store, clock } = tools
  for (const subject of subjects) await assertCallable(subject, owner.usage, tools)
  const things = of.type === 'bucket' ? await patternsFor(of, { invocation, tools }) : [of]
  const before = await ownersBefore(of, things, store)
  if (subjects.length === 0 && before.length === 0) {
    throw new AppError('owner_not_found', { of: ownedWords(of), owned: typedOwned(of) })
  }
  const run = async () => {
    for (const one of before) await store.owners.delete(ownerKey(one.of))
    if (subjects.length === 0) return
    for (const thing of things) {
      await store.owners.set(ownerKey(thing), { of: thing, subjects, setBy: origin.user, setAt: clock.now() })
    }
  }
  const about = of.type === 'account' ? { account: of.account } : { isForAny: of.type === 'bucket' }
  const detail = subjects.length === 0 ? 'none' : subjects.map(({ id }) => id).join(', ')
  await enact({ origin, needs: 'admin', verb: 'owner', subject: typedOwned(of), ...about, detail, run }, tools)
  const earlier = before[0]?.subjects ?? []
  if (subjects.length === 0) return ownersRemoved(of, earlier)
  return ownersNamed({ of, things, subjects, earlier, empty: await emptyGroups(subjects, tools) })
}

/** The pattern in each account that the person is an admin of: once, without an account, if that is all of them. */
async function patternsFor(of: Extract<Owned, { type: 'bucket' }>, { invocation, tools }: Acting): Promise<Owned[]> {
  const accounts = await administered(invocation.origin, tools)
  return accounts === 'all' ? [of] : accounts.map((account) => ({ ...of, account }))
}

/** The owners who are replaced. An admin of everything replaces those of a pattern in every account. */
async function ownersBefore(of: Owned, things: readonly Owned[], { owners }: Tools['store']): Promise<Owner[]> {
  const { items } = await owners.list()
  const keys = new Set(things.map(ownerKey))
  const isEverywhere = things.some((thing) => thing.type === 'bucket' && thing.account === undefined)
  return items.filter((one) => keys.has(ownerKey(one.of)) || (isEverywhere && isSame(one.of, of)))
}

/** Whether two are the same, in whatever account. */
function isSame(one: Owned, other: Owned): boolean {
  if (one.type === 'bucket' && other.type === 'bucket') return one.pattern === other.pattern
  return ownerKey(one) === ownerKey(other)
}
