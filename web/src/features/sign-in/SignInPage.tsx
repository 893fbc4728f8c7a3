import { Workflow } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { signIn } from '@/api/session';
import { Button } from '@/components/ui/Button';
import { TextField } from '@/components/ui/TextField';

/** Asks who is there. The address that was asked for opens after it. */
export function SignInPage() {
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      await signIn(String(form.get('email')), String(form.get('password')));
    } catch (failure) {
      setError(failure instanceof TypeError ? 'The server cannot be reached. Is it running?' : (failure as Error).message);
      setBusy(false);
    }
  };

  return (
    <main className="grid min-h-screen place-items-center p-4">
      <form onSubmit={submit} className="w-full max-w-sm rounded-xl border border-line bg-panel p-6">
        <h1 className="flex items-center gap-2 text-lg font-semibold">
          <Workflow aria-hidden className="size-5 text-accent" />
          Data Aggregator
        </h1>
        <p className="mt-1 mb-5 text-sm text-muted">Sign in to see and run pipelines.</p>
        <TextField label="Mail address" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
        <p role="alert" className="min-h-6 text-sm text-bad">
          {error}
        </p>
        <Button type="submit" variant="primary" className="mt-1 w-full" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </main>
  );
}
