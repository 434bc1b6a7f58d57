import { useState } from 'preact/hooks'

/** State that survives a reload, stored under `ferry.<name>` in this browser, or only in this tab. */
export function useRemembered(
  name: string,
  initial: string,
  where: 'browser' | 'tab' = 'browser',
): [string, (value: string) => void] {
  const key = `ferry.${name}`
  const [value, setValue] = useState(() => read(key, where) ?? initial)
  return [
    value,
    (next) => {
      setValue(next)
      write(key, next, where)
    },
  ]
}

/** The stored text. Undefined if there is none, or if the browser forbids storage. */
function read(key: string, where: 'browser' | 'tab'): string | undefined {
  try {
    return storageOf(where).getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

function write(key: string, value: string, where: 'browser' | 'tab'): void {
  try {
    storageOf(where).setItem(key, value)
  } catch {}
}

function storageOf(where: 'browser' | 'tab'): Storage {
  return where === 'tab' ? sessionStorage : localStorage
}
