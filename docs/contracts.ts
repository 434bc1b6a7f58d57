import { writeFileSync } from 'node:fs'
import { type Edition, type Field, fieldsIn, isIn, type Operation, readContract } from '../test/contract/contract.ts'
import { type LeftOut, neverRead, neverSent, reasonFor } from '../test/contract/huawei/left-out.ts'

/** The page on what Ferry uses of Huawei's API. `node docs/contracts.ts` writes it to `docs/contracts.md`. */
export function contractsPage(): string {
  return `${[introduction, totals(), reachTable(), leftOutLists(), differences()].join('\n\n')}\n`
}

const introduction = `# What Ferry uses of Huawei’s API

Huawei documents OMS twice: in its API reference and in its SDKs. The newest SDK has other fields than the reference. Ferry
sends and reads the fields of both ([why](adr/0033-ferry-believes-what-oms-shows.md)).

This page is generated from the tables in \`test/contract/huawei\`: change them, then run \`node docs/contracts.ts\`. Tests
compare the tables with what Ferry sends, with what it reads and with the simulated OMS.`

const editions: readonly Edition[] = ['reference', 'sdk']
const contract = readContract('huawei')

/** Number of fields that Ferry uses, and number of documented fields. */
function count(fields: readonly Field[], operation: Operation, leftOut: readonly LeftOut[]) {
  return {
    used: fields.filter((field) => reasonFor(leftOut, operation, field) === undefined).length,
    all: fields.length,
  }
}

function totals(): string {
  const lines = editions.map((edition) => {
    const operations = contract.filter((operation) => isIn(edition, operation))
    const sum = (side: 'request' | 'answer', leftOut: readonly LeftOut[]) => {
      const counts = operations.map((operation) => count(fieldsIn(edition, operation[side]), operation, leftOut))
      const total = (name: 'used' | 'all') => counts.reduce((all, one) => all + one[name], 0)
      return `${total('used')} of ${total('all')}`
    }
    const cells = [words[edition], String(operations.length), sum('request', neverSent), sum('answer', neverRead)]
    return line(cells)
  })
  const head = [
    '',
    'Operations, all of them used',
    'Request fields that Ferry sends',
    'Response fields that Ferry uses',
  ]
  return [line(head), line(head.map(() => '---')), ...lines].join('\n')
}

const words: Record<Edition, string> = { reference: 'API reference', sdk: 'Newest SDK (3.1.209)' }

function reachTable(): string {
  const head = ['Operation', 'Section', 'Request fields', 'Response fields']
  const rows = contract.map((operation) => {
    const sent = count(operation.request, operation, neverSent)
    const read = count(operation.answer, operation, neverRead)
    return [operation.name, operation.section ?? 'SDK only', ...[sent, read].map(({ used, all }) => `${used}/${all}`)]
  })
  return ['## Operation by operation', '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function leftOutLists(): string {
  return [
    '## What Ferry leaves out',
    '',
    'It never sends:',
    '',
    ...neverSent.map(entry),
    '',
    'It does not read:',
    '',
    ...neverRead.map(entry),
  ].join('\n')
}

function entry({ fields, operations, why }: LeftOut): string {
  const where = operations === undefined ? '' : ` (${operations.join(', ')})`
  return `- ${fields.map((field) => `\`${field}\``).join(', ')}${where}: ${why}`
}

/** Fields and operations that only one of the two documents has. */
function differences(): string {
  const alone = (edition: Edition, other: Edition) =>
    contract.flatMap((operation) => {
      if (!isIn(other, operation)) return [`- ${operation.name}: the whole operation`]
      const fields = [...operation.request, ...operation.answer]
      const own = fields.filter(({ shapes }) => shapes[edition] !== undefined && shapes[other] === undefined)
      const paths = [...new Set(own.map(({ path }) => `\`${path}\``))]
      return paths.length === 0 ? [] : [`- ${operation.name}: ${paths.join(', ')}`]
    })
  return [
    '## Where the documents differ',
    '',
    'Only in the API reference:',
    '',
    ...alone('reference', 'sdk'),
    '',
    'Only in the newest SDK:',
    '',
    ...alone('sdk', 'reference'),
  ].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

if (import.meta.main) writeFileSync(new URL('contracts.md', import.meta.url), contractsPage())
