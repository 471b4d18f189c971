/** The pattern of what is undecided: lines, not a colour. */
export function Hatch({ id }: { readonly id: string }) {
  return (
    <defs>
      <pattern id={id} width={8} height={8} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line x1={0} y1={0} x2={0} y2={8} stroke="var(--hatch)" strokeWidth={2.5} />
      </pattern>
    </defs>
  );
}
