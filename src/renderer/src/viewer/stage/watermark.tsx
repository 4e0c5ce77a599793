import { useEffect, useId, useState } from 'react';
import styles from './stage.module.css';

/** Words over every document that say who looks at it, where and when, so that a photo of the screen can be traced. */
export function Watermark({ who }: { readonly who: string }) {
  const id = useId();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const time = `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const text = `${who} · ${time}`;
  // 7.3 px: the advance of the watermark's 12 px monospace type.
  const width = Math.ceil([...text].length * 7.3) + 70;
  return (
    <svg aria-hidden="true" className={styles.watermark} data-watermark={text}>
      <defs>
        <pattern
          id={id}
          width={width}
          height={150}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-28)"
        >
          <text x={0} y={50}>
            {text}
          </text>
          <text x={-width / 2} y={125}>
            {text}
          </text>
          <text x={width / 2} y={125}>
            {text}
          </text>
        </pattern>
      </defs>
      <rect width="100%" height="100%" fill={`url(#${id})`} />
    </svg>
  );
}
