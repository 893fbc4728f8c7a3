import { Button } from './ui/Button';

/** Says what failed, and lets the user try again. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  return (
    <section role="alert" className="rounded-lg bg-bad-soft p-5 text-bad">
      <p className="font-medium">{error.message}</p>
      {onRetry && (
        <Button className="mt-3" onClick={onRetry}>
          Try again
        </Button>
      )}
    </section>
  );
}
