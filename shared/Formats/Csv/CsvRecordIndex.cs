using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataAggregator.Formats.Csv;

/// <summary>
/// Finds the records and fields of a block of CSV, without looking at values. A record of the expected number of fields is a row of
/// <see cref="Bounds"/>; any other is a fault, and a row of empty fields in its place, so that rows count records.
/// <para>
/// A quote opens a quoted field only where the field begins; anywhere else it is a fault of that record, and the record still ends
/// where its line ends. A quote that is never closed is a fault of its line alone: the next line begins a record again.
/// </para>
/// </summary>
internal sealed class CsvRecordIndex
{
    private readonly CsvDialect dialect;
    private readonly CsvMasks masks;
    private readonly int columns;
    private readonly bool emptyLinesCount;
    private readonly int quote;
    private readonly int escape;
    private readonly int maxRecordBytes;
    private readonly ReadOnlyMemory<byte> header;
    private int[] bounds;

    /// <summary>An index of records with that many fields; a quoted field that makes its record longer than allowed counts as not closed.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="columns">The number of fields.</param>
    /// <param name="maxRecordBytes">The longest record, in bytes.</param>
    /// <param name="header">The header as it is written: a record of several fields that repeats it is a fault. Empty for none.</param>
    public CsvRecordIndex(CsvDialect dialect, int columns, int maxRecordBytes, ReadOnlyMemory<byte> header = default)
        : this(dialect, columns, maxRecordBytes, withFields: true, emptyLinesCount: columns == 1) => this.header = columns > 1 ? header : default;

    private CsvRecordIndex(CsvDialect dialect, int columns, int maxRecordBytes, bool withFields, bool emptyLinesCount)
    {
        this.dialect = dialect;
        this.columns = columns;
        this.maxRecordBytes = maxRecordBytes;
        this.emptyLinesCount = emptyLinesCount;
        masks = new CsvMasks(dialect, withFields);
        quote = dialect.Quote ?? -1;
        escape = dialect.Escape ?? -1;
        bounds = new int[(columns + 1) * 16];
    }

    /// <summary>Ints a row takes in <see cref="Bounds"/>.</summary>
    public int Stride => columns + 1;

    /// <summary>For each row: the byte before its first field, then for each field the byte after it. A field is what stands between two neighbours.</summary>
    public ReadOnlySpan<int> Bounds => bounds.AsSpan(0, Rows * Stride);

    /// <summary>Records found.</summary>
    public int Rows { get; private set; }

    /// <summary>Where the next record begins.</summary>
    public int Consumed { get; private set; }

    /// <summary>The records that are not as they should be, in order.</summary>
    public List<CsvFault> Faults { get; } = [];

    /// <summary>An index of records alone, without their fields.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="emptyLinesCount">Whether an empty line is a record: it is where records have one field.</param>
    /// <param name="maxRecordBytes">The longest record, in bytes.</param>
    public static CsvRecordIndex ForRecords(CsvDialect dialect, bool emptyLinesCount, int maxRecordBytes) => new(dialect, 1, maxRecordBytes, withFields: false, emptyLinesCount);

    /// <summary>Finds the complete records between two positions of a buffer that is readable 64 bytes further.</summary>
    /// <param name="buffer">The text.</param>
    /// <param name="start">Where a record begins.</param>
    /// <param name="end">Where the text at hand ends.</param>
    /// <param name="final">Whether nothing comes after it, so that the last record needs no line end.</param>
    /// <param name="maxRows">The most records wanted.</param>
    public void Scan(byte[] buffer, int start, int end, bool final, int maxRows)
    {
        Rows = 0;
        Faults.Clear();
        Consumed = start;
        while (Consumed < end && Rows < maxRows)
        {
            var resume = ScanUntilUnclosedQuote(buffer, Consumed, end, final, maxRows);
            if (resume < 0)
                return;
            Consumed = resume;
        }
    }

    /// <summary>Makes a fault of whatever stands between two positions: a record too long to be looked at.</summary>
    public void ScanOversized(int start, int end)
    {
        Rows = 0;
        Faults.Clear();
        Consumed = end;
        AddFault(start, end, start, "record_too_large", $"The record is longer than {maxRecordBytes} bytes.");
    }

