/** The secrets in parts of a request, found by the names of their fields. They must not appear in errors. */
export function keysIn(...parts: readonly (object | undefined)[]): string[] {
  return parts.flatMap((part) =>
    Object.entries(part ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' && isSecret.test(name) ? [value] : [],
    ),
  )
}

const isSecret = /(^|_)(ak|sk|security_token|json_auth_file|connection_string|authentication_key)$/
