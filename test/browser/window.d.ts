import type { Device } from "../../src/screening/ports.ts";

declare global {
  interface Window {
    /** The device that a test is trying out. */
    device: Device;
  }
}
