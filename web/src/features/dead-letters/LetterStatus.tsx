import { Ban, CircleAlert, CircleCheck, RotateCw, type LucideIcon } from 'lucide-react';
import type { DeadLetter, DeadLetterStatus } from '@/api/types';

const looks = {
  open: { label: 'Open', Icon: CircleAlert, tone: 'bg-warn-soft text-warn' },
  replayed: { label: 'Replayed', Icon: CircleCheck, tone: 'bg-good-soft text-good' },
  discarded: { label: 'Discarded', Icon: Ban, tone: 'bg-idle-soft text-ink' },
} satisfies Record<DeadLetterStatus, { label: string; Icon: LucideIcon; tone: string }>;

const held = { label: 'In a replay', Icon: RotateCw, tone: 'bg-busy-soft text-busy' };

/** What became of a dead letter: colour, sign and word. */
export function LetterStatus({ letter }: { letter: DeadLetter }) {
  const { label, Icon, tone } = letter.claimed ? held : looks[letter.status];
  return (
    <span className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-medium whitespace-nowrap ${tone}`}>
      <Icon aria-hidden className="size-3.5" />
      {label}
    </span>
  );
}
