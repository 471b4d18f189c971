import { mount } from "../../../src/ui/mount.tsx";
import { pretendDevice, type Strings } from "./pretend-device.ts";

declare global {
  interface Window {
    /** The strings of the pretending device; what a test's init script put there is taken over. */
    strings: Partial<Strings>;
  }
}

const root = document.getElementById("root");
if (!root) throw new Error("the stage has no root");
const { device, strings } = pretendDevice();
window.strings = Object.assign(strings, window.strings);
mount(root, device);
