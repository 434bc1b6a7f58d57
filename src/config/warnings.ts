import { nearest } from '../text/nearest.ts'
import { type Environment, environmentSchema, isEncrypted, isSharedStore } from './environment.ts'

/** Warnings about settings that work, but probably not as intended. */
export function cautions(environment: Environment): string[] {
  return rows.filter((row) => row.applies(environment)).map((row) => row.warning)
}

/** Warnings about variables that Ferry does not read and whose names resemble ones that it does. */
export function misspellings(given: Readonly<Record<string, string>>): string[] {
  const known = Object.keys(environmentSchema.shape)
  return Object.keys(given).flatMap((name) => {
    if (known.includes(name)) return []
    return nearest(name, known).map((meant) => `Ferry does not read ${name}; did you mean ${meant}?`)
  })
}

const rows: readonly { applies: (environment: Environment) => boolean; warning: string }[] = [
  {
    applies: ({ SLACK_APP_TOKEN, STORE_URL }) => SLACK_APP_TOKEN !== undefined && isSharedStore(STORE_URL),
    warning: 'SLACK_APP_TOKEN with a Redis store: Socket Mode pauses at each refresh; several replicas want HTTP mode',
  },
  {
    applies: ({ STORE_URL }) => STORE_URL === 'memory:',
    warning: 'STORE_URL is memory: so accounts, watches and undelivered messages are forgotten at each restart',
  },
  {
    applies: ({ SLACK_BOT_TOKEN, ADMINS }) => SLACK_BOT_TOKEN !== undefined && ADMINS.length === 0,
    warning: 'ADMINS is empty: with a fixed token nobody is an admin, so nobody can connect an account or give a role',
  },
  {
    applies: ({ SLACK_API_URL }) => !isEncrypted(SLACK_API_URL),
    warning: 'SLACK_API_URL is not encrypted: tokens travel in the clear',
  },
]
