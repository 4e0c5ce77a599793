import { EventEmitter } from 'node:events';
import { refuseUnknown } from '../limits.ts';

/**
 * `powerMonitor`. Idle time counts from the last input in our own windows, which is never less than the
 * desktop's own; suspend and lock are never told.
 */
class PowerMonitor extends EventEmitter {
  #lastActivity = performance.now();

  noteActivity(): void {
    this.#lastActivity = performance.now();
  }

  /** Seconds. */
  getSystemIdleTime(): number {
    return Math.floor((performance.now() - this.#lastActivity) / 1000);
  }

  getSystemIdleState(thresholdSeconds: number): 'active' | 'idle' {
    return this.getSystemIdleTime() >= thresholdSeconds ? 'idle' : 'active';
  }

  getCurrentThermalState(): 'unknown' {
    return 'unknown';
  }

  isOnBatteryPower(): boolean {
    return false;
  }
}

export const power = new PowerMonitor();
export const powerMonitor = refuseUnknown('powerMonitor', power);
