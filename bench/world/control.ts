import { request } from 'undici'

/** The remote control of the simulated cloud, over HTTP because the cloud is another process. */
export type CloudControl = {
  finish(id: string): Promise<void>
  /** Ends a task with this code. */
  fail(id: string, code: string): Promise<void>
  pause(id: string): Promise<void>
  resume(id: string): Promise<void>
  jump(durationMs: number): Promise<void>
  /** Simulated milliseconds per real one. */
  setSpeed(speed: number): Promise<void>
  /** Delays every later answer by this many milliseconds. 0 means none. */
  setLatency(latencyMs: number): Promise<void>
  /** Renders all pages that were ever asked for. They are kept until something changes. */
  renderAhead(): Promise<void>
}

export function controlOf(cloudUrl: string): CloudControl {
  const send = async (method: 'GET' | 'POST' | 'DELETE', what: string, body: object = {}): Promise<unknown> => {
    const answer = await request(`${cloudUrl}/control/clouds/huawei/${what}`, {
      method,
      ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`The cloud's control refused ${what}: ${text}`)
    return JSON.parse(text)
  }
  const tell = async (what: string) => void (await (await request(`${cloudUrl}/bench/${what}`)).body.dump())
  return {
    finish: async (id) => void (await send('POST', `tasks/${id}/finish`)),
    fail: async (id, code) => void (await send('POST', `tasks/${id}/fail`, { code })),
    pause: async (id) => void (await send('POST', `tasks/${id}/pause`)),
    resume: async (id) => void (await send('POST', `tasks/${id}/resume`)),
    jump: async (durationMs) => void (await send('POST', 'clock', { jumpMs: durationMs })),
    setSpeed: async (speed) => void (await send('POST', 'clock', { speed })),
    setLatency: (latencyMs) => tell(`latency/${latencyMs}`),
    renderAhead: () => tell('ahead'),
  }
}
