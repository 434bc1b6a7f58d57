import { defined } from '../defined.ts'
import type { Kind } from '../migrations/migration.ts'
import { requireReadable } from './pages.ts'
import type {
  AccountAccess,
  Browser,
  Connection,
  KindCapabilities,
  Operation,
  Operations,
  Provider,
  ProviderEnvironment,
  Terms,
} from './provider.ts'

/** Methods that first take what they need of an opened account. */
export type WithSession<Session, Methods> = {
  [Name in keyof Methods]: Methods[Name] extends (...args: infer Args) => infer Answer
    ? (session: Session, ...args: Args) => Answer
    : never
}

/**
 * A cloud in one place: for each kind, what the cloud offers and how it is done. `Session` is what an operation needs of
 * an opened account.
 */
export type Definition<Session> = Omit<Provider, 'kinds' | 'open' | 'hasPrivacyStatement'> &
  WithSession<Session, Pick<Connection, 'check' | 'readPage' | 'show'>> & {
    kinds: Partial<Record<Kind, KindDefinition<Session>>>
    /** Opens an account. Makes no call. */
    open(account: AccountAccess, environment: ProviderEnvironment): Session
    /** Exists if there is something to browse. */
    createBrowser?(session: Session): Browser
    /** Exists if the cloud refuses everything until somebody has accepted its privacy statement. */
    acceptPrivacyStatement?(session: Session): NonNullable<Connection['acceptPrivacyStatement']>
  }

/** Each operation of a kind with its terms and with `bind`, which makes it for one account. */
export type KindDefinition<Session> = Omit<KindCapabilities, 'can'> & {
  can: { [Name in Operation]?: Bound<Session, Name> }
}
export type Bound<Session, Name extends Operation> = Terms[Name] & { bind(session: Session): Operations[Name] }

export function defineProvider<Session>({
  open,
  check,
  readPage,
  show,
  createBrowser,
  acceptPrivacyStatement: accept,
  ...definition
}: Definition<Session>): Provider {
  return {
    ...definition,
    hasPrivacyStatement: accept !== undefined,
    open(account, environment) {
      const session = open(account, environment)
      return defined({
        check: (options) => check(session, options),
        async readPage(part, options) {
          requireReadable(part, definition.kinds)
          return readPage(session, part, options)
        },
        show: (target, options) => show(session, target, options),
        browse: createBrowser?.(session),
        acceptPrivacyStatement: accept?.(session),
        operation: (name, kind) => definition.kinds[kind]?.can[name]?.bind(session),
      } satisfies { [Name in keyof Connection]: Connection[Name] | undefined })
    },
  }
}
