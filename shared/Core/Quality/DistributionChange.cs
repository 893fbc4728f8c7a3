using System.Globalization;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Profiles;

namespace DataAggregator.Core.Quality;

/// <summary>How much a run differs from earlier ones.</summary>
internal sealed class DistributionChange(RecordProfile profile, IReadOnlyList<RecordProfile> earlier)
{
    // A share of nothing has no logarithm; values that are as rare as this do not count.
    private const double LeastShare = 0.0001;

    public (bool Passed, string Expected, string Actual) Judge(Expectation expectation)
    {
        var most = Bound.TryNumber(expectation.Max, out var max) ? (double)max.Unscaled / (double)Records.Decimal38.PowerOfTen(max.Scale) : Usual(expectation.Metric);
        var compared = earlier.Take(expectation.Runs).Where(run => expectation.Field is not { } field || run.Find(field) is not null).ToList();
        var expected = string.Create(CultureInfo.InvariantCulture, $"change of {Expectation.Word(expectation.Metric)} at most {most:0.####} against the last {Quantity.Of(compared.Count, "run")}");
        if (compared.Count == 0)
            return (true, expected, "no earlier run to compare with");
        var change = expectation.Metric switch
        {
            ChangeMetric.RowCount => Relative(profile.Records, compared.Average(run => run.Records)),
            ChangeMetric.NullRatio => Math.Abs(Of(profile).NullRatio - compared.Average(run => Of(run).NullRatio)),
            ChangeMetric.Mean => MeanChange(compared),
            _ => Instability(compared),
        };
        return change is null
            ? (true, expected, "no numbers to compare")
            : (change <= most, expected, string.Create(CultureInfo.InvariantCulture, $"change of {change:0.####}"));

        FieldProfile Of(RecordProfile run) => run.Find(expectation.Field!) ?? Nothing(expectation.Field!);

        double? MeanChange(List<RecordProfile> runs)
        {
            var means = runs.Select(run => Of(run).Mean).Where(mean => mean is not null).Select(mean => mean!.Value.GetDouble()).ToList();
            return Of(profile).Mean is { } mean && means.Count > 0 ? Relative(mean.GetDouble(), means.Average()) : null;
        }

        double Instability(List<RecordProfile> runs)
        {
            var shares = Shares([Of(profile)]);
            var before = Shares([.. runs.Select(Of)]);
            return shares.Keys.Union(before.Keys).Sum(value =>
            {
                var (actual, measure) = (Math.Max(shares.GetValueOrDefault(value), LeastShare), Math.Max(before.GetValueOrDefault(value), LeastShare));
                return (actual - measure) * Math.Log(actual / measure);
            });
        }
    }

    private static double Usual(ChangeMetric metric) => metric switch
    {
        ChangeMetric.Categories => 0.2,
        ChangeMetric.NullRatio => 0.1,
        ChangeMetric.Mean => 0.25,
        _ => 0.5,
    };

    private static FieldProfile Nothing(string name) =>
        new() { Name = name, Type = "json", Count = 0, Nulls = 0, Absent = 0, Sampled = 0, Distinct = 0, DistinctError = 0 };

    private static double Relative(double actual, double measure) =>
        actual == measure ? 0 : measure == 0 ? double.MaxValue : Math.Abs(actual - measure) / Math.Abs(measure);

    /// <summary>The share of each value that is listed; all others together are one.</summary>
    private static Dictionary<string, double> Shares(IReadOnlyList<FieldProfile> fields)
    {
        var counts = fields.SelectMany(field => field.TopValues).GroupBy(value => value.Value.GetRawText(), value => value.Count).ToDictionary(group => group.Key, group => group.Sum());
        var all = fields.Sum(field => field.Sampled);
        if (all == 0)
            return [];
        if (all - counts.Values.Sum() is > 0 and var rest)
            counts[""] = rest;
        return counts.ToDictionary(entry => entry.Key, entry => (double)entry.Value / all);
    }
}
