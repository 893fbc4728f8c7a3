using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Samples;

/// <summary>Hashes records by what they hold, so that the same record has the same hash wherever it stands.</summary>
/// <param name="fields">The fields to look at; none for all.</param>
/// <param name="seed">Another seed gives another hash.</param>
internal sealed class RecordHash(IReadOnlyList<FieldPath> fields, long seed)
{
    private readonly KeyEncoder encoder = new(default(KeyOrder));
    private readonly EncodedKeys keys = new();
    private readonly Dictionary<string, ulong> seeds = new(StringComparer.Ordinal);
    private ulong[] hashes = [];

    /// <summary>The hash of each of <paramref name="rows"/>; valid until the next call.</summary>
    public ReadOnlySpan<ulong> Of(RecordBatch batch, ReadOnlySpan<int> rows, Scratch scratch)
    {
        if (hashes.Length < rows.Length)
            hashes = new ulong[rows.Length];
        hashes.AsSpan(0, rows.Length).Fill((ulong)seed);
        if (fields.Count == 0)
        {
            for (var i = 0; i < batch.Columns.Length; i++)
            {
                if (RecordPlaces.IsOwn(batch.Schema[i]))
                    Add(batch.Schema[i].Name, batch.Columns[i], rows, scratch);
            }
        }

        foreach (var field in fields)
        {
            var column = field.Read(batch, rows);
            Add(field.Text, column, rows, scratch);
            column.Release();
        }

        for (var i = 0; i < rows.Length; i++)
            hashes[i] = KeyHash.Of(BitConverter.GetBytes(hashes[i]));
        return hashes.AsSpan(0, rows.Length);
    }

    // A sum, so that neither the order of fields counts nor ones that are missing.
    private void Add(string name, Column column, ReadOnlySpan<int> rows, Scratch scratch)
    {
        if (!seeds.TryGetValue(name, out var own))
            seeds.Add(name, own = KeyHash.Of(Encoding.UTF8.GetBytes(name)));
        encoder.Encode([column], rows, keys, scratch);
        for (var i = 0; i < rows.Length; i++)
        {
            if (!keys.HasNull(i))
                hashes[i] += (KeyHash.Of(keys[i]) ^ own) * 0x9E3779B97F4A7C15;
        }
    }
}
