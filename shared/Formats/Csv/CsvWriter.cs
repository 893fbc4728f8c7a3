using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Csv.Cells;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Csv;

/// <summary>
/// Writes records as CSV: null and absent as nothing, an empty text as two quotes, numbers exact, instants as RFC 3339, bytes as base64.
/// Columns are matched to fields by name; a field that has no column is an error, a column without a field is empty.
/// </summary>
public sealed class CsvWriter : RecordWriter
{
    private readonly CsvDialect dialect;
    private readonly string[] columns;
    private readonly Dictionary<string, int> positions;
    private readonly CsvText text;

    /// <summary>A writer of these columns.</summary>
    public CsvWriter(CsvDialect dialect, IReadOnlyList<string> columns)
    {
        this.dialect = dialect;
        this.columns = [.. columns];
        positions = columns.Select((name, index) => (name, index)).ToDictionary(pair => pair.name, pair => pair.index, StringComparer.Ordinal);
        text = new CsvText(dialect);
    }

    /// <summary>The fields of the schema that have no column: their values would be lost.</summary>
    public IEnumerable<string> FieldsWithoutColumn(Schema schema) => schema.Select(field => field.Name).Where(name => !positions.ContainsKey(name));

    /// <inheritdoc/>
    public override void Begin(IBufferWriter<byte> output)
    {
        if (!dialect.Header || columns.Length == 0)
            return;
        var cursor = new TextCursor(output);
        for (var i = 0; i < columns.Length; i++)
        {
            if (i > 0)
                cursor.Write(dialect.Delimiter);
            text.Write(Encoding.UTF8.GetBytes(columns[i]), ref cursor);
        }

        cursor.Write((byte)'\n');
        cursor.Finish();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A field has no column.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Write(RecordBatch batch, bool isFirst, IBufferWriter<byte> output)
    {
        if (FieldsWithoutColumn(batch.Schema).FirstOrDefault() is { } lost)
            throw new ArgumentException($"The field '{lost}' has no column.", nameof(batch));
        var cells = Array.ConvertAll(columns, name => batch.Find(name) is { } column ? CsvCells.Of(column, text) : null);
        var cursor = new TextCursor(output);
        for (var i = 0; i < batch.Count; i++)
        {
            var row = batch.RowAt(i);
            for (var column = 0; column < cells.Length; column++)
            {
                if (column > 0)
                    cursor.Write(dialect.Delimiter);
                cells[column]?.Write(row, ref cursor);
            }

            cursor.Write((byte)'\n');
        }

        cursor.Finish();
    }

    /// <inheritdoc/>
    public override void End(IBufferWriter<byte> output)
    {
        // CSV has no end of its own.
    }
}
