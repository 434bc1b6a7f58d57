import type { Entry } from './entry.ts'
import { catalogue } from './index.ts'

const mostWords = 12
const shortestStem = 3
/** Share of the words that an entry has to hold. */
const enough = 2 / 3
/** Most entries that one word finds. A word that more begin with says too little. */
const mostForOneWord = 3

export type FoundByWords =
  /** These codes fit the words that count, of which there are so many. */
  | { type: 'fitting'; codes: readonly string[]; words: number }
  /** Only one word counts, and it stands in this many first sentences. */
  | { type: 'one word'; word: string; count: number }
  /** Nothing fits. `isEmpty`: no word counts. */
  | { type: 'nothing'; isEmpty: boolean }

/**
 * The entries that hold most of the words that count: two thirds of them and at least two. What happened counts more
 * than what to do. A single word has to stand in the first sentence.
 */
export function findByWords(asked: string): FoundByWords {
  const words = wordsThatCount(asked)
  const [only] = words
  if (only === undefined || words.every((word) => subjects.has(word))) return { type: 'nothing', isEmpty: true }
  return words.length === 1 ? findByOneWord(only) : findByMany(words.map(stemsOf))
}

function findByOneWord(word: string): FoundByWords {
  const stems = stemsOf(word)
  const hits = catalogue.filter((entry) => firstWordsOf(entry).some((one) => fitsAny(one, stems)))
  if (hits.length > mostForOneWord) return { type: 'one word', word, count: hits.length }
  return foundIn(hits, 1)
}

function findByMany(asked: readonly Stems[]): FoundByWords {
  const needed = Math.max(2, Math.ceil(asked.length * enough))
  const hits = catalogue.map((entry) => ({ entry, ...rate(entry, asked) })).filter(({ found }) => found >= needed)
  const most = Math.max(...hits.map(({ found }) => found))
  const best = hits.filter(({ found }) => found === most).toSorted((one, other) => other.score - one.score)
  return foundIn(
    best.map(({ entry }) => entry),
    asked.length,
  )
}

function foundIn(entries: readonly Entry[], words: number): FoundByWords {
  if (entries.length === 0) return { type: 'nothing', isEmpty: false }
  return { type: 'fitting', codes: entries.map(({ codes: [first = ''] }) => first), words }
}

/** The words of a text that say what happened. Questions such as "why did it fail?" have none. */
function wordsThatCount(asked: string): string[] {
  const plain = asked.replaceAll(/(?<=\p{L})[’'](?=\p{L})/gu, ' ').replaceAll(wentWrong, ' ')
  return [...new Set(wordsIn(plain).filter((word) => !smallWords.has(word)))].slice(0, mostWords)
}

/** "Wrong" where it says no more than that something happened, unlike in "wrong key". */
const wentWrong = /(?<!\p{L})(?:go|goes|going|gone|went|is|was|s|any ?thing|some ?thing)\s+wrong(?!\p{L})/gu

/** The stems of one word: its own, and those of the words that the catalogue uses for it. */
type Stems = readonly string[]

function stemsOf(word: string): Stems {
  return [word, ...(synonyms.get(word)?.split(' ') ?? [])].map(stem)
}

/** The words of the sentences with which an entry may begin. */
function firstWordsOf({ what, cases = [] }: Entry): string[] {
  return [what, ...cases.flatMap((one) => one.what ?? [])].flatMap(wordsIn)
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

/** Whether a lower-case word says nothing about a failure, as in "why did it fail". */
export function isSmallWord(word: string): boolean {
  return smallWords.has(word) || subjects.has(word)
}

/**
 * Words that do not tell one failure from another: those of any sentence, and those of any question about a failure.
 */
const smallWords = new Set(
  [
    'a act acts all an and any are as at be been but by can cannot could couldn did didn do does doesn don for from had has have how i if',
    'in into is isn it its just ll me my no not now of on one or our please pls re s so some still such t than that the their',
    'them then there these they this those to too us ve very was wasn we were what when where which who whom whose why will',
    'with won would you your again always anybody anything here last night somebody someone something today tonight yesterday',
    'about code error errors exactly explain give gives get gets getting got happen happened happening happens help keep keeps',
    'mean meaning means said say saying says see show tell thing things thanks',
    'break breaks broke broken crash crashed crashes die died dies fail failed failing fails failure failures hang hanging',
    'hangs hung problem problems stuck trouble',
    'come came comes go goes going gone went',
  ].flatMap((line) => line.split(' ')),
)

/** Words that fit almost every entry. They count only beside others. */
const subjects = new Set(['job', 'jobs', 'migration', 'migrations', 'task', 'tasks'])

/** Words that people type, and the words that the catalogue uses for them. */
const synonyms = new Map(
  Object.entries({
    agreement: 'statement',
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
    disk: 'quota',
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
