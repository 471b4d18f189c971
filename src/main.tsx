import { createDevice, forcedBackendOf } from "./browser/device.ts";
import { mount } from "./ui/mount.tsx";

const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
mount(root, createDevice({ forcedBackend: forcedBackendOf(location.search) }));
