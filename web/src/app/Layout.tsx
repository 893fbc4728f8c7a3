import { LogOut, Workflow } from 'lucide-react';
import { Link, NavLink, Outlet } from 'react-router';
import { signOut, type Session } from '@/api/session';
import { Button } from '@/components/ui/Button';
import { ThemeSwitch } from './ThemeSwitch';

const place = 'py-1 text-sm text-muted hover:text-ink aria-[current=page]:text-ink aria-[current=page]:underline aria-[current=page]:underline-offset-8';

/** The frame around every screen. */
export function Layout({ session }: { session: Session }) {
  return (
    <div className="min-h-screen">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:bg-panel focus:p-2">
        Skip to the content
      </a>
      <header className="border-b border-line bg-panel">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 gap-y-1 px-4 py-3">
          <Link to="/pipelines" className="flex items-center gap-2 font-semibold">
            <Workflow aria-hidden className="size-5 text-accent" />
            Data Aggregator
          </Link>
          <nav aria-label="Main" className="order-last flex w-full flex-wrap gap-x-5 sm:order-none sm:w-auto sm:flex-1">
            <NavLink to="/pipelines" className={place}>
              Pipelines
            </NavLink>
            {session.role !== 'viewer' && (
              <>
                <NavLink to="/dead-letters" className={place}>
                  Dead letters
                </NavLink>
                <NavLink to="/notifications" className={place}>
                  Notifications
                </NavLink>
              </>
            )}
            <a href="/api/docs" className={place}>
              API
            </a>
          </nav>
          <div className="ml-auto flex items-center">
            <ThemeSwitch />
            <span className="hidden text-sm text-muted md:inline">{session.email}</span>
            <Button variant="quiet" onClick={signOut}>
              <LogOut aria-hidden className="size-4" />
              <span className="sr-only sm:not-sr-only">Sign out</span>
            </Button>
          </div>
        </div>
      </header>
      <main id="main" className="mx-auto max-w-6xl px-4 py-6">
        <Outlet />
      </main>
    </div>
  );
}
