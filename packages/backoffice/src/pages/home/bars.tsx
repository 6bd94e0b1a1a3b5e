// Lying bars in a table, so that who hears the page hears names and figures.
import type { ReactNode } from 'react';
import type { Tone } from '../../parts/tones.ts';

interface Bar {
  key: string;
  name: ReactNode;
  /** What the bar's length is of. */
  size: number;
  figure: ReactNode;
}

interface BarsProps {
  label: string;
  head: readonly [string, string];
  tone: Tone;
  bars: readonly Bar[];
}

export function Bars({ label, head, tone, bars }: BarsProps): ReactNode {
  const most = Math.max(1, ...bars.map(({ size }) => size));
  return (
    <table className={`tk-bars tk-tone-${tone}`} aria-label={label}>
      <thead className="tk-hidden">
        <tr>
          <th scope="col">{head[0]}</th>
          <th scope="col">{head[1]}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ key, name, size, figure }) => (
          <tr key={key}>
            <td>
              {name}
              <span className="tk-bar" aria-hidden>
                <span style={{ width: `${(size * 100) / most}%` }} />
              </span>
            </td>
            <td className="tk-right">{figure}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
