using DataAggregator.Core.Records;
using DataAggregator.Transformations.Engine.Exchanges;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Aggregations;

/// <summary>Sums numbers exactly, and divides by their count for an average.</summary>
internal sealed class SumAggregate(bool isAverage, OnMissingOperand? onMissing) : NumericAggregate(onMissing)
{
    private readonly ExactSums sums = new();
    private long[] counts = [];

    public override long SizeInBytes => sums.SizeInBytes + ((long)counts.Length * sizeof(long));

    public override void Reserve(int groups)
    {
        sums.Reserve(groups);
        Array.Resize(ref counts, groups);
    }

    public override void Add(Column values, ReadOnlySpan<int> rows, ReadOnlySpan<int> groups, ReadOnlySpan<long> sequences, Scratch scratch)
    {
        switch (values)
        {
            case FixedColumn<long> { Type: DataType.Int64, AllPresent: true } integers:
                var longs = integers.Values;
                for (var i = 0; i < rows.Length; i++)
                {
                    sums.Add(groups[i], longs[rows[i]], 0);
                    counts[groups[i]]++;
                }

                break;
            case DecimalColumn { AllPresent: true } column:
                var decimals = column.Values;
                for (var i = 0; i < rows.Length; i++)
                    Add(groups[i], decimals[rows[i]]);
                break;
            default:
                base.Add(values, rows, groups, sequences, scratch);
                break;
        }
    }

    public override void Write(int group, KeyBuffer state)
    {
        state.WriteShort(counts[group]);
        sums.Write(group, state);
    }

    public override void Merge(int group, ref ReadOnlySpan<byte> state)
    {
        counts[group] += WrittenBytes.ReadShort(ref state);
        sums.Merge(group, ref state);
    }

    public override void Append(int group, ValueBuilder result)
    {
        if (counts[group] == 0)
            result.AppendNull();
        else
            result.Append(isAverage ? sums.Mean(group, counts[group]) : sums.Exact(group));
    }

    public override void Clear()
    {
        sums.Clear();
        Array.Clear(counts);
    }

    protected override void Add(int group, Decimal38 number)
    {
        sums.Add(group, number.Unscaled, number.Scale);
        counts[group]++;
    }
}
