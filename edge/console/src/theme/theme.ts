import { type CSSVariablesResolver, type MantineColorsTuple, createTheme } from '@mantine/core';

const bond: MantineColorsTuple = [
  '#e9eefd', '#d3ddfb', '#b3c4f7', '#93abff', '#6f8df0', '#4d70ec', '#3b5fdf', '#2f55d4', '#2546b8', '#1c3790',
];

/** Mantine draws its dark surfaces from this row; ours are cool, and the same as the tokens'. */
const dark: MantineColorsTuple = [
  '#edf0f5', '#bcc4d0', '#97a1b1', '#69748a', '#3a4250', '#262c36', '#1b2029', '#151920', '#0e1116', '#0b0e12',
];

export const theme = createTheme({
  primaryColor: 'bond',
  primaryShade: { light: 7, dark: 6 },
  colors: { bond, dark },
  fontFamily: 'var(--wib-font)',
  fontFamilyMonospace: 'var(--wib-mono)',
  headings: { fontFamily: 'var(--wib-font)', fontWeight: '650' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: 'var(--wib-radius-small)',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false, multiline: true, maw: 320 } },
    Modal: { defaultProps: { centered: false, yOffset: '12vh' } },
  },
});

/** Mantine's own names, told what our tokens say: one source for both. */
const bound = {
  '--mantine-color-body': 'var(--wib-ground)',
  '--mantine-color-text': 'var(--wib-ink)',
  '--mantine-color-bright': 'var(--wib-ink)',
  '--mantine-color-dimmed': 'var(--wib-ink-3)',
  '--mantine-color-placeholder': 'var(--wib-ink-3)',
  '--mantine-color-default': 'var(--wib-surface)',
  '--mantine-color-default-hover': 'var(--wib-hover)',
  '--mantine-color-default-color': 'var(--wib-ink)',
  '--mantine-color-default-border': 'var(--wib-line-strong)',
  '--mantine-color-error': 'var(--wib-bad)',
  '--mantine-color-anchor': 'var(--wib-accent)',
  '--mantine-color-bond-filled': 'var(--wib-accent-fill)',
  '--mantine-color-bond-filled-hover': 'var(--wib-accent-fill-hover)',
  '--mantine-color-bond-light': 'var(--wib-accent-soft)',
  '--mantine-color-bond-light-color': 'var(--wib-accent)',
  '--mantine-color-bond-text': 'var(--wib-accent)',
  '--mantine-color-red-filled': 'var(--wib-bad-fill)',
  '--mantine-color-red-filled-hover': 'var(--wib-bad-fill-hover)',
  '--mantine-color-red-light': 'var(--wib-bad-soft)',
  '--mantine-color-red-light-color': 'var(--wib-bad)',
  '--mantine-color-gray-light': 'var(--wib-grey-soft)',
  '--mantine-color-gray-light-color': 'var(--wib-grey)',
};

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: bound, dark: bound });
