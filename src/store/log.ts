/** What the store uses of the log; a pino logger fits. */
export type StoreLog = { info(details: object, text: string): void; warn(details: object, text: string): void }
