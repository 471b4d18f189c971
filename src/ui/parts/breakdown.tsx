import { Button } from "@mantine/core";
import { Component, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  readonly children: ReactNode;
}

/** Catches a mistake of ours in drawing the page, so that a person sees words and not an empty window. */
export class Breakdown extends Component<Props, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    return this.state.broken ? <BrokenDown /> : this.props.children;
  }
}

function BrokenDown() {
  const { t } = useTranslation();
  return (
    <main className="notice notice-damage stack" style={{ margin: 24 }}>
      <h1>{t("app.damaged")}</h1>
      <div>
        <Button onClick={() => window.location.reload()}>{t("app.reload")}</Button>
      </div>
    </main>
  );
}
