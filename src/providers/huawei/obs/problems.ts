import { defined } from '../../../defined.ts'
import type { ParsedAnswer, ProviderProblem, Standing } from '../../http/exchange.ts'

/** Reads OBS's errors, which are XML. None of them is about the keys of the account. */
export function readObsProblem({ status, text = '' }: ParsedAnswer): ProviderProblem | undefined {
  if (status < 300) return undefined
  const code = element('Code', text)
  const message = element('Message', text)
  return defined({ code, message, requestId: element('RequestId', text), standing: standingOf(status, code) })
}

/** Meaning of an OBS error for the call. OBS reports a wrong clock with the same status as a wrong key. */
function standingOf(status: number, code: string | undefined): Standing {
  if (code === 'RequestTimeTooSkewed') return 'denied'
  if (status === 429 || code === 'SlowDown') return 'throttled'
  return status >= 500 ? 'unclear' : 'refused'
}

const longest = 500

function element(name: string, xml: string): string | undefined {
  const [, content] = new RegExp(`<${name}>([^<]{1,${longest}})</${name}>`).exec(xml) ?? []
  return content?.trim()
}
