import { z } from 'zod'
import { defined } from '../../defined.ts'
import type { ParsedAnswer, ProviderProblem, Standing } from '../http/exchange.ts'
import { part } from '../wire/reader.ts'
import { text } from '../wire/scalars.ts'

export const requestIdHeader = 'x-ncp-trace-id'

/** How Ferry's names of NAVER's codes begin. */
export const codes = 'NAVER.'

/**
 * Reads errors of the API gateway, in JSON or XML. The errors of the migration service behind it are not documented, so
 * any body with a code or a message counts as an error. A code is not an HTTP status, though some look like one.
 */
export function readProblem({ status, body, text }: ParsedAnswer): ProviderProblem | undefined {
  const { errorCode, message, details } = readJson(body) ?? readXml(text ?? '')
  const isProblem = errorCode !== undefined || (status >= 400 && message !== undefined)
  if (!isProblem) return undefined
  const code = errorCode === undefined ? undefined : `${codes}${errorCode}`
  return defined({ code, message, detail: details, standing: standings[`${status} ${errorCode}`] })
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

/** Meaning of an error for the call, by HTTP status and code. */
const standings: Readonly<Record<string, Standing | undefined>> = {
  // The key is right, but it lacks the permission, or its account has not subscribed.
  '401 210': 'refused',
}
