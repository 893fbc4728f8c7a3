using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Fields;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Excel;

/// <summary>The cells of one row of a sheet, with their values as JSON. Empty cells are not there.</summary>
/// <param name="maxBytes">The longest row, in bytes of values.</param>
internal sealed class ExcelRow(int maxBytes)
{
    private readonly ArrayBufferWriter<byte> values = new(1024);
    private readonly List<ExcelCell> cells = [];

    /// <summary>The row's number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The cells, as they stand in the row.</summary>
    public IReadOnlyList<ExcelCell> Cells => cells;

    /// <summary>What the positions of the cells refer to.</summary>
    public ReadOnlySpan<byte> Values => values.WrittenSpan;

    /// <summary>Whether the row was longer than allowed, so that cells are missing.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Begins a row.</summary>
    public void Begin(int number)
    {
        Number = number;
        IsTooLong = false;
        cells.Clear();
        values.ResetWrittenCount();
    }

    /// <summary>Adds a text.</summary>
    public void AddText(int column, ReadOnlySpan<byte> utf8)
    {
        var start = values.WrittenCount;
        using (var writer = new Utf8JsonWriter(values, RawRecord.Relaxed))
            writer.WriteStringValue(utf8);
        Add(column, ValueKind.String, start);
    }

    /// <summary>Adds true or false.</summary>
    public void AddBool(int column, bool value) => AddRaw(column, ValueKind.Bool, value ? "true" : "false");

    /// <summary>Adds a number in the spelling of the workbook.</summary>
    public void AddNumber(int column, ReadOnlySpan<byte> text)
    {
        if (!ExcelNumber.TryRead(text, out var kind, out var digits))
            AddError(column, "not_a_number", $"'{Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)])}' is not a number.");
        else
            AddRaw(column, kind, digits);
    }

    /// <summary>Adds a date, a time, or both, counted in days.</summary>
    public void AddSerial(int column, double days, ExcelDateFormat format, bool is1904)
    {
        if (!ExcelDate.TryRead(days, format, is1904, out var type, out var value))
        {
            AddError(column, "date_out_of_range", string.Create(CultureInfo.InvariantCulture, $"{days} is no date of the workbook's calendar."));
            return;
        }

        AddMoment(column, type, value);
    }

    /// <summary>Adds a date, a time of day or a local timestamp.</summary>
    public void AddMoment(int column, DataType type, long value)
    {
        Span<byte> text = stackalloc byte[42];
        text[0] = (byte)'"';
        var length = Iso8601.Format(type, value, text[1..]);
        text[length + 1] = (byte)'"';
        var start = values.WrittenCount;
        values.Write(text[..(length + 2)]);
        Add(column, type == DataType.Date ? ValueKind.Date : type == DataType.Time ? ValueKind.Time : ValueKind.LocalTimestamp, start);
    }

    /// <summary>Adds a cell without a usable value.</summary>
    public void AddError(int column, string code, string message) => cells.Add(new ExcelCell(column, ValueKind.Null, 0, 0, code, message));

    private void AddRaw(int column, ValueKind kind, string json)
    {
        var start = values.WrittenCount;
        Encoding.UTF8.GetBytes(json, values);
        Add(column, kind, start);
    }

    private void Add(int column, ValueKind kind, int start)
    {
        if (values.WrittenCount <= maxBytes)
        {
            cells.Add(new ExcelCell(column, kind, start, values.WrittenCount - start));
            return;
        }

        IsTooLong = true;
        values.ResetWrittenCount();
        cells.Clear();
    }
}
