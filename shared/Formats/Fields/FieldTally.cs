using System.Runtime.InteropServices;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Formats.Fields;

/// <summary>Counts, by field, the values that were coerced or rejected since the last batch.</summary>
internal sealed class FieldTally
{
    private readonly Dictionary<string, (long Coerced, long Rejected)> counts = new(StringComparer.Ordinal);

    /// <summary>Counts values that were converted to a declared type.</summary>
    public void Coerced(string field, int values = 1) => CollectionsMarshal.GetValueRefOrAddDefault(counts, field, out _).Coerced += values;

    /// <summary>Counts a value that did not fit.</summary>
    public void Rejected(string field) => CollectionsMarshal.GetValueRefOrAddDefault(counts, field, out _).Rejected++;

    /// <summary>What was counted; counting begins anew.</summary>
    public IReadOnlyList<FieldCounts> Take()
    {
        if (counts.Count == 0)
            return [];
        FieldCounts[] taken = [.. counts.Select(one => new FieldCounts(one.Key, one.Value.Coerced, one.Value.Rejected))];
        counts.Clear();
        return taken;
    }
}
