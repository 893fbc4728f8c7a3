using DataAggregator.Core.Records;
using DataAggregator.Formats.Text;

namespace DataAggregator.Formats.Json;

/// <summary>
/// A field of the records being read. While its type is not known, each value is kept as JSON text; the values of a batch then settle
/// the type, for that batch and those after it: the type of all values if they have one, decimal for whole and other numbers, else json.
/// </summary>
internal sealed class JsonColumn
{
    // Records may have thousands of fields: each column begins small.
    private const int FirstRows = 64;

    private readonly string name;
    private readonly bool declared;
    private Field? known;
    private ColumnBuilder builder;
    private JsonToken seen;

    public JsonColumn(string name, Field? field, bool declared)
    {
        this.name = name;
        known = field;
        this.declared = declared;
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
    public Fit Append(JsonToken token, ReadOnlySpan<byte> text)
    {
        if (token != JsonToken.Absent)
            IsUnused = false;
        if (token == JsonToken.Null)
        {
            builder.AppendNull();
            return Fit.Fits;
        }

        if (known is null && token == JsonToken.Decimal && !Decimal38.TryParse(text, out _))
        {
            builder.AppendNull();
            return Fit.OutOfRange;
        }

        var fit = JsonValue.TryAppend(token, text, builder, declared);
        if (fit is not (Fit.Fits or Fit.Coerced))
            builder.AppendNull();
        seen |= token;
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
        var settled = Settle(seen & ~JsonToken.Null);
        if (settled is null)
            return (new Field(name, DataType.Json), column);
        known = new Field(name, settled.Value);
        IsUnused = false;
        if (settled == DataType.Json)
            return (known, column);
        // The other builder is this one's successor too: the next batches go straight into it.
        builder = ColumnBuilder.For(settled.Value, FirstRows);
        Convert((BytesColumn)column, seen);
        column.Release();
        return (known, builder.Build());
    }

    private static DataType? Settle(JsonToken seen) => seen switch
    {
        JsonToken.Absent => null,
        JsonToken.Bool => DataType.Bool,
        JsonToken.Integer => DataType.Int64,
        JsonToken.Decimal or (JsonToken.Integer | JsonToken.Decimal) => DataType.Decimal,
        JsonToken.String => DataType.String,
        _ => DataType.Json,
    };

    private void Convert(BytesColumn texts, JsonToken kinds)
    {
        var token = kinds & ~JsonToken.Null;
        for (var row = 0; row < texts.Length; row++)
        {
            if (texts.IsAbsent(row))
                builder.AppendAbsent();
            else if (texts.IsNull(row))
                builder.AppendNull();
            else
                JsonValue.TryAppend(token == (JsonToken.Integer | JsonToken.Decimal) ? JsonToken.Decimal : token, texts[row], builder, declared: false);
        }
    }
}