    /// <summary>Finds records until one has a quote that is not closed.</summary>
    /// <returns>Where to go on after the line of that quote; -1 when there is none.</returns>
    // Compiled at full optimisation at once: a run may be over before the runtime would get to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ScanUntilUnclosedQuote(byte[] buffer, int start, int end, bool final, int maxRows)
    {
        ref var data = ref MemoryMarshal.GetArrayDataReference(buffer);
        var delimiter = dialect.Delimiter;
        int recordStart = start, skip = start, fields = 0, faultAt = -1, write = Reserve();
        for (var block = start; block < end; block += CsvMasks.Width)
        {
            var mask = masks.Of(ref Unsafe.Add(ref data, block));
            if (end - block < CsvMasks.Width)
                mask &= (1UL << (end - block)) - 1;
            for (; mask != 0; mask &= mask - 1)
            {
                var at = block + BitOperations.TrailingZeroCount(mask);
                if (at < skip)
                    continue;
                var found = buffer[at];
                if (found == delimiter)
                {
                    // One more than there are columns is kept, too: where a record that is too long should have ended.
                    if (++fields <= columns)
                        bounds[write + fields] = at;
                }
                else if (found is (byte)'\n' or (byte)'\r')
                {
                    skip = at + 1;
                    if (found == '\r' && skip == end && !final)
                        return -1;
                    if (found == '\r' && skip < end && buffer[skip] == '\n')
                        skip++;
                    EndRecord(buffer, recordStart, at, fields, faultAt);
                    Consumed = recordStart = skip;
                    (fields, faultAt) = (0, -1);
                    if (Rows == maxRows)
                        return -1;
                    write = Reserve();
                }
                else if (found == quote && (at == recordStart || buffer[at - 1] == delimiter))
                {
                    var close = FindClosingQuote(buffer, at + 1, end);
                    if (close < 0 || close - recordStart > maxRecordBytes)
                        return final || end - recordStart > maxRecordBytes ? Unclosed(buffer, recordStart, at, end) : -1;
                    skip = close + 1;
                    if (faultAt < 0 && skip < end && buffer[skip] != delimiter && buffer[skip] is not ((byte)'\n' or (byte)'\r'))
                        faultAt = skip;
                }
                else if (found == quote && faultAt < 0 && !dialect.KeepBareQuotes)
                {
                    faultAt = at;
                }
            }
        }

        if (final && recordStart < end)
        {
            EndRecord(buffer, recordStart, end, fields, faultAt);
            Consumed = end;
        }

        return -1;
    }

    private int FindClosingQuote(byte[] buffer, int from, int end)
    {
        while (from < end)
        {
            var rest = buffer.AsSpan(from, end - from);
            var found = escape == quote ? rest.IndexOf((byte)quote) : rest.IndexOfAny((byte)quote, (byte)escape);
            if (found < 0)
                return -1;
            from += found;
            var isPair = from + 1 < end && buffer[from + 1] == quote && escape == quote;
            if (buffer[from] == quote && !isPair)
                return from;
            from += 2;
        }

        return -1;
    }

    private void EndRecord(byte[] buffer, int start, int end, int fields, int faultAt)
    {
        if (start == end && !emptyLinesCount)
            return;
        if (faultAt >= 0)
        {
            AddFault(start, end, faultAt, "bad_quote", "A quote stands inside a field that is not quoted, or something follows a closing quote; csv.quote, csv.escape and csv.bare_quotes say how quotes are written.");
        }
        else if (end - start > maxRecordBytes)
        {
            AddFault(start, end, start, "record_too_large", $"The record is longer than {maxRecordBytes} bytes.");
        }
        else if (fields < columns ? fields < columns - 1 && !dialect.FillShortRecords : !HasOnlyDelimiters(buffer, end))
        {
            AddFault(start, end, start, "ragged_record", Ragged(fields + 1));
        }
        else if (header.Length > 0 && end - start == header.Length && buffer.AsSpan(start, end - start).SequenceEqual(header.Span))
        {
            AddFault(start, end, start, "repeated_header", "The record repeats the header, as where files were put together; it is left out.");
        }
        else
        {
            var row = Rows * Stride;
            bounds[row] = start - 1;
            // What a short record lacks ends where the record ends, and so before it begins: a null.
            for (var field = fields + 1; field <= columns; field++)
                bounds[row + field] = end;
            Rows++;
        }
    }

    /// <summary>Whether the record being found has nothing but delimiters behind its last column, as many a program writes them: nothing is lost without them.</summary>
    private bool HasOnlyDelimiters(byte[] buffer, int end)
    {
        var from = bounds[(Rows * Stride) + columns];
        return buffer.AsSpan(from, end - from).IndexOfAnyExcept(dialect.Delimiter) < 0;
    }

    private string Ragged(int fields) =>
        $"The record has {fields} field{(fields == 1 ? "" : "s")}, not {columns}{(fields < columns ? "; set csv.short_records to fill if what it lacks is to be null." : ".")}";

    private int Unclosed(byte[] buffer, int recordStart, int openedAt, int end)
    {
        var found = buffer.AsSpan(openedAt, end - openedAt).IndexOfAny((byte)'\n', (byte)'\r');
        var lineEnd = found < 0 ? end : openedAt + found;
        AddFault(recordStart, lineEnd, openedAt, "unclosed_quote", end - recordStart > maxRecordBytes
            ? $"A quoted field is not closed within {maxRecordBytes} bytes, the longest that a record may be."
            : "A quoted field is not closed.");
        if (found < 0)
            return end;
        return buffer[lineEnd] == '\r' && lineEnd + 1 < end && buffer[lineEnd + 1] == '\n' ? lineEnd + 2 : lineEnd + 1;
    }

    private void AddFault(int start, int end, int at, string code, string message)
    {
        Faults.Add(new CsvFault(Rows, start, end, at, code, message));
        var row = Reserve();
        for (var i = 0; i <= columns; i++)
            bounds[row + i] = start - 1 + i;
        Rows++;
    }

    private int Reserve()
    {
        var row = Rows * Stride;
        if (row + Stride > bounds.Length)
            Array.Resize(ref bounds, Math.Max(bounds.Length * 2, row + Stride));
        return row;
    }
}
