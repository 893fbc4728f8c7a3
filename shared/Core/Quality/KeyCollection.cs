using System.Runtime.InteropServices;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Quality;

/// <summary>
/// Collects the keys of records as 128-bit hashes, so that they can be compared over the whole run: among ten thousand million keys, the chance that two different
/// ones have one hash is below 10^-18. A record lacking a part of the key has none, as in SQL.
/// </summary>
/// <param name="expectation">The expectation's number in the pipeline.</param>
/// <param name="fields">The fields of the key.</param>
public sealed class KeyCollection(int expectation, IReadOnlyList<string> fields)
{
    private const ulong OtherSeed = 0x9E3779B97F4A7C15;

    private readonly byte[] scratch = new byte[ValueText.ScratchBytes];
    private readonly Column?[] columns = new Column?[fields.Count];
    private readonly List<UInt128> keys = [];

    /// <summary>The expectation's number in the pipeline.</summary>
    public int Expectation => expectation;

    /// <summary>The keys so far.</summary>
    public IReadOnlyList<UInt128> Keys => keys;

    /// <summary>The keys so far as bytes.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(keys));

    internal void Add(RecordBatch batch)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = batch.Find(fields[i]);
            if (columns[i] is null)
                return;
        }

        var rows = new ProfiledRows(batch);
        keys.EnsureCapacity(keys.Count + rows.Count);
        for (var k = 0; k < rows.Count; k++)
            Add(rows[k]);
    }

    private void Add(int row)
    {
        var (first, second) = (0UL, OtherSeed);
        foreach (var column in columns)
        {
            if (!column!.IsPresent(row))
                return;
            var value = ValueText.Of(column, row, scratch);
            var family = ValueText.FamilyOf(column.Type);
            first = KeyHash.Of(value, first + family);
            second = KeyHash.Of(value, second + family);
        }

        keys.Add(new UInt128(first, second));
    }
}
