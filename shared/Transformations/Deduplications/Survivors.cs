using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>Chooses what stays of records that come sorted by key, the one to prefer first: the first of each key, or of those alike within it.</summary>
internal sealed class Survivors(DeduplicationPlan plan, StepBooks books)
{
    private readonly KeyBuffer lastKey = new();
    private readonly FuzzyBlock? block = plan.Fuzzy is null ? null : new FuzzyBlock(plan.Fuzzy, plan.NewNormalizer());
    private readonly Scratch scratch = new();

    /// <summary>The rows of a batch that stay, and the sequence of each.</summary>
    public (int[] Rows, long[] Sequences) Choose(RecordBatch batch, BytesColumn keys)
    {
        var (rows, sequences) = (new List<int>(keys.Length), new List<long>(keys.Length));
        var all = plan.Fuzzy is null ? [] : Enumerable.Range(0, keys.Length).ToArray();
        var compared = plan.Fuzzy is null ? [] : plan.Fuzzy.Fields.Select(field => field.Read(batch, all)).ToArray();
        for (var row = 0; row < keys.Length; row++)
        {
            if (!Stays(keys[row], compared, row))
                continue;
            var sequence = EncodedKeys.SequenceOf(keys[row]);
            rows.Add(row);
            sequences.Add(plan.Keep == KeepRule.Last ? ~sequence : sequence);
        }

        foreach (var column in compared)
            column.Release();
        books.Deduplicated += keys.Length - rows.Count;
        return ([.. rows], [.. sequences]);
    }

    private bool Stays(ReadOnlySpan<byte> keyWithOrder, Column[] compared, int row)
    {
        var key = KeyReader.Fields(keyWithOrder, sizeof(ulong), plan.KeyFields.Count);
        var isFirst = !key.SequenceEqual(lastKey.Written);
        if (isFirst)
        {
            lastKey.Clear();
            lastKey.Write(key);
            block?.Clear();
        }

        if (block is null)
            return isFirst;
        var result = block.Add(compared, row, scratch);
        if (result == FuzzyResult.NotHeld)
            books.Warned++;
        return result != FuzzyResult.Duplicate;
    }
}
