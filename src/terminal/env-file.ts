import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { AppError } from '../errors/errors.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The environment with the variables of a file beneath it: a variable that the environment sets wins, a blank one counts
 * as not set. A file that does not exist has none. Throws config_invalid if the file can't be read.
 */
export function withEnvFile(environment: Environment, file: string | undefined): Environment {
  const set = Object.entries(environment).filter(([, value]) => value?.trim())
  return { ...(file === undefined ? {} : variablesIn(file)), ...Object.fromEntries(set) }
}

function variablesIn(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT') return {}
    throw new AppError('config_invalid', { problems: `${file} cannot be read: ${code}` }, { cause: error })
  }
}
