import { subjectOf } from '../access/roles.ts'
import { defined } from '../defined.ts'
import { decoded } from '../text/decoded.ts'
import { mostNeeded, type StricterRule } from './policy.ts'

/** Most stricter rules in a policy. */
export const mostRules = 20
/** Most people and user groups in one rule. */
export const mostInRule = 5

/**
 * Stricter rules as one word of a command, so that a form and its buttons can carry rules that nobody has saved yet.
 * `none` if there are no rules.
 */
export function typedRules(rules: readonly StricterRule[]): string {
  return rules.length === 0 ? none : rules.map(typedRule).join(';')
}

/** Reads what `typedRules` wrote. Undefined if it is anything else. Pure. */
export function readTypedRules(word: string): StricterRule[] | undefined {
  const rules = word === none ? [] : word.split(';').map(readTypedRule)
  const good = rules.filter((rule) => rule !== undefined)
  return good.length === rules.length && good.length <= mostRules ? good : undefined
}

const none = 'none'

function typedRule({ account = '', aboveBytes, needed, approvers = [] }: StricterRule): string {
  return [encoded(account), aboveBytes ?? '', needed, approvers.map(({ id }) => id).join('+')].join(',')
}

/** A name of which nothing is taken for a separator, a quotation mark or a dash. */
function encoded(name: string): string {
  return encodeURIComponent(name).replaceAll("'", '%27')
}

function readTypedRule(text: string): StricterRule | undefined {
  const [, name = '', size = '', count, ids = ''] =
    /^([^,;]*),(\d+(?:\.\d+)?)?,(\d),((?:[UWS][A-Z0-9]+\+?)*)$/.exec(text) ?? []
  const needed = Number(count ?? Number.NaN)
  const account = decoded(name)
  if (!(needed <= mostNeeded) || account === undefined || name + size === '') return undefined
  const approvers = ids === '' ? [] : ids.split('+').map(subjectOf)
  return {
    ...(account === '' ? {} : { account }),
    ...(size === '' ? {} : { aboveBytes: Number(size) }),
    needed,
    ...defined({ approvers: approvers.length === 0 ? undefined : approvers }),
  }
}
