import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { until } from '../flows/until.ts'
import { openSilentSockets } from '../silent-sockets.ts'
import { command, head, health, openDoor, signed } from './open-door.ts'

describe('at the limit of connections', () => {
  test('every signed command is acknowledged and the health page answers, whoever else holds connections', async () => {
    const door = await openDoor()
    const strangers = openSilentSockets({ port: door.port, count: 600 })
    onTestFinished(strangers.stop)
    await until('strangers beyond the limit', () => strangers.closed() > 600)
    for (let turn = 0; turn < 16; turn += 1) {
      expect(await door.told(signed(command, { connection: 'close' }))).toMatch(/^HTTP\/1.1 200 /)
      expect(await door.told(health)).toMatch(/^HTTP\/1.1 200 .*ready$/s)
    }
    expect(new Set(door.refused)).toEqual(new Set(['connections']))
  })

  test('the oldest connection that has not proven a signature is closed', async () => {
    const door = await openDoor({ connections: 3, newcomers: 1 })
    const slack = await door.dial()
    slack.write(signed(command))
    expect(String(await once(slack, 'data'))).toMatch(/^HTTP\/1.1 200 OK.*\r\nConnection: keep-alive/is)
    const [oldest, talking] = [await door.dial(), await door.dial()]
    talking.write(head())
    const ends = text(oldest)
    expect(await door.told(health)).toMatch(/ready$/)
    expect(await ends).toBe('')
    expect(door.refused).toEqual(['connections'])
    expect(talking.readyState).toBe('open')
    slack.write(signed(command))
    expect(String(await once(slack, 'data'))).toMatch(/^HTTP\/1.1 200 OK/)
    for (const socket of [slack, talking]) socket.destroy()
  })

  test('there is always room for newcomers, and no more connections are kept than the limit allows', async () => {
    const door = await openDoor({ connections: 2, newcomers: 1 })
    const kept = await door.dial()
    kept.write(signed(command))
    expect(String(await once(kept, 'data'))).toMatch(/keep-alive/i)
    const other = await door.dial()
    other.write(signed(command))
    expect(String(await once(other, 'data'))).toMatch(/keep-alive/i)
    expect(await door.told(signed(command))).toMatch(/^HTTP\/1.1 200 OK.*\r\nConnection: close/is)
    expect(await door.told(health)).toMatch(/ready$/)
    expect(door.refused).toEqual([])
    for (const socket of [kept, other]) socket.destroy()
  })

  test('a request whose signature is proven is answered, however many others come meanwhile', async () => {
    const door = await openDoor({ connections: 2, newcomers: 1 })
    const answer = door.told(signed('command=%2Fslow&team_id=T1&user_id=U1', { connection: 'close' }))
    await until('the slow command', () => door.slow.length === 1)
    const others = [await door.dial(), await door.dial(), await door.dial()]
    await until('one too many', () => door.refused.length > 0)
    door.slow[0]?.()
    expect(await answer).toMatch(/^HTTP\/1.1 200 /)
    for (const socket of others) socket.destroy()
  })

  test('a connection that sends nothing is closed after a second, once more than half the room is taken', async () => {
    const door = await openDoor({ connections: 4 })
    const [oldest, second] = [await door.dial(), await door.dial()]
    await door.clock.advance(1001)
    const talking = await door.dial()
    talking.write(head())
    expect(await text(oldest)).toBe('')
    expect(door.refused).toEqual(['connections'])
    for (const socket of [second, talking]) {
      expect(socket.readyState).toBe('open')
      socket.destroy()
    }
  })
})
