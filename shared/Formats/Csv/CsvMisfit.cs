using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>A field whose text does not fit its column's type.</summary>
/// <param name="Row">The row in the index.</param>
/// <param name="Column">The column in the file.</param>
/// <param name="Fit">In what way.</param>
internal readonly record struct CsvMisfit(int Row, int Column, Fit Fit);
