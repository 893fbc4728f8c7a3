import { Navigate, Route, Routes } from 'react-router';
import { useSession } from '@/api/session';
import { DeadLetterPage } from '@/features/dead-letters/DeadLetterPage';
import { DeadLettersPage } from '@/features/dead-letters/DeadLettersPage';
import { NotificationsPage } from '@/features/notifications/NotificationsPage';
import { EditPipelinePage, NewPipelinePage } from '@/features/pipelines/editor/EditorPage';
import { PipelinePage } from '@/features/pipelines/PipelinePage';
import { PipelinesPage } from '@/features/pipelines/PipelinesPage';
import { RunPage } from '@/features/runs/RunPage';
import { SignInPage } from '@/features/sign-in/SignInPage';
import { Layout } from './Layout';
import { NotFoundPage } from './NotFoundPage';

/** The screens by address. Everything but signing in needs a session. */
export function App() {
  const session = useSession();
  if (!session) return <SignInPage />;
  return (
    <Routes>
      <Route element={<Layout session={session} />}>
        <Route index element={<Navigate to="/pipelines" replace />} />
        <Route path="/pipelines" element={<PipelinesPage />} />
        <Route path="/pipelines/new" element={<NewPipelinePage />} />
        <Route path="/pipelines/:id/edit" element={<EditPipelinePage />} />
        <Route path="/pipelines/:id" element={<PipelinePage />} />
        <Route path="/runs/:id" element={<RunPage />} />
        <Route path="/dead-letters" element={<DeadLettersPage />} />
        <Route path="/dead-letter" element={<DeadLetterPage />} />
        <Route path="/notifications" element={<NotificationsPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
