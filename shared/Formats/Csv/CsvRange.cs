namespace DataAggregator.Formats.Csv;

/// <summary>Some whole records of a CSV text.</summary>
/// <param name="Start">Where the first begins, in bytes.</param>
/// <param name="End">Where the last ends.</param>
/// <param name="Line">The line of the first, from 1.</param>
/// <param name="FirstRecord">The number of records before it.</param>
/// <param name="Records">How many records there are, faulty ones included.</param>
public sealed record CsvRange(long Start, long End, long Line, long FirstRecord, long Records);
