import { describe, expect, test } from 'vitest'
import { searchCatalogue } from '../../src/catalogue/find.ts'

/** Whole sentences that people type after "why" or "explain", and the code that is explained first. */
describe('A sentence about what happened finds it', () => {
  test.each([
    ['is the destination bucket full?', 'TRF.0055'],
    ['the disk is full', 'TRF.0055'],
    ['disk full', 'TRF.0055'],
    ['no space left on the destination', 'TRF.0055'],
    ['the bucket is out of space', 'TRF.0055'],
    ['is our account frozen or expired', 'TRF.0053'],
    ['has the account been frozen?', 'TRF.0053'],
    ['frozen account', 'TRF.0053'],
    ['who disabled the destination key', 'TRF.0057'],
    ['did the source key expire', 'TRF.0151'],
    ['the source bucket does not exist', 'TRF.0155'],
    ['does the destination bucket exist', 'TRF.0058'],
    ['did we run out of money', 'TRF.0063'],
    ['why are there too many requests', 'TRF.0159'],
    ['the connection string is wrong', 'TRF.0161'],
    ['is the privacy statement accepted', 'OMS.0092'],
    ['objects archived at the source, can not be read', 'TRF.0160'],
    ['the list of urls is empty', 'TRF.0017'],
    ['some objects could not be moved', 'TRF.0004'],
    ['what does TRF.0055 mean?', 'TRF.0055'],
    ['it says trf 55, what now', 'TRF.0055'],
  ])('%s', (sentence, code) => {
    const found = searchCatalogue(sentence)
    expect('codes' in found && found.codes[0]).toBe(code)
  })

  test('and entries that hold less of it are not added', () => {
    expect(searchCatalogue('disk full')).toMatchObject({ type: 'fitting', codes: ['TRF.0055'] })
    expect(searchCatalogue('is the privacy statement accepted')).toMatchObject({ type: 'fitting', codes: ['OMS.0092'] })
  })
})

describe('A question without a word about what happened finds nothing, so that no code is a guess', () => {
  test.each([
    'did it fail?',
    'why did it fail',
    'why did this fail again?',
    'why did my task fail',
    'why did all the tasks fail tonight',
    'the migration failed',
    'what went wrong',
    'what went wrong with this one?',
    'is something wrong with it',
    'why does it keep failing',
    'why are they failing',
    'why is it stuck',
    'why is it still going wrong',
    'what happened',
    'what happened last night?',
    'who acts?',
    'please tell me why',
    'did it just die',
    'it says error',
    'and now?',
    'failed',
    'failures',
  ])('%s', (sentence) => {
    expect(searchCatalogue(sentence)).toEqual({ type: 'nothing', isEmpty: true })
  })
})

describe('A sentence that no entry holds two thirds of finds nothing', () => {
  test.each([
    'what is the meaning of life',
    'who broke the pipeline on friday',
    'is the weather good in Seoul',
    'the coffee machine is broken',
    'connection reset by peer',
    'the invoices copy of friday has not arrived at the customer',
    'zzzz',
  ])('%s', (sentence) => {
    expect(searchCatalogue(sentence)).toEqual({ type: 'nothing', isEmpty: false })
  })
})

describe('A single word', () => {
  test.each([
    ['privacy', ['OMS.0092']],
    ['agency', ['S3M.0207']],
    ['is it encrypted?', ['TRF.0064', 'S3M.0069']],
    ['full', ['TRF.0055']],
  ])('finds the few entries that begin with a sentence that holds it: %s', (word, codes) => {
    expect(searchCatalogue(word)).toEqual({ type: 'fitting', codes, words: 1 })
  })

  test.each(['bucket', 'key', 'why the quota?', 'region', 'network'])(
    'is not enough if more entries hold it: %s',
    (word) => {
      expect(searchCatalogue(word)).toMatchObject({ type: 'one word' })
    },
  )

  test('that stands only in advice finds nothing', () => {
    expect(searchCatalogue('clock')).toEqual({ type: 'nothing', isEmpty: false })
  })
})
