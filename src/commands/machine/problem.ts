import { RequestRefused } from '../../approvals/refused.ts'
import type { Explanation } from '../../catalogue/explain.ts'
import { explanationOf } from '../../catalogue/explain-error.ts'
import { defined } from '../../defined.ts'
import { type AppError, choicesOf, type ErrorDetails, say } from '../../errors/errors.ts'
import { actions } from '../../migrations/actions.ts'
import type { Provider } from '../../providers/provider.ts'
import { notAllowed, notNamed } from '../../views/access/roles.ts'
import type { Choice } from '../../views/blocks/elements.ts'
import type { Message } from '../../views/blocks/message.ts'
import { problemMessage } from '../../views/blocks/problem.ts'
import { explanationMessage } from '../../views/card/explanation.ts'
import { voteRefused } from '../../views/request/forms.ts'
import { withoutMentions } from '../../views/words/text.ts'
import { actionWords } from '../../views/words/words.ts'
import type { Helpers } from '../who-can-help.ts'
import { quoted } from './tokenize.ts'

/**
 * The message for an error, with the choices that its own details name, and then others that are offered. `reference`: of
 * the command's line in the log.
 */
export function problemOf(error: AppError, { offered = [], reference, who }: Partial<Ways> = {}): Message {
  const { details } = error
  const own = [...meantBy(details), ...possibleInstead(details), ...choicesOf(error, quoted)]
  return problemMessage({
    ...say(error),
    choices: [...own, ...offered],
    ...idsOf(error, reference),
    ...defined({ who }),
  })
}

/**
 * Whether the log has more about an error than the answer says. Of what people type wrong it has only the code: the words
 * may be a secret.
 */
export function isExplainedInLog({ owner, code }: AppError): boolean {
  return owner !== 'user' || code === 'provider_denied'
}

/**
 * Ways out of an error: the clouds' abilities, the choices of the command, the people who can help, and who has done before
 * what was wanted.
 */
type Ways = {
  reference: string
  providers: readonly Pick<Provider, 'label' | 'hasPrivacyStatement'>[]
  offered: readonly Choice[]
  helpers: Helpers
  who?: string
}

/** The message for an error of a command: who can help, or what the cloud means, as far as Ferry knows. */
export function refusalOf(error: AppError, ways: Ways): Message {
  const { admins, named } = ways.helpers
  if (error.code === 'not_allowed') return notAllowed(say(error), admins)
  if (error.code === 'not_named') return notNamed(say(error), { act: String(error.details.act ?? ''), named, admins })
  if (error instanceof RequestRefused) return voteRefused(error, ways.offered)
  const explanation = explanationOf(error)
  return explanation === undefined ? problemOf(error, ways) : explained(explanation, error, ways)
}

/** The message for a cloud's refusal: explained from the catalogue, not echoed. */
function explained(explanation: Explanation, error: AppError, { providers, offered, reference }: Ways): Message {
  const { details } = error
  const provider = providers.find(({ label }) => label === details.provider)
  return explanationMessage([explanation], {
    offered: [...remedies(explanation, { details, provider }), ...offered],
    ...idsOf(error, reference),
  })
}

/** The cloud's id of the API call, by which its support finds it, and Ferry's own, by which an operator finds the log line. */
function idsOf(error: AppError, reference?: string): { requestId?: string; reference?: string } {
  const { requestId } = error.details
  return defined({
    requestId: requestId === undefined ? undefined : String(requestId),
    reference: isExplainedInLog(error) ? reference : undefined,
  })
}

function remedies(
  { remedy }: Explanation,
  { details, provider }: { details: ErrorDetails; provider: Ways['providers'][number] | undefined },
): Choice[] {
  if (remedy !== 'accept privacy statement' || provider?.hasPrivacyStatement !== true || details.account === undefined)
    return []
  return [{ label: 'Read and accept', command: `agree ${details.account}`, style: 'primary' }]
}

/** Buttons that type what was probably meant. */
function meantBy({ meant }: ErrorDetails): Choice[] {
  const commands = typeof meant === 'object' ? meant : meant === undefined ? [] : [String(meant)]
  return commands.map((command) => ({ label: withoutMentions(command), command }))
}

/**
 * Buttons for the first two actions that are possible instead. Cancelling and deleting are final, so nobody who wanted
 * something else is offered them.
 */
function possibleInstead({ ref, offered }: ErrorDetails): Choice[] {
  const names = typeof offered === 'object' ? offered : []
  return actions
    .filter((action) => names.includes(action) && action !== 'delete' && action !== 'cancel')
    .slice(0, 2)
    .map((action) => ({ label: actionWords[action].label, command: actionWords[action].command(String(ref)) }))
}
