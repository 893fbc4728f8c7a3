using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Expressions.Functions;

/// <summary>What a function takes.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Type">The type that it is converted to; null takes any.</param>
/// <param name="TakesNull">Whether the function is asked about nulls; otherwise null makes the result null.</param>
/// <param name="Optional">Whether it may be left out.</param>
/// <param name="Repeated">Whether there may be more of it.</param>
/// <param name="Check">What is wrong with a text known ahead, such as a pattern; null where nothing is.</param>
internal sealed record Parameter(string Name, DataType? Type, bool TakesNull, bool Optional, bool Repeated, Func<string, string?>? Check);
