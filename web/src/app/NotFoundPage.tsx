import { Link } from 'react-router';
import { EmptyState } from '@/components/EmptyState';

/** What stands at an address that nothing has. */
export function NotFoundPage() {
  return (
    <EmptyState title="There is nothing here">
      The address may be old or mistyped.{' '}
      <Link to="/pipelines" className="text-accent underline">
        Go to the pipelines
      </Link>
    </EmptyState>
  );
}
