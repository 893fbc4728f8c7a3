using System.Buffers;
using DataAggregator.Core.Records;

namespace DataAggregator.Transformations.Fields;

/// <summary>Builds a column of values as operations make them. A json column takes a value of any kind, a string column the text of any, all others those of their type.</summary>
internal sealed class ValueBuilder(DataType type, int capacity)
{
    private readonly ColumnBuilder builder = ColumnBuilder.For(type, capacity);
    private ArrayBufferWriter<byte>? text;

    /// <summary>The type of the column.</summary>
    public DataType Type => type;

    /// <summary>The rows appended so far.</summary>
    public int Count => builder.Count;

    /// <summary>Bytes of values appended so far.</summary>
    public long SizeInBytes => builder.SizeInBytes;

    /// <summary>Where a text is written that <see cref="EndText"/> makes a row; what was written before is gone.</summary>
    public IBufferWriter<byte> Text
    {
        get
        {
            text ??= new ArrayBufferWriter<byte>();
            text.ResetWrittenCount();
            return text;
        }
    }

    /// <summary>Appends what was written to <see cref="Text"/>.</summary>
    public void EndText() => Append(text!.WrittenSpan);

    /// <summary>Appends text.</summary>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        var bytes = (BytesBuilder)builder;
        if (type == DataType.Json)
            JsonText.AppendString(bytes, utf8);
        else
            bytes.Append(utf8);
    }

    /// <summary>Appends JSON text as a value.</summary>
    public void AppendJson(ReadOnlySpan<byte> json)
    {
        if (json.SequenceEqual("null"u8))
            builder.AppendNull();
        else
            ((BytesBuilder)builder).Append(json);
    }

    /// <summary>Appends a number; an int64 column takes one that it holds exactly.</summary>
    public void Append(Decimal38 number)
    {
        switch (builder)
        {
            case DecimalBuilder decimals:
                decimals.Append(number);
                break;
            case FixedBuilder<long> when number.TryToInt64(out var integer):
                AppendLong(integer);
                break;
            default:
                Span<byte> digits = stackalloc byte[ValueText.Room];
                number.TryFormat(digits, out var written);
                ((BytesBuilder)builder).Append(digits[..written]);
                break;
        }
    }

    /// <summary>Appends what a column of numbers or moments keeps.</summary>
    public void AppendLong(long value) => ((FixedBuilder<long>)builder).Append(value);

    /// <summary>Appends a moment of that type; in a json or string column as RFC 3339 text.</summary>
    public void AppendMoment(DataType moment, long value)
    {
        if (type == moment)
        {
            AppendLong(value);
            return;
        }

        Span<byte> written = stackalloc byte[ValueText.Room];
        Append(written[..Iso8601.Format(moment, value, written)]);
    }

    /// <summary>Appends a double.</summary>
    public void Append(double value)
    {
        if (builder is FixedBuilder<double> doubles)
            doubles.Append(value);
        else
            Append(Value.Of(value));
    }

    /// <summary>Appends true or false.</summary>
    public void Append(bool value)
    {
        if (builder is FixedBuilder<bool> bools)
            bools.Append(value);
        else
            ((BytesBuilder)builder).Append(value ? "true"u8 : "false"u8);
    }

    /// <summary>Appends any value.</summary>
    public void Append(in Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Absent:
                AppendAbsent();
                break;
            case ValueKind.Null:
                AppendNull();
                break;
            case ValueKind.Number:
                Append(value.Number);
                break;
            case ValueKind.Bool:
                Append(value.Long != 0);
                break;
            case ValueKind.Moment:
                AppendMoment(value.Type, value.Long);
                break;
            case ValueKind.Double when builder is FixedBuilder<double> doubles:
                doubles.Append(value.Double);
                break;
            case ValueKind.Binary when type == DataType.Binary:
                ((BytesBuilder)builder).Append(value.Bytes);
                break;
            default:
                AppendWritten(value);
                break;
        }
    }

    /// <summary>Appends what <paramref name="source"/> has at <paramref name="row"/>, whatever its type; without a source, an absent row.</summary>
    public void AppendFrom(Column? source, int row, Scratch scratch)
    {
        if (source is null)
            builder.AppendAbsent();
        else if (source.Type == type)
            builder.AppendFrom(source, row);
        else
            Append(Value.At(source, row, scratch));
    }

    /// <summary>Appends a row without a value: null or absent, as <paramref name="source"/> has it.</summary>
    public void AppendMissing(Column source, int row)
    {
        if (source.IsAbsent(row))
            AppendAbsent();
        else
            AppendNull();
    }

    /// <summary>Appends a null.</summary>
    public void AppendNull() => builder.AppendNull();

    /// <summary>Appends an absent row.</summary>
    public void AppendAbsent() => builder.AppendAbsent();

    /// <summary>The column.</summary>
    public Column Build() => builder.Build();

    private void AppendWritten(in Value value)
    {
        Span<byte> room = stackalloc byte[ValueText.Room];
        var written = ValueText.Of(value, room);
        var isJson = value.Kind is ValueKind.Structure or ValueKind.HugeNumber || (value.Kind == ValueKind.Double && double.IsFinite(value.Double));
        if (isJson)
            ((BytesBuilder)builder).Append(written);
        else
            Append(written);
    }
}
