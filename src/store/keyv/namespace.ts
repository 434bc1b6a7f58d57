/**
 * The namespace of one sort of record in one workspace. An escaped name contains neither slash nor colon, so that no
 * workspace id and no key, whoever chose it, can reach into another namespace.
 */
export function namespaceOf(workspace: string, collection: string): string {
  if (workspace === '') throw new RangeError('A workspace id must not be empty')
  return `${escapeName(workspace)}/${collection}`
}

/** The namespace of what was set aside of a sort of record, because it could not be read. */
export function namespaceAside(namespace: string): string {
  return `${namespace}.aside`
}

/** Whether a stored key belongs to a workspace. */
export function isOf(workspace: string, key: string): boolean {
  return key.startsWith(namespaceOf(workspace, ''))
}

/** The key under which a record of a namespace is stored. */
export function storedKey(namespace: string, name: string): string {
  return `${namespace}:${escapeName(name)}`
}

/** The namespace of a stored key. Empty for a key outside of all namespaces. */
export function namespaceIn(key: string): string {
  return key.slice(0, Math.max(0, key.indexOf(':')))
}

/** The name in the stored key of a record of a namespace. */
export function nameIn(namespace: string, key: string): string {
  return unescapeName(key.slice(namespace.length + 1))
}

/**
 * Escapes a name, one UTF-16 unit at a time, so that every string can be escaped, even with broken surrogates;
 * encodeURIComponent throws at those and leaves `*` alone.
 */
function escapeName(name: string): string {
  return name.replaceAll(/[^\w.@-]/g, (unit) => (unit === '/' ? escapedSlash : escapeUnit(unit)))
}

function escapeUnit(unit: string): string {
  return `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Ids have one each, so it is not worked out each time. */
const escapedSlash = escapeUnit('/')

/** Length of an escaped unit: a percent sign and four hexadecimal digits. */
const unitLength = 5

function unescapeName(escaped: string): string {
  let name = ''
  let from = 0
  for (let at = escaped.indexOf('%'); at >= 0; at = escaped.indexOf('%', from)) {
    const end = at + unitLength
    name += escaped.slice(from, at) + String.fromCharCode(Number.parseInt(escaped.slice(at + 1, end), 16))
    from = end
  }
  return from === 0 ? escaped : name + escaped.slice(from)
}
