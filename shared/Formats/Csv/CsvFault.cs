namespace DataAggregator.Formats.Csv;

/// <summary>A record that does not have the form of the others.</summary>
/// <param name="Row">Its row in the index.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it ends, its line end not included.</param>
/// <param name="At">The byte that is to blame.</param>
/// <param name="Code">What is wrong, in a word.</param>
/// <param name="Message">What is wrong, for people.</param>
internal readonly record struct CsvFault(int Row, int Start, int End, int At, string Code, string Message);
