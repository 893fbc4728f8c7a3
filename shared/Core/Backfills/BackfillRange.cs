using DataAggregator.Core.Configuration;
using DataAggregator.Core.Incremental;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Backfills;

/// <summary>Cuts a range into chunks: numbers by a number; dates and times by a duration.</summary>
public static class BackfillRange
{
    /// <summary>The most chunks of a backfill.</summary>
    public const int MaxChunks = 10_000;

    /// <summary>The chunks; empty when a problem was added.</summary>
    public static IReadOnlyList<CursorBounds> Split(string from, string to, string step, Problems problems)
    {
        if (CursorStep.Parse(step) is not { IsPositive: true } size)
        {
            problems.Add("$.step", $"is '{step}', but must be a duration (6h, 1d, 1w, 1mo) or a number, more than zero.");
            return [];
        }

        DataType[] types = size.Number is null ? [DataType.Date, DataType.LocalTimestamp, DataType.Timestamp] : [DataType.Int64, DataType.Decimal];
        var type = types.Where(size.Fits).FirstOrDefault(type => CursorValue.Parse(type, from) is not null && CursorValue.Parse(type, to) is not null, DataType.String);
        if (type == DataType.String)
        {
            problems.Add("$.from", $"'{from}' and 'to' ('{to}') must both be {(size.Number is null ? "dates or times, such as 2025-01-01 or 2025-01-01T00:00:00Z" : "numbers")}, as 'step' is {(size.Number is null ? "a duration" : "a number")}.");
            return [];
        }

        return Split(CursorValue.Parse(type, from)!, CursorValue.Parse(type, to)!, size, problems);
    }

    private static List<CursorBounds> Split(CursorValue from, CursorValue to, CursorStep step, Problems problems)
    {
        var chunks = new List<CursorBounds>();
        if (from.CompareWith(to) >= 0)
            problems.Add("$.to", "must be after 'from'.");
        for (var start = from; start.CompareWith(to) < 0;)
        {
            if (chunks.Count == MaxChunks)
            {
                problems.Add("$.step", $"cuts the range into more than {MaxChunks} chunks; take a larger one.");
                return [];
            }

            // Counted from the start, so that months which end on the 31st stay what they are.
            var next = step.From(from, chunks.Count + 1);
            var end = next is null || next.CompareWith(to) > 0 ? to : next;
            chunks.Add(new CursorBounds(start.ToString(), end.ToString()));
            start = end;
        }

        return chunks;
    }
}
