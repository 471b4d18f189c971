import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/global.css";
import "@mantine/core/styles/UnstyledButton.css";
import "@mantine/core/styles/Button.css";
import "@mantine/core/styles/Input.css";
import "@mantine/core/styles/Progress.css";
import "@mantine/core/styles/Table.css";
import "@mantine/core/styles/Tooltip.css";
import "./tokens.css";
import { MantineProvider } from "@mantine/core";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import type { Device } from "../screening/ports.ts";
import { App, loadScreens } from "./app.tsx";
import { cssVariablesResolver, theme } from "./theme.ts";
import { Visit } from "./visit.ts";
import { VisitContext } from "./visit-context.ts";
import { createLanguage } from "./words/language.ts";

/** Shows the screens in `root` and begins to load what they need. */
export function mount(root: HTMLElement, device: Device): void {
  const visit = new Visit(withScreens(device));
  const language = createLanguage();
  document.documentElement.lang = language.language;
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
        <I18nextProvider i18n={language}>
          <VisitContext value={visit}>
            <App />
          </VisitContext>
        </I18nextProvider>
      </MantineProvider>
    </StrictMode>,
  );
  // After the first paint: the first screen does not wait for the network.
  setTimeout(() => void visit.prepare());
}

/** Is not ready before the screens of the answer and the card are: whoever then goes offline sees them all the same. */
const withScreens = (device: Device): Device => ({
  ...device,
  async prepare(onProgress) {
    const screens = Promise.all([loadScreens(), device.card()]);
    const ready = await device.prepare(onProgress);
    await screens;
    return ready;
  },
});
