import { defined } from '../../../defined.ts'
import { AppError } from '../../../errors/errors.ts'
import type { Limit } from '../../../migrations/typed/limit-rules.ts'
import { type LimitRules, limitsProblem } from '../../../migrations/typed/limit-rules.ts'
import {
  formatLimits,
  isOff,
  isTime,
  limitExample,
  type ReadLimits,
  readLimits,
} from '../../../migrations/typed/limit-text.ts'

import { formatRef, type Ref, refOf } from '../../../migrations/typed/ref.ts'
import { isSpeedUnit } from '../../../migrations/typed/speed.ts'
import type { Provider } from '../../../providers/provider.ts'
import { outcomesMessage } from '../../../views/card/outcomes.ts'
import { limitForm, limitsInWords, noteOnHours } from '../../../views/words/bandwidth.ts'
import { assertPossible, targetOf } from '../../act.ts'
import { openedBy } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import type { Command, Invocation, Reply, Tools } from '../../machine/command.ts'
import { meansAll } from '../together/meant.ts'
import { findEach, type Missing } from './find-each.ts'
import { askForAll, limitAll } from './limit-all.ts'
import { refsMeant } from './refs.ts'
import { type Steering, steer } from './steer.ts'

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
  opensForm: ({ words, answers }) => answers === undefined && split(words).rules === '',
  async run(invocation, tools) {
    const { refs: named, rules: typed } = split(invocation.words)
    if (meansAll({ ...invocation, words: named })) return all(named, typed, { invocation, tools })
    const asked = { words: named, command: (ref: string) => ['limit', ref, typed].join(' ').trim() }
    const meant = await refsMeant(asked, limit, { invocation, tools })
    if (meant.type === 'choice') return meant
    const { refs } = meant
    const { answers } = invocation
    if (answers === undefined && typed === '') {
      return openedBy(await ask(refs, invocation, tools), asked.command(refs.map(formatRef).join(' ')))
    }
    const read = readLimits(answers?.rules ?? typed, widestOf(tools.providers))
    return read.ok ? carryOut(refs, read.limits, { invocation, tools }) : refuse(read, refs, invocation)
  },
}

/**
 * Splits words into references and rules. Words before the first rule are references; "off" may stand first or last.
 */
function split(typed: readonly string[]): { refs: readonly string[]; rules: string } {
  const words = typed.filter((word) => !/^(please|pls)\W*$/i.test(word))
  const at = words.findIndex((_, index) => beginsRule(words, index))
  if (at < 0) return { refs: words, rules: '' }
  if (at === 0 && isOff(words[0] ?? '')) return { refs: words.slice(1), rules: 'off' }
  return { refs: words.slice(0, at), rules: words.slice(at).join(' ') }
}

/**
 * Whether the word at an index begins a rule. A bare number counts as a speed without a unit only where nothing else
 * can follow, so that it is never the start of an id by accident.
 */
function beginsRule(words: readonly string[], index: number): boolean {
  const [word = '', next = ''] = words.slice(index, index + 2).map((one) => one.replace(/[,;]+$/, ''))
  const [, number, unit = ''] = /^(\d{1,14}(?:\.\d+)?)([a-z].*)?$/i.exec(word) ?? []
  if (number !== undefined && unit !== '') {
    return isSpeedUnit(unit) || perTime.test(unit) || isTime(word) || (index > 0 && size.test(unit))
  }
  const isNumber =
    number !== undefined && index > 0 && (next === '' || (isTime(next) && /\D/.test(next)) || isSpeedUnit(next))
  return isNumber || isOff(word) || isOff(`${word} ${next}`) || isTime(word) || oddSpeed.test(word)
}

/**
 * Texts that are no valid rule but no reference to a migration either. If they counted as one, the remaining rule would
 * be set without them.
 */
const perTime = /\/(s|sec|second|m|min|minute|h|hour|d|day)$/i
/** A size without "per second": "50M". */
const size = /^[kmg]i?$/i
/** A malformed speed: "-5MB/s", "50,5MB/s", "1.5.5MB/s". */
const oddSpeed = /^[-+]?\d[\d.,]*[kmg]?i?(b|bits?|bytes?)(\/s|ps)$/i

function refuse(read: ReadLimits & { ok: false }, refs: readonly Ref[], { answers }: Invocation): Reply {
  if (answers !== undefined) {
    return { type: 'form problems', problems: { rules: `${read.problem} Example: ${limitExample}` } }
  }
  const usage = `limit ${refs.map(formatRef).join(' ')} ${limitExample}`
  throw new AppError('usage', { problem: read.problem, usage })
}

async function carryOut(
  refs: readonly Ref[],
  limits: readonly Limit[],
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const command = (named: readonly string[]) => ['limit', ...named, formatLimits(limits)].join(' ')
  const sought = await findEach(refs, command, tools)
  if (sought.type === 'choice') return sought
  const { lines, toRepeat } = await steer(limiting(limits), { ...sought, invocation }, tools)
  const note = noteOnHours(limits)
  const message = outcomesMessage({
    done: limitsInWords(limits),
    lines,
    ...defined({ note }),
    ...(toRepeat.length === 0 ? {} : { repeat: command(toRepeat) }),
  })
  return { type: 'message', message }
}

/** Limits everything that a filter shows, or asks for the limits in a form. */
async function all(
  words: readonly string[],
  typed: string,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const { answers } = invocation
  const rules = widestOf(tools.providers)
  if (answers === undefined && typed === '') return askForAll(words, { invocation, tools, rules })
  const read = readLimits(answers?.rules ?? typed, rules)
  if (!read.ok) return refuse(read, [], invocation)
  const { limits } = read
  return limitAll({ words, limits, problemOf: problemWith(limits) }, invocation, tools)
}

function problemWith(limits: readonly Limit[]): (found: Found) => AppError | undefined {
  return (found) => {
    const rules = rulesOf(found)
    const problem = rules === undefined ? undefined : limitsProblem(limits, rules)
    return problem === undefined ? undefined : new AppError('usage', { problem, usage: `limit … ${limitExample}` })
  }
}

function limiting(limits: readonly Limit[]): Steering<'limit'> {
  return {
    action: 'limit',
    detail: formatLimits(limits),
    problemOf: problemWith(limits),
    send: (limitation, of) => limitation({ targets: of.map(targetOf), limits }, {}),
  }
}

async function ask(refs: readonly Ref[], { origin: { channel } }: Invocation, tools: Tools): Promise<Reply> {
  const command = (named: readonly string[]) => ['limit', ...named].join(' ')
  const sought = await findEach(refs, command, tools)
  if (sought.type === 'choice') return sought
  const [missing] = sought.missing
  if (missing !== undefined) throw mistaken(missing, refs) ?? missing.error
  for (const found of sought.found) assertPossible('limit', found)
  const migrations = sought.found.map(({ migration }) => migration)
  const texts = new Set(migrations.map(({ limits }) => (limits?.length ? formatLimits(limits, '\n') : '')))
  const [present = ''] = texts
  return {
    type: 'form',
    modal: limitForm({
      migrations,
      rules: widestOf(sought.found.map(({ provider }) => provider)),
      present: texts.size === 1 ? present : '',
      command: command(migrations.map(refOf)),
      ...defined({ channel }),
    }),
  }
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
