using System.ComponentModel;
using System.Text;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations.Moments;

namespace DataAggregator.Transformations.Validations;

/// <summary>A value must be a date or timestamp, as text in one of the formats named, and within the bounds.</summary>
internal sealed class Date : Validation<Date.DateParameters>
{
    private const string Iso = "iso8601";
    private const long MicrosecondsPerDay = 86_400_000_000;
    private static readonly Violation NoDate = new("invalid_date", "The value is not a date in a format that the rule allows.");
    private static readonly Violation OutOfRange = new("date_out_of_range", "The value is a date outside the bounds of the rule.");
    private Violation noDate = NoDate;
    private Violation outOfRange = OutOfRange;
    private TimePattern?[] patterns = [];
    private long minimum = long.MinValue;
    private long maximum = long.MaxValue;

    public sealed record DateParameters
    {
        [Description("The formats allowed for text: iso8601 (2025-01-15, perhaps with a time and zone), or patterns as of the operation parse_date: dd.MM.yyyy, MM/dd/yyyy HH:mm, yyyyMMdd, %d/%m/%Y.")]
        public IReadOnlyList<string> Formats { get; init; } = [Iso];

        [Description("The first moment allowed, such as 2000-01-01 or 2000-01-01T00:00:00Z.")]
        public string? Min { get; init; }

        [Description("The last moment allowed; a date alone means its first instant.")]
        public string? Max { get; init; }
    }

    public override ValidationSpec Spec => MakeSpec(
        "The value is a day that there is, as text in one of the formats or as a date or timestamp field, and not before min or after max. Moments without a zone count as UTC.",
        """{"parameters":{"formats":["dd.MM.yyyy"],"min":"2000-01-01"},"passes":"29.02.2024","fails":"30.02.2024"}""",
        NoDate,
        OutOfRange);

    public override Violation? Check(in Value value, Scratch scratch)
    {
        switch (value.Kind)
        {
            case ValueKind.Absent or ValueKind.Null:
                return null;
            case ValueKind.Moment when value.Type != DataType.Time:
                return Within(value.Type == DataType.Date ? value.Long * MicrosecondsPerDay : value.Long);
        }

        Span<byte> digits = stackalloc byte[ValidatedText.DigitsLength];
        if (!ValidatedText.TryRead(value, digits, out var text))
            return noDate;
        foreach (var pattern in patterns)
        {
            if (TryRead(text, pattern, out var moment))
                return Within(moment);
        }

        return noDate;
    }

    protected override void Prepare(DateParameters parameters, string path, Problems problems)
    {
        if (parameters.Formats.Count == 0)
            problems.Add($"{path}.formats", $"must name at least one format, such as {Iso} or dd.MM.yyyy.");
        patterns = [.. parameters.Formats.Select((format, i) => format == Iso ? null : Parse(format, $"{path}.formats[{i}]", problems))];
        if (parameters.Min is { } min && !Rfc3339.TryReadMoment(Encoding.UTF8.GetBytes(min), out minimum))
            problems.Add($"{path}.min", $"'{min}' is no moment: it must be like 2025-01-15 or 2025-01-15T10:30:00Z.");
        if (parameters.Max is { } max && !Rfc3339.TryReadMoment(Encoding.UTF8.GetBytes(max), out maximum))
            problems.Add($"{path}.max", $"'{max}' is no moment: it must be like 2025-01-15 or 2025-01-15T10:30:00Z.");
        if (minimum > maximum)
            problems.Add($"{path}.max", "is before min, so that no date would pass.");
        noDate = NoDate with { Message = $"The value is not a date in a format that the rule allows: {string.Join(", ", parameters.Formats)}." };
        outOfRange = OutOfRange with { Message = $"The date must not be {Bounds.Outside("before", parameters.Min, "after", parameters.Max)}." };
    }

    private Violation? Within(long moment) => moment >= minimum && moment <= maximum ? null : outOfRange;

    private static TimePattern? Parse(string format, string path, Problems problems)
    {
        if (TimePattern.Parse(format, path, problems) is not { } pattern)
            return null;
        var before = problems.Count;
        pattern.CheckReadable(path, problems);
        if (problems.Count == before && !pattern.HasDate)
            problems.Add(path, $"'{format}' has no date in it.");
        return pattern;
    }

    // Without a pattern, ISO 8601.
    private static bool TryRead(ReadOnlySpan<byte> text, TimePattern? pattern, out long microseconds)
    {
        if (pattern is null)
            return Rfc3339.TryReadMoment(text, out microseconds);
        var isRead = pattern.TryRead(text, out var parts);
        microseconds = isRead ? parts.Local - (parts.Offset ?? 0) : 0;
        return isRead;
    }
}
