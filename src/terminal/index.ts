import { doctor } from './doctor/doctor.ts'
import { type Environment, withEnvFile } from './env-file.ts'
import { backupCommand, copyCommand, restoreCommand } from './keep/keep.ts'
import { type Input, openPrompt } from './prompt.ts'
import { setup } from './setup/setup.ts'
import type { TerminalCommand, TerminalParts } from './terminal.ts'

export type { Environment }

const commands: readonly TerminalCommand[] = [setup, doctor, backupCommand, restoreCommand, copyCommand]

/**
 * Reads the arguments of the process: either a command for the terminal, or none, which starts Ferry with the returned
 * environment. `--env` names a file with variables that the environment does not set. A command talks through `terminal`.
 */
export function readArguments(words: readonly string[], environment: Environment, terminal: Terminal): Arguments {
  const taken = takeFile(words)
  if ('problem' in taken) return { type: 'run', run: async () => refuse(taken.problem, terminal) }
  const { file, rest } = taken
  const [name, ...more] = rest
  if (name === undefined) return { type: 'start', environment: withEnvFile(environment, file) }
  const command = commands.find((one) => one.name === name)
  if (command === undefined) return { type: 'run', run: async () => refuse(`There is no command ${name}.`, terminal) }
  const parts = { words: more, environment: withEnvFile(environment, undefined), file: file ?? '.env' }
  return { type: 'run', run: () => runWithPrompt(command, parts, terminal) }
}

export type Arguments = { type: 'start'; environment: Environment } | { type: 'run'; run(): Promise<number> }

/** The standard streams of the process. */
type Terminal = Record<'stdout' | 'stderr', NodeJS.WritableStream> & { stdin: Input }

async function runWithPrompt(
  command: TerminalCommand,
  parts: Omit<TerminalParts, 'prompt'>,
  { stdin, stdout }: Terminal,
): Promise<number> {
  const prompt = openPrompt({ input: stdin, output: stdout })
  try {
    return await command.run({ ...parts, prompt })
  } finally {
    prompt.close()
  }
}

/** Takes `--env FILE` out of the arguments. The rest is the command's own. */
function takeFile(
  words: readonly string[],
): { file: string | undefined; rest: readonly string[] } | { problem: string } {
  const at = words.indexOf('--env')
  if (at < 0) return { file: undefined, rest: words }
  const file = words[at + 1]
  if (file === undefined) return { problem: '--env takes a file.' }
  return { file, rest: words.toSpliced(at, 2) }
}

function refuse(problem: string, { stderr }: Terminal): number {
  const lines = commands.map(({ usage, about }) => `  ${usage.padEnd(26)} ${about}`)
  stderr.write(`${problem} Without a command, Ferry starts. Otherwise it can:\n\n${lines.join('\n')}\n`)
  return 1
}
