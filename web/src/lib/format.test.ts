import { describe, expect, it } from 'vitest';
import { formatAgo, formatBytes, formatCount, formatDuration, formatStep } from './format';

describe('format', () => {
  it('groups digits', () => expect(formatCount(1234567)).toBe('1,234,567'));

  it.each([
    ['2025-01-15T10:00:00Z', 'just now'],
    ['2025-01-15T09:57:00Z', '3 minutes ago'],
    ['2025-01-15T08:00:00Z', '2 hours ago'],
    ['2025-01-14T10:00:00Z', 'yesterday'],
    ['2025-01-15T10:00:50Z', 'in a moment'],
    ['2025-01-15T10:05:20Z', 'in 5 minutes'],
  ])('tells how long %s is ago', (instant, text) => expect(formatAgo(instant, Date.parse('2025-01-15T10:00:20Z'))).toBe(text));

  it.each([
    [850, '850 ms'],
    [12_340, '12.3 s'],
    [245_000, '4 min 05 s'],
    [7_380_000, '2 h 03 min'],
  ])('writes %d ms as a duration', (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  it.each([
    ['transformations[5]', 'step 6'],
    ['transformations[2].then[0]', 'step 3, then[0]'],
    ['destination', 'destination'],
  ])('names %s as people count', (step, text) => expect(formatStep(step)).toBe(text));

  it.each([
    [999, '999 B'],
    [1_400_000, '1.4 MB'],
    [250_000_000_000, '250 GB'],
  ])('writes %d bytes', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});
