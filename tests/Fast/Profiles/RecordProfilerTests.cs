using System.Text.Json;
using DataAggregator.Core.Profiles;
using DataAggregator.Core.Records;
using DataAggregator.Tests.Fast.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Profiles;

public sealed class RecordProfilerTests
{
    [Fact]
    public void A_profile_tells_what_the_values_of_each_field_are_like()
    {
        var profile = Profile(ProfileMode.Full, """
            [{"id":1,"code":"AB-12","price":10.50,"ok":true},{"id":2,"code":"CD-34","price":4.5,"ok":true},
             {"id":3,"code":null,"price":-1,"ok":false},{"id":4,"price":10.5,"ok":true,"note":"é"}]
            """).ToProfile();

        profile.Records.ShouldBe(4);
        profile.Fields.Select(field => field.Name).ShouldBe(["id", "code", "price", "ok", "note"]);
        var price = profile.Find("price")!;
        (price.Type, price.Count, price.Nulls, price.Absent, price.Distinct, price.DistinctError).ShouldBe(("decimal", 4, 0, 0, 3, 0));
        (price.Min.ToString(), price.Max.ToString(), price.Sum.ToString(), price.Mean.ToString()).ShouldBe(("-1", "10.5", "24.5", "6.125"));
        price.Stddev!.Value.ShouldBe(5.5283361, 0.000001);
        price.TopValues[0].ShouldBe(new ValueCount(price.TopValues[0].Value, 2));
        price.TopValues[0].Value.GetRawText().ShouldBe("10.5");
        price.Histogram.Sum(bin => bin.Count).ShouldBe(4);
        var code = profile.Find("code")!;
        (code.Count, code.Nulls, code.Absent, code.NullRatio).ShouldBe((2, 1, 1, 0.5));
        (code.Min.ToString(), code.Max.ToString(), code.Length).ShouldBe(("AB-12", "CD-34", new TextLength(5, 5, 5)));
        code.Patterns.ShouldHaveSingleItem().Value.GetString().ShouldBe("AA-99");
        profile.Find("ok")!.TopValues[0].Value.GetRawText().ShouldBe("true");
        profile.Find("note")!.Length.ShouldBe(new TextLength(1, 1, 1));
    }

