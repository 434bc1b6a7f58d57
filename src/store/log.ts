/** The part of the log that the store uses; a pino logger fits. */
export type StoreLog = { info(details: object, text: string): void; warn(details: object, text: string): void }
