using System.Globalization;
using System.Text.Json;
using DataAggregator.Core.Errors;
using DataAggregator.Core.Profiles;

namespace DataAggregator.Core.Quality;

/// <summary>Tells which expectations a run meets. The same run gives the same answer, whenever it is asked.</summary>
/// <param name="profile">The run's profile.</param>
/// <param name="checks">What its records came to for the expectations that look at each of them.</param>
/// <param name="duplicates">Records whose key another one has, by the expectation's number; null where keys are missing.</param>
/// <param name="earlier">The profiles of the last successful runs, newest first.</param>
/// <param name="now">The run's logical time.</param>
public sealed class ExpectationJudge(
    RecordProfile profile, IReadOnlyList<CheckCount> checks, IReadOnlyDictionary<int, long?> duplicates, IReadOnlyList<RecordProfile> earlier, DateTimeOffset now)
{
    /// <summary>What the expectations come to, in their order.</summary>
    public IReadOnlyList<ExpectationResult> Judge(IReadOnlyList<Expectation> expectations) => [.. expectations.Select(Judge)];

    private ExpectationResult Judge(Expectation expectation, int number)
    {
        var missing = profile.Records > 0 ? expectation.AllFields.FirstOrDefault(field => profile.Find(field) is null) : null;
        var field = expectation.AllFields.Count == 1 ? profile.Find(expectation.AllFields[0]) : null;
        var (passed, expected, actual) = missing is not null
            ? (false, "the field is there", $"no record has a field '{missing}'")
            : expectation.Type switch
            {
                ExpectationType.RowCount => Within(expectation, profile.Records, "records"),
                ExpectationType.NullRatio => Within(expectation, field?.NullRatio ?? 0, "null or absent"),
                ExpectationType.DistinctCount => Within(expectation, field?.Distinct ?? 0, field?.DistinctError > 0 ? "different values, estimated" : "different values"),
                ExpectationType.Mean => InRange(expectation, field?.Mean, field?.Mean, "mean"),
                ExpectationType.ValueRange => InRange(expectation, field?.Min, field?.Max, "values"),
                ExpectationType.Unique => Unique(duplicates.GetValueOrDefault(number)),
                ExpectationType.ValuesIn => OfList([.. checks.Where(check => check.Expectation == number)]),
                ExpectationType.Freshness => Fresh(expectation, field),
                _ => new DistributionChange(profile, earlier).Judge(expectation),
            };
        var named = expectation.AllFields.Count == 0 ? null : string.Join(", ", expectation.AllFields);
        return new ExpectationResult(expectation.Title, expectation.Type, named, expectation.Severity, passed, expected, actual);
    }

    private static (bool Passed, string Expected, string Actual) Within(Expectation expectation, double value, string unit)
    {
        var passed = (!Bound.TryNumber(expectation.Min, out var min) || value >= Double(min)) && (!Bound.TryNumber(expectation.Max, out var max) || value <= Double(max));
        return (passed, Range(expectation), $"{Text(value)} {unit}");
    }

    private static (bool Passed, string Expected, string Actual) InRange(Expectation expectation, JsonElement? least, JsonElement? greatest, string what)
    {
        if (least is null || greatest is null)
            return (true, Range(expectation), "no values");
        var passed = Compare(least, expectation.Min) is null or >= 0 && Compare(greatest, expectation.Max) is null or <= 0;
        var comparable = Compare(least, expectation.Min ?? expectation.Max) is not null;
        var found = least.Value.ToString() == greatest.Value.ToString() ? least.Value.ToString() : $"{least} to {greatest}";
        return (passed && comparable, Range(expectation), $"{what} {found}{(comparable ? "" : ", which cannot be compared with the bounds")}");
    }

    private static (bool Passed, string Expected, string Actual) Unique(long? found) => found switch
    {
        null => (false, "no duplicates", "keys of an earlier attempt are gone: run the pipeline afresh"),
        0 => (true, "no duplicates", "no duplicates"),
        _ => (false, "no duplicates", $"{Quantity.Of(found.Value, "record")} {(found.Value == 1 ? "has" : "have")} the key of another"),
    };

    private static (bool Passed, string Expected, string Actual) OfList(IReadOnlyList<CheckCount> counts)
    {
        var failing = counts.Sum(check => check.Failing);
        return (failing == 0, "only values of the list", failing == 0 ? "only values of the list" : $"{Quantity.Of(failing, "record")} {(failing == 1 ? "has another" : "have others")}, such as '{counts.First(check => check.Failing > 0).Example}'");
    }

    private (bool Passed, string Expected, string Actual) Fresh(Expectation expectation, FieldProfile? field)
    {
        var expected = $"newest value at most {expectation.MaxAge} old";
        if (!Bound.TryInstant(field?.Max, out var newest))
            return (false, expected, field?.Max is null ? "no values" : $"'{field.Max}' is neither an instant nor a date");
        var age = now - DateTimeOffset.UnixEpoch.AddMicroseconds(newest);
        return (age <= Bound.Age(expectation.MaxAge), expected, $"newest value {field!.Max}");
    }

    private static int? Compare(JsonElement? value, JsonElement? bound)
    {
        if (Bound.TryNumber(value, out var number) && Bound.TryNumber(bound, out var limit))
            return number.CompareTo(limit);
        return Bound.TryInstant(value, out var instant) && Bound.TryInstant(bound, out var until) ? instant.CompareTo(until) : null;
    }

    private static string Range(Expectation expectation) => (expectation.Min, expectation.Max) switch
    {
        ({ } min, { } max) => $"{min} to {max}",
        ({ } min, null) => $"at least {min}",
        (null, { } max) => $"at most {max}",
        _ => "",
    };

    private static double Double(Records.Decimal38 value) => (double)value.Unscaled / (double)Records.Decimal38.PowerOfTen(value.Scale);

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
