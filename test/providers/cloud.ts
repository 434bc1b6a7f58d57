import { z } from 'zod'
import { AppError } from '../../src/errors/errors.ts'
import type { JsonRequest } from '../../src/providers/http/exchange.ts'

/** Sends requests to a cloud that does not exist, with keys that open nothing. */
export const accessKey = 'EXAMPLEACCESSKEY0001'
export const secretKey = 'exampleSecretKeyThatIsNotReal0001'
const schema = z.object({ ok: z.boolean() })
type Request = JsonRequest<z.infer<typeof schema>>

export function get(url: URL): Request {
  return {
    about: { provider: 'A Cloud', account: 'prod', ref: 'prod/1' },
    method: 'GET',
    url: new URL('/v1/things?name=a', url),
    headers: { 'X-Auth-Token': accessKey },
    schema,
    secrets: [secretKey],
    readError: ({ body }) => {
      const found = cloudError.safeParse(body)
      if (!found.success) return undefined
      const { error: message, id: requestId, code, detail } = found.data
      const standing = code === 'DENIED' ? ({ standing: 'denied' } as const) : {}
      return { message, ...(code && { code }), ...(detail && { detail }), ...(requestId && { requestId }), ...standing }
    },
  }
}

const cloudError = z.object({
  error: z.string(),
  code: z.string().optional(),
  detail: z.string().optional(),
  id: z.string().optional(),
})

export function post(url: URL): Request {
  return { ...get(url), method: 'POST' }
}

/** The AppError with which a call fails. */
export async function failure(call: Promise<unknown>): Promise<AppError> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof AppError) return error
  throw new Error('Expected an AppError', { cause: error })
}
