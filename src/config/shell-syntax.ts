import { environmentSchema } from './environment.ts'

/**
 * Problems of values that only a shell would change, by the names of their variables. Env files are read by no shell,
 * and Docker even keeps the quotes around a value.
 */
export function shellSyntaxIn(given: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const own = Object.keys(environmentSchema.shape).filter((name) => given[name] !== undefined)
  return new Map(
    own.flatMap((name) => {
      const problem = shellSyntaxOf(given[name] ?? '')
      return problem === undefined ? [] : [[name, `${name} ${problem}`]]
    }),
  )
}

/** The problem of a value that only a shell would change, in words that follow its variable's name. */
export function shellSyntaxOf(value: string): string | undefined {
  if (/\$\(.*\)|\$\{.*\}|`.*`/.test(value)) {
    return (
      'has a part that only a shell replaces, such as $(…), and no shell has read it. Run the command in a shell, and ' +
      'set the variable to what it prints'
    )
  }
  if (/^(["']).*\1$/.test(value)) return 'has quotes around its value; remove them'
  return /^["']|["']$/.test(value) ? 'has a quote at one end of its value; remove it' : undefined
}
