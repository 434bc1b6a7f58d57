import type { Entry } from './entry.ts'
import { catalogue } from './index.ts'

const mostWords = 12
const shortestStem = 3

/** The entries that hold most of the words, best first. What happened counts more than what to do. */
export function findByWords(asked: string): Entry[] {
  const stems = stemsOf(asked)
  const hits = catalogue.map((entry) => ({ entry, ...rate(entry, stems) })).filter(({ found }) => found > 0)
  const most = Math.max(...hits.map(({ found }) => found))
  return hits
    .filter(({ found }) => found === most)
    .sort((one, other) => other.score - one.score)
    .map(({ entry }) => entry)
}

/** The stems of one word: its own, and those of the words that the catalogue uses for it. */
type Stems = readonly string[]

function stemsOf(asked: string): Stems[] {
  const words = new Set(wordsIn(asked).filter((word) => !smallWords.has(word)))
  return [...words].slice(0, mostWords).map((word) => [word, ...(synonyms.get(word)?.split(' ') ?? [])].map(stem))
}

/** How many of the words an entry holds, and how prominently. */
function rate(entry: Entry, asked: readonly Stems[]): { found: number; score: number } {
  const fields = [
    { weight: 4, words: wordsIn(entry.what) },
    { weight: 2, words: (entry.cases ?? []).flatMap(({ what = '' }) => wordsIn(what)) },
    { weight: 1, words: wordsIn(entry.fix) },
  ]
  const scores = asked.map((stems) =>
    fields.reduce((sum, { weight, words }) => sum + (words.some((word) => fitsAny(word, stems)) ? weight : 0), 0),
  )
  return { found: scores.filter((score) => score > 0).length, score: scores.reduce((sum, score) => sum + score, 0) }
}

function fitsAny(word: string, stems: Stems): boolean {
  return stems.some((wanted) => fits(word, wanted))
}

function fits(word: string, wanted: string): boolean {
  return wanted.length < shortestStem ? word === wanted : word.startsWith(wanted)
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

/** Cuts an ending so that `archived` finds `archive`, and `permissions` finds `permission`. */
function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ing|ed|es|[se])$/, '') : word
}

const smallWords = new Set(
  'a an and are at be by can code do does error for from has i in is it me my no not of on or our s such t the this to too was what why with'.split(
    ' ',
  ),
)

/** Words that people type, and the words that the catalogue uses for them. */
const synonyms = new Map(
  Object.entries({
    ak: 'key',
    aksk: 'key',
    arrears: 'bill',
    assessment: 'evaluation',
    balance: 'money',
    billing: 'bill',
    consent: 'privacy',
    credential: 'credentials',
    denied: 'permission',
    dest: 'destination',
    different: 'another differ',
    directory: 'folder',
    duplicate: 'already',
    exist: 'found',
    exists: 'found',
    expire: 'disabled',
    expired: 'disabled',
    forbidden: 'permission',
    freeze: 'frozen',
    glacier: 'archive',
    invalid: 'wrong',
    kms: 'encrypted',
    other: 'another',
    password: 'credentials',
    payment: 'bill',
    rate: 'many',
    ratelimit: 'many',
    rights: 'permission',
    secret: 'key',
    sk: 'key',
    slow: 'bandwidth',
    smn: 'notification',
    space: 'quota',
    speed: 'bandwidth',
    suspended: 'frozen',
    sync: 'synchronization',
    target: 'destination',
    task: 'migration',
    tasks: 'migration',
    throttle: 'many',
    throttled: 'many',
    throttling: 'many',
    timeout: 'long',
    unauthorized: 'credentials',
  }),
)
