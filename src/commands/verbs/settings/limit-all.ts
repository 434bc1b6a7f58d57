import { defined } from '../../../defined.ts'
import type { AppError } from '../../../errors/errors.ts'
import type { Limit, LimitRules } from '../../../migrations/typed/limit-rules.ts'
import { formatLimits } from '../../../migrations/typed/limit-text.ts'
import { limitForm, limitsInWords } from '../../../views/words/bandwidth.ts'
import { runExclusively, targetOf } from '../../act.ts'
import type { Found } from '../../find/found.ts'
import type { Invocation, Reply, Tools } from '../../machine/command.ts'
import { meantBy } from '../together/meant.ts'
import { onAll, questionFor, takenBy } from '../together/on-all.ts'

/** The words of a filter, from `all` on, and the limits after them. */
export type LimitingAll = {
  words: readonly string[]
  limits: readonly Limit[]
  /** Why one migration cannot have these limits. Undefined if it can. */
  problemOf(found: Found): AppError | undefined
}

/** Limits everything that a filter shows. What the form asked is not asked again. */
export function limitAll(
  { words, limits, problemOf }: LimitingAll,
  invocation: Invocation,
  tools: Tools,
): Promise<Reply> {
  const { origin } = invocation
  const detail = formatLimits(limits)
  const setting = { typed: detail, words: limitsInWords(limits).join(' · ') }
  const run = async (found: Found, own: Tools) => {
    const problem = problemOf(found)
    if (problem !== undefined) throw problem
    await runExclusively(
      {
        ...{ action: 'limit', found, origin, detail },
        async run(limiting, options) {
          const [outcome] = await limiting({ targets: [targetOf(found)], limits }, options)
          if (outcome?.error !== undefined) throw outcome.error
          if (outcome?.requestId !== undefined) options.onRequestId?.(outcome.requestId)
        },
      },
      own,
    )
  }
  return onAll({ verb: 'limit', setting, run }, { ...invocation, words }, tools)
}

/** The form for the limits of everything that a filter shows. It names the number, so that it is the question, too. */
export async function askForAll(
  words: readonly string[],
  { invocation, tools, rules }: { invocation: Invocation; tools: Tools; rules: LimitRules },
): Promise<Reply> {
  const meant = await meantBy('limit', { ...invocation, words }, tools)
  const { taken, command } = takenBy({ verb: 'limit' }, meant)
  if (taken.length === 0) return { type: 'message', message: questionFor({ verb: 'limit' }, meant) }
  const { channel } = invocation.origin
  const modal = limitForm({
    ...{ migrations: taken, rules, present: '', command, of: { filter: meant.filter, total: meant.able.length } },
    ...defined({ channel }),
  })
  return { type: 'form', modal }
}
