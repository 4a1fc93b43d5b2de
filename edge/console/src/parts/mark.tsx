/** Two channels of one conversation: the product's mark. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--wib-accent-fill)" />
      <g stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
        <path d="M7 13v-2M11.5 14V8M16 13.500V9.500M20.500 14V7M25 13v-2" />
        <path d="M7 19v2M11.500 18v4M16 18v7M20.500 18v3.500M25 19v2" opacity=".62" />
      </g>
    </svg>
  );
}
