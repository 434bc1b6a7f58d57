import type { IncomingMessage } from 'node:http'
import { isRecord, type Json, parseJson } from '../json.ts'
import { readBody } from './exchange.ts'

/** The fields of a form, multipart or JSON body. Undefined if a JSON body is not a JSON object. */
export async function readFields(request: IncomingMessage): Promise<Json | undefined> {
  const body = await readBody(request)
  const contentType = request.headers['content-type'] ?? ''
  if (body.length === 0) return {}
  if (contentType.startsWith('multipart/form-data')) return Object.fromEntries(await multipart(contentType, body))
  if (!contentType.startsWith('application/json')) return Object.fromEntries(new URLSearchParams(body.toString()))
  const parsed = parseJson(body.toString())
  return isRecord(parsed) ? parsed : undefined
}

/** The plain bytes of a body, or of the first file in a form. */
export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const body = await readBody(request)
  const contentType = request.headers['content-type'] ?? ''
  if (!contentType.startsWith('multipart/form-data')) return body
  for (const value of (await multipart(contentType, body)).values()) {
    if (typeof value !== 'string') return Buffer.from(await value.arrayBuffer())
  }
  return Buffer.alloc(0)
}

function multipart(contentType: string, body: Buffer): Promise<FormData> {
  return new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
}
