using System.Globalization;
using System.Text;
using System.Text.Json;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Profiles;

/// <summary>Makes the profile that people see of what was gathered.</summary>
internal static class ProfileReport
{
    private const int MostListed = 10;
    private const int MostBars = 20;
    private const int MostCategories = 50;

    /// <summary>The profile of a field among that many records.</summary>
    public static FieldProfile Of(FieldProfiler field, long records)
    {
        var sketch = field.Sketch;
        // Where all values fit, they were counted one by one.
        var isExact = sketch.Values.Error == 0 && field.Type != DataType.Binary;
        var profile = new FieldProfile
        {
            Name = field.Name,
            Type = JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Type.ToString()),
            Count = field.Count - field.Nulls,
            Nulls = field.Nulls,
            Absent = records - field.Count,
            Sampled = sketch.Count,
            Distinct = isExact ? sketch.Values.Count : Math.Min(sketch.Distinct.Estimate, sketch.Count),
            DistinctError = isExact ? 0 : DistinctSketch.StandardError,
            TopValues = Listed(sketch.Values, isExact ? MostCategories : MostListed, entry => ValueOf(field.Type, entry.Value, entry.Cut)),
            TopValuesError = sketch.Values.Error,
            Patterns = sketch.Shapes is { } shapes ? Listed(shapes, MostListed, entry => Text(entry.Value, entry.Cut)) : [],
            PatternsError = sketch.Shapes?.Error ?? 0,
        };
        return WithSpread(WithBounds(profile, field), field);
    }

    private static List<ValueCount> Listed(FrequentValues values, int most, Func<FrequentValue, JsonElement> read)
    {
        var ordered = values.Ordered;
        var listed = new List<ValueCount>();
        for (var i = 0; i < Math.Min(ordered.Count, most); i++)
            listed.Add(new ValueCount(read(ordered[i]), ordered[i].Count));
        return listed;
    }

    private static FieldProfile WithBounds(FieldProfile profile, FieldProfiler field)
    {
        if (field.Texts is { Count: > 0 } texts)
            profile = profile with { Length = new TextLength(texts.Shortest, texts.Longest, (double)texts.Characters / texts.Count) };
        return field switch
        {
            { Type: DataType.Int64 or DataType.Decimal, Numbers: { Count: > 0 } numbers } => profile with
            {
                Min = Number(numbers.Min.ToString()),
                Max = Number(numbers.Max.ToString()),
                Sum = numbers.Sum is { } sum ? Number(sum.ToString()) : null,
                Mean = numbers.Mean is { } mean ? Number(mean.ToString()) : null,
                Stddev = numbers.Deviation,
            },
            { Type: DataType.Double, Doubles: { Count: > 0 } doubles } => profile with
            {
                Min = Number(doubles.Min),
                Max = Number(doubles.Max),
                Sum = Number(doubles.Sum),
                Mean = Number(doubles.Mean),
                Stddev = doubles.Deviation is { } deviation && double.IsFinite(deviation) ? deviation : null,
            },
            { Type: DataType.Date or DataType.Time or DataType.Timestamp or DataType.LocalTimestamp, Times: { Count: > 0 } times } => profile with
            {
                Min = Time(field.Type, times.Min),
                Max = Time(field.Type, times.Max),
            },
            { Type: DataType.String, Sketch: { Least: { } least, Greatest: { } greatest } } => profile with { Min = Text(least.Span, false), Max = Text(greatest.Span, false) },
            _ => profile,
        };
    }

    private static FieldProfile WithSpread(FieldProfile profile, FieldProfiler field) => field switch
    {
        { Type: DataType.Int64 or DataType.Decimal or DataType.Double, Sketch.Numbers: { } numbers } => profile with { Histogram = NumberBars(numbers) },
        { Type: DataType.Date or DataType.Time or DataType.Timestamp or DataType.LocalTimestamp, Sketch.Times: { } times } => profile with { Histogram = TimeBars(times, field.Type) },
        _ => profile,
    };

    /// <summary>Bars of one width; a bucket counts where its middle is.</summary>
    private static List<HistogramBin> NumberBars(ValueBuckets buckets)
    {
        var ordered = buckets.Ordered;
        var (first, last) = (ValueBuckets.NumberOf(ordered[0].From), ValueBuckets.NumberOf(ordered[^1].To));
        var width = (last / MostBars) - (first / MostBars);
        var isOne = !(width > 0) || !double.IsFinite(width);
        var bars = new long[isOne ? 1 : MostBars];
        foreach (var bucket in ordered)
        {
            var middle = (ValueBuckets.NumberOf(bucket.From) / 2) + (ValueBuckets.NumberOf(bucket.To) / 2);
            bars[isOne ? 0 : (int)Math.Clamp((middle - first) / width, 0, MostBars - 1)] += bucket.Count;
        }

        var bins = new List<HistogramBin>(bars.Length);
        for (var i = 0; i < bars.Length; i++)
            bins.Add(new HistogramBin(Number(isOne ? first : first + (i * width))!.Value, Number(isOne ? last : first + ((i + 1) * width))!.Value, bars[i]));
        return bins;
    }

    private static List<HistogramBin> TimeBars(ValueBuckets buckets, DataType type)
    {
        var ordered = buckets.Ordered;
        var (first, last) = (ordered[0].From, ordered[^1].To);
        var width = Math.Max(1, ((last - first) / MostBars) + 1);
        var bars = new long[(int)((last - first) / width) + 1];
        foreach (var bucket in ordered)
            bars[(int)((bucket.From + ((bucket.To - bucket.From) / 2) - first) / width)] += bucket.Count;
        var bins = new List<HistogramBin>(bars.Length);
        for (var i = 0; i < bars.Length; i++)
            bins.Add(new HistogramBin(Time(type, first + (i * width)), Time(type, Math.Min(last, first + ((i + 1) * width))), bars[i]));
        return bins;
    }

    private static JsonElement ValueOf(DataType type, byte[] value, bool cut) => type switch
    {
        DataType.Int64 or DataType.Decimal or DataType.Bool => Number(Encoding.UTF8.GetString(value)),
        DataType.Double when Number(double.Parse(value, CultureInfo.InvariantCulture)) is { } number => number,
        _ => Text(value, cut),
    };

    private static JsonElement Text(ReadOnlySpan<byte> value, bool cut)
    {
        // What was cut within a character loses its beginning too.
        var text = Encoding.UTF8.GetString(value).TrimEnd('\uFFFD');
        return Parse($"\"{JsonEncodedText.Encode(cut ? text + "…" : text)}\"");
    }

    private static JsonElement Time(DataType type, long value)
    {
        Span<byte> text = stackalloc byte[40];
        return Text(text[..Iso8601.Format(type, value, text)], false);
    }

    private static JsonElement? Number(double value) => double.IsFinite(value) ? Parse(value.ToString("R", CultureInfo.InvariantCulture)) : null;

    private static JsonElement Number(string text) => Parse(text);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
