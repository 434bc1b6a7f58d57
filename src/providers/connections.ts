import { createMemory } from '../async/memory.ts'
import { AppError } from '../errors/errors.ts'
import type { FetchJson } from './http/http.ts'
import type { AccountAccess, Connection, Provider, ProviderEnvironment } from './provider.ts'

export type Connections = {
  /** The client of a workspace's account: the same one while the account's credentials stay the same. Makes no call. */
  of(workspace: string, account: AccountAccess & { provider: string }): Connection
  /** Whether the operator allows accounts to name this host, which is not one of their cloud's own. */
  isEndpointAllowed(host: string): boolean
}

export type ConnectionsParts = {
  providers: readonly Provider[]
  environment: ProviderEnvironment
  /** Hosts that the operator allows: `host` or `host:port`, in lower case. */
  endpointAllowlist: readonly string[]
}

/** Most clients that Ferry remembers. Beyond that, it opens the oldest anew, and they sign in again. */
const maxRemembered = 2000

/** Opens accounts, remembers their clients, and refuses calls to hosts that nobody has allowed. */
export function createConnections({ providers, environment, endpointAllowlist }: ConnectionsParts): Connections {
  const opened = createMemory<{ credentials: string; connection: Connection }>({ most: maxRemembered })
  const isEndpointAllowed = (host: string) => endpointAllowlist.includes(host.toLowerCase())

  function open(provider: Provider, account: AccountAccess): Connection {
    const isAllowed = (url: URL) =>
      isOwn(url, provider) || isEndpointAllowed(url.host) || isEndpointAllowed(url.hostname)
    return provider.open(account, { ...environment, fetchJson: guarded(environment.fetchJson, isAllowed) })
  }

  return {
    isEndpointAllowed: (host) => isEndpointAllowed(host) || isEndpointAllowed(host.replace(/:\d+$/, '')),
    of(workspace, account) {
      const provider = providers.find(({ name }) => name === account.provider)
      if (provider === undefined) throw new AppError('record_unreadable', { collection: 'accounts' })
      const key = `${workspace} ${account.name}`
      const credentials = JSON.stringify(account.credentials)
      const known = opened.get(key)
      if (known?.credentials === credentials) return known.connection
      const connection = open(provider, account)
      opened.set(key, { credentials, connection })
      return connection
    },
  }
}

/**
 * Refuses calls to hosts that are not allowed. It wraps the one function that calls the network, so neither a stored
 * record nor a redirect can get around it.
 */
function guarded(fetchJson: FetchJson, isAllowed: (url: URL) => boolean): FetchJson {
  return (request) =>
    isAllowed(request.url)
      ? fetchJson(request)
      : Promise.reject(new AppError('endpoint_refused', { host: request.url.host }))
}

function isOwn({ protocol, hostname, port }: URL, { domains }: Provider): boolean {
  return protocol === 'https:' && port === '' && domains.some((domain) => hostname.endsWith(`.${domain}`))
}
