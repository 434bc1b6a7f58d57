import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import { type Limit, type LimitRules, limitsProblem } from '../../../migrations/typed/limit-rules.ts'
import { formatLimits, limitExample, type ReadLimits, readLimits } from '../../../migrations/typed/limit-text.ts'
import { formatRef, type Ref, refOf } from '../../../migrations/typed/ref.ts'
import type { Provider } from '../../../providers/provider.ts'
import { limitForm, limitsInWords, noteOnHours } from '../../../views/words/bandwidth.ts'
import { targetOf } from '../../act.ts'
import { openedBy } from '../../find/find.ts'
import type { Missing } from '../../find/find-each.ts'
import type { Found } from '../../find/found.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { actOnEach, ifPossible } from '../together/each.ts'
import { meansAll } from '../together/meant.ts'
import { type Asked, askFirst, onAll } from '../together/on-all.ts'
import { splitLimit } from './limit-words.ts'
import { askForNamed, setOnNamed } from './on-named.ts'
import { refsMeant } from './refs.ts'
import { type Setting, steer } from './steer.ts'

export const limit: Command = {
  verb: 'limit',
  aliases: ['limits', 'throttle', 'bandwidth'],
  needs: 'operator',
  takes: { most: 'any' },
  options: ['of'],
  usage: 'limit <ids… | all …> [<speed> [hh:mm-hh:mm], … | off]',
  summary: 'Limit how fast migrations copy, all day or by the hour',
  examples: [
    'limit 1912… 20MB/s',
    `limit 1912… ${limitExample}`,
    'limit 1912… 1913… off',
    'limit 1912…',
    'limit all running 20MB/s',
  ],
  notes: [
    '`all`, and words as in `list`, means everything that can be limited there. Ferry asks first.',
    'New rules replace the old ones. MB is 1,000,000 bytes, MiB is 1,048,576; Mbit/s works too.',
    'Without rules, a form opens with the current ones. Hours follow the cloud’s own clock.',
  ],
  opensForm: ({ words, answers }) => answers === undefined && splitLimit(words).rules === '',
  async run(invocation, tools) {
    const { refs: named, rules: typed } = splitLimit(invocation.words)
    const given = { ...invocation, words: named }
    if (meansAll(given)) return limitAll(given, typed, tools)
    const asked = { words: named, command: (ref: string) => ['limit', ref, typed].join(' ').trim() }
    const meant = await refsMeant(asked, limit, { invocation, tools })
    if (meant.type === 'choice') return meant
    const { refs } = meant
    const { answers } = invocation
    if (answers === undefined && typed === '') {
      return openedBy(await ask(refs, { invocation, tools }), asked.command(refs.map(formatRef).join(' ')))
    }
    const read = readLimits(answers?.rules ?? typed, widestOf(tools.providers))
    return read.ok ? setOnNamed(refs, limiting(read.limits), { invocation, tools }) : refuse(read, refs, invocation)
  },
}

function refuse(read: ReadLimits & { ok: false }, refs: readonly Ref[], { answers }: Invocation): Reply {
  if (answers !== undefined) {
    return { type: 'form problems', problems: { rules: `${read.problem} Example: ${limitExample}` } }
  }
  const usage = `limit ${refs.map(formatRef).join(' ')} ${limitExample}`
  throw new AppError('usage', { problem: read.problem, usage })
}

/** Limits everything that a filter shows. Without limits, the form that asks for them is the question, too. */
async function limitAll(given: Invocation, typed: string, tools: Tools): Promise<Reply> {
  const { answers } = given
  const { channel } = given.origin
  const rules = widestOf(tools.providers)
  if (answers === undefined && typed === '') {
    const formFor = async ({ taken, ...asked }: Asked) =>
      limitForm({ ...asked, migrations: taken, rules, present: '', ...defined({ channel }) })
    return askFirst({ verb: 'limit', formFor }, given, tools)
  }
  const read = readLimits(answers?.rules ?? typed, rules)
  if (!read.ok) return refuse(read, [], given)
  const setting = limiting(read.limits)
  const one = ifPossible('limit', (found, own) =>
    steer(setting, { found: [found], missing: [], invocation: given }, own),
  )
  const each = { verb: 'limit', one } as const
  const inWords = { typed: setting.typed, words: setting.done.join(' · ') }
  return onAll({ ...each, setting: inWords, carryOut: (those) => actOnEach(those, each, tools) }, given, tools)
}

function limiting(limits: readonly Limit[]): Setting<'limit'> {
  return {
    ...{ verb: 'limit', action: 'limit', typed: formatLimits(limits), done: limitsInWords(limits) },
    ...defined({ note: noteOnHours(limits) }),
    problemOf(found) {
      const rules = rulesOf(found)
      const problem = rules === undefined ? undefined : limitsProblem(limits, rules)
      return problem === undefined ? undefined : new AppError('usage', { problem, usage: `limit … ${limitExample}` })
    },
    send: (limitation, of) => limitation({ targets: of.map(targetOf), limits }, {}),
  }
}

function ask(refs: readonly Ref[], asking: { invocation: Invocation; tools: Tools }): Promise<Reply> {
  const { channel } = asking.invocation.origin
  return askForNamed(
    refs,
    {
      verb: 'limit',
      action: 'limit',
      mistaken: (missing) => mistaken(missing, refs),
      ask(found) {
        const migrations = found.map(({ migration }) => migration)
        const texts = new Set(migrations.map(({ limits }) => (limits?.length ? formatLimits(limits, '\n') : '')))
        const [present = ''] = texts
        return {
          type: 'form',
          modal: limitForm({
            migrations,
            rules: widestOf(found.map(({ provider }) => provider)),
            present: texts.size === 1 ? present : '',
            command: ['limit', ...migrations.map(refOf)].join(' '),
            ...defined({ channel }),
          }),
        }
      },
    },
    asking,
  )
}

/** The error for a word after an id that was probably meant as a speed. Undefined for other words. */
function mistaken({ ref: word }: Missing, refs: readonly Ref[]): AppError | undefined {
  const [first, ...others] = refs.map(formatRef)
  if (first === undefined || !others.includes(word) || /\d/.test(word)) return undefined
  const problem = `\`${word}\` is not a migration or a speed.`
  return new AppError('usage', { problem, usage: `limit ${first} ${limitExample}` })
}

function rulesOf({ provider, migration }: Found): LimitRules | undefined {
  return provider.kinds[migration.kind]?.can.limit?.rules
}

/** Limits that at least one cloud accepts. Anything beyond them is refused before a cloud is asked. */
function widestOf(providers: readonly Pick<Provider, 'kinds'>[]): LimitRules {
  const all = providers.flatMap(({ kinds }) => Object.values(kinds).flatMap(({ can }) => can.limit?.rules ?? []))
  return {
    minBytesPerSecond: Math.min(...all.map(({ minBytesPerSecond }) => minBytesPerSecond)),
    maxBytesPerSecond: Math.max(...all.map(({ maxBytesPerSecond }) => maxBytesPerSecond)),
    maxRules: Math.max(...all.map(({ maxRules }) => maxRules)),
  }
}
