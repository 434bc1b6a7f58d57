import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs that some tests need and npm does not install. */
export const tools: readonly Tool[] = [
  { name: 'redis-server', commands: ['redis-server'], files: '**/*redis.*.ts' },
  { name: 'prometheus', commands: ['promtool'], files: '**/*promtool.test.ts' },
  { name: 'chromium', commands: ['chromium', 'chromium-browser', 'google-chrome'], files: '**/*browser.test.ts' },
]

export type ToolName = 'redis-server' | 'chromium' | 'prometheus'
export type Tool = {
  /** The name of the Debian package with the program. */
  name: ToolName
  commands: readonly string[]
  /** The test files that are left out without it. */
  files: string
}

/** The programs that this machine lacks. */
export function missingTools(path = process.env.PATH): Tool[] {
  return tools.filter((tool) => locate(tool, path) === undefined)
}

/** The path of a program. Undefined if it is missing. */
export function findTool(name: ToolName, path = process.env.PATH): string | undefined {
  const tool = tools.find((candidate) => candidate.name === name)
  return tool && locate(tool, path)
}

/** One line that says what was left out and how to install it. Undefined if nothing is missing. */
export function describeMissing(missing: readonly Tool[]): string | undefined {
  if (missing.length === 0) return undefined
  const names = missing.map((tool) => tool.name)
  const files = missing.map((tool) => tool.files)
  return `Left out: ${files.join(' and ')}. Get ${names.join(' and ')} with: apt-get install ${names.join(' ')}`
}

function locate(tool: Tool, path = ''): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '')
  return tool.commands.flatMap((command) => folders.map((folder) => join(folder, command))).find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
