import { useEffect, useState } from 'react';
import { formatAgo, formatInstant } from '@/lib/format';

/** How long ago something was; the exact time on hover. */
export function Ago({ instant }: { instant: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={instant} title={formatInstant(instant)}>
      {formatAgo(instant, now)}
    </time>
  );
}
