namespace DataAggregator.Core.Transformations;

/// <summary>
/// The books of one step. They balance: <c>in + added = out + filtered + rejected + deduplicated + absorbed</c>, and a step's
/// <c>out</c> is the next one's <c>in</c>.
/// </summary>
public sealed record StepCounts
{
    /// <summary>The step's name: what the user gave, else its type and number.</summary>
    public required string Name { get; init; }

    /// <summary>The step's type.</summary>
    public required string Type { get; init; }

    /// <summary>Records that came in.</summary>
    public long In { get; init; }

    /// <summary>Records that went out.</summary>
    public long Out { get; init; }

    /// <summary>Records that a filter left behind.</summary>
    public long Filtered { get; init; }

    /// <summary>Records that failed a rule.</summary>
    public long Rejected { get; init; }

    /// <summary>Records dropped as duplicates of another.</summary>
    public long Deduplicated { get; init; }

    /// <summary>Records that went into another, as in an aggregation.</summary>
    public long Absorbed { get; init; }

    /// <summary>Records that the step made.</summary>
    public long Added { get; init; }

    /// <summary>Records that passed in spite of a failed rule (<c>on_failure: warn</c>); not part of the balance.</summary>
    public long Warned { get; init; }

    /// <summary>Values that an operation found nothing to change in, such as a <c>format</c> whose pattern did not match; not part of the balance.</summary>
    public long Unmatched { get; init; }

    /// <summary>Time spent in the step, in microseconds.</summary>
    public long DurationMicroseconds { get; init; }

    /// <summary>Whether nothing is unaccounted for.</summary>
    public bool Balances => In + Added == Out + Filtered + Rejected + Deduplicated + Absorbed;

    /// <summary>Whether books of that name are those of a destination, <c>destination</c> or <c>destinations[1]</c>, which stand beside those of the steps.</summary>
    public static bool IsDestination(string name) => name == "destination" || name.StartsWith("destinations[", StringComparison.Ordinal);

    /// <summary>The sum with the counts of the same step elsewhere.</summary>
    public StepCounts Plus(StepCounts other) => this with
    {
        In = In + other.In,
        Out = Out + other.Out,
        Filtered = Filtered + other.Filtered,
        Rejected = Rejected + other.Rejected,
        Deduplicated = Deduplicated + other.Deduplicated,
        Absorbed = Absorbed + other.Absorbed,
        Added = Added + other.Added,
        Warned = Warned + other.Warned,
        Unmatched = Unmatched + other.Unmatched,
        DurationMicroseconds = DurationMicroseconds + other.DurationMicroseconds,
    };
}
