using System.Text.Json;
using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Fields;

/// <summary>
/// A field of the records being read. While its type is not known, each value is kept as JSON text; the values of a batch then settle
/// the type, for that batch and those after it: the type of all values if they have one, decimal for whole and other numbers, local
/// timestamp for dates with and without a time, else json. Where a format knows nothing but text, texts of several types are strings,
/// and json only beside nested values. From then on a value of another kind is a misfit (<see cref="FieldValue"/>).
/// </summary>
internal sealed class FieldColumn
{
    // Records may have thousands of fields: each column begins small.
    private const int FirstRows = 64;

    private const ValueKind Numbers = ValueKind.Integer | ValueKind.Decimal;

    private readonly string name;
    private readonly bool declared;
    private readonly bool inferDates;
    private Field? known;
    private ColumnBuilder builder;
    private ValueKind seen;
    private DataType? textType;

    public FieldColumn(string name, Field? field, bool declared, bool inferDates)
    {
        this.name = name;
        known = field;
        this.declared = declared;
        this.inferDates = inferDates;
        builder = ColumnBuilder.For(field?.Type ?? DataType.Json, FirstRows);
    }

    /// <summary>The field's name.</summary>
    public string Name => name;

    /// <summary>The field's type; null while it is not known.</summary>
    public DataType? Type => known?.Type;

    /// <summary>Bytes of the batch so far.</summary>
    public long SizeInBytes => builder.SizeInBytes;

    /// <summary>Whether the field is unknown to the schema and did not occur in this batch.</summary>
    public bool IsUnused { get; private set; } = true;

    /// <summary>Appends absent rows up to a row number, for records that came before the field first showed.</summary>
    public void FillAbsent(int rows)
    {
        while (builder.Count < rows)
            builder.AppendAbsent();
    }

    /// <summary>Appends a value; one that does not fit is appended as null.</summary>
    public Fit Append(ValueKind kind, ReadOnlySpan<byte> text)
    {
        if (kind != ValueKind.Absent)
            IsUnused = false;
        if (kind == ValueKind.Null)
        {
            builder.AppendNull();
            return Fit.Fits;
        }

        if (known is null && kind == ValueKind.Decimal && !Decimal38.TryParse(text, out _))
        {
            builder.AppendNull();
            return Fit.OutOfRange;
        }

        seen |= kind;
        if (known is null && kind == ValueKind.Text)
        {
            KeepText(text);
            return Fit.Fits;
        }

        var fit = FieldValue.TryAppend(kind, text, builder, declared);
        if (fit is not (Fit.Fits or Fit.Coerced))
            builder.AppendNull();
        return fit;
    }

    /// <summary>Appends that the field is not there.</summary>
    public void AppendAbsent() => builder.AppendAbsent();

    /// <summary>The column of all rows since the last call, and its field.</summary>
    public (Field Field, Column Column) Build()
    {
        var column = builder.Build();
        IsUnused = known is null;
        if (known is not null)
            return (known, column);
        var settled = Settle();
        if (settled is null)
            return (new Field(name, DataType.Json), column);
        known = new Field(name, settled.Value);
        IsUnused = false;
        if (settled == DataType.Json && !seen.HasFlag(ValueKind.Text))
            return (known, column);
        // The other builder is this one's successor too: the next batches go straight into it.
        builder = ColumnBuilder.For(settled.Value, FirstRows);
        Convert((BytesColumn)column);
        column.Release();
        return (known, builder.Build());
    }

    private DataType? Settle() => seen switch
    {
        ValueKind.Absent => null,
        ValueKind.Bool => DataType.Bool,
        ValueKind.Integer => DataType.Int64,
        ValueKind.Decimal or Numbers => DataType.Decimal,
        ValueKind.String => DataType.String,
        ValueKind.Date => DataType.Date,
        ValueKind.Time => DataType.Time,
        ValueKind.LocalTimestamp or (ValueKind.Date | ValueKind.LocalTimestamp) => DataType.LocalTimestamp,
        ValueKind.Text => textType ?? DataType.String,
        _ => DataType.Json,
    };

    private void KeepText(ReadOnlySpan<byte> text)
    {
        if (!text.IsEmpty)
        {
            var one = TextInference.TypeOf(text, inferDates);
            textType = textType is null ? one : SchemaUnion.Wider(textType.Value, one, DataType.String);
        }

        var texts = (BytesBuilder)builder;
        using (var writer = new Utf8JsonWriter(texts, RawRecord.Relaxed))
            writer.WriteStringValue(text);
        texts.EndValue();
    }

    private void Convert(BytesColumn values)
    {
        var kind = seen == Numbers ? ValueKind.Decimal : seen;
        for (var row = 0; row < values.Length; row++)
        {
            if (values.IsAbsent(row))
                builder.AppendAbsent();
            else if (values.IsNull(row))
                builder.AppendNull();
            else if (seen.HasFlag(ValueKind.Text))
                ConvertText(values[row]);
            else
                FieldValue.TryAppend(kind, values[row], builder, declared: false);
        }
    }

    private void ConvertText(ReadOnlySpan<byte> json)
    {
        if (json[0] != '"')
        {
            FieldValue.TryAppend(ValueKind.Nested, json, builder, declared: false);
            return;
        }

        var text = new System.Buffers.ArrayBufferWriter<byte>(json.Length);
        FieldValue.Unescape(json, text);
        FieldValue.TryAppend(ValueKind.Text, text.WrittenSpan, builder, declared: false);
    }
}
