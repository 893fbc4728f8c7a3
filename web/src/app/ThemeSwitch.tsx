import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/Button';
import { applyTheme, savedTheme, themes, type Theme } from '@/lib/theme';

const looks = {
  system: { Icon: Monitor, label: 'Theme: as the system' },
  light: { Icon: Sun, label: 'Theme: light' },
  dark: { Icon: Moon, label: 'Theme: dark' },
} satisfies Record<Theme, unknown>;

/** Goes round the themes. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(savedTheme);
  const { Icon, label } = looks[theme];
  const next = () => {
    const following = themes[(themes.indexOf(theme) + 1) % themes.length]!;
    applyTheme(following);
    setTheme(following);
  };
  return (
    <Button variant="quiet" onClick={next} aria-label={label} title={label}>
      <Icon aria-hidden className="size-4" />
    </Button>
  );
}
