import { defined } from '../defined.ts'
import type { Kind } from '../migrations/migration.ts'
import { requireReadable } from './pages.ts'
import type {
  AccountAccess,
  Connection,
  KindCapabilities,
  Operation,
  Operations,
  Provider,
  ProviderEnvironment,
  Terms,
} from './provider.ts'

/**
 * A cloud in one place: for each kind, what the cloud offers and how it is done. `Session` is what an operation needs of
 * an opened account.
 */
export type Definition<Session> = Omit<Provider, 'kinds' | 'open' | 'hasPrivacyStatement'> & {
  kinds: Partial<Record<Kind, KindDefinition<Session>>>
  /** Exists if the cloud refuses everything until somebody has accepted its privacy statement. */
  acceptPrivacyStatement?(session: Session): NonNullable<Connection['acceptPrivacyStatement']>
  /** Opens an account. Makes no call. */
  open(account: AccountAccess, environment: ProviderEnvironment): Opened<Session>
}
export type Opened<Session> = { session: Session; connection: Omit<Connection, 'operation' | 'acceptPrivacyStatement'> }

/** Each operation of a kind with its terms and with `bind`, which makes it for one account. */
export type KindDefinition<Session> = Omit<KindCapabilities, 'can'> & {
  can: { [Name in Operation]?: Bound<Session, Name> }
}
export type Bound<Session, Name extends Operation> = Terms[Name] & { bind(session: Session): Operations[Name] }

export function defineProvider<Session>({
  open,
  acceptPrivacyStatement: accept,
  ...definition
}: Definition<Session>): Provider {
  return {
    ...definition,
    hasPrivacyStatement: accept !== undefined,
    open(account, environment) {
      const { session, connection } = open(account, environment)
      return {
        ...connection,
        async readPage(part, options) {
          requireReadable(part, definition.kinds)
          return connection.readPage(part, options)
        },
        ...defined({ acceptPrivacyStatement: accept?.(session) }),
        operation: (name, kind) => definition.kinds[kind]?.can[name]?.bind(session),
      }
    },
  }
}
