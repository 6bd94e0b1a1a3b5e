// A QR code as one SVG path, dark on light in every colour scheme, since cameras want it so.
import { type ReactNode, useMemo } from 'react';
import { encode } from 'uqr';

interface QrCodeProps {
  text: string;
  /** What it is, for who cannot see it. */
  label: string;
  /** Pixels. */
  size?: number;
}

export function QrCode({ text, label, size = 192 }: QrCodeProps): ReactNode {
  const { path, width } = useMemo(() => {
    const { data, size: width } = encode(text, { border: 2 });
    const cells = data.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
    );
    return { path: cells.join(''), width };
  }, [text]);
  return (
    <svg
      className="tk-qr"
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${width} ${width}`}
      shapeRendering="crispEdges"
    >
      <rect width={width} height={width} fill="#fff" />
      <path d={path} fill="#1f1d19" />
    </svg>
  );
}
