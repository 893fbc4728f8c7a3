import { ArrowRight } from 'lucide-react';
import type { Endpoint, Pipeline } from '@/api/types';

/** Where the records of a pipeline come from and go to. */
export function Route({ pipeline }: { pipeline: Pipeline }) {
  return (
    <p className="flex items-center gap-1.5 text-sm text-muted">
      {names(pipeline.source, pipeline.sources)}
      <ArrowRight aria-label="to" className="size-3.5 shrink-0" />
      {names(pipeline.destination, pipeline.destinations)}
    </p>
  );
}

const names = (one?: Endpoint, several?: Endpoint[]) => (several ?? (one ? [one] : [])).map((endpoint) => endpoint.name ?? endpoint.connector_type ?? 'saved connector').join(', ');
