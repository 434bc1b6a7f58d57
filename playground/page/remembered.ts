import { useState } from 'preact/hooks'

/** State that outlives a reload, kept under `ferry.<name>` in this browser. */
export function useRemembered(name: string, initial: string): [string, (value: string) => void] {
  const key = `ferry.${name}`
  const [value, setValue] = useState(() => read(key) ?? initial)
  return [
    value,
    (next) => {
      setValue(next)
      write(key, next)
    },
  ]
}

/** Browsers that forbid storage throw; the page then forgets, which is all right. */
function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {}
}
