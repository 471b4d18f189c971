import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { contentSecurityPolicy, policyInPage, securityHeaders } from "./src/browser/build/content-security-policy.ts";
import { essentiaCsp } from "./src/browser/build/essentia-csp.ts";
import { outdatedHelp } from "./src/ui/help-lines.ts";

/** Vite's development server writes inline scripts; they carry this. The built page has none. */
const developmentNonce = "development";
const developmentHeaders = {
  ...securityHeaders,
  "Content-Security-Policy": contentSecurityPolicy.replace("script-src", `script-src 'nonce-${developmentNonce}'`),
};

/** Only warns: a commit that nobody changed must not stop building some day. A release is refused by a test. */
const helpLinesAge: Plugin = {
  name: "help-lines-age",
  apply: "build",
  buildStart() {
    const outdated = outdatedHelp(new Date().toISOString().slice(0, 10));
    if (outdated.length > 0) this.warn(`help lines were checked more than 180 days ago: ${outdated.join(", ")}`);
  },
};

export default defineConfig(({ command, isPreview }) => ({
  // Relative addresses, so that the page works below any path.
  base: "./",
  plugins: [react(), essentiaCsp(), policyInPage(), helpLinesAge],
  worker: { format: "es" as const, plugins: () => [essentiaCsp()] },
  build: {
    // The policy forbids data: addresses.
    assetsInlineLimit: 0,
    // Tells size-limit which files the first screen needs.
    manifest: true,
    target: "es2023",
    // essentia.js carries its WASM in one module of 2.5 MB, which only the AudioWorklet loads.
    chunkSizeWarningLimit: 2700,
  },
  optimizeDeps: {
    // Its glue must pass through the plugin above.
    exclude: ["essentia.js"],
    // What the workers need is found at the start, or the page would be loaded anew in the middle of a visit.
    entries: ["index.html", "src/browser/**/*.worker.ts", "src/browser/**/*.worklet.ts"],
  },
  server: { headers: developmentHeaders },
  preview: { headers: securityHeaders },
  ...(command === "serve" && !isPreview ? { html: { cspNonce: developmentNonce } } : {}),
}));
