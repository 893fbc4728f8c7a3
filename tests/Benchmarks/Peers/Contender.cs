namespace DataAggregator.Benchmarks.Peers;

/// <summary>Somebody who does the work of a case, as a process of its own.</summary>
/// <param name="Name">How it is called in the table.</param>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Result">The file it writes; null where the result is the table.</param>
internal sealed record Contender(string Name, string Program, IReadOnlyList<string> Arguments, string? Result = null)
{
    /// <summary>Environment variables of the process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it is so slow that one run says enough.</summary>
    public bool Once { get; init; }

    /// <summary>Runs it.</summary>
    public Task<Measurement> MeasureAsync() => Measurement.OfAsync(Program, Arguments, Environment);
}
