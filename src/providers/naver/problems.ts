import { z } from 'zod'
import { defined } from '../../defined.ts'
import { isAppError } from '../../errors.ts'
import type { ParsedAnswer, ProviderProblem, Standing } from '../exchange.ts'
import { part, text } from '../scalars.ts'

export const requestIdHeader = 'x-ncp-trace-id'

/**
 * Reads what the API gateway says when something is wrong, in JSON or XML. What the migration service behind it says is
 * documented nowhere: any body that has a code or a message is taken at its word. A code is no HTTP status, though some
 * look like one.
 */
export function readProblem({ status, body, text }: ParsedAnswer): ProviderProblem | undefined {
  const { errorCode, message, details } = readJson(body) ?? readXml(text ?? '')
  const isProblem = errorCode !== undefined || (status >= 400 && message !== undefined)
  if (!isProblem) return undefined
  const code = errorCode === undefined ? undefined : `NAVER.${errorCode}`
  return defined({ code, message, detail: details, standing: standings[`${status} ${errorCode}`] })
}

/** A 404 without a code of NAVER's comes from a proxy or a wrong endpoint, which says nothing of the policy. */
export function isNotFound(error: unknown): boolean {
  if (!isAppError(error, 'provider_refused')) return false
  return error.details.status === 404 && String(error.details.code).startsWith('NAVER.')
}

type Words = { errorCode?: string | undefined; message?: string | undefined; details?: string | undefined }

const words = { errorCode: text, message: text, details: text }
const problemBody = z.object({ ...words, error: part(words) })

function readJson(body: unknown): Words | undefined {
  const parsed = problemBody.safeParse(body)
  if (!parsed.success) return undefined
  const { error, ...top } = parsed.data
  return error ?? top
}

function readXml(text: string): Words {
  const errorCode = contentOf('errorCode', text)
  return errorCode === undefined
    ? {}
    : { errorCode, message: contentOf('message', text), details: contentOf('details', text) }
}

function contentOf(tag: string, xml: string): string | undefined {
  const content = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1]?.trim()
  return content?.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => entities[name] ?? '') || undefined
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

/** By HTTP status and code. */
const standings: Readonly<Record<string, Standing | undefined>> = {
  // The key is right, but has no permission for this or its account has not subscribed.
  '401 210': 'refused',
}
