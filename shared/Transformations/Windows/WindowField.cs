using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Aggregations;
using DataType = DataAggregator.Core.Records.DataType;

namespace DataAggregator.Transformations.Windows;

/// <summary>One field that a window step adds, as the user asks for it.</summary>
internal sealed record WindowField
{
    [Description("What to find out.")]
    public required WindowOperation Function { get; init; }

    [Description("The field that is looked at, or a path into it; not for row_number, rank and dense_rank.")]
    public string? Field { get; init; }

    [Description("The field that the result goes to.")]
    public required string OutputField { get; init; }

    [Description("How many records before (lag) or behind (lead).")]
    [Range(1, 1000)]
    public int Offset { get; init; } = 1;

    [Description("What a running sum or average does about a value that is null, missing or no number. Without it, null and missing are left out, and a record with something else than a number is rejected.")]
    public OnMissingOperand? OnMissing { get; init; }

    /// <summary>The running aggregate that the function is; null when it is none.</summary>
    public AggregatedField? Running => Function switch
    {
        WindowOperation.Sum => Aggregated(AggregateOperation.Sum),
        WindowOperation.Average or WindowOperation.Avg => Aggregated(AggregateOperation.Average),
        WindowOperation.Min => Aggregated(AggregateOperation.Min),
        WindowOperation.Max => Aggregated(AggregateOperation.Max),
        WindowOperation.Count => Aggregated(AggregateOperation.Count),
        _ => null,
    };

    private bool IsRank => Function is WindowOperation.RowNumber or WindowOperation.Rank or WindowOperation.DenseRank;

    /// <summary>Adds what is wrong beyond types and ranges.</summary>
    public void Check(string path, Problems problems)
    {
        if (IsRank && Field is not null)
            problems.Add($"{path}.field", "is not needed: numbers and ranks come from the order alone.");
        else if (!IsRank && Function != WindowOperation.Count && Field is null)
            problems.Add($"{path}.field", "is required: the field that is looked at.");
    }

    /// <summary>The field that comes out, for values of <paramref name="input"/>.</summary>
    public Field Describe(Field? input) => IsRank
        ? new Field(OutputField, DataType.Int64, Nullable: false)
        : Running?.Describe(input) ?? new Field(OutputField, input?.Type ?? DataType.Json);

    /// <summary>What carries the function out.</summary>
    public WindowFunction Open() => Function switch
    {
        _ when Running is { } running => new RunningFunction(running.Open()),
        WindowOperation.Lag => new LagFunction(Offset),
        WindowOperation.Lead => new LeadFunction(Offset),
        WindowOperation.FirstValue => new FirstFunction(),
        WindowOperation.LastValue => new LastFunction(),
        _ => new RankFunction(Function),
    };

    private AggregatedField Aggregated(AggregateOperation operation) => new() { InputField = Field, OutputField = OutputField, Operation = operation, OnMissing = OnMissing };
}
