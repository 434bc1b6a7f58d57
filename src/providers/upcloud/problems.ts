import { z } from 'zod'
import { defined } from '../../defined.ts'
import { isAppError } from '../../errors/errors.ts'
import type { ParsedAnswer, ProviderProblem } from '../http/exchange.ts'
import { part } from '../wire/reader.ts'
import { text } from '../wire/scalars.ts'

export const requestIdHeader = 'upcloud-cid'

/** How Ferry's names of UpCloud's codes begin. */
export const codes = 'UPCLOUD.'

/**
 * Reads UpCloud's two kinds of errors: problem details (RFC 7807) and the older envelope. They are told apart by the
 * shape of the body, not by its media type, because an old body may come as `application/problem+json`.
 */
export function readProblem({ status, body }: ParsedAnswer): ProviderProblem | undefined {
  const parsed = problemBody.safeParse(body)
  if (!parsed.success) return undefined
  const { error, type, title, detail, invalid_params: params, correlation_id: correlationId } = parsed.data
  const name = error?.error_code ?? nameIn(type)
  const message = error?.error_message ?? title
  const isProblem = name !== undefined || (status >= 400 && message !== undefined)
  if (!isProblem) return undefined
  return defined({
    code: name === undefined ? undefined : `${codes}${name}`,
    message,
    detail:
      [detail, ...(params ?? []).map(paramProblem)].filter((words) => words !== undefined).join('; ') || undefined,
    requestId: correlationId,
  })
}

/** Whether UpCloud refused a list because of the parameters that choose its page. */
export function isPagingRefused(error: unknown): boolean {
  if (!isAppError(error, 'provider_refused') || error.details.status !== 400) return false
  return /\b(?:limit|offset)\b/i.test(`${error.details.message} ${error.details.detail}`)
}

const invalidParam = part({ name: text, reason: text })

const problemBody = z.object({
  error: part({ error_code: text, error_message: text }),
  type: text,
  title: text,
  detail: text,
  invalid_params: z.array(invalidParam).optional().catch(undefined),
  correlation_id: text,
})

/**
 * The name at the end of an error's type: `RESOURCE_NOT_FOUND` in
 * `https://developers.upcloud.com/1.3/errors#ERROR_RESOURCE_NOT_FOUND`.
 */
function nameIn(type: string | undefined): string | undefined {
  return /#(?:ERROR_)?([A-Z_]+)$/.exec(type ?? '')?.[1]
}

function paramProblem(param: z.infer<typeof invalidParam>): string | undefined {
  return [param?.name, param?.reason].filter((words) => words !== undefined).join(': ') || undefined
}
