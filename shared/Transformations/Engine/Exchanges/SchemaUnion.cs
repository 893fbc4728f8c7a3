using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Engine.Exchanges;

/// <summary>The schemas of the batches that came, united in the order of their first records, whichever worker saw them.</summary>
internal sealed class SchemaUnion
{
    private readonly List<(Schema Schema, long First)> seen = [];

    /// <summary>The schema of all records; null when none came.</summary>
    public Schema? Schema => seen.Count == 0 ? null : seen.OrderBy(entry => entry.First).Select(entry => entry.Schema).Aggregate((all, next) => all.Union(next));

    /// <summary>Takes the schema of a batch.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="first">The <see cref="Sequence"/> of the batch's first record.</param>
    public void Add(Schema schema, long first)
    {
        for (var i = 0; i < seen.Count; i++)
        {
            if (!ReferenceEquals(seen[i].Schema, schema) && !seen[i].Schema.Equals(schema))
                continue;
            if (first < seen[i].First)
                seen[i] = (seen[i].Schema, first);
            return;
        }

        seen.Add((schema, first));
    }

    /// <summary>Takes what another worker saw.</summary>
    public void Add(SchemaUnion other)
    {
        foreach (var (schema, first) in other.seen)
            Add(schema, first);
    }
}
