import { useEffect } from 'react';

/** Says in the tab what page this is. */
export function usePageTitle(title?: string) {
  useEffect(() => {
    document.title = title ? `${title} · Data Aggregator` : 'Data Aggregator';
  }, [title]);
}