    [Fact]
    public void A_profile_of_parts_is_that_of_the_whole_however_it_is_cut()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 3000)
            .Select(i => $$"""{"id":{{i}},"big":{{random.NextInt64()}},"price":{{random.Next(100000)}}.{{random.Next(10, 99)}},"kind":"k{{random.Next(20)}}","text":"t{{random.Next(5000)}}"}""")
            .ToList();

        var profiles = new[] { 1, 2, 7, 100 }.Select(parts => Write(Merged(rows, parts))).ToList();

        profiles.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void Sums_and_deviations_are_exact_for_large_numbers_and_doubles_in_any_order()
    {
        var huge = Profile(ProfileMode.Full, """[{"n":90000000000000000000000000000000000001},{"n":9000000000000000000},{"n":-90000000000000000000000000000000000000}]""").ToProfile().Find("n")!;
        huge.Sum.ToString().ShouldBe("9000000000000000001");

        double[] values = [1e300, 0.1, -1e300, 1e-310, 3];
        Doubles(values).Sum.ShouldBe(3.1);
        Doubles([.. values.Reverse()]).Sum.ShouldBe(3.1);
        Doubles([1.5, 2.5, 3.5]).Deviation!.Value.ShouldBe(1);
    }

    [Fact]
    public void Decimals_of_several_scales_and_sizes_add_up_exactly()
    {
        var numbers = Profile(ProfileMode.Sample, """[{"n":1.5},{"n":2.25},{"n":-4294967296.5},{"n":99999999999.99},{"n":1},{"n":7.5}]""").ToProfile().Find("n")!;

        (numbers.Type, numbers.Sum.ToString(), numbers.Min.ToString(), numbers.Max.ToString()).ShouldBe(("decimal", "95705032715.74", "-4294967296.5", "99999999999.99"));
        numbers.Stddev!.Value.ShouldBe(41211336295.3, 1);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(200_000)]
    public void The_estimate_of_different_values_stays_within_five_standard_errors(int distinct)
    {
        var sketch = new DistinctSketch();
        for (var i = 0; i < distinct * 2; i++)
            sketch.Add(KeyHash.Of(BitConverter.GetBytes(i % distinct)));

        Math.Abs((double)sketch.Estimate - distinct).ShouldBeLessThan(5 * DistinctSketch.StandardError * distinct);
    }

    [Fact]
    public void Frequent_values_are_found_within_the_stated_error_in_any_parts()
    {
        var random = new Random(11);
        var values = Enumerable.Range(0, 20_000).Select(i => i % 4 == 0 ? "often" : i % 10 == 1 ? "rather" : $"v{random.Next(5000)}").ToList();
        var parts = values.Chunk(3_000).Select(chunk =>
        {
            var part = new FrequentValues(64);
            foreach (var value in chunk.Select(System.Text.Encoding.UTF8.GetBytes))
            {
                if (!part.TryCount(KeyHash.Of(value)))
                    part.Add(KeyHash.Of(value), value);
            }

            return part;
        }).ToList();

        var all = parts.Aggregate((left, right) =>
        {
            left.Merge(right);
            return left;
        });

        all.Error.ShouldBeLessThanOrEqualTo(20_000 / 65);
        foreach (var (value, _, count) in all.Ordered)
        {
            var real = values.Count(other => other == System.Text.Encoding.UTF8.GetString(value));
            count.ShouldBeInRange(real - all.Error, real);
        }

        all.Ordered.Take(2).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Value)).ShouldBe(["often", "rather"]);
    }

    [Fact]
    public void A_sample_looks_closely_at_the_first_records_and_counts_them_all()
    {
        var json = $"[{string.Join(',', Enumerable.Range(0, RecordProfiler.SampledRecords + 500).Select(i => $$"""{"n":{{i}}}"""))}]";

        var profile = Profile(ProfileMode.Sample, json).ToProfile();

        profile.SampledRecords.ShouldBe(RecordProfiler.SampledRecords);
        var field = profile.Find("n")!;
        (field.Count, field.Sampled, field.Max.ToString()).ShouldBe((RecordProfiler.SampledRecords + 500, RecordProfiler.SampledRecords, "1499"));
    }

    [Fact]
    public void A_field_takes_bounded_room_whatever_passes_and_nothing_a_record()
    {
        var profiler = new RecordProfiler(ProfileMode.Full);
        using var batch = JsonRecords.Parse($"[{string.Join(',', Enumerable.Range(0, 2000).Select(i => $$"""{"n":{{i}},"t":"text {{i * 31}}","d":{{i}}.25,"scales":{{(i % 2 == 0 ? "1.5" : "2.25")}}}"""))}]");
        for (var i = 0; i < 5; i++)
            profiler.Add(batch);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
            profiler.Add(batch);

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100_000.0).ShouldBeLessThan(1);
        profiler.ToBytes().Length.ShouldBeLessThan(60_000);
    }

    private static RecordProfiler Profile(ProfileMode mode, string json)
    {
        var profiler = new RecordProfiler(mode);
        using var batch = JsonRecords.Parse(json);
        profiler.Add(batch);
        return profiler;
    }

    private static RecordProfile Merged(List<string> rows, int parts)
    {
        var whole = new RecordProfiler(ProfileMode.Full);
        foreach (var part in rows.Chunk((rows.Count / parts) + 1))
            whole.Merge(Profile(ProfileMode.Full, $"[{string.Join(',', part)}]").ToBytes());
        return whole.ToProfile();
    }

    // Frequent values among many depend on the parts, within their error.
    private static string Write(RecordProfile profile) => JsonSerializer.Serialize(
        profile.Fields.Select(field => field.TopValuesError == 0 && field.Distinct <= 64 ? field : field with { TopValues = [], TopValuesError = 0 }));

    private static DoubleTotals Doubles(IEnumerable<double> values)
    {
        var totals = new DoubleTotals();
        foreach (var value in values)
            totals.Add(value);
        return totals;
    }
}
