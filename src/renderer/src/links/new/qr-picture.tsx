import { qrPath, type QrCode } from './qr.ts';
import styles from './made-link.module.css';

/** Dark on light in either theme: many readers take no other. */
export function QrPicture({ code }: { readonly code: QrCode }) {
  const { size } = code;
  return (
    <svg
      role="img"
      aria-label="QR code of the link"
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={styles.qr}
    >
      <path className={styles.light} d={`M0 0h${size}v${size}H0z`} />
      <path className={styles.dark} d={qrPath(code)} />
    </svg>
  );
}
