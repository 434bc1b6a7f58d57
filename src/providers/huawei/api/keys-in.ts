/** The values in parts of a request that must not appear in errors, found by the names of their fields. */
export function keysIn(...parts: readonly (object | undefined)[]): string[] {
  return parts.flatMap((part) =>
    Object.entries(part ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' && isSecret.test(name) ? [value] : [],
    ),
  )
}

const isSecret = /(^|_)(ak|sk|security_token|json_auth_file|connection_string|authentication_key)$/
