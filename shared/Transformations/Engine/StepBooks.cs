using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>The running counters of one step.</summary>
internal sealed class StepBooks(string step, string name, string type)
{
    public string Step => step;

    public long In { get; set; }

    public long Out { get; set; }

    public long Filtered { get; set; }

    public long Rejected { get; set; }

    public long Deduplicated { get; set; }

    public long Absorbed { get; set; }

    public long Added { get; set; }

    public long Warned { get; set; }

    public long Unmatched { get; set; }

    public long DurationMicroseconds { get; set; }

    public StepCounts ToCounts() => new()
    {
        Name = name,
        Type = type,
        In = In,
        Out = Out,
        Filtered = Filtered,
        Rejected = Rejected,
        Deduplicated = Deduplicated,
        Absorbed = Absorbed,
        Added = Added,
        Warned = Warned,
        Unmatched = Unmatched,
        DurationMicroseconds = DurationMicroseconds,
    };
}
