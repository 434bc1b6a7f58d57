import { writeFileSync } from 'node:fs'

/** The page of an env file with values in place of the empty ones. `example` is `.env.example`. */
export function fillExample(example: string, values: Readonly<Record<string, string>>): string {
  return example.replaceAll(/^([A-Z_]+)=$/gm, (line, name: string) => `${line}${values[name] ?? ''}`)
}

/** Writes a file that only its owner can read. False if there is a file already, which stays as it is. */
export function writeForOwner(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
