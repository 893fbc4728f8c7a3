using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Deduplications;

/// <summary>
/// The records of one block that stay, as texts. Each record that comes is compared with those; one that is like any of them is a duplicate,
/// any other stays, so what stays depends on the order alone. Beyond the most that a block holds, records that stay are not compared with.
/// </summary>
internal sealed class FuzzyBlock(FuzzyPlan plan, KeyNormalizer normalizer)
{
    // Sums of weighted similarities that are equal on paper differ by less.
    private const double Tolerance = 1e-6;

    private readonly TextSimilarity[] similarities = [.. plan.Fields.Select(_ => plan.NewSimilarity())];
    private readonly double[] weights = [.. plan.Weights];

    // The texts of all records held, field by field, and behind them those of the record at hand; where each begins, and the last one ends.
    private char[] texts = new char[4096];
    private int[] starts = new int[256];
    private int held;

    /// <summary>Forgets the block; another begins.</summary>
    public void Clear() => held = 0;

    /// <summary>Takes the next record of the block.</summary>
    /// <param name="columns">The fields that are compared.</param>
    /// <param name="row">The record.</param>
    /// <param name="scratch">Buffers for the value at hand.</param>
    public FuzzyResult Add(Column[] columns, int row, Scratch scratch)
    {
        Append(columns, row, scratch);
        for (var i = 0; i < held; i++)
        {
            if (IsLike(i))
                return FuzzyResult.Duplicate;
        }

        if (held == plan.MaxBlockSize)
            return FuzzyResult.NotHeld;
        held++;
        return FuzzyResult.Held;
    }

    private void Append(Column[] columns, int row, Scratch scratch)
    {
        Span<byte> room = stackalloc byte[ValueText.Room];
        var first = held * columns.Length;
        if (starts.Length <= first + columns.Length)
            Array.Resize(ref starts, Math.Max(starts.Length * 2, first + columns.Length + 1));
        for (var i = 0; i < columns.Length; i++)
        {
            var value = Value.At(columns[i], row, scratch);
            // Digits and signs are what numbers and dates consist of: they are compared as they are written.
            var written = value.Kind == ValueKind.Text ? normalizer.Apply(value.Bytes) : scratch.Decode(ValueText.Of(value, room));
            var text = similarities[i].Prepare(written);
            var start = starts[first + i];
            if (texts.Length < start + text.Length)
                Array.Resize(ref texts, Math.Max(texts.Length * 2, start + text.Length));
            text.CopyTo(texts.AsSpan(start));
            starts[first + i + 1] = start + text.Length;
            similarities[i].Begin(text);
        }
    }

    /// <summary>Whether the record at hand is like one that is held. What neither has does not count; what only one has is not alike at all.</summary>
    private bool IsLike(int other)
    {
        var total = 0.0;
        for (var i = 0; i < weights.Length; i++)
            total += Text(held, i).IsEmpty && Text(other, i).IsEmpty ? 0 : weights[i];
        var needed = (plan.Threshold * total) - Tolerance;
        var reachable = 100 * total;
        for (var i = 0; i < weights.Length && reachable >= needed; i++)
        {
            var text = Text(held, i);
            var against = Text(other, i);
            if (text.IsEmpty && against.IsEmpty)
                continue;
            var score = text.IsEmpty || against.IsEmpty ? 0 : similarities[i].Score(text, against, 100 - ((reachable - needed) / weights[i]));
            reachable -= weights[i] * (100 - score);
        }

        return total > 0 && reachable >= needed;
    }

    private ReadOnlySpan<char> Text(int record, int field)
    {
        var at = (record * weights.Length) + field;
        return texts.AsSpan(starts[at], starts[at + 1] - starts[at]);
    }
}
