import { LogOut, Workflow } from 'lucide-react';
import { Link, Outlet } from 'react-router';
import { signOut, type Session } from '@/api/session';
import { Button } from '@/components/ui/Button';
import { ThemeSwitch } from './ThemeSwitch';

/** The frame around every screen. */
export function Layout({ session }: { session: Session }) {
  return (
    <div className="min-h-screen">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:bg-panel focus:p-2">
        Skip to the content
      </a>
      <header className="border-b border-line bg-panel">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
          <Link to="/pipelines" className="flex items-center gap-2 font-semibold">
            <Workflow aria-hidden className="size-5 text-accent" />
            Data Aggregator
          </Link>
          <nav aria-label="Main" className="flex-1">
            <Link to="/pipelines" className="text-sm text-muted hover:text-ink">
              Pipelines
            </Link>
            {session.role !== 'viewer' && (
              <Link to="/dead-letters" className="ml-5 text-sm text-muted hover:text-ink">
                Dead letters
              </Link>
            )}
            <a href="/api/docs" className="ml-5 text-sm text-muted hover:text-ink">
              API
            </a>
          </nav>
          <ThemeSwitch />
          <span className="hidden text-sm text-muted sm:inline">{session.email}</span>
          <Button variant="quiet" onClick={signOut}>
            <LogOut aria-hidden className="size-4" />
            Sign out
          </Button>
        </div>
      </header>
      <main id="main" className="mx-auto max-w-6xl px-4 py-6">
        <Outlet />
      </main>
    </div>
  );
}
