import { Link } from 'react-router';
import { ApiError } from '@/api/client';
import { Button } from './ui/Button';

/** Says what failed, and lets the user try again; what is not there is not looked for again. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const isMissing = error instanceof ApiError && error.problem.status === 404;
  return (
    <section role="alert" className="rounded-lg bg-bad-soft p-5 text-bad">
      <p className="font-medium">{error.message}</p>
      {isMissing && (
        <p className="mt-2 text-sm">
          It was deleted, or the address is mistyped.{' '}
          <Link to="/pipelines" className="underline">
            Go to the pipelines
          </Link>
        </p>
      )}
      {onRetry && !isMissing && (
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      )}
    </section>
  );
}
