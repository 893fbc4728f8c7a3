using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Which one of the aggregates takes a record's value: told by another field.</summary>
/// <param name="field">The field that decides.</param>
/// <param name="wanted">Its encoded value for each aggregate; all different.</param>
internal sealed class PivotChoice(FieldPath field, IReadOnlyList<byte[]> wanted)
{
    private readonly KeyTable numbers = NumbersOf(wanted);

    /// <summary>The number of each record's aggregate, -1 for none, at the record's row of <paramref name="choices"/>.</summary>
    public void Read(RecordBatch batch, ReadOnlySpan<int> rows, Span<int> choices, KeyEncoder encoder, EncodedKeys keys, Scratch scratch)
    {
        var deciding = field.Read(batch, rows);
        encoder.Encode([deciding], rows, keys, scratch);
        deciding.Release();
        for (var i = 0; i < rows.Length; i++)
            choices[rows[i]] = numbers.Find(keys[i], KeyHash.Of(keys[i]));
    }

    private static KeyTable NumbersOf(IReadOnlyList<byte[]> keys)
    {
        var table = new KeyTable();
        foreach (var key in keys)
            table.FindOrAdd(key, KeyHash.Of(key));
        return table;
    }
}
