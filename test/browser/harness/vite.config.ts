import { fileURLToPath } from "node:url";
import { mergeConfig, type UserConfig } from "vite";
import config from "../../../vite.config.ts";

/** The page under which parts of src/browser are tried out alone, built and served like the product. */
export default (environment: Parameters<typeof config>[0]): UserConfig =>
  mergeConfig(config(environment) as UserConfig, {
    root: fileURLToPath(new URL(".", import.meta.url)),
    publicDir: false,
    build: { outDir: fileURLToPath(new URL("../../../.cache/harness", import.meta.url)), emptyOutDir: true },
  });
