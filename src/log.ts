/** Where a part writes what whoever runs Ferry has to know, at the levels that it uses. A pino logger fits. */
export type Log<Level extends keyof Levels = keyof Levels> = Pick<Levels, Level>

type Levels = {
  debug(details: object, message: string): void
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}
