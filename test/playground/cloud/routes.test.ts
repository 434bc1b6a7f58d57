import { expect, test } from 'vitest'
import { findRoute, type Route } from '../../../playground/cloud/routes.ts'

const routes: readonly Route<string>[] = [
  { operation: 'ListRegions', method: 'GET', path: '/1.3/things/regions', handle: 'regions' },
  { operation: 'GetThing', method: 'GET', path: '/1.3/things/{thing_id}', handle: 'thing' },
]

test('the first matching row is used, with decoded path segments', () => {
  expect(findRoute(routes, 'GET', '/1.3/things/regions')?.route.handle).toBe('regions')
  expect(findRoute(routes, 'GET', '/1.3/things/%EA%B0%80%2Fb')?.params).toEqual({ thing_id: '가/b' })
})

test.each([
  ['POST', '/1.3/things/a'],
  ['GET', '/1.3/things/a/b'],
  ['GET', '/1x3/things/a'],
  ['GET', '/1.3/things/'],
  ['GET', '/1.3/things/%E0%A4%A'],
])('%s %s matches no row', (method, path) => {
  expect(findRoute(routes, method, path)).toBeUndefined()
})
