import { fileURLToPath } from "node:url";
import { mergeConfig, type UserConfig } from "vite";
import config from "../../../vite.config.ts";

/** The real screens, built and served like the product, on a device that only pretends. */
export default (environment: Parameters<typeof config>[0]): UserConfig =>
  mergeConfig(config(environment) as UserConfig, {
    root: fileURLToPath(new URL(".", import.meta.url)),
    publicDir: false,
    build: { outDir: fileURLToPath(new URL("../../../.cache/ui-stage", import.meta.url)), emptyOutDir: true },
  });
