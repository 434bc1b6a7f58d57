import { createSimulatedClock, type SimulatedClock } from '../clock.ts'
import { handleHuaweiControl } from '../huawei/control.ts'
import { handleNaverControl } from '../naver/control.ts'
import { handleUpcloudControl } from '../upcloud/control.ts'
import type { CloudInPlay, Control } from './cloud-in-play.ts'
import { huaweiInPlay } from './huawei.ts'
import { naverInPlay } from './naver.ts'
import { upcloudInPlay } from './upcloud.ts'

/** Three simulated clouds on one clock, with their migrations. */
export type Scene = {
  clock: SimulatedClock
  clouds: readonly CloudInPlay[]
  /** The remote control of each cloud, by its name. */
  controls: Readonly<Record<string, Control>>
  /** Goes back to the beginning, in real time. */
  reset(): void
}

export function createScene(): Scene {
  const clock = createSimulatedClock()
  const [huawei, naver, upcloud] = [huaweiInPlay(clock), naverInPlay(clock), upcloudInPlay(clock)]
  const clouds = [huawei, naver, upcloud]
  const plantAll = () => {
    for (const cloud of clouds) cloud.plant()
  }
  plantAll()
  return {
    clock,
    clouds,
    controls: {
      huawei: handleHuaweiControl(huawei.simulator, clock),
      naver: handleNaverControl(naver.simulator, clock),
      upcloud: handleUpcloudControl(upcloud.simulator, clock),
    },
    reset() {
      clock.setSpeed(1)
      for (const { simulator } of clouds) simulator.reset()
      plantAll()
    },
  }
}
