/**
 * The namespace of one sort of record in one workspace. An escaped name contains neither slash nor colon, so that no
 * workspace id and no key, whoever chose it, can reach into another namespace.
 */
export function namespaceOf(workspace: string, collection: string): string {
  if (workspace === '') throw new RangeError('A workspace id must not be empty')
  return `${escapeName(workspace)}/${collection}`
}

/** Whether a stored key belongs to a workspace. */
export function isOf(workspace: string, key: string): boolean {
  return key.startsWith(namespaceOf(workspace, ''))
}

/** The key that Keyv forms from a namespace and an escaped name. */
export function storedKey(namespace: string, name: string): string {
  return `${namespace}:${escapeName(name)}`
}

/**
 * Escapes a name, one UTF-16 unit at a time, so that every string can be escaped, even with broken surrogates;
 * encodeURIComponent throws at those and leaves `*` alone.
 */
export function escapeName(name: string): string {
  return name.replaceAll(/[^\w.@-]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function unescapeName(escaped: string): string {
  return escaped.replaceAll(/%([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
}
