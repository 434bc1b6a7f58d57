import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { environmentSchema } from '../config/environment.ts'
import { AppError } from '../errors/errors.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * The environment with the variables of a file beneath it: a variable that the environment sets wins, a blank one counts
 * as not set. A file that does not exist has none. Throws config_invalid if the file can't be read, or if one of Ferry's
 * variables stands in it without an equals sign.
 */
export function withEnvFile(environment: Environment, file: string | undefined): Environment {
  const set = Object.entries(environment).filter(([, value]) => value?.trim())
  return { ...(file === undefined ? {} : variablesIn(file)), ...Object.fromEntries(set) }
}

function variablesIn(file: string): Environment {
  const text = textOf(file)
  const problems = text.split('\n').flatMap((line, index) => {
    const name = nameWithoutEquals(line)
    return name === undefined ? [] : [`${file}, line ${index + 1}: ${name} has no = after it; write ${name}=value`]
  })
  if (problems.length > 0) throw new AppError('config_invalid', { problems: problems.join('\n') })
  return parseEnv(text)
}

/** The variable of Ferry's that a line begins with, if no equals sign follows it. Such a line would set nothing. */
function nameWithoutEquals(line: string): string | undefined {
  const [, name = ''] = /^\s*(?:export\s+)?([A-Z_]+)(?![A-Z_]|\s*=)/.exec(line) ?? []
  return name in environmentSchema.shape ? name : undefined
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT') return ''
    throw new AppError('config_invalid', { problems: `${file} cannot be read: ${code}` }, { cause: error })
  }
}
