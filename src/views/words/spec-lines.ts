import type { MigrationRequest } from '../../approvals/request.ts'
import type { Selection } from '../../migrations/spec/selection.ts'
import type { PreflightCheck, Spec, SpecOptions } from '../../migrations/spec/spec.ts'
import { formatBytes, plural } from './format.ts'
import { optionWords } from './options.ts'
import { code, named, sentence } from './text.ts'
import { kindWords, limitText, place } from './words.ts'

/** A spec in lines: source, destination, and everything that differs from the cloud's defaults. */
export function specLines(spec: Spec): string[] {
  const { source, target, account, kind, name, description } = spec
  const { endpoint, region, bucket } = source
  const cloud = source.cloud ?? endpoint
  return [
    `*From* ${place({ ...(cloud && { cloud }), ...(region && { region }), ...(bucket && { bucket }) })}${via(source)}`,
    `*Objects* ${selected(source)}`,
    `*To* ${place({ ...(target.region && { region: target.region }), bucket: target.bucket })}${under(target)}`,
    `*Account* ${code(account, 40)}, as a ${kindWords[kind]}${name === undefined ? '' : ` named ${code(name, 60)}`}`,
    ...keyLine(spec),
    ...(description === undefined ? [] : [`*Description* ${named(description, 200)}`]),
    ...optionLines(spec.options),
  ]
}

/** The cloud's own choices where the spec leaves them open. */
export function defaultsLine({ options }: Pick<Spec, 'options'>, defaults: SpecOptions): string[] {
  const open = Object.entries(defaults).filter(([name]) => !Object.hasOwn(options, name))
  const words = optionWords(Object.fromEntries(open))
  return words.length === 0 ? [] : [`The cloud’s defaults: ${words.join(', ')}.`]
}

export function sizeLine({ bytes }: Pick<MigrationRequest, 'bytes'>): string[] {
  return bytes === undefined ? [] : [`*Size* ${formatBytes(bytes)}`]
}

const signs: Record<PreflightCheck['outcome'], string> = {
  pass: '✓',
  warn: ':warning:',
  fail: '✗',
  unknown: ':grey_question:',
}

/** The checks that were made beforehand, the worst first. */
export function checkLines(checks: readonly PreflightCheck[]): string[] {
  const order = ['fail', 'unknown', 'warn', 'pass']
  return checks
    .toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
    .map(({ outcome, what, next }) => {
      const stop = /[.!?]$/.test(what) ? '' : '.'
      const advice = next === undefined || outcome === 'pass' ? '' : `${stop} ${sentence(next)}`
      return `${signs[outcome]} ${sentence(what)}${advice}`
    })
}

/** The checks in brief: those that passed are only counted. */
export function briefCheckLines(checks: readonly PreflightCheck[]): string[] {
  const doubts = checks.filter(({ outcome }) => outcome !== 'pass')
  const passed = checks.length - doubts.length
  return [...checkLines(doubts), ...(passed === 0 ? [] : [`${signs.pass} ${plural(passed, 'check')} passed`])]
}

const selectionWords: Record<Selection, string> = {
  everything: 'all in the bucket',
  prefixes: 'with the prefix',
  objects: '',
  list: 'listed in',
  'url list': 'from the URLs listed in',
}

const namesShown = 8

function selected({ selection, names = [], listFile }: Spec['source']): string {
  const shown = names.slice(0, namesShown).map((one) => code(one, 80))
  const more = names.length > namesShown ? [`${names.length - namesShown} more`] : []
  const file = listFile === undefined ? [] : [`${code(listFile.key, 80)} in ${code(listFile.bucket, 60)}`]
  return [selectionWords[selection], [...shown, ...more, ...file].join(', ')].join(' ').trim()
}

function via({ cloud, endpoint, cdn, appId }: Spec['source']): string {
  return [
    endpoint === undefined || cloud === undefined ? '' : ` at ${code(endpoint, 80)}`,
    cdn === undefined
      ? ''
      : ` through ${code(`${cdn.protocol}://${cdn.domain}`, 80)} (${named(cdn.authentication, 20)})`,
    appId === undefined ? '' : `, app id ${code(appId, 30)}`,
  ].join('')
}

function under({ prefix }: Spec['target']): string {
  return prefix === undefined || prefix === '' ? '' : `, under ${code(prefix, 80)}`
}

function keyLine({ source, target }: Spec): string[] {
  const keys = [source.key, target.key].filter((key) => key !== undefined).map((key) => code(key, 40))
  return keys.length === 0 ? [] : [`*Keys* ${keys.join(' → ')}`]
}

function optionLines(options: SpecOptions): string[] {
  const words = optionWords(options)
  const rules = options.limits?.map(limitText)
  return [
    ...(words.length === 0 ? [] : [`*Options* ${words.join(', ')}`]),
    ...(rules === undefined ? [] : [`*Speed* ${rules.length === 0 ? 'unlimited' : `at most ${rules.join(', ')}`}`]),
  ]
}
