using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>Gathers the profile of one field, in bounded memory. Profiles of parts merge to the profile of the whole.</summary>
/// <param name="name">The field's name.</param>
/// <param name="sketch">What is estimated of its values.</param>
internal sealed class FieldProfiler(string name, ValueSketch sketch)
{
    private DataType? type;
    private NumberTotals? numbers;
    private DoubleTotals? doubles;
    private TimeTotals? times;
    private TextTotals? texts;

    /// <summary>A profile of no values.</summary>
    public FieldProfiler(string name)
        : this(name, new ValueSketch())
    {
    }

    public string Name => name;

    /// <summary>The type of its values; json where they differ.</summary>
    public DataType Type => type ?? DataType.Json;

    /// <summary>Records that have the field, null or not.</summary>
    public long Count { get; private set; }

    public long Nulls { get; private set; }

    public ValueSketch Sketch { get; } = sketch;

    public NumberTotals? Numbers => numbers;

    public DoubleTotals? Doubles => doubles;

    public TimeTotals? Times => times;

    public TextTotals? Texts => texts;

    /// <summary>Adds the rows of a batch.</summary>
    /// <param name="column">The field's column.</param>
    /// <param name="rows">The rows in the stream.</param>
    /// <param name="sampled">How many of them, from the first on, are looked at closely.</param>
    public void Add(Column column, ProfiledRows rows, int sampled)
    {
        type = Wider(type, column.Type);
        Count += rows.Count - rows.CountSet(column.Absent);
        Nulls += rows.CountSet(column.Nulls);
        switch (column)
        {
            case FixedColumn<long> { Type: DataType.Int64 } integers:
                NumberReading.Add(numbers ??= new(), integers, rows);
                break;
            case FixedColumn<long> instants:
                (times ??= new()).Add(instants, rows);
                break;
            case DecimalColumn decimals:
                NumberReading.Add(numbers ??= new(), decimals, rows);
                break;
            case FixedColumn<double> binaries:
                NumberReading.Add(doubles ??= new(), binaries, rows);
                break;
            case BytesColumn bytes:
                (texts ??= new()).Add(bytes, rows);
                break;
        }

        Sketch.Add(column, rows, sampled);
    }

    public void Merge(FieldProfiler other)
    {
        if (other.type is { } of)
            type = Wider(type, of);
        Count += other.Count;
        Nulls += other.Nulls;
        if (other.numbers is not null)
            (numbers ??= new()).Merge(other.numbers);
        if (other.doubles is not null)
            (doubles ??= new()).Merge(other.doubles);
        if (other.times is not null)
            (times ??= new()).Merge(other.times);
        if (other.texts is not null)
            (texts ??= new()).Merge(other.texts);
        Sketch.Merge(other.Sketch);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(name);
        writer.Write((sbyte)(type is { } of ? (int)of : -1));
        writer.Write(Count);
        writer.Write(Nulls);
        writer.Write((byte)((numbers is null ? 0 : 1) | (doubles is null ? 0 : 2) | (times is null ? 0 : 4) | (texts is null ? 0 : 8)));
        numbers?.Write(writer);
        doubles?.Write(writer);
        times?.Write(writer);
        texts?.Write(writer);
        Sketch.Write(writer);
    }

    public static FieldProfiler Read(BinaryReader reader)
    {
        var (name, type) = (reader.ReadString(), reader.ReadSByte());
        var (count, nulls, parts) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadByte());
        var (numbers, doubles) = ((parts & 1) != 0 ? NumberTotals.Read(reader) : null, (parts & 2) != 0 ? DoubleTotals.Read(reader) : null);
        var (times, texts) = ((parts & 4) != 0 ? TimeTotals.Read(reader) : null, (parts & 8) != 0 ? TextTotals.Read(reader) : null);
        return new FieldProfiler(name, ValueSketch.Read(reader))
        {
            type = type < 0 ? null : (DataType)type,
            Count = count,
            Nulls = nulls,
            numbers = numbers,
            doubles = doubles,
            times = times,
            texts = texts,
        };
    }

    private static DataType Wider(DataType? known, DataType other) =>
        known is null || known == other ? other
        : known is DataType.Int64 or DataType.Decimal && other is DataType.Int64 or DataType.Decimal ? DataType.Decimal
        : DataType.Json;
}
