import {
  Button,
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  NativeSelect,
  Table,
} from "@mantine/core";

const slate: MantineColorsTuple = [
  "#f5f7f9",
  "#e9edf1",
  "#d5dde4",
  "#b6c2cd",
  "#718495",
  "#627587",
  "#566878",
  "#3e4e5c",
  "#24313c",
  "#141c23",
];

/** What Mantine builds dark surfaces from, lightest first. */
const night: MantineColorsTuple = [
  "#e4ebf0",
  "#a7b6c2",
  "#93a3b1",
  "#8496a5",
  "#7b8d9c",
  "#202c35",
  "#19232b",
  "#11181e",
  "#0c1217",
  "#080d11",
];

/** The accent: action, and the voice. Seven is the light theme's, three the dark one's. */
const teal: MantineColorsTuple = [
  "#e6f3f3",
  "#c5e4e3",
  "#99d1cf",
  "#6cc3c0",
  "#3fa3a1",
  "#238483",
  "#146d6e",
  "#0f5c5e",
  "#0b484a",
  "#073536",
];

export const theme = createTheme({
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  headings: { fontWeight: "650" },
  colors: { teal, gray: slate, dark: night },
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 3 },
  defaultRadius: "8px",
  spacing: { xs: "8px", sm: "8px", md: "16px", lg: "24px", xl: "32px" },
  fontSizes: { xs: "0.875rem", sm: "0.875rem", md: "1rem", lg: "1rem", xl: "1.625rem" },
  lineHeights: { md: "1.5" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: "md" },
      vars: (_theme, { variant = "filled" }) => ({
        root:
          variant === "filled"
            ? {
                "--button-bg": "var(--accent)",
                "--button-hover": "var(--accent-hover)",
                "--button-color": "var(--on-accent)",
              }
            : {},
      }),
      styles: {
        root: { minHeight: 48, height: "auto", paddingBlock: 8 },
        label: { whiteSpace: "normal", lineHeight: 1.25 },
      },
    }),
    Table: Table.extend({ defaultProps: { borderColor: "var(--line)" } }),
    NativeSelect: NativeSelect.extend({
      defaultProps: { size: "md" },
      styles: { input: { minHeight: 48 }, label: { fontWeight: 400 } },
    }),
  },
});

/** Joins Mantine's surfaces to the tokens of tokens.css, so that each theme is written down once. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const both = {
    "--mantine-color-body": "var(--page)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-dimmed": "var(--ink-quiet)",
    "--mantine-color-default": "var(--surface)",
    "--mantine-color-default-hover": "var(--surface-hover)",
    "--mantine-color-default-border": "var(--edge)",
    "--mantine-color-default-color": "var(--ink)",
    "--mantine-color-teal-light-color": "var(--accent)",
    "--mantine-color-teal-light-hover": "var(--accent-soft)",
  };
  return { variables: {}, light: both, dark: both };
};
