/**
 * The namespace of one sort of records in one workspace. A slash and a colon never appear in an escaped name, so
 * that no workspace id and no key, whoever chose it, can reach into another namespace.
 */
export function namespaceOf(workspace: string, collection: string): string {
  if (workspace === '') throw new RangeError('A workspace id must not be empty')
  return `${escapeName(workspace)}/${collection}`
}

/** The key that Keyv makes of a namespace and an escaped name. */
export function storedKey(namespace: string, name: string): string {
  return `${namespace}:${escapeName(name)}`
}

/**
 * Each UTF-16 unit by itself, so that there is an escape for every string, broken surrogates included;
 * encodeURIComponent throws at those and leaves `*` alone.
 */
export function escapeName(name: string): string {
  return name.replaceAll(/[^\w.@-]/g, (unit) => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

export function unescapeName(escaped: string): string {
  return escaped.replaceAll(/%([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(Number.parseInt(unit, 16)))
}
