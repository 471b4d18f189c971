import { Button } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  readonly href: string;
  readonly icon: ReactNode;
  readonly variant: "default" | "subtle";
  readonly children: ReactNode;
}

/** A link as high as a button. Its words are centred by hand: a browser does that for buttons only. */
export function LinkButton({ href, icon, variant, children }: Props) {
  return (
    <div className="screen-only">
      <Button
        component="a"
        href={href}
        variant={variant}
        leftSection={icon}
        {...(variant === "subtle" ? { px: 0 } : {})}
        styles={{ root: { display: "inline-flex", alignItems: "center" } }}
      >
        {children}
      </Button>
    </div>
  );
}
