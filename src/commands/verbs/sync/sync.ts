import { exclusively } from '../../../async/exclusively.ts'
import { defined } from '../../../defined.ts'
import { AppError, isAppError } from '../../../errors/errors.ts'
import { refOf } from '../../../migrations/typed/ref.ts'
import type { CallOptions, PushOutcome } from '../../../providers/provider.ts'
import { pushForm, pushResult } from '../../../views/act/push.ts'
import { limits } from '../../../views/blocks/limits.ts'
import { workingMessage } from '../../../views/blocks/problem.ts'
import { verbHelp } from '../../../views/page/help.ts'
import { plural } from '../../../views/words/format.ts'
import { acting, assertPossible, operationFor, targetOf } from '../../act.ts'
import { withMigration } from '../../find/find.ts'
import type { Found } from '../../find/found.ts'
import type { Command, Invocation, Origin, Reply, Tools } from '../../machine/command.ts'
import { enact } from '../../machine/enact.ts'
import { optionIn } from '../../machine/parse.ts'
import { problemWords } from '../../problem-words.ts'
import { commandFor, namesInLines, type ObjectNames, typedNames } from './object-names.ts'

export const sync: Command = {
  verb: 'sync',
  aliases: ['synchronize'],
  needs: ({ words }) => (words.length === 0 ? 'viewer' : 'operator'),
  takes: 'text',
  usage: 'sync push <id> [names of objects…]',
  summary: 'Tell a synchronization task to copy changed objects',
  examples: ['sync push d18b… photos/cat.jpg "photos/my dog.jpg"', 'sync push d18b…'],
  notes: [
    'Type names as they are in the source bucket. Put names with spaces in quotes.',
    'Without names, a form opens for one name per line. Use it for names with unusual characters.',
  ],
  opensForm: ({ words, answers }) => answers === undefined && isPush(words) && words.length <= 2,
  async run(invocation, tools) {
    const [what, ...words] = invocation.words
    if (what === undefined) return { type: 'message', message: verbHelp(sync) }
    if (!isPush(invocation.words)) {
      const problem = `Ferry does not know \`sync ${what.slice(0, 40)}\`.`
      throw new AppError('usage', { problem, usage: sync.usage })
    }
    return push({ ...invocation, words }, tools)
  },
}

function isPush([what]: readonly string[]): boolean {
  return /^push$/i.test(what ?? '')
}

/** Pushes the named objects. Checks the names before the cloud is asked. */
async function push(invocation: Invocation, tools: Tools): Promise<Reply> {
  const wanted = wantedNames(invocation)
  if (!wanted.ok) return refuse(wanted.problem, invocation)
  const { names } = wanted
  return withMigration(invocation, tools, {
    verb: 'sync push',
    command: (ref) =>
      (names.length === 0 ? undefined : commandFor(ref, names, limits.buttonValue)) ?? `sync push ${ref}`,
    proceed: async (found) => {
      assertPossible('push', found)
      return names.length === 0 ? ask(found, invocation) : carryOut(found, wanted, { invocation, tools })
    },
  })
}

function wantedNames({ answers, typed, words }: Invocation): ObjectNames {
  const [flag] = words.flatMap((word) => optionIn(word) ?? [])
  if (answers === undefined && flag !== undefined) {
    return { ok: false, problem: `\`--${flag}\` does not work with this command.` }
  }
  const wanted = answers === undefined ? typedNames(typed) : namesInLines(answers.names ?? '')
  const isNothing = wanted.ok && wanted.names.length === 0 && answers !== undefined
  return isNothing ? { ok: false, problem: 'Type at least one name, one per line.' } : wanted
}

function refuse(problem: string, { answers, words }: Invocation): Reply {
  if (answers !== undefined) return { type: 'form problems', problems: { names: problem } }
  const whole = `${problem} Leave the names out to open a form that accepts every name exactly.`
  throw new AppError('usage', { problem: whole, usage: `sync push ${(words[0] ?? '<id>').slice(0, 60)}` })
}

function ask({ migration }: Found, { origin: { channel } }: Invocation): Reply {
  return { type: 'form', modal: pushForm({ migration, ...defined({ channel }) }) }
}

type Wanted = ObjectNames & { ok: true }

async function carryOut(
  found: Found,
  { names, repeated }: Wanted,
  { invocation, tools }: { invocation: Invocation; tools: Tools },
): Promise<Reply> {
  const { migration, account } = found
  const { origin } = invocation
  const ref = refOf(migration)
  const { accepted, error } = await exclusively(acting(origin, ref), tools.claim, () =>
    enactPush({ found, names, origin }, tools),
  )
  tools.lookNow(account.name, migration.id)
  const rest = names.slice(accepted)
  const repeat = commandFor(ref, rest, limits.buttonValue)
  const message = pushResult({
    migration,
    accepted,
    repeated,
    rest,
    ...(error === undefined ? {} : { problem: problemWords(error) }),
    isUnknown: error?.code === 'provider_outcome_unknown',
    ...defined({ repeat }),
  })
  return { type: 'message', message }
}

/** Pushes objects as one act in the audit. If a part was accepted, the audit does not call the act refused. */
async function enactPush(
  { found, names, origin }: { found: Found; names: readonly string[]; origin: Origin },
  tools: Tools,
): Promise<PushOutcome> {
  const { account, migration } = found
  const act = { verb: 'push', subject: refOf(migration), account: account.name, detail: plural(names.length, 'object') }
  let outcome: PushOutcome | undefined
  try {
    const run = async (options: CallOptions) => {
      const telling = { ...options, showMeanwhile: tools.showMeanwhile }
      outcome = await pushInPortions(found, names, telling)
      const { accepted, error } = outcome
      if (error !== undefined) throw accepted === 0 ? error : new AppError('provider_outcome_unknown', error.details)
    }
    await enact({ ...act, origin, needs: 'operator', run }, tools)
    return { accepted: names.length }
  } catch (error) {
    if (outcome?.error === undefined) throw error
    return outcome
  }
}

/** How many objects one call pushes, so that people see progress. */
const portion = 50

async function pushInPortions(
  found: Found,
  names: readonly string[],
  { showMeanwhile, ...options }: CallOptions & Pick<Tools, 'showMeanwhile'>,
): Promise<PushOutcome> {
  const push = operationFor('push', found)
  let accepted = 0
  while (accepted < names.length) {
    const next = names.slice(accepted, accepted + portion)
    const outcome = await push({ ...targetOf(found), names: next }, options).catch(unaccepted)
    accepted += outcome.accepted
    if (outcome.error !== undefined) return { accepted, error: outcome.error }
    if (accepted < names.length) {
      await showMeanwhile(workingMessage(`${accepted} of ${names.length} objects are accepted so far…`))
    }
  }
  return { accepted }
}

/** The outcome of a portion that failed, so that the portions accepted before it are still reported. */
function unaccepted(error: unknown): PushOutcome {
  if (!isAppError(error)) throw error
  return { accepted: 0, error }
}
