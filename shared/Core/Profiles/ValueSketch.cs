using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>What is estimated of a field's values: how many differ, which are frequent, what shapes they have, how they are spread.</summary>
internal sealed class ValueSketch(DistinctSketch distinct, FrequentValues values)
{
    private const int MostValues = 64;
    private const int MostShapes = 24;
    private const int KeptBytes = 64;

    private readonly byte[] scratch = new byte[ValueText.ScratchBytes];
    private byte[]? least;
    private byte[]? greatest;

    /// <summary>A sketch of no values.</summary>
    public ValueSketch()
        : this(new(), new(MostValues))
    {
    }

    /// <summary>The values looked at.</summary>
    public long Count { get; private set; }

    public DistinctSketch Distinct { get; } = distinct;

    public FrequentValues Values { get; } = values;

    public FrequentValues? Shapes { get; private set; }

    public ValueBuckets? Numbers { get; private set; }

    public ValueBuckets? Times { get; private set; }

    /// <summary>The beginning of the least text by its bytes.</summary>
    public ReadOnlyMemory<byte>? Least => least;

    /// <summary>The beginning of the greatest text by its bytes.</summary>
    public ReadOnlyMemory<byte>? Greatest => greatest;

    /// <summary>Adds the present values among the first <paramref name="count"/> rows.</summary>
    public void Add(Column column, ProfiledRows rows, int count)
    {
        for (var k = 0; k < count; k++)
        {
            var row = rows[k];
            if (!column.IsPresent(row))
                continue;
            Count++;
            Spread(column, row);
            var value = ValueText.Of(column, row, scratch);
            var hash = KeyHash.Of(value);
            Distinct.Add(hash);
            if (column.Type != DataType.Binary && !Values.TryCount(hash))
                Values.Add(hash, value);
        }
    }

    public void Merge(ValueSketch other)
    {
        Count += other.Count;
        Distinct.Merge(other.Distinct);
        Values.Merge(other.Values);
        if (other.Shapes is not null)
            (Shapes ??= new FrequentValues(MostShapes)).Merge(other.Shapes);
        if (other.Numbers is not null)
            (Numbers ??= ValueBuckets.OfNumbers()).Merge(other.Numbers);
        if (other.Times is not null)
            (Times ??= ValueBuckets.OfTimes()).Merge(other.Times);
        if (other.least is not null)
            AddBounds(other.least);
        if (other.greatest is not null)
            AddBounds(other.greatest);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Count);
        Distinct.Write(writer);
        Values.Write(writer);
        WriteIf(writer, Shapes, shapes => shapes.Write(writer));
        WriteIf(writer, Numbers, numbers => numbers.Write(writer));
        WriteIf(writer, Times, times => times.Write(writer));
        WriteIf(writer, least, bytes => StateCoding.Write(writer, bytes));
        WriteIf(writer, greatest, bytes => StateCoding.Write(writer, bytes));
    }

    public static ValueSketch Read(BinaryReader reader)
    {
        var count = reader.ReadInt64();
        return new ValueSketch(DistinctSketch.Read(reader), FrequentValues.Read(reader, MostValues))
        {
            Count = count,
            Shapes = reader.ReadBoolean() ? FrequentValues.Read(reader, MostShapes) : null,
            Numbers = reader.ReadBoolean() ? ValueBuckets.Read(reader) : null,
            Times = reader.ReadBoolean() ? ValueBuckets.Read(reader) : null,
            least = reader.ReadBoolean() ? StateCoding.ReadBytes(reader) : null,
            greatest = reader.ReadBoolean() ? StateCoding.ReadBytes(reader) : null,
        };
    }

    private static void WriteIf<T>(BinaryWriter writer, T? part, Action<T> write)
        where T : class
    {
        writer.Write(part is not null);
        if (part is not null)
            write(part);
    }

    private void Spread(Column column, int row)
    {
        switch (column)
        {
            case FixedColumn<long> { Type: DataType.Int64 } integers:
                (Numbers ??= ValueBuckets.OfNumbers()).Add(ValueBuckets.KeyOf(integers.Values[row]));
                break;
            case FixedColumn<long> times:
                (Times ??= ValueBuckets.OfTimes()).Add(times.Values[row]);
                break;
            case DecimalColumn decimals:
                var number = decimals.Values[row];
                (Numbers ??= ValueBuckets.OfNumbers()).Add(ValueBuckets.KeyOf((double)number.Unscaled / (double)Decimal38.PowerOfTen(number.Scale)));
                break;
            case FixedColumn<double> doubles when double.IsFinite(doubles.Values[row]):
                (Numbers ??= ValueBuckets.OfNumbers()).Add(ValueBuckets.KeyOf(doubles.Values[row]));
                break;
            case BytesColumn { Type: DataType.String } texts:
                AddShape(texts[row]);
                AddBounds(texts[row]);
                break;
        }
    }

    private void AddShape(ReadOnlySpan<byte> value)
    {
        var shape = scratch.AsSpan(0, TextShape.Write(value, scratch));
        var hash = KeyHash.Of(shape);
        if (!(Shapes ??= new FrequentValues(MostShapes)).TryCount(hash))
            Shapes.Add(hash, shape);
    }

    private void AddBounds(ReadOnlySpan<byte> value)
    {
        var kept = value[..Math.Min(value.Length, KeptBytes)];
        if (least is null || kept.SequenceCompareTo(least) < 0)
            least = kept.ToArray();
        if (greatest is null || kept.SequenceCompareTo(greatest) > 0)
            greatest = kept.ToArray();
    }
}
