import { once } from 'node:events'
import { createServer } from 'node:net'
import { AppError } from '../errors/errors.ts'

/** Checks that Ferry can listen on an address by listening for a moment. Throws port_unusable. */
export async function checkPort(address: { host: string; port: number }): Promise<void> {
  const server = createServer()
  try {
    await once(server.listen(address.port, address.host), 'listening')
  } catch (error) {
    throw portProblem(error, address)
  }
  server.close()
  await once(server, 'close')
}

/** The error for an address that can't be listened on, with its reason and advice. */
export function portProblem(error: unknown, { host, port }: { host: string; port: number }): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
  const [reason, advice] = troubles.get(code) ?? ['the system refuses', 'Check HOST and PORT.']
  return new AppError(
    'port_unusable',
    { address: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`, reason: `${reason} (${code})`, advice },
    { cause: error },
  )
}

const otherHost = 'Set HOST to 127.0.0.1, to 0.0.0.0 for all addresses, or to one that this machine has.'

const troubles: ReadonlyMap<string, readonly [reason: string, advice: string]> = new Map([
  [
    'EADDRINUSE',
    ['another program is already listening there', 'Stop it, perhaps another Ferry, or set PORT to a free port.'],
  ],
  ['EACCES', ['the system forbids it', 'Set PORT to 1024 or more, and let a proxy forward the lower port to it.']],
  [
    'EPERM',
    ['the system forbids it', 'Set PORT to another port, or ask the administrator of this machine for permission.'],
  ],
  ['EADDRNOTAVAIL', ['this machine does not have that address', otherHost]],
  ['ENOTFOUND', ['that host is unknown', otherHost]],
  ['EAI_AGAIN', ['that host is unknown', otherHost]],
])
