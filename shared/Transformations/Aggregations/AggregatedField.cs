using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataType = DataAggregator.Core.Records.DataType;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>One field of an aggregation's result, as the user asks for it.</summary>
internal sealed record AggregatedField
{
    [Description("The field whose values are aggregated, or a path into it; * or none for count counts records.")]
    public string? InputField { get; init; }

    [Description("The field that the result goes to.")]
    public required string OutputField { get; init; }

    [Description("What to make of the values.")]
    public required AggregateOperation Operation { get; init; }

    [Description("How many percent of the values lie below the result, for percentile: 0 to 100.")]
    [Range(0.0, 100.0)]
    public decimal? Percentile { get; init; }

    [Description("Whether the values are a sample or the whole population, for stddev and variance.")]
    public Statistic Statistic { get; init; }

    [Description("What stands between the texts of concat.")]
    public string Separator { get; init; } = ", ";

    [Description("What to do about a value that is null, missing or no number. Without it, null and missing are left out, and a record with something else than a number is rejected.")]
    public OnMissingOperand? OnMissing { get; init; }

    /// <summary>Whether records are counted, not values.</summary>
    public bool CountsRecords => Operation == AggregateOperation.Count && InputField is null or "*";

    /// <summary>Whether the operation takes numbers alone.</summary>
    public bool NeedsNumbers => Operation is AggregateOperation.Sum or AggregateOperation.Average or AggregateOperation.Avg or AggregateOperation.Median
        or AggregateOperation.Percentile or AggregateOperation.Stddev or AggregateOperation.Variance;

    /// <summary>Adds what is wrong beyond types and ranges.</summary>
    public void Check(string path, Problems problems)
    {
        if (!CountsRecords && InputField is null or "*")
            problems.Add($"{path}.input_field", "is required: the field whose values are aggregated. Only count counts whole records.");
        if (Operation == AggregateOperation.Percentile && Percentile is null)
            problems.Add($"{path}.percentile", "is required: how many percent lie below the result, such as 95.");
        if (Operation != AggregateOperation.Percentile && Percentile is not null)
            problems.Add($"{path}.percentile", "is not needed: the operation is not percentile.");
    }

    /// <summary>The field that comes out, for values of <paramref name="input"/>.</summary>
    public Field Describe(Field? input) => Operation switch
    {
        AggregateOperation.Count or AggregateOperation.CountDistinct => new Field(OutputField, DataType.Int64, Nullable: false),
        AggregateOperation.Concat => new Field(OutputField, DataType.String),
        AggregateOperation.List => new Field(OutputField, DataType.Json, Nullable: false),
        _ when NeedsNumbers => new Field(OutputField, DataType.Decimal),
        _ => new Field(OutputField, input?.Type ?? DataType.Json),
    };

    /// <summary>What carries the operation out.</summary>
    /// <param name="mostBytesOfList">The most bytes that a list, or the texts that become one, may take.</param>
    public Aggregate Open(long mostBytesOfList = long.MaxValue) => Operation switch
    {
        AggregateOperation.Sum => new SumAggregate(isAverage: false, OnMissing),
        AggregateOperation.Average or AggregateOperation.Avg => new SumAggregate(isAverage: true, OnMissing),
        AggregateOperation.Count => new CountAggregate(CountsRecords),
        AggregateOperation.CountDistinct => new DistinctAggregate(OutputField),
        AggregateOperation.Min => new ExtremeAggregate(isGreatest: false),
        AggregateOperation.Max => new ExtremeAggregate(isGreatest: true),
        AggregateOperation.First => new EdgeAggregate(isLast: false),
        AggregateOperation.Last => new EdgeAggregate(isLast: true),
        AggregateOperation.Median => new PercentileAggregate(50, OnMissing, OutputField),
        AggregateOperation.Percentile => new PercentileAggregate(Percentile!.Value, OnMissing, OutputField),
        AggregateOperation.Stddev => new VarianceAggregate(Statistic, isRoot: true, OnMissing),
        AggregateOperation.Variance => new VarianceAggregate(Statistic, isRoot: false, OnMissing),
        AggregateOperation.Concat => new ListAggregate(Separator, OutputField, mostBytesOfList),
        _ => new ListAggregate(separator: null, OutputField, mostBytesOfList),
    };
}
