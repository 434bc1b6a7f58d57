import type { IncomingMessage, ServerResponse } from 'node:http'
import { type BufferedIncomingMessage, HTTPModuleFunctions, type HTTPReceiver } from '@slack/bolt'

/** Slack's own requests are far smaller; this is Bolt's limit too. */
const mostBytes = 4 * 1024 * 1024

/**
 * Hands a request to Bolt, which throws for paths that are not its own. A body that says `null` never gets there: Bolt
 * 5.1.0 fails over it outside every handler, which would end the process.
 */
export async function receive(web: HTTPReceiver, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return web.requestListener(request, response)
  const whole = await HTTPModuleFunctions.bufferIncomingMessage(request, mostBytes).catch(() => undefined)
  if (whole === undefined) return refuse(response, 413)
  if (saysNull(whole)) return refuse(response, 400)
  web.requestListener(whole, response)
}

function saysNull(whole: BufferedIncomingMessage): boolean {
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(whole) === null
  } catch {
    return false
  }
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { connection: 'close' }).end()
}
