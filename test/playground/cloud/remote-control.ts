import type { RequestListener } from 'node:http'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { listenLocally } from '../../../playground/cloud/http.ts'

/** Serves a control handler. The returned function sends it lines such as `POST /clock`. */
export async function startControl(handler: RequestListener, prefix: string) {
  const { url, stop } = await listenLocally(handler)
  onTestFinished(stop)
  return async (line: string, body?: unknown): Promise<Record<string, unknown>> => {
    const [method = '', path = ''] = line.split(' ')
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}${prefix}${path}`, { method, ...sent })
    return z.record(z.string(), z.unknown()).parse(await response.json())
  }
}
