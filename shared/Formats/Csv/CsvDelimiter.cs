using System.Buffers;

namespace DataAggregator.Formats.Csv;

/// <summary>Finds out what stands between the fields of a CSV text.</summary>
public static class CsvDelimiter
{
    private const int SampleBytes = 64 * 1024;
    private const int SampleRecords = 100;

    private static readonly byte[] Candidates = ",;\t|"u8.ToArray();

    /// <summary>
    /// The delimiter that gives the most of the first records as many fields as the first one, and at least two; the dialect's own
    /// where none does or it does as well.
    /// </summary>
    /// <param name="sample">The beginning of the text.</param>
    /// <param name="dialect">The dialect; of its delimiter, only that it is preferred counts.</param>
    public static byte Detect(ReadOnlySpan<byte> sample, CsvDialect dialect)
    {
        sample = sample[..Math.Min(sample.Length, SampleBytes)];
        var best = dialect.Delimiter;
        var bestShare = Alike(sample, dialect);
        foreach (var candidate in Candidates)
        {
            if (candidate == dialect.Delimiter || candidate == dialect.Quote || candidate == dialect.Escape)
                continue;
            var share = Alike(sample, dialect with { Delimiter = candidate });
            if (share > bestShare)
                (best, bestShare) = (candidate, share);
        }

        return best;
    }

    /// <summary>The share of the sample's records that have as many fields as the first, which has at least two; else 0.</summary>
    private static double Alike(ReadOnlySpan<byte> sample, CsvDialect dialect)
    {
        var columns = CsvHeader.Read(sample, dialect with { Header = true }).Names.Count;
        if (columns < 2)
            return 0;
        var buffer = ArrayPool<byte>.Shared.Rent(sample.Length + CsvMasks.Width);
        sample.CopyTo(buffer);
        var index = new CsvRecordIndex(dialect with { FillShortRecords = false }, columns, sample.Length);
        index.Scan(buffer, 0, sample.Length, final: true, Math.Clamp(sample.Length / columns, 1, SampleRecords));
        ArrayPool<byte>.Shared.Return(buffer);
        // The sample may end within a record, which then counts as bad for every candidate.
        return (double)(index.Rows - index.Faults.Count) / index.Rows;
    }
}
