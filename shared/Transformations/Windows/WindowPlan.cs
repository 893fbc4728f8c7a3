using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Sorting;

namespace DataAggregator.Transformations.Windows;

/// <summary>A window step as the user asks for it, parsed.</summary>
/// <param name="PartitionBy">The fields whose values make a partition.</param>
/// <param name="OrderBy">The order of records in it; ties keep the order of the source.</param>
/// <param name="OrderFields">The fields of that order.</param>
/// <param name="Functions">The functions.</param>
/// <param name="Inputs">The field that each looks at; null for none.</param>
internal sealed record WindowPlan(
    IReadOnlyList<FieldPath> PartitionBy, IReadOnlyList<SortField> OrderBy, IReadOnlyList<FieldPath> OrderFields, IReadOnlyList<WindowField> Functions, IReadOnlyList<FieldPath?> Inputs)
{
    /// <summary>The fields that records are sorted by.</summary>
    public IReadOnlyList<FieldPath> SortFields => [.. PartitionBy, .. OrderFields];

    /// <summary>How those are ordered.</summary>
    public KeyOrder[] Orders => [.. PartitionBy.Select(_ => default(KeyOrder)), .. OrderBy.Select(by => by.Order)];

    /// <summary>Whether a function has to know the end of a partition at its beginning.</summary>
    public bool LooksAhead => Functions.Any(function => function.Function == WindowOperation.LastValue);

    /// <summary>The part of a record's key that tells its partition.</summary>
    public ReadOnlySpan<byte> PartitionOf(ReadOnlySpan<byte> key) => PartitionBy.Count == 0 ? [] : KeyReader.Fields(key, sizeof(ulong), PartitionBy.Count);

    /// <summary>The field that a function adds to records of that schema.</summary>
    public Field Describe(int function, Schema input) => Functions[function].Describe(Inputs[function]?.Find(input));
}
